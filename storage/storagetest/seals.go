package storagetest

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kaoji/evaluation"
)

// whole returns the findings of an audit.
func whole(t *testing.T, s evaluation.Store) []string {
	t.Helper()
	var list []string
	err := s.Audit(t.Context(), evaluation.Audit{Found: func(office, of, what string) error {
		list = append(list, office+" "+of+": "+what)
		return nil
	}})
	fails(t, err, "")
	return list
}

func sealed(t *testing.T, s evaluation.Store, office string) evaluation.Seal {
	t.Helper()
	seal, err := s.Seal(t.Context(), office)
	fails(t, err, "")
	return seal
}

// lives writes, changes, refuses and removes some items of every type.
func lives(t *testing.T, s evaluation.Store) {
	t.Helper()
	for n := range 5 {
		r := put(t, s, record(n))
		r.State = "done"
		r.Waiting = nil
		r = put(t, s, r)
		r.Version = 1
		_, err := s.Put(t.Context(), r)
		fails(t, err, evaluation.CodeConflict)
	}
	for n := range 5 {
		c := account(n)
		if n == 3 {
			c.Expires = past
		}
		c = cell(t, s, c)
		if n < 2 {
			c = cell(t, s, c)
		}
		if n == 1 {
			fails(t, s.DeleteCell(t.Context(), c.Class, c.Office, c.ID), "")
		}
		if n == 4 {
			_, err := s.PutCell(t.Context(), account(n))
			fails(t, err, evaluation.CodeConflict)
		}
	}
	again := account(3)
	cell(t, s, again) // in the place of the expired one
	gone := account(9)
	gone.Expires = past
	cell(t, s, gone)
	n, err := s.SweepCells(t.Context(), time.Now())
	if n != 1 {
		t.Errorf("swept %d cells", n)
	}
	fails(t, err, "")
	for n := range 4 {
		b := store1(t, s, blob(n), []byte(fmt.Sprint("content", n)))
		if n < 2 {
			fails(t, s.ClaimBlob(t.Context(), office, b.ID, "r1"), "")
		}
	}
	_, err = s.SweepBlobs(t.Context(), noon.Add(time.Minute))
	fails(t, err, "")
	for seq := int64(1); seq <= 3; seq++ {
		appended(t, s, entry(seq))
	}
	fails(t, s.AppendTrail(t.Context(), entry(9)), evaluation.CodeConflict)
}

var seals = []testcase{
	{"the counts are those of what is there, whatever was written, refused and removed", func(t *testing.T, open Opener) {
		s := open(t)
		lives(t, s)
		equal(t, whole(t, s), []string(nil))
		parts := map[string]int64{}
		for part, sum := range sealed(t, s, office).Parts {
			parts[part] = sum.Count
		}
		want := map[string]int64{"records assessment.sheet": 5, "cells account": 4, "files": 2, "trail": 3}
		equal(t, parts, want)
	}},
	{"an audit gives every record", func(t *testing.T, open Opener) {
		s := open(t)
		fillAll(t, s)
		n := 0
		fails(t, s.Audit(t.Context(), evaluation.Audit{Record: func(*evaluation.Record) error { n++; return nil }}), "")
		equal(t, n, Page+31)
	}},
	{"an office without anything has an empty seal", func(t *testing.T, open Opener) {
		s := open(t)
		equal(t, sealed(t, s, "o3"), evaluation.Seal{Office: "o3", Parts: map[string]evaluation.Sum{}})
	}},
	{"the number of writes only grows and a signature stays noted", func(t *testing.T, open Opener) {
		s := open(t)
		put(t, s, record(1))
		first := sealed(t, s, office)
		if first.Writes < 1 {
			t.Errorf("%d writes", first.Writes)
		}
		fails(t, s.Signed(t.Context(), office, first.Writes), "")
		fails(t, s.DeleteCell(t.Context(), "account", office, "none"), "")
		put(t, s, record(2))
		second := sealed(t, s, office)
		if second.Writes <= first.Writes || second.Signed != first.Writes {
			t.Errorf("%d writes, signed at %d", second.Writes, second.Signed)
		}
		equal(t, whole(t, s), []string(nil))
	}},
	{"what came from elsewhere is counted on from there", func(t *testing.T, open Opener) {
		from, to := open(t), open(t)
		lives(t, from)
		was := sealed(t, from, office)
		fails(t, from.Signed(t.Context(), office, was.Writes), "")
		_, err := evaluation.Move(t.Context(), from, to)
		fails(t, err, "")
		is := sealed(t, to, office)
		if is.Writes <= was.Writes || is.Signed != was.Writes {
			t.Errorf("%d writes after %d, signed at %d", is.Writes, was.Writes, is.Signed)
		}
		equal(t, whole(t, to), []string(nil))
	}},
	{"writes at once are all counted", func(t *testing.T, open Opener) {
		s := open(t)
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				for n := range 6 {
					r := record(100*w + n)
					if _, err := s.Put(t.Context(), r); err != nil {
						t.Error(err)
					}
					c := account(n) // the same for all
					c.Unique = fmt.Sprint(n)
					_, _ = s.PutCell(t.Context(), c)
					if n%2 == 0 {
						_ = s.DeleteCell(t.Context(), c.Class, c.Office, c.ID)
					}
				}
			})
		}
		wg.Wait()
		if found := whole(t, s); len(found) > 0 {
			t.Errorf("%s", strings.Join(found, "\n"))
		}
	}},
}
