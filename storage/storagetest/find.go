package storagetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
)

// spread stores five records that differ in every field that Query can filter. In
// field f record i has the value "f<i>"; record 0 has none if the field can be
// empty.
func spread(t *testing.T, s evaluation.Store) []evaluation.Record {
	t.Helper()
	var list []evaluation.Record
	for i := range 5 {
		r := record(i)
		v := func(field string) string { return fmt.Sprint(field, i) }
		r.Kind, r.Unique, r.Parent, r.Subject, r.Unit, r.Period = v("kind"), v("unique"), v("parent"), v("subject"), v("unit"), v("period")
		r.State, r.Sort, r.Pending = evaluation.State(v("state")), fmt.Sprint("sort", 9-i), i%2 == 1
		r.Waiting, r.Parties = []string{v("waiting"), "all"}, []string{"all", v("party")}
		r.HiddenFrom = []string{"all", v("hidden")}
		r.History = []evaluation.Entry{{Seq: 1, Account: "all"}, {Seq: 2, Account: v("account")}, {Seq: 3, Account: "system"}}
		r.Actors = []string{v("earlier")}
		r.On, r.Due, r.Changed = evaluation.NewDate(2026, 1, i), evaluation.NewDate(2026, 12, 31-i), noon.Add(time.Duration(i)*time.Millisecond)
		if i == 0 {
			r.Parent, r.Subject, r.Unit, r.Period, r.State, r.Waiting, r.Parties = "", "", "", "", "", nil, nil
			r.HiddenFrom, r.History, r.Actors = nil, nil, nil
			r.On, r.Due = evaluation.Date{}, evaluation.Date{}
		}
		list = append(list, put(t, s, r))
	}
	return list
}

// finding is one query and the numbers of the records that it must find.
type finding struct {
	name string
	q    evaluation.Query
	want []int
}

func (f finding) check(t *testing.T, s evaluation.Store, all []evaluation.Record) {
	t.Helper()
	f.q.Office = office
	var want []evaluation.Record
	for _, i := range f.want {
		want = append(want, all[i])
	}
	got := pages(t, s, f.q)
	if f.q.Sort == "" {
		slices.SortFunc(want, func(a, b evaluation.Record) int { return slices.Compare([]string{a.ID}, []string{b.ID}) })
	}
	if !slices.Equal(ids(got), ids(want)) {
		t.Errorf("%s: found %v, want %v", f.name, ids(got), ids(want))
		return
	}
	equal(t, got, want)
	if _, byKey := evaluation.KeyPlace(f.q.Sort); byKey {
		return // the order leaves records out, and counts have no order
	}
	n := int64(0)
	counts, err := s.Group(t.Context(), f.q, "kind")
	if err != nil {
		t.Errorf("%s: %v", f.name, err)
	}
	for _, c := range counts {
		n += c.N
	}
	if n != int64(len(want)) {
		t.Errorf("%s: counted %d, want %d", f.name, n, len(want))
	}
}

func findings(list ...finding) func(t *testing.T, open Opener) {
	return func(t *testing.T, open Opener) {
		s := open(t)
		all := spread(t, s)
		for _, f := range list {
			f.check(t, s, all)
		}
	}
}

