package ballot_test

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
)

// cast is who is found among the opened ballots, each of which names its voter.
func (r *round) cast() map[string]int {
	r.t.Helper()
	list, err := r.Ballots(r.t.Context(), "o", "b")
	r.must(err)
	out := map[string]int{}
	for _, raw := range list {
		var v vote
		r.must(json.Unmarshal(raw, &v))
		out[v.Grade]++
	}
	return out
}

func TestABoxOfTheOldKindTakesVotesAndIsCountedWithoutAKey(t *testing.T) {
	cells, _ := store(t)
	oldBox(t, cells)
	s := over(t, cells)
	ctx := t.Context()
	s.must(s.Cast(ctx, "o", "b", "p1", vote{"p1"}))
	s.must(s.Put(ctx, "o", "b", ballot.Vote{Voter: "p2", Way: "code", Ballots: []any{vote{"p2"}}}))
	refused(t, "ballot.twice", s.Cast(ctx, "o", "b", "p1", vote{"again"}))
	s.must(s.Spoil(ctx, "o", "b", "p3"))
	refused(t, "ballot.spoilt", s.Cast(ctx, "o", "b", "p3", vote{"p3"}))
	s.must(s.Open(ctx, "o", "b", ballot.Voting{Eligible: 9, Key: s.keeping.Stored.Public, Size: size})) // changes nothing
	if n, err := s.Count(ctx, "o", "b"); err != nil || n.Cast != 2 || n.Ways["code"] != 1 || n.Spoilt != 1 || n.Eligible != 60 {
		t.Errorf("Count = %+v, %v", n, err)
	}
	s.must(s.Close(ctx, "o", "b", nil))
	if got := s.cast(); len(got) != 2 || got["p1"] != 1 || got["p2"] != 1 {
		t.Errorf("ballots of %v", got)
	}
}

func TestABoxThatWasThrownAwayIsOpenedAnewAndEmpty(t *testing.T) {
	s, _ := boxes(t)
	ctx := t.Context()
	s.box(2)
	s.must(s.Cast(ctx, "o", "b", "p1", vote{"first"}))
	for range 2 {
		s.must(s.Discard(ctx, "o", "b"))
	}
	refused(t, "ballot.closed", s.Cast(ctx, "o", "b", "p2", vote{"late"}))
	if n, err := s.Count(ctx, "o", "b"); err != nil || n.Cast != 1 || n.Open {
		t.Errorf("Count = %+v, %v", n, err)
	}
	if list, err := s.Ballots(ctx, "o", "b"); err != nil || len(list) != 0 {
		t.Errorf("%d ballots, %v", len(list), err)
	}
	s.box(2)
	s.must(s.Cast(ctx, "o", "b", "p1", vote{"second"}))
	s.must(s.close())
	if got := s.cast(); len(got) != 1 || got["second"] != 1 {
		t.Errorf("ballots of %v", got)
	}
	s.must(s.Discard(ctx, "o", "no such box"))
}

