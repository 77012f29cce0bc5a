package commendation_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/rulepack"
)

// fieldKeys are the labels of a struct's fields, of its rows too.
func fieldKeys(keys map[string]bool, at string, t reflect.Type) {
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		key := at + "." + name
		keys[key] = true
		inner := t.Field(i).Type
		for inner.Kind() == reflect.Slice || inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && strings.HasSuffix(inner.PkgPath(), "commendation") {
			fieldKeys(keys, key, inner)
		}
	}
}

func inputKeys(keys map[string]bool, at string, fields []evaluation.Field) {
	for _, f := range fields {
		keys[at+"."+f.Name] = true
		for _, c := range f.Choices {
			keys[at+"."+f.Name+"."+c] = true
		}
		inputKeys(keys, at+"."+f.Name, f.Rows)
	}
}

// needed are the keys that pages and messages of the measure ask for.
func needed(t *testing.T) map[string]bool {
	t.Helper()
	keys := map[string]bool{"measure.commendation": true}
	for _, k := range commendation.New(commendation.Deps{}).Measure().Kinds {
		keys[k.Name] = true
		for _, s := range k.States {
			keys[k.Name+".state."+string(s)] = true
		}
		for _, p := range k.Print {
			keys["print."+p], keys["print."+p+".title"] = true, true
		}
		for _, a := range k.Acts {
			keys[k.Name+"."+a.Name], keys[k.Name+"."+a.Name+".done"] = true, true
			if a.Input != nil {
				inputKeys(keys, k.Name+".field", evaluation.FieldsOf(a.Input()))
			}
		}
		fieldKeys(keys, k.Name+".field", reflect.TypeOf(k.Payload()).Elem())
	}
	fromSource(t, keys, "*.go")
	fromSource(t, keys, filepath.Join("..", "..", "app", "page", "*commend*.go"))
	fromSource(t, keys, filepath.Join("..", "..", "app", "page", "bulletin*.go"))
	fromSource(t, keys, filepath.Join("..", "..", "app", "page", "templates", "*.html"))
	return keys
}

// fromSource adds the keys that stand in the code and in the templates.
func fromSource(t *testing.T, keys map[string]bool, pattern string) {
	t.Helper()
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(commendation\.[a-z_.]*[a-z_])"`).FindAllStringSubmatch(string(source), -1) {
			if _, rule := pack.Rule(m[1]); !rule && !strings.HasSuffix(name, "_test.go") {
				keys[m[1]] = true
			}
		}
	}
	for _, yes := range []string{"true", "false"} {
		keys["commendation.counted."+yes] = true
	}
}

func TestEverythingThatTheMeasureSaysHasATextInBothLanguages(t *testing.T) {
	need := needed(t)
	for _, lang := range []string{"zh", "en"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "app", "text", lang, "commendation.json"))
		if err != nil {
			t.Fatal(err)
		}
		var have map[string]string
		if err := json.Unmarshal(raw, &have); err != nil {
			t.Fatal(err)
		}
		for key := range need {
			if strings.TrimSpace(have[key]) == "" {
				t.Errorf("%s lacks %s", lang, key)
			}
		}
		for key := range have {
			if !need[key] && !strings.HasSuffix(key, ".help") {
				t.Errorf("%s has %s, which nothing asks for", lang, key)
			}
		}
	}
}

func TestTheChoicesOfAFormAreThoseOfTheRules(t *testing.T) {
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	on := pack.On(date("2026-03-01"))
	for key, want := range map[string][]string{
		"commendation.grounds": commendation.Grounds(), "commendation.kinds": commendation.Rewards(),
	} {
		if codes, err := on.Codes(key); err != nil || !slices.Equal(codes, want) {
			t.Errorf("%s are %v (%v)", key, codes, err)
		}
	}
	for input, names := range map[any][]string{
		&commendation.ReportInput{}: {"ground", "source"}, &commendation.VerifyInput{}: {"ground"}, &commendation.ProposeInput{}: {"kind"},
	} {
		for _, f := range evaluation.FieldsOf(input) {
			lists := [][]string{commendation.Grounds(), commendation.Rewards(), commendation.Sources()}
			if slices.Contains(names, f.Name) && !slices.ContainsFunc(lists, func(l []string) bool { return slices.Equal(l, f.Choices) }) {
				t.Errorf("%T offers %v as %s", input, f.Choices, f.Name)
			}
		}
	}
}
