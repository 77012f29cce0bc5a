package rotation_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

// dying stores so many writes and then none, as a process that is killed does.
type dying struct {
	evaluation.Ledger
	left int
}

func (d *dying) Put(ctx context.Context, r evaluation.Record) (evaluation.Record, error) {
	if d.left == 0 {
		return evaluation.Record{}, errors.New("killed")
	}
	d.left--
	return d.Ledger.Put(ctx, r)
}

// history is what the roster says of the two who change places.
func history(w *officetest.World) string {
	said := ""
	for _, no := range []string{"a1", "b1"} {
		p := officetest.Payload[roster.Person](w, w.People[no])
		for _, a := range p.Appointments {
			said += fmt.Sprintln(no, w.People[no] == "", a.Post, a.Heads, a.From, a.To)
		}
	}
	return said
}

// Killed after any number of writes, whatever was or was not done by then: what
// is left is finished by the next start, and the roster changes exactly once.
func TestTheRosterChangesExactlyOnceWhereverTheProcessIsKilled(t *testing.T) {
	want := ""
	for writes := 0; ; writes++ {
		w := office(t)
		id := approved(w)
		handOver(w, id)
		w.Turn("2026-12-15")
		mortal := &dying{Ledger: w.Store, left: writes}
		w.Ledger = mortal
		err := w.Try(w.Personnel(), id, "take_effect", nil)
		w.Ledger = w.Store
		if (err != nil) != (writes == 0) {
			t.Fatalf("after %d writes: %v", writes, err)
		}
		if writes == 0 { // the act itself was lost, and with it everything
			if w.Stored(id).State != rotation.PlanApproved || post(w, "a1").Department != w.Units["a"] {
				t.Fatal("an act that was not stored changed something")
			}
			w.Do(w.Personnel(), id, "take_effect", nil)
		}
		for range 3 {
			w.Must(w.Resume(t.Context(), officetest.Office, 0))
		}
		if got := history(w); want == "" {
			want = got
		} else if got != want {
			t.Fatalf("killed after %d writes:\n%swant\n%s", writes, got, want)
		}
		for _, m := range planOf(w, id).Moves {
			if w.Stored(m.Record).State != rotation.MoveEffective {
				t.Fatalf("killed after %d writes: the move is %s", writes, w.Stored(m.Record).State)
			}
		}
		if mortal.left > 0 { // it was not killed at all
			if writes < 8 {
				t.Fatalf("only %d writes", writes)
			}
			return
		}
	}
}

// The same of what the approval causes.
func TestEveryMoveIsAnnouncedOnceWhereverTheProcessIsKilled(t *testing.T) {
	for writes := 1; ; writes++ {
		w := office(t)
		id := deliberated(w)
		for _, a := range []evaluation.Actor{discipline(w), second(w), leader(w, "l3")} {
			w.Do(a, id, "sign", &rotation.SignInput{})
		}
		mortal := &dying{Ledger: w.Store, left: writes}
		w.Ledger = mortal
		w.Do(principal(w), id, "approve", &rotation.ApproveInput{Effective: date("2026-12-15")})
		w.Ledger = w.Store
		for range 2 {
			w.Must(w.Resume(t.Context(), officetest.Office, 0))
		}
		if n := len(all(w, rotation.KindMove)); n != 2 {
			t.Fatalf("killed after %d writes: %d moves", writes, n)
		}
		if mortal.left > 0 {
			return
		}
	}
}
