package storagetest

import (
	"slices"
	"sync"
	"testing"
	"time"

	"kaoji/evaluation"
)

// numbered is a record that nobody is kept from, so that its serial is the next.
func numbered(n int) evaluation.Record {
	r := record(n)
	r.Kind, r.Subject, r.Confidential, r.HiddenFrom = "bonus.period", "", false, nil
	return r
}

var serials = []testcase{
	{"records are numbered one after the other, by office, kind and year, and keep their number", func(t *testing.T, open Opener) {
		s := open(t)
		other, elsewhere, later := numbered(4), numbered(5), numbered(6)
		other.Kind, elsewhere.Office = "bonus.scheme", "o2"
		later.Created = time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC) // midnight in the office
		var got []string
		for _, r := range []evaluation.Record{numbered(1), numbered(2), other, elsewhere, later, numbered(3)} {
			r = put(t, s, r)
			got = append(got, r.Number())
			r.State = "moved"
			kept := get(t, s, put(t, s, r))
			equal(t, kept.Number(), r.Number())
		}
		equal(t, got, []string{"〔2026〕1号", "〔2026〕2号", "〔2026〕1号", "〔2026〕1号", "〔2027〕1号", "〔2026〕3号"})
		equal(t, ids(pages(t, s, evaluation.Query{Office: office, Kinds: []string{"bonus.period"}, Serials: []int64{get(t, s, numbered(2)).Serial}})), []string{id(2)})
	}},
	{"of 16 created at once each has the next number, and none is left out", func(t *testing.T, open Opener) {
		s := open(t)
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				r := numbered(i)
				if i%4 == 3 {
					r.Unique = "taken" // at most one of these
				}
				_, err := s.Put(t.Context(), r)
				if i%4 != 3 {
					fails(t, err, "")
				}
			})
		}
		wg.Wait()
		var got []int64
		for _, r := range pages(t, s, evaluation.Query{Office: office}) {
			got = append(got, r.Serial)
		}
		slices.Sort(got)
		first, _ := evaluation.Serials(&evaluation.Record{Created: noon})
		var want []int64
		for i := range int64(13) {
			want = append(want, first+i)
		}
		equal(t, got, want)
	}},
	{"what somebody may not see has a number that does not follow the one before", func(t *testing.T, open Opener) {
		s := open(t)
		var last int64
		follow := 0
		for i := range 12 {
			r := put(t, s, record(i))
			if n := r.Serial % 10_000_000; n < 1000 || n > 9999 {
				t.Errorf("%s has not four digits", r.Number())
			}
			if r.Serial == last+1 {
				follow++
			}
			last = r.Serial
		}
		if follow > 2 {
			t.Errorf("%d of 12 numbers follow the one before", follow)
		}
	}},
	{"what is taken from elsewhere keeps its number, and gets one if it has none", func(t *testing.T, open Opener) {
		s := open(t)
		old, numberless := numbered(1), numbered(2)
		old.Version, numberless.Version = 3, 4
		old.Serial, _ = evaluation.Serials(&old)
		old.Serial += 6
		for _, r := range []evaluation.Record{old, numberless} {
			if err := s.Take(t.Context(), evaluation.Item{Record: &r}); err != nil {
				t.Fatal(err)
			}
		}
		old, numberless = get(t, s, old), get(t, s, numberless)
		equal(t, []string{old.Number(), numberless.Number()}, []string{"〔2026〕7号", "〔2026〕8号"})
		again := old
		again.ID, again.Unique = id(3), "u3"
		fails(t, s.Take(t.Context(), evaluation.Item{Record: &again}), evaluation.CodeConflict)
	}},
}
