package storagetest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/evaluation"
)

func account(n int) evaluation.Cell {
	return evaluation.Cell{
		Class: "account", Office: office, ID: id(n), Unique: fmt.Sprint("name-", n), Ref: "ref-1",
		Body: json.RawMessage(`{"hash":"x","roles":["cadre"]}`),
	}
}

var past, future = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)

var cells = []testcase{
	{"a stored cell comes back whole, by id and by natural key", func(t *testing.T, open Opener) {
		s := open(t)
		want := account(1)
		want.Expires = future
		got := cell(t, s, want)
		want.Version, want.Expires = 1, want.Expires.UTC().Truncate(time.Millisecond)
		equal(t, got, want)
		got, err := s.Cell(t.Context(), "account", office, want.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, want)
		if got, err = s.CellByUnique(t.Context(), "account", office, want.Unique); err != nil {
			t.Fatal(err)
		}
		equal(t, got, want)
	}},
	{"an absent cell is not found", func(t *testing.T, open Opener) {
		s := open(t)
		c := cell(t, s, account(1))
		for _, key := range [][3]string{{"account", office, "none"}, {"login", office, c.ID}, {"account", "o2", c.ID}, {"account", "", c.ID}} {
			_, err := s.Cell(t.Context(), key[0], key[1], key[2])
			fails(t, err, evaluation.CodeNotFound)
			_, err = s.CellByUnique(t.Context(), key[0], key[1], c.Unique+key[2])
			fails(t, err, evaluation.CodeNotFound)
		}
	}},
	{"a cell without a natural key has its id for one", func(t *testing.T, open Opener) {
		s := open(t)
		c := account(1)
		c.Unique = ""
		c = cell(t, s, c)
		equal(t, c.Unique, c.ID)
		got, err := s.CellByUnique(t.Context(), c.Class, c.Office, c.ID)
		fails(t, err, "")
		equal(t, got, c)
	}},
	{"a cell of the whole deployment has no office", func(t *testing.T, open Opener) {
		s := open(t)
		c := account(1)
		c.Office = ""
		c = cell(t, s, c)
		cell(t, s, account(1))
		got, err := s.Cell(t.Context(), c.Class, "", c.ID)
		fails(t, err, "")
		equal(t, got, c)
	}},
	{"a cell without class or id is refused", func(t *testing.T, open Opener) {
		s := open(t)
		for i := range 3 {
			c := account(1)
			switch i {
			case 0:
				c.Class = ""
			case 1:
				c.ID = ""
			case 2:
				c.Version = -1
			}
			_, err := s.PutCell(t.Context(), c)
			fails(t, err, evaluation.CodeInvalid)
		}
	}},
	{"a cell is changed by compare-and-swap", func(t *testing.T, open Opener) {
		s := open(t)
		seen := cell(t, s, account(1))
		first := seen
		first.Body = json.RawMessage(`{"first":true}`)
		first = cell(t, s, first)
		equal(t, first.Version, int64(2))
		_, err := s.PutCell(t.Context(), seen)
		fails(t, err, evaluation.CodeConflict)
		_, err = s.PutCell(t.Context(), account(1))
		fails(t, err, evaluation.CodeConflict)
		absent := account(2)
		absent.Version = 1
		_, err = s.PutCell(t.Context(), absent)
		fails(t, err, evaluation.CodeNotFound)
		got, err := s.Cell(t.Context(), first.Class, office, first.ID)
		fails(t, err, "")
		equal(t, got, first)
	}},
	{"a natural key that another cell of the class and office holds is a conflict", func(t *testing.T, open Opener) {
		s := open(t)
		c := cell(t, s, account(1))
		other := account(2)
		other.Unique = c.Unique
		_, err := s.PutCell(t.Context(), other)
		fails(t, err, evaluation.CodeConflict)
		for _, elsewhere := range []evaluation.Cell{{Class: "login", Office: office}, {Class: "account", Office: "o2"}, {Class: "account"}} {
			other.Class, other.Office = elsewhere.Class, elsewhere.Office
			cell(t, s, other)
		}
		third := cell(t, s, account(3))
		third.Unique = c.Unique
		_, err = s.PutCell(t.Context(), third)
		fails(t, err, evaluation.CodeConflict)
	}},
	{"of 16 racing writers of one cell exactly one wins", func(t *testing.T, open Opener) {
		s := open(t)
		base := cell(t, s, account(1))
		var won atomic.Int32
		var kept sync.Map
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				c := base
				c.Body = fmt.Appendf(nil, `{"writer":%d}`, i)
				if got, err := s.PutCell(t.Context(), c); err == nil {
					won.Add(1)
					kept.Store("it", got)
				} else if evaluation.CodeOf(err) != evaluation.CodeConflict {
					t.Errorf("writer %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		equal(t, won.Load(), int32(1))
		want, _ := kept.Load("it")
		got, err := s.Cell(t.Context(), base.Class, office, base.ID)
		fails(t, err, "")
		equal(t, any(got), want)
	}},
	{"of 16 racing creators of one cell exactly one wins", func(t *testing.T, open Opener) {
		s := open(t)
		var won atomic.Int32
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				c := account(i)
				c.Unique = "ballot-1"
				if _, err := s.PutCell(t.Context(), c); err == nil {
					won.Add(1)
				} else if evaluation.CodeOf(err) != evaluation.CodeConflict {
					t.Errorf("creator %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		equal(t, won.Load(), int32(1))
	}},
	{"an expired cell is not found in any way", func(t *testing.T, open Opener) {
		s := open(t)
		c := account(1)
		c.Expires = past
		c = cell(t, s, c)
		_, err := s.Cell(t.Context(), c.Class, office, c.ID)
		fails(t, err, evaluation.CodeNotFound)
		_, err = s.CellByUnique(t.Context(), c.Class, office, c.Unique)
		fails(t, err, evaluation.CodeNotFound)
		list, err := s.FindCells(t.Context(), evaluation.CellQuery{Class: c.Class, Office: office})
		if err != nil || len(list) > 0 {
			t.Errorf("%v %v", list, err)
		}
		_, err = s.PutCell(t.Context(), c)
		fails(t, err, evaluation.CodeNotFound)
	}},
	{"an expired cell does not stand in the way of a new one", func(t *testing.T, open Opener) {
		s := open(t)
		c := account(1)
		c.Expires = past
		cell(t, s, c)
		c.Expires = future
		c = cell(t, s, c) // same id, same key
		equal(t, c.Version, int64(1))
		old := account(2)
		old.Expires = past
		cell(t, s, old)
		next := account(3)
		next.Unique = old.Unique // another id, same key
		next = cell(t, s, next)
		got, err := s.CellByUnique(t.Context(), next.Class, office, next.Unique)
		fails(t, err, "")
		equal(t, got, next)
	}},
	{"a removed cell is gone, and removing it again is no error", func(t *testing.T, open Opener) {
		s := open(t)
		c := cell(t, s, account(1))
		keep := cell(t, s, account(2))
		for range 2 {
			fails(t, s.DeleteCell(t.Context(), c.Class, office, c.ID), "")
			_, err := s.Cell(t.Context(), c.Class, office, c.ID)
			fails(t, err, evaluation.CodeNotFound)
		}
		fails(t, s.DeleteCell(t.Context(), keep.Class, "o2", keep.ID), "")
		_, err := s.Cell(t.Context(), keep.Class, office, keep.ID)
		fails(t, err, "")
		cell(t, s, account(1))
	}},
	{"the cells with a reference are removed together, and no others", func(t *testing.T, open Opener) {
		s := open(t)
		kept := map[string]evaluation.Cell{}
		for i := range 9 {
			c := account(i + 1)
			c.Unique = ""
			switch i % 3 {
			case 1:
				c.Ref = "ref-2"
			case 2:
				c.Class = "login"
			}
			if c = cell(t, s, c); c.Class == "login" || c.Ref == "ref-2" {
				kept[c.ID] = c
			}
		}
		fails(t, s.DeleteCells(t.Context(), "account", "o2", "ref-1"), "")
		for range 2 {
			fails(t, s.DeleteCells(t.Context(), "account", office, "ref-1"), "")
			left, err := s.FindCells(t.Context(), evaluation.CellQuery{Class: "account", Office: office, Refs: []string{"ref-1"}})
			fails(t, err, "")
			equal(t, len(left), 0)
		}
		for id, want := range kept {
			got, err := s.Cell(t.Context(), want.Class, office, id)
			fails(t, err, "")
			equal(t, got, want)
		}
		fails(t, s.DeleteCells(t.Context(), "account", office, ""), evaluation.CodeInvalid)
	}},
	{"cells are found by their ids and references, in the order of ids, after an id", func(t *testing.T, open Opener) {
		s := open(t)
		var all, odd []evaluation.Cell
		for _, i := range []int{3, 1, 4, 2, 5} {
			c := account(i)
			c.Ref = fmt.Sprint("ref-", i%2)
			cell(t, s, c)
		}
		for i := 1; i <= 5; i++ {
			c, err := s.Cell(t.Context(), "account", office, id(i))
			fails(t, err, "")
			if all = append(all, c); i%2 == 1 {
				odd = append(odd, c)
			}
		}
		for _, c := range []struct {
			q    evaluation.CellQuery
			want []evaluation.Cell
		}{
			{evaluation.CellQuery{}, all},
			{evaluation.CellQuery{Limit: 2}, all[:2]},
			{evaluation.CellQuery{After: id(2), Limit: 2}, all[2:4]},
			{evaluation.CellQuery{After: id(5)}, nil},
			{evaluation.CellQuery{Refs: []string{"ref-1"}}, odd},
			{evaluation.CellQuery{Refs: []string{"ref-1"}, After: id(1), Limit: 1}, odd[1:2]},
			{evaluation.CellQuery{Refs: []string{"ref-1", "ref-0", "ref-1"}}, all},
			{evaluation.CellQuery{Refs: []string{"ref-9"}}, nil},
			{evaluation.CellQuery{Refs: []string{""}}, nil},
			{evaluation.CellQuery{Desc: true, Limit: 2}, []evaluation.Cell{all[4], all[3]}},
			{evaluation.CellQuery{Desc: true, After: id(3)}, []evaluation.Cell{all[1], all[0]}},
			{evaluation.CellQuery{Desc: true, After: id(1)}, nil},
			{evaluation.CellQuery{Desc: true, Refs: []string{"ref-1"}, After: id(5)}, []evaluation.Cell{odd[1], odd[0]}},
			{evaluation.CellQuery{Desc: true, IDs: []string{id(4), id(3), id(1)}, After: id(4)}, []evaluation.Cell{all[2], all[0]}},
			{evaluation.CellQuery{IDs: []string{id(4), id(9), id(3), id(4)}}, all[2:4]},
			{evaluation.CellQuery{IDs: []string{id(4), id(3), id(1)}, Refs: []string{"ref-1"}, After: id(1)}, odd[1:2]},
			{evaluation.CellQuery{IDs: []string{id(4), id(3)}, Limit: 1}, all[2:3]},
			{evaluation.CellQuery{Office: "o2"}, nil},
			{evaluation.CellQuery{Office: "o2", IDs: []string{id(1)}}, nil},
			{evaluation.CellQuery{Class: "login"}, nil},
			{evaluation.CellQuery{Class: "login", IDs: []string{id(1)}}, nil},
		} {
			c.q.Class, c.q.Office = cmp.Or(c.q.Class, "account"), cmp.Or(c.q.Office, office)
			got, err := s.FindCells(t.Context(), c.q)
			fails(t, err, "")
			equal(t, got, c.want)
		}
		for _, limit := range []int{-1, evaluation.MaxLimit + 1} {
			_, err := s.FindCells(t.Context(), evaluation.CellQuery{Class: "account", Office: office, Limit: limit})
			fails(t, err, evaluation.CodeInvalid)
		}
	}},
	{"a sweep removes what expired before a moment and says how many", func(t *testing.T, open Opener) {
		s := open(t)
		for i := range 3 {
			c := account(i)
			c.Expires = future.Add(time.Duration(i) * time.Hour)
			cell(t, s, c)
		}
		cell(t, s, account(3)) // never expires
		n, err := s.SweepCells(t.Context(), future)
		if err != nil || n != 0 {
			t.Errorf("swept %d (%v), want 0: it has not expired before that", n, err)
		}
		n, err = s.SweepCells(t.Context(), future.Add(time.Hour+time.Minute))
		if err != nil || n != 2 {
			t.Errorf("swept %d (%v), want 2", n, err)
		}
		list, err := s.FindCells(t.Context(), evaluation.CellQuery{Class: "account", Office: office})
		if err != nil || len(list) != 2 {
			t.Errorf("%d left (%v), want 2", len(list), err)
		}
	}},
}