func TestWhoHearsThatTheBallotIsInIsCountedAndWhoHearsThatTheBoxIsClosedIsNot(t *testing.T) {
	for range 10 {
		s, _ := boxes(t)
		ctx := t.Context()
		s.box(64)
		var in, out sync.Map
		var wg sync.WaitGroup
		var begun atomic.Int32
		for i := range 64 {
			wg.Go(func() {
				name := strconv.Itoa(i)
				begun.Add(1)
				err := s.Cast(ctx, "o", "b", name, vote{name})
				switch evaluation.CodeOf(err) {
				case "":
					in.Store(name, true)
				case evaluation.CodeState:
					out.Store(name, true)
				default:
					t.Error(err)
				}
			})
		}
		for begun.Load() < 8 {
			runtime.Gosched()
		}
		key, err := s.Unlock(&s.keeping, passphrases[0])
		s.must(err)
		for range 2 { // two clerks press at once
			wg.Go(func() {
				if err := s.Close(ctx, "o", "b", key); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		got := s.cast()
		in.Range(func(name, _ any) bool {
			if got[name.(string)] != 1 { //nolint:errcheck // as stored
				t.Errorf("%v was acknowledged and is there %d times", name, got[name.(string)]) //nolint:errcheck // as stored
			}
			return true
		})
		out.Range(func(name, _ any) bool {
			if got[name.(string)] != 0 { //nolint:errcheck // as stored
				t.Errorf("%v was turned away and is counted", name)
			}
			return true
		})
		if n, err := s.Count(ctx, "o", "b"); err != nil || n.Cast != len(got) {
			t.Errorf("%d are counted, %d ballots are there, %v", n.Cast, len(got), err)
		}
	}
}

// failing is a storage that goes away after so many writes.
type failing struct {
	evaluation.Cells
	left int
}

var errAway = evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable")

func (f *failing) away() error {
	if f.left == 0 {
		return errAway
	}
	f.left--
	return nil
}

func (f *failing) PutCell(ctx context.Context, c evaluation.Cell) (evaluation.Cell, error) {
	if err := f.away(); err != nil {
		return c, err
	}
	return f.Cells.PutCell(ctx, c)
}

func (f *failing) DeleteCell(ctx context.Context, class, office, id string) error {
	return errors.Join(f.away(), f.Cells.DeleteCell(ctx, class, office, id))
}

func (f *failing) DeleteCells(ctx context.Context, class, office, ref string) error {
	if err := f.away(); err != nil {
		return err
	}
	return f.Cells.DeleteCells(ctx, class, office, ref)
}

// TestACountThatIsCutOffAnywhereIsDoneAgain lets the storage go away after each
// of the writes of a vote and of a count.
func TestACountThatIsCutOffAnywhereIsDoneAgain(t *testing.T) {
	cut := 0
	for whole := false; !whole; cut++ {
		cells, _ := store(t)
		f := &failing{Cells: cells, left: -1}
		s := over(t, f)
		ctx := t.Context()
		s.box(5)
		for i := range 4 {
			s.must(s.Put(ctx, "o", "b", ballot.Vote{Voter: strconv.Itoa(i), Ballots: []any{vote{strconv.Itoa(i)}, vote{"b" + strconv.Itoa(i)}}}))
		}
		f.left = cut
		casting := s.Cast(ctx, "o", "b", "4", vote{"4"})
		key, err := s.Unlock(&s.keeping, passphrases[0])
		s.must(err)
		whole = s.Close(ctx, "o", "b", key) == nil
		f.left = -1
		s.must(s.Close(ctx, "o", "b", key))
		got := s.cast()
		if casting == nil && got["4"] != 1 || len(got) < 8 || len(got) > 9 {
			t.Errorf("cut off after %d writes: casting %v, ballots of %v", cut, casting, got)
		}
		if n, err := s.Count(ctx, "o", "b"); err != nil || n.Cast != len(got)-4 {
			t.Errorf("cut off after %d writes: %+v, %v", cut, n, err)
		}
		for _, class := range []string{"box.voter", "box.ballot"} {
			if left, err := cells.FindCells(ctx, evaluation.CellQuery{Class: class, Office: "o"}); err != nil || len(left) != 0 {
				t.Errorf("cut off after %d writes: %d cells of %s are left, %v", cut, len(left), class, err)
			}
		}
		if parts, err := cells.FindCells(ctx, evaluation.CellQuery{Class: "box.opened", Office: "o"}); err != nil || len(parts) != 1 {
			t.Errorf("cut off after %d writes: %d parts of opened ballots, %v", cut, len(parts), err)
		}
	}
	t.Logf("cut off at %d places", cut)
	if cut < 9 { // three writes of a vote, five of a count
		t.Error("hardly anything was cut off")
	}
}

func TestABallotThatIsGoneOrDoubledStopsTheCount(t *testing.T) {
	for _, tamper := range []func(evaluation.Cells, evaluation.Cell) error{
		func(cells evaluation.Cells, c evaluation.Cell) error {
			return cells.DeleteCell(t.Context(), c.Class, c.Office, c.ID)
		},
		func(cells evaluation.Cells, c evaluation.Cell) error {
			c.ID, c.Unique, c.Version = "another", "", 0
			_, err := cells.PutCell(t.Context(), c)
			return err
		},
		func(cells evaluation.Cells, c evaluation.Cell) error {
			c.Body = json.RawMessage(`{"sealed":"AAAA"}`)
			_, err := cells.PutCell(t.Context(), c)
			return err
		},
	} {
		cells, _ := store(t)
		s := over(t, cells)
		s.box(3)
		for i := range 3 {
			s.must(s.Cast(t.Context(), "o", "b", strconv.Itoa(i), vote{strconv.Itoa(i)}))
		}
		list, err := cells.FindCells(t.Context(), evaluation.CellQuery{Class: "box.ballot", Office: "o"})
		s.must(err)
		s.must(tamper(cells, list[0]))
		refused(t, "ballot.damaged", s.close())
	}
}