var find = []testcase{
	{"a query without an office is refused", func(t *testing.T, open Opener) {
		s := open(t)
		_, err := s.Find(t.Context(), evaluation.Query{})
		fails(t, err, evaluation.CodeInvalid)
		_, err = s.Group(t.Context(), evaluation.Query{}, "kind")
		fails(t, err, evaluation.CodeInvalid)
	}},
	{"records come without their histories if none are wanted", func(t *testing.T, open Opener) {
		s := open(t)
		want := spread(t, s)
		for i := range want {
			want[i].History = nil
		}
		slices.SortFunc(want, func(a, b evaluation.Record) int { return strings.Compare(a.ID, b.ID) })
		equal(t, pages(t, s, evaluation.Query{Office: office, NoHistory: true}), want)
	}},
	{"an empty list does not restrict and a filled one asks for any of its values", func(t *testing.T, open Opener) {
		findings(
			finding{"nothing asked", evaluation.Query{}, []int{0, 1, 2, 3, 4}},
			finding{"empty lists", evaluation.Query{IDs: list{}, Kinds: list{}, Waiting: list{}, Parties: list{}, States: []evaluation.State{}}, []int{0, 1, 2, 3, 4}},
			finding{"ids", evaluation.Query{IDs: list{id(1), id(3), "none"}}, []int{1, 3}},
			finding{"id", evaluation.Query{IDs: list{id(2)}}, []int{2}},
			finding{"kinds", evaluation.Query{Kinds: list{"kind0", "kind4"}}, []int{0, 4}},
			finding{"kind", evaluation.Query{Kinds: list{"kind3"}}, []int{3}},
			finding{"uniques", evaluation.Query{Uniques: list{"unique1", "unique2"}}, []int{1, 2}},
			finding{"parents", evaluation.Query{Parents: list{"parent1", ""}}, []int{0, 1}},
			finding{"subjects", evaluation.Query{Subjects: list{"subject2"}}, []int{2}},
			finding{"units", evaluation.Query{Units: list{"unit1", "unit4"}}, []int{1, 4}},
			finding{"periods", evaluation.Query{Periods: list{"period3"}}, []int{3}},
			finding{"states", evaluation.Query{States: []evaluation.State{"state1", ""}}, []int{0, 1}},
			finding{"waiting", evaluation.Query{Waiting: list{"waiting1", "waiting2"}}, []int{1, 2}},
			finding{"waiting, many each", evaluation.Query{Waiting: list{"all", "waiting2"}}, []int{1, 2, 3, 4}},
			finding{"parties", evaluation.Query{Parties: list{"party4"}}, []int{4}},
			finding{"acted by", evaluation.Query{ActedBy: list{"account2"}}, []int{2}},
			finding{"acted by, in an entry that is kept elsewhere", evaluation.Query{ActedBy: list{"earlier3", "none"}}, []int{3}},
			finding{"acted by, within a scope", evaluation.Query{ActedBy: list{"all"}, Within: []evaluation.Scope{{Kinds: []string{"kind2"}}, {Kinds: []string{"kind4"}}}}, []int{2, 4}},
			finding{"pending", evaluation.Query{Pending: true}, []int{1, 3}},
			finding{"waiting for somebody", evaluation.Query{Awaiting: true}, []int{1, 2, 3, 4}},
			finding{"waiting for somebody else", evaluation.Query{Awaiting: true, NotWaiting: list{"waiting1", "waiting3", "none"}}, []int{2, 4}},
			finding{"waiting for neither", evaluation.Query{NotWaiting: list{"waiting1"}}, []int{0, 2, 3, 4}},
			finding{"waiting for one and not for another", evaluation.Query{Awaiting: true, Waiting: list{"all"}, NotWaiting: list{"waiting2"}}, []int{1, 3, 4}},
			finding{"waiting after somebody has acted", evaluation.Query{Awaiting: true, ActedBy: list{"account2", "earlier3"}, NotWaiting: list{"waiting3"}}, []int{2}},
			finding{"waiting in departments", evaluation.Query{Awaiting: true, Units: list{"unit1", "unit2"}, Within: []evaluation.Scope{{Party: "all"}, {Kinds: list{"kind0"}}}, Sort: evaluation.SortChanged}, []int{1, 2}},
			finding{"all at once", evaluation.Query{
				IDs: list{id(1), id(2)}, Kinds: list{"kind1", "kind2"}, Uniques: list{"unique1"}, Parents: list{"parent1"}, Subjects: list{"subject1"},
				Units: list{"unit1"}, Periods: list{"period1"}, States: []evaluation.State{"state1"}, Waiting: list{"all"}, Parties: list{"party1"},
				Pending: true, OnFrom: evaluation.NewDate(2026, 1, 1), DueTo: evaluation.NewDate(2026, 12, 31), ChangedFrom: noon,
				Within: []evaluation.Scope{{Subject: "subject1"}},
			}, []int{1}},
			finding{"one of all fails", evaluation.Query{Kinds: list{"kind1"}, Subjects: list{"subject2"}}, nil},
			finding{"a thousand values", evaluation.Query{IDs: append(many(1000), id(1))}, []int{1}},
			finding{"text is compared by its letters", evaluation.Query{Kinds: list{"KIND1", "kind1 ", "kind"}}, nil},
		)(t, open)
	}},
	{"range ends are inclusive and zero means open", func(t *testing.T, open Opener) {
		day, ms := func(d int) evaluation.Date { return evaluation.NewDate(2026, 1, d) }, func(n int) time.Time { return noon.Add(time.Duration(n) * time.Millisecond) }
		findings(
			finding{"on from", evaluation.Query{OnFrom: day(2)}, []int{2, 3, 4}},
			finding{"on to", evaluation.Query{OnTo: day(2)}, []int{1, 2}},
			finding{"on a day", evaluation.Query{OnFrom: day(3), OnTo: day(3)}, []int{3}},
			finding{"on the wrong way round", evaluation.Query{OnFrom: day(3), OnTo: day(2)}, nil},
			finding{"due from", evaluation.Query{DueFrom: evaluation.NewDate(2026, 12, 29)}, []int{1, 2}},
			finding{"due to", evaluation.Query{DueTo: evaluation.NewDate(2026, 12, 28)}, []int{3, 4}},
			finding{"without a deadline", evaluation.Query{Undated: true}, []int{0}},
			finding{"without a deadline and with one", evaluation.Query{Undated: true, DueTo: evaluation.NewDate(2026, 12, 28)}, nil},
			finding{"due between", evaluation.Query{DueFrom: evaluation.NewDate(2026, 12, 28), DueTo: evaluation.NewDate(2026, 12, 29)}, []int{2, 3}},
			finding{"changed from", evaluation.Query{ChangedFrom: ms(3)}, []int{3, 4}},
			finding{"changed to", evaluation.Query{ChangedTo: ms(1)}, []int{0, 1}},
			finding{"changed in one millisecond, in another zone", evaluation.Query{ChangedFrom: ms(2).In(evaluation.Office), ChangedTo: ms(2).In(evaluation.Office)}, []int{2}},
		)(t, open)
	}},
	{"a record without the day matches no range of days", findings(
		finding{"open to 2200", evaluation.Query{OnTo: evaluation.NewDate(2200, 1, 1)}, []int{1, 2, 3, 4}},
		finding{"open from 1900", evaluation.Query{OnFrom: evaluation.NewDate(1900, 1, 1)}, []int{1, 2, 3, 4}},
		finding{"due to 2200", evaluation.Query{DueTo: evaluation.NewDate(2200, 1, 1)}, []int{1, 2, 3, 4}},
		finding{"due from 1900", evaluation.Query{DueFrom: evaluation.NewDate(1900, 1, 1)}, []int{1, 2, 3, 4}},
	)},
	{"of the scopes at least one must hold, with all its fields", findings(
		finding{"nil is no bound", evaluation.Query{Within: nil}, []int{0, 1, 2, 3, 4}},
		finding{"an empty list finds nothing", evaluation.Query{Within: []evaluation.Scope{}}, nil},
		finding{"an empty scope is everything", evaluation.Query{Within: []evaluation.Scope{{}}}, []int{0, 1, 2, 3, 4}},
		finding{"kind", evaluation.Query{Within: []evaluation.Scope{{Kinds: []string{"kind1"}}}}, []int{1}},
		finding{"states", evaluation.Query{Within: []evaluation.Scope{{States: []evaluation.State{"state1", "state2"}}}}, []int{1, 2}},
		finding{"subject", evaluation.Query{Within: []evaluation.Scope{{Subject: "subject3"}}}, []int{3}},
		finding{"party", evaluation.Query{Within: []evaluation.Scope{{Party: "party4"}}}, []int{4}},
		finding{"units", evaluation.Query{Within: []evaluation.Scope{{Units: []string{"unit1", "unit2"}}}}, []int{1, 2}},
		finding{"either", evaluation.Query{Within: []evaluation.Scope{
			{Kinds: []string{"kind1"}, Subject: "subject1"}, {Kinds: []string{"kind2"}, Party: "all"}, {Kinds: []string{"kind3"}, Units: []string{"unit4"}}, {Kinds: []string{"kind4"}, States: []evaluation.State{"state4"}, Units: []string{"unit4"}},
		}}, []int{1, 2, 4}},
		finding{"kinds of one subject", evaluation.Query{Within: []evaluation.Scope{{Kinds: []string{"kind1"}, Subject: "subject1"}, {Kinds: []string{"kind2"}, Subject: "subject1"}, {Kinds: []string{"kind2"}, Subject: "subject2"}}}, []int{1, 2}},
		finding{"every kind beside one kind", evaluation.Query{Within: []evaluation.Scope{{Kinds: []string{"kind1"}, Party: "all"}, {Party: "all", States: []evaluation.State{"state3"}}, {Subject: "subject2"}}}, []int{1, 2, 3}},
		finding{"wide beside narrow", evaluation.Query{Within: []evaluation.Scope{{Kinds: []string{"kind0"}}, {Subject: "subject2"}, {Kinds: []string{"kind3"}, Party: "party4"}}}, []int{0, 2}},
		finding{"two that hold find once", evaluation.Query{Within: []evaluation.Scope{{Kinds: []string{"kind1"}}, {Subject: "subject1"}, {Party: "party1"}}}, []int{1}},
		finding{"but not about a person", evaluation.Query{Within: []evaluation.Scope{{NotSubjects: []string{"subject1"}}}}, []int{0, 2, 3, 4}},
		finding{"but not of departments", evaluation.Query{Within: []evaluation.Scope{{Party: "all", NotUnits: []string{"unit1", "unit4"}}}}, []int{2, 3}},
		finding{"of departments but not of some", evaluation.Query{Within: []evaluation.Scope{{Units: []string{"unit1", "unit2"}, NotUnits: []string{"unit2"}}}}, []int{1}},
		finding{"but not about two people", evaluation.Query{Within: []evaluation.Scope{{NotSubjects: []string{"subject1", "subject2"}}}}, []int{0, 3, 4}},
		finding{"neither about a person nor of departments", evaluation.Query{Within: []evaluation.Scope{{NotSubjects: []string{"subject1"}, NotUnits: []string{"unit2"}}, {Kinds: []string{"kind1"}}}}, []int{0, 1, 3, 4}},
		finding{"of a person but not about that person", evaluation.Query{Within: []evaluation.Scope{{Subject: "subject1", NotSubjects: []string{"subject1"}}}}, nil},
		finding{"but not hidden from a person", evaluation.Query{Within: []evaluation.Scope{{NotHiddenFrom: "hidden2"}}}, []int{0, 1, 3, 4}},
		finding{"but not hidden from everybody", evaluation.Query{Within: []evaluation.Scope{{NotHiddenFrom: "all"}}}, []int{0}},
		finding{"hidden from nobody who asks", evaluation.Query{Within: []evaluation.Scope{{NotHiddenFrom: "hidden9"}}}, []int{0, 1, 2, 3, 4}},
		finding{"of a kind, but not hidden from a person", evaluation.Query{Within: []evaluation.Scope{{Kinds: []string{"kind1"}, NotHiddenFrom: "hidden2"}, {Kinds: []string{"kind2"}, NotHiddenFrom: "hidden2"}, {Kinds: []string{"kind3"}}}}, []int{1, 3}},
		finding{"with a part in it, but not hidden from a person", evaluation.Query{Within: []evaluation.Scope{{Party: "all", NotHiddenFrom: "hidden1"}, {Subject: "subject1", NotHiddenFrom: "hidden1"}}}, []int{2, 3, 4}},
		finding{"hidden from a person in one scope alone", evaluation.Query{Within: []evaluation.Scope{{Kinds: []string{"kind1"}, NotHiddenFrom: "hidden1"}, {Party: "party1"}}}, []int{1}},
		finding{"inside a filter", evaluation.Query{Kinds: []string{"kind1"}, Within: []evaluation.Scope{{Subject: "subject1"}, {Subject: "subject2"}}}, []int{1}},
		finding{"by name, ordered", evaluation.Query{Sort: evaluation.SortName, Within: []evaluation.Scope{{Party: "all"}}}, []int{4, 3, 2, 1}},
	)},
	{"records come in the asked order, either way", func(t *testing.T, open Opener) {
		findings(
			finding{"id", evaluation.Query{Sort: evaluation.SortID}, []int{0, 1, 2, 3, 4}},
			finding{"id, falling", evaluation.Query{Sort: evaluation.SortID, Desc: true}, []int{4, 3, 2, 1, 0}},
			finding{"changed", evaluation.Query{Sort: evaluation.SortChanged}, []int{0, 1, 2, 3, 4}},
			finding{"changed, falling", evaluation.Query{Sort: evaluation.SortChanged, Desc: true}, []int{4, 3, 2, 1, 0}},
			finding{"on, without a day first", evaluation.Query{Sort: evaluation.SortOn}, []int{0, 1, 2, 3, 4}},
			finding{"on, falling", evaluation.Query{Sort: evaluation.SortOn, Desc: true}, []int{4, 3, 2, 1, 0}},
			finding{"due, without a deadline first", evaluation.Query{Sort: evaluation.SortDue}, []int{0, 4, 3, 2, 1}},
			finding{"due, falling", evaluation.Query{Sort: evaluation.SortDue, Desc: true}, []int{1, 2, 3, 4, 0}},
			finding{"name", evaluation.Query{Sort: evaluation.SortName}, []int{4, 3, 2, 1, 0}},
			finding{"name, falling", evaluation.Query{Sort: evaluation.SortName, Desc: true}, []int{0, 1, 2, 3, 4}},
			finding{"in pages of two", evaluation.Query{Sort: evaluation.SortDue, Limit: 2}, []int{0, 4, 3, 2, 1}},
			finding{"in pages of one, falling", evaluation.Query{Sort: evaluation.SortName, Desc: true, Limit: 1}, []int{0, 1, 2, 3, 4}},
		)(t, open)
		_, err := open(t).Find(t.Context(), evaluation.Query{Office: office, Sort: "payload"})
		fails(t, err, evaluation.CodeInvalid)
	}},
	{"what is equal in the order comes by id, in the same direction", func(t *testing.T, open Opener) {
		s := open(t)
		var want []string
		for i := range 7 {
			r := record(i)
			r.Changed = noon
			want = append(want, put(t, s, r).ID)
		}
		for _, sort := range []string{"", evaluation.SortID, evaluation.SortChanged, evaluation.SortOn, evaluation.SortDue, evaluation.SortName} {
			for _, limit := range []int{1, 3, 7, 50} {
				equal(t, ids(pages(t, s, evaluation.Query{Office: office, Sort: sort, Limit: limit})), want)
				back := slices.Clone(want)
				slices.Reverse(back)
				equal(t, ids(pages(t, s, evaluation.Query{Office: office, Sort: sort, Limit: limit, Desc: true})), back)
			}
		}
	}},
	{"text is ordered by its bytes", func(t *testing.T, open Opener) {
		s := open(t)
		sorted := []string{"", " ", "10", "9", "A", "Z", "a", "a ", "aa", "z", "é", "李", "王", "\uffee", "𠮷"}
		for i, v := range sorted {
			r := record(len(sorted) - i)
			r.Sort = v
			put(t, s, r)
		}
		var got []string
		for _, r := range pages(t, s, evaluation.Query{Office: office, Sort: evaluation.SortName, Limit: 4}) {
			got = append(got, r.Sort)
		}
		equal(t, got, sorted)
	}},
}

func many(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprint("value-", i)
	}
	return list
}
