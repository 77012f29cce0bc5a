package storagetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"

	"kaoji/evaluation"
)

var movers = []testcase{
	{"everything comes, of every office, records before files before the trail, and is taken exactly as it was", func(t *testing.T, open Opener) {
		from, to := open(t), open(t)
		fillAll(t, from)
		want := stream(t, from)
		if n, err := evaluation.Move(t.Context(), from, to); err != nil || n != len(want) {
			t.Fatalf("%d of %d items, %v", n, len(want), err)
		}
		equal(t, stream(t, to), want)
		for i := range want {
			var it evaluation.Item
			if err := json.Unmarshal([]byte(want[i]), &it); err != nil {
				t.Fatal(err)
			}
			fails(t, to.Take(t.Context(), it), evaluation.CodeConflict)
		}
		again := get(t, to, record(7))
		again.Period = "2027H1"
		if got := put(t, to, again); got.Version != 4 { // the version went along
			t.Errorf("version %d", got.Version)
		}
	}},
	{"nothing that was there is missed while others write", func(t *testing.T, open Opener) {
		from, to := open(t), open(t)
		fillAll(t, from)
		want := stream(t, from)
		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			for n := 10_000; ctx.Err() == nil; n++ {
				if _, err := from.Put(ctx, record(n)); err != nil && ctx.Err() == nil {
					t.Error(err)
				}
			}
		})
		_, err := evaluation.Move(t.Context(), from, to)
		stop()
		wg.Wait()
		if err != nil {
			t.Fatal(err)
		}
		have := map[string]bool{}
		for _, line := range stream(t, to) {
			have[line] = true
		}
		for _, line := range want {
			if !have[line] {
				t.Errorf("missed %s", line)
			}
		}
	}},
	{"the error of each ends it, and an item of nothing is invalid", func(t *testing.T, open Opener) {
		s := open(t)
		fillAll(t, s)
		enough := errors.New("enough")
		n := 0
		err := s.Everything(t.Context(), func(evaluation.Item) error {
			if n++; n == 3 {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) || n != 3 {
			t.Errorf("%v after %d", err, n)
		}
		fails(t, s.Take(t.Context(), evaluation.Item{}), evaluation.CodeInvalid)
	}},
}

// fillAll stores more than a page of everything, in two offices.
func fillAll(t *testing.T, s evaluation.Store) {
	t.Helper()
	for n := range Page + 30 {
		r := put(t, s, record(n))
		if n == 7 {
			r = put(t, s, r)
			put(t, s, r)
		}
	}
	other := record(1)
	other.Office = "a/b 别处"
	put(t, s, other)
	for n := range Page + 5 {
		c := account(n)
		if n%2 == 0 {
			c.Expires = future
		}
		cell(t, s, c)
	}
	global := account(1)
	global.Office = ""
	cell(t, s, global)
	for n := range 3 {
		store1(t, s, blob(n), []byte(fmt.Sprint("content", n)))
	}
	store1(t, s, blob(9), []byte{})
	for n := 1; n <= Page+5; n++ {
		appended(t, s, entry(int64(n)))
	}
}

// stream is everything as text, in the order in which it came.
func stream(t *testing.T, s evaluation.Store) []string {
	t.Helper()
	var list []string
	rank := 0
	err := s.Everything(t.Context(), func(it evaluation.Item) error {
		at := 3
		switch {
		case it.Seal != nil:
			return nil
		case it.Record != nil:
			at = 0
		case it.Cell != nil:
			at = 1
		case it.Blob != nil:
			at = 2
		}
		if at < rank {
			t.Errorf("a part of kind %d comes after one of kind %d", at, rank)
		}
		rank = at
		b, err := json.Marshal(it)
		list = append(list, string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
