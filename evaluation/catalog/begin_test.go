package catalog_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"kaoji/evaluation"
)

// Each date or time that somebody has to give says what its form begins with; who leaves it
// to the record has a record with such a day.
func TestEveryDateThatAFormAsksForHasABeginning(t *testing.T) {
	asked := 0
	for _, m := range all() {
		for i := range m.Kinds {
			k := &m.Kinds[i]
			for _, a := range k.Acts {
				if a.Run.Input == nil || len(a.May) == 0 {
					continue
				}
				for _, f := range evaluation.FieldsOf(a.Run.Input()) {
					if f.Optional || f.Form != evaluation.FormDate && f.Form != evaluation.FormTime {
						continue
					}
					asked++
					kept := !a.Creates() && remembers(k, &a, f.Name)
					if !kept && (f.Begin == "" || f.Begin == evaluation.BeginRecord) {
						t.Errorf("%s.%s: %s begins with %q", k.Name, a.Name, f.Name, f.Begin)
					}
				}
			}
		}
	}
	if asked < 60 {
		t.Errorf("only %d dates are asked for", asked)
	}
}

// remembers reports whether the form of an act begins with a field of the record.
func remembers(k *evaluation.Kind, a *evaluation.Act, name string) bool {
	payload := reflect.TypeOf(k.Payload()).Elem()
	if has(payload, name) {
		return true
	}
	return slices.ContainsFunc(evaluation.Members(payload), func(sf reflect.StructField) bool {
		return slices.Contains(a.Begins, named(sf)) && has(sf.Type, name)
	})
}

func has(group reflect.Type, name string) bool {
	if group.Kind() == reflect.Pointer {
		group = group.Elem()
	}
	return slices.ContainsFunc(evaluation.Members(group), func(sf reflect.StructField) bool { return named(sf) == name })
}

func named(sf reflect.StructField) string {
	name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
	return name
}
