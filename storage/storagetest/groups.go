package storagetest

import (
	"fmt"
	"testing"

	"kaoji/evaluation"
)

var groups = []testcase{
	{"records are counted by each of the fields, keys in ascending order", func(t *testing.T, open Opener) {
		s := open(t)
		for i := range 12 {
			r := record(i)
			r.Kind, r.Unit, r.Subject = fmt.Sprint("k", i%2), fmt.Sprint("u", i%3), fmt.Sprint("s", i%4)
			r.State, r.Period, r.Parent = evaluation.State(fmt.Sprint("t", i%6)), fmt.Sprint("p", i/6), ""
			put(t, s, r)
		}
		other := record(99)
		other.Office = "o2"
		put(t, s, other)
		even := func(prefix string, n int) []evaluation.Count {
			var list []evaluation.Count
			for i := range n {
				list = append(list, evaluation.Count{Key: fmt.Sprint(prefix, i), N: int64(12 / n)})
			}
			return list
		}
		for field, want := range map[string][]evaluation.Count{
			"kind": even("k", 2), "unit": even("u", 3), "subject": even("s", 4), "state": even("t", 6), "period": even("p", 2),
			"parent": {{Key: "", N: 12}},
		} {
			got, err := s.Group(t.Context(), evaluation.Query{Office: office}, field)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, got, want)
		}
		got, err := s.Group(t.Context(), evaluation.Query{Office: office, Kinds: []string{"k0"}, Within: []evaluation.Scope{{Units: []string{"u0", "u1"}}}}, "unit")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, []evaluation.Count{{Key: "u0", N: 2}, {Key: "u1", N: 2}})
	}},
	{"a record that is waited for by several is counted once", func(t *testing.T, open Opener) {
		s := open(t)
		r := put(t, s, record(1))
		got, err := s.Group(t.Context(), evaluation.Query{Office: office, Waiting: r.Waiting, Parties: r.Parties}, "kind")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, []evaluation.Count{{Key: r.Kind, N: 1}})
	}},
	{"nothing found is no group", func(t *testing.T, open Opener) {
		got, err := open(t).Group(t.Context(), evaluation.Query{Office: office, Within: []evaluation.Scope{}}, "kind")
		if err != nil || len(got) > 0 {
			t.Errorf("%v %v", got, err)
		}
	}},
	{"sort, direction, limit and cursor do not matter to groups", func(t *testing.T, open Opener) {
		s := open(t)
		put(t, s, record(1))
		put(t, s, record(2))
		got, err := s.Group(t.Context(), evaluation.Query{Office: office, Sort: evaluation.SortDue, Desc: true, Limit: 1, Cursor: "x"}, "kind")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, []evaluation.Count{{Key: "assessment.sheet", N: 2}})
	}},
	{"any other field is refused", func(t *testing.T, open Opener) {
		s := open(t)
		for _, field := range []string{"", "office", "payload", "doc", "n", "due", "kind, office", "1", "$kind", "payload.a"} {
			_, err := s.Group(t.Context(), evaluation.Query{Office: office}, field)
			fails(t, err, evaluation.CodeInvalid)
		}
	}},
}
