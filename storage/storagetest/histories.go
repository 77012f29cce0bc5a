package storagetest

import (
	"strings"
	"testing"

	"kaoji/evaluation"
)

// long gives a record more entries, each with a reason of about 9 kB.
func long(r evaluation.Record, n int) evaluation.Record {
	for range n {
		e := r.History[len(r.History)-1]
		e.Seq = len(r.History) + 1
		e.Reason = strings.Repeat("考绩办", 1000)
		r.History = append(r.History, e)
	}
	return r
}

var histories = []testcase{
	{"a record as a whole too large is stored or too large, never unavailable", func(t *testing.T, open Opener) {
		s := open(t)
		_, err := s.Put(t.Context(), long(record(1), 1800))
		if code := evaluation.CodeOf(err); err != nil && code != evaluation.CodeTooLarge {
			t.Errorf("%s: %v", code, err)
		}
	}},
	{"a record has any number of long acts", func(t *testing.T, open Opener) {
		s := evaluation.Whole{Store: open(t)}
		r := record(1)
		r.History[0].Account = "first"
		r = long(r, 1)
		r.History[1].Account = "a2"
		for range 12 {
			r = put(t, s, long(r, 150))
		}
		got := get(t, s, r)
		if len(got.History) != 1802 {
			t.Fatalf("%d entries", len(got.History))
		}
		equal(t, got, r)
		found := pages(t, s, evaluation.Query{Office: office, ActedBy: []string{"first"}})
		equal(t, found, []evaluation.Record{r})
		if stored := get(t, s.Store, r); len(stored.History) > 200 {
			t.Errorf("%d entries in the document", len(stored.History))
		}
	}},
	{"a record with many acts at once is parted", func(t *testing.T, open Opener) {
		s := evaluation.Whole{Store: open(t)}
		r := put(t, s, long(record(1), 1800))
		equal(t, get(t, s, r), r)
	}},
}
