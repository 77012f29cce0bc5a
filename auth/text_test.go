package auth_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryMessageHasATextInBothLanguagesAndEveryTextIsUsed(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	needed := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(auth\.[a-z_.]+[a-z])"`).FindAllSubmatch(source, -1) {
			needed[string(m[1])] = true
		}
		for _, m := range regexp.MustCompile(`b\.add\("([a-z]+)"`).FindAllSubmatch(source, -1) {
			needed["auth.password."+string(m[1])] = true
		}
	}
	placeholder := regexp.MustCompile(`\{\{\.[a-z]+\}\}`)
	var used [][]string
	for _, language := range []string{"zh", "en"} {
		raw, err := os.ReadFile(filepath.Join("..", "app", "text", language, "auth.json"))
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(raw, &texts); err != nil {
			t.Fatal(err)
		}
		if have, want := slices.Sorted(maps.Keys(texts)), slices.Sorted(maps.Keys(needed)); !slices.Equal(have, want) {
			t.Errorf("%s has %v, needed are %v", language, have, want)
		}
		var marks []string
		for _, key := range slices.Sorted(maps.Keys(texts)) {
			if strings.TrimSpace(texts[key]) == "" {
				t.Errorf("%s: %s is empty", language, key)
			}
			marks = append(marks, placeholder.FindAllString(texts[key], -1)...)
		}
		used = append(used, marks)
	}
	if !slices.Equal(used[0], used[1]) {
		t.Errorf("placeholders differ: %v, %v", used[0], used[1])
	}
}
