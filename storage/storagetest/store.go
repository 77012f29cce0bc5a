package storagetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"kaoji/evaluation"
)

// calls returns a call of every method of the port, on items stored by lay.
func calls(s evaluation.Store) map[string]func(ctx context.Context) error {
	r, c := record(1), account(1)
	r.Version, c.Version = 1, 1
	next := record(2)
	return map[string]func(ctx context.Context) error{
		"Get":     func(ctx context.Context) error { _, err := s.Get(ctx, office, r.ID); return err },
		"Put":     func(ctx context.Context) error { _, err := s.Put(ctx, r); return err },
		"Put new": func(ctx context.Context) error { _, err := s.Put(ctx, next); return err },
		"Find":    func(ctx context.Context) error { _, err := s.Find(ctx, evaluation.Query{Office: office}); return err },
		"Group": func(ctx context.Context) error {
			_, err := s.Group(ctx, evaluation.Query{Office: office}, "kind")
			return err
		},
		"Cell":         func(ctx context.Context) error { _, err := s.Cell(ctx, c.Class, office, c.ID); return err },
		"CellByUnique": func(ctx context.Context) error { _, err := s.CellByUnique(ctx, c.Class, office, c.Unique); return err },
		"PutCell":      func(ctx context.Context) error { _, err := s.PutCell(ctx, c); return err },
		"DeleteCells":  func(ctx context.Context) error { return s.DeleteCells(ctx, c.Class, office, "ref-1") },
		"DeleteCell":   func(ctx context.Context) error { return s.DeleteCell(ctx, c.Class, office, c.ID) },
		"FindCells": func(ctx context.Context) error {
			_, err := s.FindCells(ctx, evaluation.CellQuery{Class: c.Class, Office: office})
			return err
		},
		"SweepCells":  func(ctx context.Context) error { _, err := s.SweepCells(ctx, future.Add(time.Hour)); return err },
		"PutBlob":     func(ctx context.Context) error { return s.PutBlob(ctx, blob(2), []byte("x")) },
		"BlobInfo":    func(ctx context.Context) error { _, err := s.BlobInfo(ctx, office, id(1)); return err },
		"BlobContent": func(ctx context.Context) error { _, err := s.BlobContent(ctx, office, id(1)); return err },
		"ClaimBlob":   func(ctx context.Context) error { return s.ClaimBlob(ctx, office, id(1), "r") },
		"SweepBlobs":  func(ctx context.Context) error { _, err := s.SweepBlobs(ctx, future); return err },
		"AppendTrail": func(ctx context.Context) error { return s.AppendTrail(ctx, entry(2)) },
		"LastTrail":   func(ctx context.Context) error { _, err := s.LastTrail(ctx, office); return err },
		"FindTrail": func(ctx context.Context) error {
			_, err := s.FindTrail(ctx, office, evaluation.TrailFilter{}, 0, false, 0)
			return err
		},
		"Everything":  func(ctx context.Context) error { return s.Everything(ctx, func(evaluation.Item) error { return nil }) },
		"Take record": func(ctx context.Context) error { return s.Take(ctx, evaluation.Item{Record: &next}) },
		"Take cell":   func(ctx context.Context) error { k := account(3); return s.Take(ctx, evaluation.Item{Cell: &k}) },
		"Offices":     func(ctx context.Context) error { _, err := s.Offices(ctx); return err },
		"Ping":        s.Ping,
	}
}

func lay(t *testing.T, s evaluation.Store) {
	t.Helper()
	put(t, s, record(1))
	c := account(1)
	c.Expires = future
	cell(t, s, c)
	store1(t, s, blob(1), []byte("x"))
	appended(t, s, entry(1))
}

var store = []testcase{
	{"every call with an ended context is unavailable, says why, and writes nothing", func(t *testing.T, open Opener) {
		s := open(t)
		lay(t, s)
		late, cancel := context.WithDeadline(context.Background(), past)
		defer cancel()
		for name, call := range calls(s) {
			for _, ctx := range []context.Context{ended(), late} {
				err := call(ctx)
				if evaluation.CodeOf(err) != evaluation.CodeUnavailable || !errors.Is(err, ctx.Err()) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		equal(t, get(t, s, record(1)).Version, int64(1))
		_, err := s.Get(t.Context(), office, id(2))
		fails(t, err, evaluation.CodeNotFound)
		c, err := s.Cell(t.Context(), "account", office, id(1))
		fails(t, err, "")
		equal(t, c.Version, int64(1))
		b, err := s.BlobInfo(t.Context(), office, id(1))
		fails(t, err, "")
		equal(t, b.Record, "")
		_, err = s.BlobInfo(t.Context(), office, id(2))
		fails(t, err, evaluation.CodeNotFound)
		last, err := s.LastTrail(t.Context(), office)
		fails(t, err, "")
		equal(t, last.Seq, int64(1))
	}},
	{"a context that ends during a write leaves it whole or not at all", func(t *testing.T, open Opener) {
		s := open(t)
		var wg sync.WaitGroup
		told := make([]bool, 64)
		for i := range told {
			wg.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*50*time.Microsecond)
				defer cancel()
				r := record(i)
				r.Payload = json.RawMessage(fmt.Sprintf(`{"n":%d}`, i))
				_, err := s.Put(ctx, r)
				if told[i] = err == nil; err != nil {
					fails(t, err, evaluation.CodeUnavailable)
				}
			})
		}
		wg.Wait()
		for i := range told {
			got, err := s.Get(t.Context(), office, id(i))
			if told[i] {
				fails(t, err, "")
			}
			if err == nil {
				want := record(i)
				want.Version, want.Serial, want.Payload = 1, got.Serial, json.RawMessage(fmt.Sprintf(`{"n":%d}`, i))
				equal(t, got, want)
			}
		}
	}},
	{"offices are those that have records, cells or events, in order", func(t *testing.T, open Opener) {
		s := open(t)
		list, err := s.Offices(t.Context())
		if err != nil || len(list) > 0 {
			t.Errorf("%v %v", list, err)
		}
		r, c, e := record(1), account(1), entry(1)
		r.Office, c.Office, e.Office = "o3", "o1", "o2"
		put(t, s, r)
		cell(t, s, c)
		appended(t, s, e)
		c.Office, e.Office = "", ""
		cell(t, s, c)
		appended(t, s, e)
		r.ID, r.Unique = id(2), "2"
		put(t, s, r)
		list, err = s.Offices(t.Context())
		fails(t, err, "")
		equal(t, list, []string{"o1", "o2", "o3"})
	}},
	{"a storage that is there answers a ping", func(t *testing.T, open Opener) {
		fails(t, open(t).Ping(t.Context()), "")
	}},
	{"after close every call is unavailable and closing again is no error", func(t *testing.T, open Opener) {
		s := open(t)
		lay(t, s)
		fails(t, s.Close(), "")
		for name, call := range calls(s) {
			if err := call(t.Context()); evaluation.CodeOf(err) != evaluation.CodeUnavailable {
				t.Errorf("%s: %v", name, err)
			}
		}
		fails(t, s.Close(), "")
	}},
	{"close waits for writes under way and tells each writer the truth", func(t *testing.T, open Opener) {
		s := open(t)
		var wg sync.WaitGroup
		begun := make(chan struct{}, 64)
		for i := range 64 {
			wg.Go(func() {
				begun <- struct{}{}
				if _, err := s.Put(t.Context(), record(i)); err != nil {
					fails(t, err, evaluation.CodeUnavailable)
				}
			})
		}
		<-begun
		fails(t, s.Close(), "")
		wg.Wait()
	}},
}
