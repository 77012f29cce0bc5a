package storagetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"kaoji/evaluation"
)

var records = []testcase{
	{"a stored record comes back whole", func(t *testing.T, open Opener) {
		s := open(t)
		want := record(1)
		got := put(t, s, want)
		want.Version, want.Serial = 1, got.Serial
		equal(t, got, want)
		equal(t, get(t, s, want), want)
	}},
	{"an absent record is not found", func(t *testing.T, open Opener) {
		_, err := open(t).Get(t.Context(), office, id(1))
		fails(t, err, evaluation.CodeNotFound)
	}},
	{"each write adds one to the version", func(t *testing.T, open Opener) {
		s := open(t)
		r := put(t, s, record(1))
		for want := int64(2); want < 5; want++ {
			r.State = evaluation.State(fmt.Sprint("s", want))
			if r = put(t, s, r); r.Version != want {
				t.Fatalf("version %d, want %d", r.Version, want)
			}
			equal(t, get(t, s, r), r)
		}
	}},
	{"a lost race is a conflict and leaves what is stored", func(t *testing.T, open Opener) {
		s := open(t)
		seen := put(t, s, record(1))
		first := seen
		first.State = "first"
		first = put(t, s, first)
		seen.State = "second"
		_, err := s.Put(t.Context(), seen)
		fails(t, err, evaluation.CodeConflict)
		equal(t, get(t, s, first), first)
	}},
	{"a version that was never stored is a conflict", func(t *testing.T, open Opener) {
		s := open(t)
		r := put(t, s, record(1))
		ahead := r
		ahead.Version = 7
		_, err := s.Put(t.Context(), ahead)
		fails(t, err, evaluation.CodeConflict)
		equal(t, get(t, s, r), r)
	}},
	{"an id that exists already is a conflict", func(t *testing.T, open Opener) {
		s := open(t)
		r := put(t, s, record(1))
		again := record(1)
		again.Unique, again.State = "other", "other"
		_, err := s.Put(t.Context(), again)
		fails(t, err, evaluation.CodeConflict)
		equal(t, get(t, s, r), r)
	}},
	{"a natural key that another record holds is a conflict", func(t *testing.T, open Opener) {
		s := open(t)
		r := put(t, s, record(1))
		other := record(2)
		other.Unique = r.Unique
		_, err := s.Put(t.Context(), other)
		fails(t, err, evaluation.CodeConflict)
		other.Kind = "bonus.month"
		other = put(t, s, other) // the key counts within its kind
		other.Kind = r.Kind
		_, err = s.Put(t.Context(), other)
		fails(t, err, evaluation.CodeConflict)
	}},
	{"a natural key is free again when its record takes another", func(t *testing.T, open Opener) {
		s := open(t)
		r := put(t, s, record(1))
		key := r.Unique
		r.Unique = "moved"
		put(t, s, r)
		next := record(2)
		next.Unique = key
		put(t, s, next)
	}},
	{"changing an absent record is not found", func(t *testing.T, open Opener) {
		r := record(1)
		r.Version = 1
		_, err := open(t).Put(t.Context(), r)
		fails(t, err, evaluation.CodeNotFound)
	}},
	{"of 16 racing writers of one version exactly one wins", func(t *testing.T, open Opener) {
		s := open(t)
		race(t, s, put(t, s, record(1)))
	}},
	{"of 16 racing creators of one id exactly one wins", func(t *testing.T, open Opener) {
		race(t, open(t), record(1))
	}},
	{"of 16 racing creators of one natural key exactly one wins", func(t *testing.T, open Opener) {
		s := open(t)
		var won atomic.Int32
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				r := record(i)
				r.Unique = "one"
				if _, err := s.Put(t.Context(), r); err == nil {
					won.Add(1)
				} else if evaluation.CodeOf(err) != evaluation.CodeConflict {
					t.Errorf("creator %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		if n := won.Load(); n != 1 {
			t.Errorf("%d creators won", n)
		}
		if n := len(pages(t, s, evaluation.Query{Office: office})); n != 1 {
			t.Errorf("%d records are stored", n)
		}
	}},
	{"a refused write does not spoil those beside it", func(t *testing.T, open Opener) {
		s := open(t)
		taken := put(t, s, record(0))
		var wg sync.WaitGroup
		for i := 1; i <= 32; i++ {
			wg.Go(func() {
				r := record(i)
				want := evaluation.Code("")
				if i%2 == 0 {
					r.Unique, want = taken.Unique, evaluation.CodeConflict
				}
				_, err := s.Put(t.Context(), r)
				fails(t, err, want)
			})
		}
		wg.Wait()
		if n := len(pages(t, s, evaluation.Query{Office: office})); n != 17 {
			t.Errorf("%d records are stored, want 17", n)
		}
	}},
	{"offices do not see each other", func(t *testing.T, open Opener) {
		s := open(t)
		mine := put(t, s, record(1))
		theirs := record(1) // the same id, the same natural key
		theirs.Office, theirs.State = "o2", "theirs"
		theirs = put(t, s, theirs)
		equal(t, get(t, s, mine), mine)
		equal(t, get(t, s, theirs), theirs)
		equal(t, pages(t, s, evaluation.Query{Office: "o2"}), []evaluation.Record{theirs})
		equal(t, pages(t, s, evaluation.Query{Office: "o3"}), []evaluation.Record(nil))
		for _, q := range []evaluation.Query{
			{Office: "o3", Waiting: mine.Waiting}, {Office: "o3", Parties: mine.Parties}, {Office: "o3", IDs: []string{mine.ID}},
			{Office: "o3", Within: []evaluation.Scope{{Subject: mine.Subject}, {Party: "p7"}, {}}},
		} {
			equal(t, pages(t, s, q), []evaluation.Record(nil))
		}
	}},
	{"pending finds what has effects to carry out and no longer what is done", func(t *testing.T, open Opener) {
		s := open(t)
		r := put(t, s, record(1))
		calm := record(2)
		calm.Pending = false
		put(t, s, calm)
		equal(t, pages(t, s, evaluation.Query{Office: office, Pending: true}), []evaluation.Record{r})
		r.Pending, r.Effects[0].Done = false, true
		put(t, s, r)
		equal(t, pages(t, s, evaluation.Query{Office: office, Pending: true}), []evaluation.Record(nil))
	}},
	{"who is waited for, who takes part and from whom it is hidden follow each write", func(t *testing.T, open Opener) {
		s := open(t)
		r := put(t, s, record(1))
		hidden := func(from string) bool {
			return len(pages(t, s, evaluation.Query{Office: office, Within: []evaluation.Scope{{NotHiddenFrom: from}}})) == 0
		}
		if !hidden("p9") || hidden("p7") {
			t.Error("is not hidden from whom it says")
		}
		r.Waiting, r.Parties, r.HiddenFrom = []string{"head:u9"}, nil, []string{"p7"}
		r = put(t, s, r)
		if hidden("p9") || !hidden("p7") {
			t.Error("is hidden from whom it was hidden from before")
		}
		equal(t, ids(pages(t, s, evaluation.Query{Office: office, Waiting: []string{"head:u9"}})), []string{r.ID})
		equal(t, ids(pages(t, s, evaluation.Query{Office: office, Waiting: []string{"person:p1"}})), []string(nil))
		equal(t, ids(pages(t, s, evaluation.Query{Office: office, Parties: []string{"p7"}})), []string(nil))
	}},
	{"a name given twice is kept as it is and found once", func(t *testing.T, open Opener) {
		s := open(t)
		r := record(1)
		r.Waiting = []string{"person:p1", "person:p1"}
		r = put(t, s, r)
		equal(t, get(t, s, r), r)
		equal(t, ids(pages(t, s, evaluation.Query{Office: office, Waiting: []string{"person:p1"}})), []string{r.ID})
	}},
}

// race lets 16 writers put the same version at the same time.
func race(t *testing.T, s evaluation.Store, base evaluation.Record) {
	t.Helper()
	var won sync.Map
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			r := base
			r.Subject = fmt.Sprint("writer-", i)
			if got, err := s.Put(t.Context(), r); err == nil {
				won.Store(i, got)
			} else if evaluation.CodeOf(err) != evaluation.CodeConflict {
				t.Errorf("writer %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	n := 0
	won.Range(func(_, v any) bool {
		n++
		equal(t, get(t, s, base), v)
		return true
	})
	if n != 1 {
		t.Errorf("%d writers won", n)
	}
}
