package storagetest

import (
	"slices"
	"testing"

	"kaoji/evaluation"
)

// keyed stores records of one kind with keys, and others that must not be found by
// keys: without any, of another kind and of another office. Of the four keys of
// record i the last ones are missing.
func keyed(t *testing.T, s evaluation.Store) []evaluation.Record {
	t.Helper()
	var list []evaluation.Record
	for i, keys := range [][]string{{"", "x"}, {"C10", "y"}, {"B9", "x"}, {"C12", ""}, {"B9", "y", "only", "four"}} {
		r := record(i)
		r.Kind, r.Keys = "kind", keys
		list = append(list, put(t, s, r))
	}
	bare, other, away := record(5), record(6), record(7)
	bare.Kind, bare.Keys = "kind", nil
	other.Kind, other.Keys = "kinds", []string{"B9", "x", "only", "four"}
	away.Kind, away.Keys, away.Office = "kind", []string{"B9", "x", "only", "four"}, "o2"
	for _, r := range []evaluation.Record{bare, other, away} {
		put(t, s, r)
	}
	return list
}

func keyFindings(list ...finding) func(t *testing.T, open Opener) {
	return func(t *testing.T, open Opener) {
		s := open(t)
		all := keyed(t, s)
		for _, f := range list {
			f.q.Kinds = []string{"kind"}
			f.check(t, s, all)
		}
	}
}

func among(place int, values ...string) evaluation.KeyRange {
	return evaluation.KeyRange{Place: place, Values: values}
}

var keys = []testcase{
	{"records of one kind come in the order of a key and then of ids, those without a value first and those without the key not at all", keyFindings(
		finding{"first key", evaluation.Query{Sort: evaluation.SortKey(0)}, []int{0, 2, 4, 1, 3}},
		finding{"falling", evaluation.Query{Sort: evaluation.SortKey(0), Desc: true}, []int{3, 1, 4, 2, 0}},
		finding{"in pages of two", evaluation.Query{Sort: evaluation.SortKey(0), Limit: 2}, []int{0, 2, 4, 1, 3}},
		finding{"in pages of one, falling", evaluation.Query{Sort: evaluation.SortKey(1), Desc: true, Limit: 1}, []int{4, 1, 2, 0, 3}},
		finding{"a key that one record has", evaluation.Query{Sort: evaluation.SortKey(3)}, []int{4}},
		finding{"of a department", evaluation.Query{Sort: evaluation.SortKey(1), Units: list{"unit-1"}}, []int{3, 0, 2, 1, 4}},
		finding{"within scopes", evaluation.Query{Sort: evaluation.SortKey(0), Within: []evaluation.Scope{{Units: []string{"unit-1"}}, {Party: "p7"}}}, []int{0, 2, 4, 1, 3}},
		finding{"what somebody has done", evaluation.Query{Sort: evaluation.SortKey(0), ActedBy: list{"a1"}, Limit: 3}, []int{0, 2, 4, 1, 3}},
		finding{"of another key", evaluation.Query{Sort: evaluation.SortKey(0), Keys: []evaluation.KeyRange{among(1, "x", "")}}, []int{0, 2, 3}},
		finding{"of the same key", evaluation.Query{Sort: evaluation.SortKey(0), Keys: []evaluation.KeyRange{{Place: 0, From: "C"}}, Limit: 1}, []int{1, 3}},
	)},
	{"a range of keys asks for values or lies between two ends, and a record without a value matches no end", keyFindings(
		finding{"a value", evaluation.Query{Keys: []evaluation.KeyRange{among(0, "B9")}}, []int{2, 4}},
		finding{"a value, falling, in pages", evaluation.Query{Sort: evaluation.SortKey(0), Desc: true, Limit: 1, Keys: []evaluation.KeyRange{among(0, "B9")}}, []int{4, 2}},
		finding{"values", evaluation.Query{Keys: []evaluation.KeyRange{among(0, "B9", "C12", "none")}}, []int{2, 3, 4}},
		finding{"no value", evaluation.Query{Keys: []evaluation.KeyRange{among(0, "")}}, []int{0}},
		finding{"from", evaluation.Query{Keys: []evaluation.KeyRange{{Place: 0, From: "C10"}}}, []int{1, 3}},
		finding{"to", evaluation.Query{Keys: []evaluation.KeyRange{{Place: 0, To: "C10"}}}, []int{1, 2, 4}},
		finding{"between", evaluation.Query{Keys: []evaluation.KeyRange{{Place: 0, From: "B9", To: "C10"}}}, []int{1, 2, 4}},
		finding{"the wrong way round", evaluation.Query{Keys: []evaluation.KeyRange{{Place: 0, From: "C", To: "B"}}}, nil},
		finding{"without ends", evaluation.Query{Keys: []evaluation.KeyRange{{Place: 1}}}, []int{0, 1, 2, 4}},
		finding{"two keys", evaluation.Query{Keys: []evaluation.KeyRange{{Place: 0, From: "B"}, among(1, "x")}}, []int{2}},
		finding{"in another order", evaluation.Query{Sort: evaluation.SortChanged, Desc: true, Keys: []evaluation.KeyRange{{Place: 0, From: "B"}}}, []int{4, 3, 2, 1}},
		finding{"of a state", evaluation.Query{States: []evaluation.State{"draft"}, Keys: []evaluation.KeyRange{among(2, "only")}}, []int{4}},
	)},
	{"a change gives a record its new keys, and none", func(t *testing.T, open Opener) {
		s := open(t)
		r := keyed(t, s)[1]
		q := evaluation.Query{Office: office, Kinds: list{"kind"}, Keys: []evaluation.KeyRange{among(0, "D100")}}
		r.Keys = []string{"D100"}
		r = put(t, s, r)
		equal(t, ids(pages(t, s, q)), []string{r.ID})
		equal(t, get(t, s, r).Keys, []string{"D100"})
		r.Keys = nil
		put(t, s, r)
		equal(t, len(pages(t, s, q)), 0)
		equal(t, slices.Contains(ids(pages(t, s, evaluation.Query{Office: office, Kinds: list{"kind"}, Sort: evaluation.SortKey(0)})), r.ID), false)
	}},
	{"keys are asked of one kind, each once, and only those that there are", func(t *testing.T, open Opener) {
		s := open(t)
		one := evaluation.KeyRange{From: "B"}
		for _, q := range []evaluation.Query{
			{Sort: evaluation.SortKey(0)},
			{Sort: evaluation.SortKey(0), Kinds: list{"kind", "kinds"}},
			{Keys: []evaluation.KeyRange{one}},
			{Keys: []evaluation.KeyRange{one, one}, Kinds: list{"kind"}},
			{Keys: []evaluation.KeyRange{{Place: -1}}, Kinds: list{"kind"}},
			{Keys: []evaluation.KeyRange{{Place: evaluation.MaxColumns}}, Kinds: list{"kind"}},
			{Keys: []evaluation.KeyRange{{From: "\x00"}}, Kinds: list{"kind"}},
			{Sort: evaluation.SortKey(evaluation.MaxColumns), Kinds: list{"kind"}},
			{Sort: "key01", Kinds: list{"kind"}},
			{Sort: "key", Kinds: list{"kind"}},
		} {
			q.Office = office
			_, err := s.Find(t.Context(), q)
			fails(t, err, evaluation.CodeInvalid)
		}
		r := record(1)
		r.Keys = make([]string, evaluation.MaxColumns+1)
		_, err := s.Put(t.Context(), r)
		fails(t, err, evaluation.CodeInvalid)
	}},
}
