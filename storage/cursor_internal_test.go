package storage

import (
	"reflect"
	"testing"
	"time"

	"kaoji/evaluation"
)

// A cursor is bound to every field of the query but Limit, Cursor and Places, and to every
// field of its scopes.
func TestACursorIsBoundToEveryFieldOfItsQuery(t *testing.T) {
	base := evaluation.Query{Office: "o", Within: []evaluation.Scope{{}}}
	seen := map[string]string{bind(base, Place{}): "the same query"}
	note := func(name string, q evaluation.Query) {
		sum := bind(q, Place{})
		if seen[sum] != "" {
			t.Errorf("%s: the cursor is that of %s", name, seen[sum])
		}
		seen[sum] = name
	}
	change := func(v reflect.Value) {
		switch x := v.Addr().Interface().(type) {
		case *evaluation.Date:
			*x = evaluation.NewDate(2026, 1, 1)
		case *time.Time:
			*x = time.UnixMilli(1)
		case *[]evaluation.Scope:
			*x = nil
		case *bool:
			*x = true
		case *int:
			*x++
		case *string:
			*x += "x"
		case *[]int64:
			*x = []int64{1}
		case *[]string:
			*x = []string{"x"}
		case *[]evaluation.KeyRange:
			*x = []evaluation.KeyRange{{}}
		case *[]evaluation.State:
			*x = []evaluation.State{"x"}
		default:
			t.Fatalf("a field of type %T: bind does not know it", x)
		}
	}
	for i := range reflect.TypeFor[evaluation.Query]().NumField() {
		name := reflect.TypeFor[evaluation.Query]().Field(i).Name
		if name == "Limit" || name == "Cursor" || name == "Places" {
			continue
		}
		q := base
		change(reflect.ValueOf(&q).Elem().Field(i))
		note(name, q)
	}
	for i := range reflect.TypeFor[evaluation.Scope]().NumField() {
		q := base
		q.Within = []evaluation.Scope{{}}
		change(reflect.ValueOf(&q.Within[0]).Elem().Field(i))
		note("Within."+reflect.TypeFor[evaluation.Scope]().Field(i).Name, q)
	}
	for i := range reflect.TypeFor[evaluation.KeyRange]().NumField() {
		q := base
		q.Keys = []evaluation.KeyRange{{}}
		change(reflect.ValueOf(&q.Keys[0]).Elem().Field(i))
		note("Keys."+reflect.TypeFor[evaluation.KeyRange]().Field(i).Name, q)
	}
	note("no scope", evaluation.Query{Office: "o", Within: []evaluation.Scope{}})
	if bind(evaluation.Query{Office: "o", Kinds: []string{}}, Place{}) != bind(evaluation.Query{Office: "o", Sort: evaluation.SortID}, Place{}) {
		t.Error("an empty list is not a missing one, or the usual order not the default")
	}
}
