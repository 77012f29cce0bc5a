package storagetest

import (
	"fmt"
	"testing"

	"kaoji/evaluation"
)

// worded stores records with words, and others that must not be found by them:
// without any, and of another office.
func worded(t *testing.T, s evaluation.Store) []evaluation.Record {
	t.Helper()
	var list []evaluation.Record
	for i, words := range []string{"2026 57 号 走访慰问", "2026 5 号 慰问老兵", "2025 570 号 走访", "visit to the elderly", ""} {
		r := record(i)
		r.Words, r.State, r.Subject = words, evaluation.State([]string{"draft", "done"}[i%2]), fmt.Sprint("person-", i)
		list = append(list, put(t, s, r))
	}
	away := record(9)
	away.Office, away.Words = "o2", "2026 57 号 走访慰问"
	put(t, s, away)
	return list
}

var terms = []testcase{
	{"a record is found if it has all terms that are asked for", func(t *testing.T, open Opener) {
		s := open(t)
		all := worded(t, s)
		for _, f := range []finding{
			{"one", evaluation.Query{Terms: list{"慰问"}}, []int{0, 1}},
			{"two", evaluation.Query{Terms: list{"慰问", "走访"}}, []int{0}},
			{"the beginning of a word", evaluation.Query{Terms: list{"57"}}, []int{0, 2}},
			{"not its end", evaluation.Query{Terms: list{"026"}}, nil},
			{"of two words", evaluation.Query{Terms: list{"2026", "5"}}, []int{0, 1}},
			{"in pages", evaluation.Query{Terms: list{"2026"}, Limit: 1}, []int{0, 1}},
			{"a single Chinese character", evaluation.Query{Terms: list{"号"}}, nil},
			{"falling", evaluation.Query{Terms: list{"202"}, Sort: evaluation.SortChanged, Desc: true, Limit: 2}, []int{2, 1, 0}},
			{"in a state", evaluation.Query{Terms: list{"慰问"}, States: []evaluation.State{"done"}}, []int{1}},
			{"about somebody", evaluation.Query{Terms: list{"走访"}, Subjects: list{"person-2"}}, []int{2}},
			{"within scopes", evaluation.Query{Terms: list{"走访"}, Within: []evaluation.Scope{{Subject: "person-0"}, {Subject: "person-1"}}}, []int{0}},
			{"within wide scopes", evaluation.Query{Terms: list{"走访", "慰问"}, Within: []evaluation.Scope{{States: []evaluation.State{"draft"}}, {Party: "p7"}}}, []int{0}},
			{"in another script", evaluation.Query{Terms: list{"visit", "eld"}}, []int{3}},
			{"none that is there", evaluation.Query{Terms: list{"走访", "无此"}}, nil},
		} {
			f.check(t, s, all)
		}
	}},
	{"a change gives a record its new words, and none", func(t *testing.T, open Opener) {
		s := open(t)
		r := worded(t, s)[0]
		find := func(term string) int {
			return len(pages(t, s, evaluation.Query{Office: office, Terms: list{term}, Subjects: list{r.Subject}}))
		}
		r.Words = "慰问军属"
		r = put(t, s, r)
		equal(t, []int{find("军属"), find("走访"), find("慰问")}, []int{1, 0, 1})
		equal(t, get(t, s, r).Words, "慰问军属")
		r.Words = ""
		put(t, s, r)
		equal(t, find("慰问"), 0)
	}},
	{"terms are text", func(t *testing.T, open Opener) {
		s := open(t)
		_, err := s.Find(t.Context(), evaluation.Query{Office: office, Terms: list{"\x00"}})
		fails(t, err, evaluation.CodeInvalid)
		r := record(1)
		r.Words = "\xff"
		_, err = s.Put(t.Context(), r)
		fails(t, err, evaluation.CodeInvalid)
	}},
}
