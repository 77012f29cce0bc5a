package storagetest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
)

type list = []string

// countedPlainly counts by kind, department and month, record by record.
func countedPlainly(all []evaluation.Record, q evaluation.Query) []evaluation.Count {
	reaches := func(c *evaluation.Scope, r *evaluation.Record) bool {
		return (len(c.Kinds) == 0 || slices.Contains(c.Kinds, r.Kind)) && (len(c.Units) == 0 || slices.Contains(c.Units, r.Unit)) &&
			(c.Subject == "" || c.Subject == r.Subject) && (c.Party == "" || slices.Contains(r.Parties, c.Party)) &&
			!slices.Contains(c.NotSubjects, r.Subject) && (c.NotHiddenFrom == "" || !slices.Contains(r.HiddenFrom, c.NotHiddenFrom))
	}
	sums := map[string]int64{}
	for i := range all {
		r, seen := &all[i], q.Within == nil
		for j := range q.Within {
			seen = seen || reaches(&q.Within[j], r)
		}
		early, late := !q.OnFrom.IsZero() && r.On.Before(q.OnFrom), !q.OnTo.IsZero() && (r.On.After(q.OnTo) || r.On.IsZero())
		if seen && !early && !late {
			day := r.On.String()
			sums[r.Kind+" "+r.Unit+" "+day[:min(len(day), len("2026-01"))]]++
		}
	}
	var counts []evaluation.Count
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		counts = append(counts, evaluation.Count{Keys: strings.Split(key, " "), N: sums[key]})
	}
	return counts
}

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
				list = append(list, evaluation.Count{Keys: []string{fmt.Sprint(prefix, i)}, N: int64(12 / n)})
			}
			return list
		}
		for field, want := range map[string][]evaluation.Count{
			"kind": even("k", 2), "unit": even("u", 3), "subject": even("s", 4), "state": even("t", 6), "period": even("p", 2),
			"parent": {{Keys: []string{""}, N: 12}},
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
		equal(t, got, []evaluation.Count{{Keys: list{"u0"}, N: 2}, {Keys: list{"u1"}, N: 2}})
	}},
	{"records are counted by the month of their day, those without a day under none", func(t *testing.T, open Opener) {
		s := open(t)
		for i, day := range []evaluation.Date{{}, evaluation.NewDate(2025, 12, 31), evaluation.NewDate(2026, 1, 1), evaluation.NewDate(2026, 1, 31), evaluation.NewDate(2026, 2, 1)} {
			r := record(i)
			r.On, r.Kind = day, fmt.Sprint("k", i/4)
			put(t, s, r)
		}
		for name, c := range map[string]struct {
			q    evaluation.Query
			want []evaluation.Count
		}{
			"all": {evaluation.Query{}, []evaluation.Count{
				{Keys: list{"", "k0"}, N: 1}, {Keys: list{"2025-12", "k0"}, N: 1}, {Keys: list{"2026-01", "k0"}, N: 2}, {Keys: list{"2026-02", "k1"}, N: 1},
			}},
			"of a year": {evaluation.Query{Kinds: list{"k0", "k1"}, OnFrom: evaluation.NewDate(2026, 1, 1), OnTo: evaluation.NewDate(2026, 1, 31)}, []evaluation.Count{
				{Keys: list{"2026-01", "k0"}, N: 2},
			}},
		} {
			c.q.Office = office
			got, err := s.Group(t.Context(), c.q, "month", "kind")
			if err != nil {
				t.Fatal(name, err)
			}
			equal(t, got, c.want)
		}
	}},
	{"records of some days are counted as one would count them, whatever the reader sees", func(t *testing.T, open Opener) {
		s := open(t)
		days := []evaluation.Date{{}}
		for _, month := range []time.Month{1, 2, 3} {
			first := evaluation.NewDate(2026, month, 1)
			days = append(days, first, first.AddDays(14), first.AddMonths(1).AddDays(-1))
		}
		var all []evaluation.Record
		for i := range 60 {
			r := record(i)
			r.On, r.Kind, r.Unit, r.Subject = days[i%len(days)], fmt.Sprint("k", i%2), fmt.Sprint("u", i%3), fmt.Sprint("s", i%7)
			r.HiddenFrom, r.Parties = list{fmt.Sprint("p", i%4)}, list{fmt.Sprint("q", i%9)}
			r = put(t, s, r)
			if i%5 == 0 { // it moves to another day
				r.On = days[(i/5)%len(days)]
				r = put(t, s, r)
			}
			all = append(all, r)
		}
		for name, within := range map[string][]evaluation.Scope{
			"everything":            nil,
			"but not some":          {{NotSubjects: list{"s1", "s2"}, NotHiddenFrom: "p3"}},
			"departments, and more": {{Units: list{"u1"}, NotSubjects: list{"s3"}}, {Kinds: list{"k0"}, Subject: "s4"}, {Party: "q5", NotHiddenFrom: "p1"}},
			"one's own":             {{Subject: "s1"}, {Party: "q2"}},
		} {
			for _, from := range days {
				for _, to := range days {
					q := evaluation.Query{Office: office, Kinds: list{"k0", "k1"}, OnFrom: from, OnTo: to, Within: within}
					got, err := s.Group(t.Context(), q, "kind", "unit", "month")
					if err != nil {
						t.Fatal(err)
					}
					if want := countedPlainly(all, q); !slices.EqualFunc(got, want, func(a, b evaluation.Count) bool { return a.N == b.N && slices.Equal(a.Keys, b.Keys) }) {
						t.Errorf("%s, %s to %s:\ngot  %v\nwant %v", name, from, to, got, want)
					}
				}
			}
		}
	}},
	{"records are counted by their deadline, those without one under none", func(t *testing.T, open Opener) {
		s := open(t)
		for i, day := range []evaluation.Date{{}, evaluation.NewDate(2026, 1, 31), evaluation.NewDate(2026, 1, 31), evaluation.NewDate(2026, 2, 1)} {
			r := record(i)
			r.Due, r.Kind, r.Waiting = day, fmt.Sprint("k", i/3), list{"w"}
			put(t, s, r)
		}
		for name, c := range map[string]struct {
			q    evaluation.Query
			want []evaluation.Count
		}{
			"all": {evaluation.Query{}, []evaluation.Count{
				{Keys: list{"", "k0"}, N: 1}, {Keys: list{"2026-01-31", "k0"}, N: 2}, {Keys: list{"2026-02-01", "k1"}, N: 1},
			}},
			"what waits in a month": {evaluation.Query{Waiting: list{"w"}, DueFrom: evaluation.NewDate(2026, 1, 1), DueTo: evaluation.NewDate(2026, 1, 31)}, []evaluation.Count{
				{Keys: list{"2026-01-31", "k0"}, N: 2},
			}},
		} {
			c.q.Office = office
			got, err := s.Group(t.Context(), c.q, "due", "kind")
			if err != nil {
				t.Fatal(name, err)
			}
			equal(t, got, c.want)
		}
	}},
	{"a record that is waited for by several is counted once", func(t *testing.T, open Opener) {
		s := open(t)
		r := put(t, s, record(1))
		got, err := s.Group(t.Context(), evaluation.Query{Office: office, Waiting: r.Waiting, Parties: r.Parties}, "kind")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, []evaluation.Count{{Keys: list{r.Kind}, N: 1}})
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
		equal(t, got, []evaluation.Count{{Keys: list{"assessment.sheet"}, N: 2}})
	}},
	{"records are counted by several fields, keys in ascending order, by the first field first", func(t *testing.T, open Opener) {
		s := open(t)
		for i := range 6 {
			r := record(i)
			r.Kind, r.Unit, r.State, r.Period, r.Subject = fmt.Sprint("k", i%2), fmt.Sprint("u", i%3), "t", fmt.Sprint("p", i/3), fmt.Sprint("s", i%2)
			put(t, s, r)
		}
		for _, c := range []struct {
			fields list
			want   []evaluation.Count
		}{
			{list{"kind", "unit"}, []evaluation.Count{
				{Keys: list{"k0", "u0"}, N: 1}, {Keys: list{"k0", "u1"}, N: 1}, {Keys: list{"k0", "u2"}, N: 1},
				{Keys: list{"k1", "u0"}, N: 1}, {Keys: list{"k1", "u1"}, N: 1}, {Keys: list{"k1", "u2"}, N: 1},
			}},
			{list{"period", "kind"}, []evaluation.Count{
				{Keys: list{"p0", "k0"}, N: 2}, {Keys: list{"p0", "k1"}, N: 1}, {Keys: list{"p1", "k0"}, N: 1}, {Keys: list{"p1", "k1"}, N: 2},
			}},
			{list{"subject", "state", "kind"}, []evaluation.Count{{Keys: list{"s0", "t", "k0"}, N: 3}, {Keys: list{"s1", "t", "k1"}, N: 3}}},
		} {
			got, err := s.Group(t.Context(), evaluation.Query{Office: office}, c.fields...)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, got, c.want)
		}
	}},
	{"counts follow a record that changes, and are those of one office", func(t *testing.T, open Opener) {
		s := open(t)
		other := record(1)
		other.Office = "o2"
		put(t, s, other)
		r := put(t, s, record(1))
		put(t, s, record(2))
		for _, change := range []func(){
			func() { r.State = "changed" }, func() { r.Unit = "changed" }, func() { r.Period = "changed" }, func() { r.Kind = "changed" }, func() { r.Sort = "changed" },
		} {
			change()
			r = put(t, s, r)
			got, err := s.Group(t.Context(), evaluation.Query{Office: office, IDs: list{r.ID}}, "kind", "state", "unit", "period")
			if err != nil {
				t.Fatal(err)
			}
			equal(t, got, []evaluation.Count{{Keys: list{r.Kind, string(r.State), r.Unit, r.Period}, N: 1}})
			for field, value := range map[string]string{"kind": r.Kind, "state": string(r.State), "unit": r.Unit, "period": r.Period} {
				got, err := s.Group(t.Context(), evaluation.Query{Office: office}, field)
				if err != nil {
					t.Fatal(err)
				}
				n, whole := int64(0), int64(0)
				for _, c := range got {
					if whole += c.N; c.Keys[0] == value {
						n += c.N
					}
				}
				if whole != 2 || n < 1 || value == "changed" && n != 1 {
					t.Errorf("by %s: %v", field, got)
				}
			}
		}
	}},
	{"any other field is refused", func(t *testing.T, open Opener) {
		s := open(t)
		for _, fields := range []list{nil, {"kind", "kind"}, {"kind", "changed"}} {
			_, err := s.Group(t.Context(), evaluation.Query{Office: office}, fields...)
			fails(t, err, evaluation.CodeInvalid)
		}
		for _, field := range []string{"", "office", "payload", "doc", "n", "changed", "kind, office", "1", "$kind", "payload.a"} {
			_, err := s.Group(t.Context(), evaluation.Query{Office: office}, field)
			fails(t, err, evaluation.CodeInvalid)
		}
	}},
}
