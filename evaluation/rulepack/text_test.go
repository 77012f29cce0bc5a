package rulepack_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kaoji/evaluation/rulepack"
)

func TestEveryUnitStatusKindAndMessageHasATextInBothLanguages(t *testing.T) {
	needed := map[string]bool{}
	for _, u := range rulepack.Units() {
		if u != rulepack.NoUnit {
			needed["rulepack.unit."+string(u)] = true
		}
	}
	for _, s := range rulepack.Statuses() {
		needed["rulepack.status."+string(s)] = true
	}
	for _, r := range builtin(t).Rules() {
		needed["rulepack.kind."+string(r.Value.Kind)] = true
	}
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
		for _, m := range regexp.MustCompile(`"(rulepack\.[a-z_]+)"`).FindAllSubmatch(source, -1) {
			needed[string(m[1])] = true
		}
	}
	for _, language := range []string{"zh", "en"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "app", "text", language, "rulepack.json"))
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
