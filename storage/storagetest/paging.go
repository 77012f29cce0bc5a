package storagetest

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kaoji/evaluation"
)

var paging = []testcase{
	{"a page has at most the limit, 50 without one, and more than the bound is refused", func(t *testing.T, open Opener) {
		s := open(t)
		for i := range 51 {
			put(t, s, record(i))
		}
		for limit, want := range map[int]int{0: 50, 1: 1, 50: 50, 51: 51, evaluation.MaxLimit: 51} {
			found, err := s.Find(t.Context(), evaluation.Query{Office: office, Limit: limit})
			if err != nil || len(found.Records) != want {
				t.Errorf("limit %d: %d records, want %d (%v)", limit, len(found.Records), want, err)
			}
			if (found.Next == "") != (want == 51) {
				t.Errorf("limit %d: next is %q", limit, found.Next)
			}
		}
		for _, limit := range []int{-1, evaluation.MaxLimit + 1} {
			_, err := s.Find(t.Context(), evaluation.Query{Office: office, Limit: limit})
			fails(t, err, evaluation.CodeInvalid)
		}
	}},
	{"the cursor is empty on the last page, even on a full one", func(t *testing.T, open Opener) {
		s := open(t)
		put(t, s, record(1))
		put(t, s, record(2))
		found, err := s.Find(t.Context(), evaluation.Query{Office: office, Limit: 2})
		if err != nil || found.Next != "" || len(found.Records) != 2 {
			t.Errorf("%+v %v", found, err)
		}
	}},
	{"while one pages and others insert none is found twice and none of the old is missed", func(t *testing.T, open Opener) {
		for _, sort := range []string{evaluation.SortID, evaluation.SortChanged, evaluation.SortOn, evaluation.SortDue, evaluation.SortName, evaluation.SortKey(1)} {
			for _, desc := range []bool{false, true} {
				pageWhileInserting(t, open(t), evaluation.Query{Office: office, Kinds: []string{"assessment.sheet"}, Sort: sort, Desc: desc, Limit: 3})
			}
		}
	}},
	{"in the order of ids a change moves nothing", func(t *testing.T, open Opener) {
		s := open(t)
		for i := range 10 {
			put(t, s, record(i))
		}
		q := evaluation.Query{Office: office, Limit: 3}
		var seen []string
		for {
			found, err := s.Find(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range found.Records {
				seen = append(seen, r.ID)
				r.Changed, r.Sort, r.Due = r.Changed.Add(time.Hour), "zz", evaluation.NewDate(2030, 1, 1)
				put(t, s, r)
			}
			if q.Cursor = found.Next; q.Cursor == "" {
				break
			}
		}
		equal(t, len(seen), 10)
		equal(t, slices.IsSorted(seen), true)
	}},
	{"a cursor goes with another limit", func(t *testing.T, open Opener) {
		s := open(t)
		for i := range 9 {
			put(t, s, record(i))
		}
		q := evaluation.Query{Office: office, Limit: 2}
		found, err := s.Find(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		q.Limit, q.Cursor = 5, found.Next
		rest := pages(t, s, q)
		equal(t, len(rest), 7)
	}},
	{"after each record its place leads on", func(t *testing.T, open Opener) {
		s := open(t)
		for i := range 7 {
			put(t, s, record(i))
		}
		for _, sort := range []string{evaluation.SortID, evaluation.SortChanged, evaluation.SortName} {
			q := evaluation.Query{Office: office, Sort: sort, Desc: true}
			all := pages(t, s, q)
			q.Limit, q.Places = 3, true
			first, err := s.Find(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, len(first.Places), 3)
			equal(t, first.Places[2], first.Next)
			q.Limit = 1
			for i, place := range first.Places {
				q.Cursor = place
				one, err := s.Find(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				equal(t, one.Records[0].ID, all[i+1].ID)
			}
			q.Limit, q.Cursor = 7, ""
			last, err := s.Find(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			q.Cursor = last.Places[6]
			none, err := s.Find(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, len(none.Records), 0)
			equal(t, last.Next, "")
			q.Places = false
			rest, err := s.Find(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, len(rest.Places), 0)
		}
	}},
	{"a cursor of a query that differs in anything else is refused", func(t *testing.T, open Opener) {
		s := open(t)
		for i := range 5 {
			put(t, s, record(i))
		}
		q := evaluation.Query{Office: office, Limit: 2, Kinds: []string{"assessment.sheet"}, Within: []evaluation.Scope{{}}}
		found, err := s.Find(t.Context(), q)
		if err != nil || found.Next == "" {
			t.Fatal(err)
		}
		q.Cursor = found.Next
		if _, err := s.Find(t.Context(), q); err != nil {
			t.Fatal(err)
		}
		for i, change := range []func(q *evaluation.Query){
			func(q *evaluation.Query) { q.Office = "o2" },
			func(q *evaluation.Query) { q.IDs = []string{"x"} },
			func(q *evaluation.Query) { q.Kinds = nil },
			func(q *evaluation.Query) { q.Kinds = append(q.Kinds, "x") },
			func(q *evaluation.Query) { q.Uniques = []string{"x"} },
			func(q *evaluation.Query) { q.Parents = []string{"x"} },
			func(q *evaluation.Query) { q.Subjects = []string{"x"} },
			func(q *evaluation.Query) { q.Units = []string{"x"} },
			func(q *evaluation.Query) { q.Periods = []string{"x"} },
			func(q *evaluation.Query) { q.States = []evaluation.State{"x"} },
			func(q *evaluation.Query) { q.Waiting = []string{"x"} },
			func(q *evaluation.Query) { q.Parties = []string{"x"} },
			func(q *evaluation.Query) { q.ActedBy = []string{"x"} },
			func(q *evaluation.Query) { q.Pending = true },
			func(q *evaluation.Query) { q.OnFrom = evaluation.NewDate(2026, 1, 1) },
			func(q *evaluation.Query) { q.OnTo = evaluation.NewDate(2026, 1, 1) },
			func(q *evaluation.Query) { q.DueFrom = evaluation.NewDate(2026, 1, 1) },
			func(q *evaluation.Query) { q.DueTo = evaluation.NewDate(2026, 1, 1) },
			func(q *evaluation.Query) { q.ChangedFrom = noon },
			func(q *evaluation.Query) { q.ChangedTo = noon },
			func(q *evaluation.Query) { q.Keys = []evaluation.KeyRange{{From: "B"}} },
			func(q *evaluation.Query) { q.Within = nil },
			func(q *evaluation.Query) { q.Within = []evaluation.Scope{} },
			func(q *evaluation.Query) { q.Within = []evaluation.Scope{{Subject: "x"}} },
			func(q *evaluation.Query) { q.Sort = evaluation.SortDue },
			func(q *evaluation.Query) { q.Sort = evaluation.SortKey(0) },
			func(q *evaluation.Query) { q.Desc = true },
		} {
			other := q
			change(&other)
			if _, err := s.Find(t.Context(), other); evaluation.CodeOf(err) != evaluation.CodeInvalid {
				t.Errorf("change %d: %v", i, err)
			}
		}
	}},
	{"what is no cursor is refused", func(t *testing.T, open Opener) {
		s := open(t)
		for i := range 5 {
			put(t, s, record(i))
		}
		for _, sort := range []string{"", evaluation.SortChanged, evaluation.SortDue} {
			q := evaluation.Query{Office: office, Limit: 2, Sort: sort}
			found, err := s.Find(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, bad := range []string{
				"x", "!", strings.Repeat("A", 5000), found.Next + "A", found.Next[1:], found.Next[:len(found.Next)-2], found.Next + " ",
				base64.RawURLEncoding.EncodeToString([]byte(`{}`)), base64.RawURLEncoding.EncodeToString([]byte(`null`)),
				base64.RawURLEncoding.EncodeToString([]byte(`{"k":{"$gt":""},"i":"","s":""}`)),
			} {
				q.Cursor = bad
				_, err := s.Find(t.Context(), q)
				fails(t, err, evaluation.CodeInvalid)
			}
		}
	}},
}

func pageWhileInserting(t *testing.T, s evaluation.Store, q evaluation.Query) {
	t.Helper()
	at := func(i int) evaluation.Record {
		r := record(i)
		r.Changed, r.On = noon.Add(time.Duration(i%4)*time.Millisecond), evaluation.NewDate(2026, 1, 1+i%5)
		r.Due, r.Sort, r.Keys = evaluation.NewDate(2026, 5, 1+i%3), fmt.Sprint("s", i%6), []string{"", fmt.Sprint("k", i%4)}
		return r
	}
	old := map[string]bool{}
	for i := 1; i < 40; i += 2 {
		old[put(t, s, at(i)).ID] = false
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 0; i < 80; i += 2 {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := s.Put(t.Context(), at(i)); err != nil {
				t.Error(err)
				return
			}
		}
	})
	seen := map[string]bool{}
	for _, r := range pages(t, s, q) {
		if seen[r.ID] {
			t.Errorf("%s found twice (sort %s, desc %t)", r.ID, q.Sort, q.Desc)
		}
		seen[r.ID] = true
	}
	close(stop)
	wg.Wait()
	for id := range old {
		if !seen[id] {
			t.Errorf("%s missed (sort %s, desc %t)", id, q.Sort, q.Desc)
		}
	}
}
