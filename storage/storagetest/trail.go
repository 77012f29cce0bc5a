package storagetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/evaluation"
)

func entry(seq int64) evaluation.TrailEntry {
	return evaluation.TrailEntry{
		TrailEvent: evaluation.TrailEvent{
			Office: office, Account: "a1", Person: "p1", Name: "欧阳𠮷", Action: "login", Outcome: evaluation.OutcomeOK,
			Kind: "k1", Record: "r1", Detail: "d", Address: "10.0.0.1", Look: evaluation.Look{
				Roles: []evaluation.Role{evaluation.RoleHead},
				Shown: []evaluation.Seen{{Kind: "k1", People: []string{"p2", fmt.Sprint("q", seq%2)}}, {Kind: "k2", People: []string{"p2"}}},
				Taken: []evaluation.Taken{evaluation.OnScreen, evaluation.InPrint}[seq&1],
			},
		},
		Seq: seq, At: noon.Add(time.Duration(seq) * time.Second), Prev: fmt.Sprint("h", seq-1), Hash: fmt.Sprint("h", seq),
	}
}

func appended(t *testing.T, s evaluation.Store, e evaluation.TrailEntry) {
	t.Helper()
	if err := s.AppendTrail(t.Context(), e); err != nil {
		t.Fatal(err)
	}
}

