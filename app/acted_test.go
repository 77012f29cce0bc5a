//go:build nightly

package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"kaoji/app/demo"
	"kaoji/evaluation"
)

// unkept is a storage that takes whatever is written and keeps nothing of it, so
// that every act starts from the demo as it was filled.
type unkept struct{ evaluation.Store }

func (unkept) Put(_ context.Context, r evaluation.Record) (evaluation.Record, error) {
	r.Version++
	r.Pending = false // what an act causes elsewhere is not carried out
	return r, nil
}

func (unkept) PutCell(_ context.Context, c evaluation.Cell) (evaluation.Cell, error) {
	c.Version++
	return c, nil
}

func (unkept) DeleteCell(context.Context, string, string, string) error  { return nil }
func (unkept) DeleteCells(context.Context, string, string, string) error { return nil }
func (unkept) PutBlob(context.Context, evaluation.Blob, []byte) error    { return nil }
func (unkept) ClaimBlob(context.Context, string, string, string) error   { return nil }
func (unkept) ReleaseBlob(context.Context, string, string, string) error { return nil }
func (unkept) AppendTrail(context.Context, evaluation.TrailEntry) error  { return nil }

// filledAt is when the demo of these tests is filled.
var filledAt = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)

// newActing is the demo, of which nothing is kept that is done from now on.
func newActing(t *testing.T) *acting {
	t.Helper()
	a := keptActing(t)
	a.keepNothing()
	return a
}

// keptActing is the demo as it was filled.
func keptActing(t *testing.T) *acting {
	t.Helper()
	return filledActing(t, filledAt, demo.Size{Years: 1, States: true})
}

// keepNothing lets all that is done from now on leave no trace.
func (a *acting) keepNothing() {
	a.t.Helper()
	a.Store = unkept{a.Store}
	if err := a.services(); err != nil {
		a.t.Fatal(err)
	}
	a.turn(a.Now())
}

// TestEveryOfferedActCanBeDone acts what pages and API offer of every state of
// the demo, as each who is offered it, with plausible input, and expects that
// nothing is refused for its state or for who acts. What is wrong with the input
// does not count here.
func TestEveryOfferedActCanBeDone(t *testing.T) {
	a := newActing(t)
	tried, refused := map[string]int{}, map[string]string{}
	for _, m := range a.Measures {
		for i := range m.Kinds {
			a.actAll(&m.Kinds[i], tried, refused)
		}
	}
	sum := 0
	for _, n := range tried {
		sum += n
	}
	t.Logf("%d offered acts of %d sorts", sum, len(tried))
	for _, key := range slices.Sorted(maps.Keys(refused)) {
		t.Errorf("%s: %s", key, refused[key])
	}
}

// each is how often an act of a state is tried for the same roles.
const each = 6

func (a *acting) actAll(k *evaluation.Kind, tried map[string]int, refused map[string]string) {
	a.t.Helper()
	q := evaluation.Query{Office: a.Office, Kinds: []string{k.Name}, Limit: evaluation.MaxLimit}
	for {
		found, err := a.Store.Find(a.t.Context(), q)
		if err != nil {
			a.t.Fatal(err)
		}
		for _, r := range found.Records {
			for _, who := range a.people {
				a.actsOf(k, r, who, tried, refused)
			}
		}
		if q.Cursor = found.Next; q.Cursor == "" {
			return
		}
	}
}

func (a *acting) actsOf(k *evaluation.Kind, r evaluation.Record, who evaluation.Actor, tried map[string]int, refused map[string]string) {
	v, err := a.Service.Get(a.t.Context(), who, r.ID)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return
	}
	if err != nil {
		a.t.Fatal(err)
	}
	for _, b := range v.Blocked {
		if key := sort(k, b.Act, &r, who); tried["not "+key] < each {
			tried["not "+key]++
			if err := a.act(k, b.Act, &r, who); evaluation.CodeOf(err) != evaluation.CodeState && evaluation.CodeOf(err) != evaluation.CodeInvalid {
				refused[key] = fmt.Sprintf("is not offered (%s) and not refused: %v (%s)", b.Why.Key, err, r.ID)
			}
		}
	}
	for _, name := range v.Acts {
		key := sort(k, name, &r, who)
		if tried[key] == each {
			continue
		}
		tried[key]++
		err := a.act(k, name, &r, who)
		switch evaluation.CodeOf(err) {
		case "", evaluation.CodeInvalid:
			if err != nil && os.Getenv("KAOJI_TEST_SHOW") != "" {
				fmt.Println(key, err)
			}
		case evaluation.CodeState:
			if act, _ := k.Act(name); act.Foresees != nil {
				continue // its page says of each record why it stays, and has no button if all do
			}
			fallthrough
		default:
			refused[key] = fmt.Sprintf("%v (%s)", err, r.ID)
		}
	}
}

// sort is what acts are told apart by.
func sort(k *evaluation.Kind, act string, r *evaluation.Record, who evaluation.Actor) string {
	return fmt.Sprintf("%s %s in %s by %v", k.Name, act, r.State, who.Roles)
}

func (a *acting) act(k *evaluation.Kind, name string, r *evaluation.Record, who evaluation.Actor) error {
	act, _ := k.Act(name)
	version := r.Version
	if os.Getenv("KAOJI_CONTROL") != "" { // of scripts/attack.sh: every act comes too late
		version++
	}
	_, err := a.Service.Act(a.t.Context(), who, r.ID, version, name, evaluation.Change{Input: a.input(act, r), Reason: "因工作需要办理此事项"})
	return err
}
