package roster_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// needed are the keys that pages and messages of the roster ask for.
func needed(t *testing.T) map[string]bool {
	t.Helper()
	keys := map[string]bool{"measure.roster": true}
	for _, k := range roster.Measure(roster.Deps{}).Kinds {
		keys[k.Name] = true
		for _, s := range k.States {
			keys[k.Name+".state."+string(s)] = true
		}
		for _, a := range k.Acts {
			keys[k.Name+"."+a.Name], keys[k.Name+"."+a.Name+".done"] = true, true
			if a.Run.Input == nil {
				continue
			}
			for _, f := range evaluation.FieldsOf(a.Run.Input()) {
				keys[k.Name+".field."+f.Name] = true
				for _, c := range f.Choices {
					keys[k.Name+".field."+f.Name+"."+c] = true
				}
			}
		}
		typ := reflect.TypeOf(k.Payload()).Elem()
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			keys[k.Name+".field."+name] = true
		}
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(roster\.(?:import|date)\.[a-z_]+|roster\.[a-z]+_[a-z_]+|roster\.pinyin)"`).FindAllStringSubmatch(string(source), -1) {
			if !strings.HasSuffix(name, "_test.go") {
				keys[m[1]] = true
			}
		}
	}
	return keys
}

func TestEverythingThatTheRosterSaysHasATextInBothLanguages(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "app", "text", language, "roster.json"))
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(data, &texts); err != nil {
			t.Fatal(err)
		}
		for key := range needed(t) {
			if texts[key] == "" {
				t.Errorf("%s: no text for %s", language, key)
			}
		}
	}
}