var trail = []testcase{
	{"an entry comes back whole, as the last one and in the list", func(t *testing.T, open Opener) {
		s := open(t)
		for seq := int64(1); seq <= 3; seq++ {
			e := entry(seq)
			appended(t, s, e)
			last, err := s.LastTrail(t.Context(), office)
			fails(t, err, "")
			equal(t, last, e)
		}
		list, err := s.FindTrail(t.Context(), office, evaluation.TrailFilter{}, 0, false, 0)
		fails(t, err, "")
		equal(t, list, []evaluation.TrailEntry{entry(1), entry(2), entry(3)})
	}},
	{"an office without entries has no last one", func(t *testing.T, open Opener) {
		s := open(t)
		appended(t, s, entry(1))
		_, err := s.LastTrail(t.Context(), "o2")
		fails(t, err, evaluation.CodeNotFound)
	}},
	{"an entry that is not the next one is a conflict", func(t *testing.T, open Opener) {
		s := open(t)
		fails(t, s.AppendTrail(t.Context(), entry(2)), evaluation.CodeConflict)
		appended(t, s, entry(1))
		for _, seq := range []int64{1, 3, 9} {
			fails(t, s.AppendTrail(t.Context(), entry(seq)), evaluation.CodeConflict)
		}
		for _, seq := range []int64{0, -1} {
			fails(t, s.AppendTrail(t.Context(), entry(seq)), evaluation.CodeInvalid)
		}
		last, err := s.LastTrail(t.Context(), office)
		fails(t, err, "")
		equal(t, last, entry(1))
	}},
	{"each office has a chain of its own", func(t *testing.T, open Opener) {
		s := open(t)
		appended(t, s, entry(1))
		appended(t, s, entry(2))
		other := entry(1)
		other.Office = "o2"
		appended(t, s, other)
		none := entry(1)
		none.Office = ""
		appended(t, s, none)
		for o, want := range map[string]int{office: 2, "o2": 1, "": 1, "o3": 0} {
			list, err := s.FindTrail(t.Context(), o, evaluation.TrailFilter{}, 0, false, 0)
			fails(t, err, "")
			equal(t, len(list), want)
		}
	}},
	{"of 16 racing writers of one place exactly one wins", func(t *testing.T, open Opener) {
		s := open(t)
		var won atomic.Int32
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				e := entry(1)
				e.Detail = fmt.Sprint(i)
				if err := s.AppendTrail(t.Context(), e); err == nil {
					won.Add(1)
				} else if evaluation.CodeOf(err) != evaluation.CodeConflict {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		equal(t, won.Load(), int32(1))
	}},
	{"16 processes that note at once make one whole chain", func(t *testing.T, open Opener) {
		s := open(t)
		key := []byte("0123456789abcdef0123456789abcdef")
		note := func() *evaluation.Trail { return evaluation.NewTrail(s, key, time.Now) }
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				mine := note() // its own lock, as in a process of its own
				for range 5 {
					if err := mine.Note(t.Context(), evaluation.TrailEvent{Office: office, Action: "login", Detail: fmt.Sprint(i)}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		n, bad, err := note().Verify(t.Context(), office, nil)
		if n != 20 || len(bad) > 0 || err != nil {
			t.Errorf("%d entries, %v, %v", n, bad, err)
		}
	}},
	{"entries are found after or before a place, either way, up to the limit", func(t *testing.T, open Opener) {
		s := open(t)
		for seq := int64(1); seq <= 6; seq++ {
			appended(t, s, entry(seq))
		}
		for _, c := range []struct {
			after int64
			desc  bool
			limit int
			want  []int64
		}{
			{0, false, 0, []int64{1, 2, 3, 4, 5, 6}},
			{0, false, 2, []int64{1, 2}},
			{2, false, 3, []int64{3, 4, 5}},
			{6, false, 0, nil},
			{0, true, 2, []int64{6, 5}},
			{5, true, 3, []int64{4, 3, 2}},
			{1, true, 0, nil},
		} {
			list, err := s.FindTrail(t.Context(), office, evaluation.TrailFilter{}, c.after, c.desc, c.limit)
			fails(t, err, "")
			equal(t, seqs(list), c.want)
		}
		for _, limit := range []int{-1, evaluation.MaxLimit + 1} {
			_, err := s.FindTrail(t.Context(), office, evaluation.TrailFilter{}, 0, false, limit)
			fails(t, err, evaluation.CodeInvalid)
		}
	}},
	{"entries are filtered by every field that is filled", func(t *testing.T, open Opener) {
		s := open(t)
		for seq := int64(1); seq <= 4; seq++ {
			e := entry(seq)
			e.Account, e.Action, e.Outcome = fmt.Sprint("a", seq), fmt.Sprint("act", seq%2), fmt.Sprint("out", seq%3)
			e.Kind, e.Record = fmt.Sprint("k", seq/3), fmt.Sprint("r", seq)
			appended(t, s, e)
		}
		at := func(seq int) time.Time { return noon.Add(time.Duration(seq) * time.Second) }
		for _, c := range []struct {
			f    evaluation.TrailFilter
			want []int64
		}{
			{evaluation.TrailFilter{Account: "a2"}, []int64{2}},
			{evaluation.TrailFilter{Action: "act1"}, []int64{1, 3}},
			{evaluation.TrailFilter{Outcome: "out1"}, []int64{1, 4}},
			{evaluation.TrailFilter{Kind: "k0"}, []int64{1, 2}},
			{evaluation.TrailFilter{Record: "r3"}, []int64{3}},
			{evaluation.TrailFilter{From: at(3)}, []int64{3, 4}},
			{evaluation.TrailFilter{To: at(2)}, []int64{1, 2}},
			{evaluation.TrailFilter{From: at(2).In(evaluation.Office), To: at(3)}, []int64{2, 3}},
			{evaluation.TrailFilter{Action: "act1", Kind: "k0"}, []int64{1}},
			{evaluation.TrailFilter{Account: "A2"}, nil},
			{evaluation.TrailFilter{Shown: "p2"}, []int64{1, 2, 3, 4}},
			{evaluation.TrailFilter{Shown: "q1"}, []int64{1, 3}},
			{evaluation.TrailFilter{Shown: "q1", Kind: "k0"}, []int64{1}},
			{evaluation.TrailFilter{Shown: "p1"}, nil}, // who looked is not whom they saw
		} {
			list, err := s.FindTrail(t.Context(), office, c.f, 0, false, 0)
			fails(t, err, "")
			equal(t, seqs(list), c.want)
		}
	}},
}

func seqs(list []evaluation.TrailEntry) []int64 {
	var out []int64
	for _, e := range list {
		out = append(out, e.Seq)
	}
	return out
}
