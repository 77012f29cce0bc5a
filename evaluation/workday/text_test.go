package workday_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestEveryMessageHasATextInBothLanguages(t *testing.T) {
	needed := map[string]bool{"workday.missing": true, "workday.status.seen": true, "workday.status.unverified": true}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(workday\.[a-z_]+)"`).FindAllSubmatch(source, -1) {
			needed[string(m[1])] = true
		}
	}
	for _, language := range []string{"zh", "en"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "app", "text", language, "workday.json"))
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(data, &texts); err != nil {
			t.Fatal(err)
		}
		for key := range needed {
			if texts[key] == "" {
				t.Errorf("%s has no text in %s", key, language)
			}
		}
	}
}
