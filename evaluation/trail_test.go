package evaluation_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
)

// paper is a trail in memory that can be tampered with: what whoever holds the
// database can do once the triggers are gone.
type paper struct{ entries []evaluation.TrailEntry }

func (p *paper) AppendTrail(_ context.Context, e evaluation.TrailEntry) error {
	p.entries = append(p.entries, e)
	return nil
}

func (p *paper) LastTrail(context.Context, string) (evaluation.TrailEntry, error) {
	if len(p.entries) == 0 {
		return evaluation.TrailEntry{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return p.entries[len(p.entries)-1], nil
}

func (p *paper) FindTrail(_ context.Context, _ string, _ evaluation.TrailFilter, after int64, _ bool, limit int) ([]evaluation.TrailEntry, error) {
	var list []evaluation.TrailEntry
	for _, e := range p.entries {
		if e.Seq > after && len(list) < limit {
			list = append(list, e)
		}
	}
	return list, nil
}

func written(t *testing.T) (*paper, *evaluation.Trail) {
	t.Helper()
	p := &paper{}
	trail := evaluation.NewTrail(p, trailKey, func() time.Time { return time.Date(2026, 3, 1, 0, 0, len(p.entries), 0, time.UTC) })
	for _, who := range []string{"a", "b", "c", "d", "e"} {
		if err := trail.Note(t.Context(), evaluation.TrailEvent{Office: "o1", Account: who, Action: "login", Outcome: evaluation.OutcomeOK}); err != nil {
			t.Fatal(err)
		}
	}
	return p, trail
}

func TestTamperingWithTheTrailIsFound(t *testing.T) {
	forge := func(_ *paper, seq int64, prev string) evaluation.TrailEntry { // by somebody without the key
		other := &paper{}
		thief := evaluation.NewTrail(other, []byte("another key of thirty-two bytes!"), time.Now)
		_ = thief.Note(context.Background(), evaluation.TrailEvent{Office: "o1", Account: "forged", Action: "login", Outcome: evaluation.OutcomeOK})
		e := other.entries[0]
		e.Seq, e.Prev = seq, prev
		return e
	}
	for _, c := range []struct {
		name   string
		tamper func(p *paper)
		want   string
	}{
		{"control: nothing", func(*paper) {}, ""},
		{"control: grown after the head was signed", nil, ""},
		{"an account changed", func(p *paper) { p.entries[1].Account = "x" }, "entry 2 was changed or inserted"},
		{"a time changed", func(p *paper) { p.entries[1].At = p.entries[1].At.Add(time.Second) }, "entry 2 was changed or inserted"},
		{"an outcome changed", func(p *paper) { p.entries[1].Outcome = evaluation.OutcomeFailed }, "entry 2 was changed or inserted"},
		{"moved to another office", func(p *paper) { p.entries[1].Office = "o2" }, "entry 2 was changed or inserted"},
		{"a middle entry removed", func(p *paper) { p.entries = slices.Delete(p.entries, 2, 3) }, "entries 3 to 3 are missing"},
		{"the first entry removed", func(p *paper) { p.entries = p.entries[1:] }, "entries 1 to 1 are missing"},
		{"removed and renumbered", func(p *paper) {
			p.entries = slices.Delete(p.entries, 1, 2)
			for i := range p.entries {
				p.entries[i].Seq = int64(i + 1)
			}
		}, "entry 2 does not follow the one before"},
		{"an entry inserted and the rest renumbered", func(p *paper) {
			p.entries = slices.Insert(p.entries, 2, forge(p, 3, p.entries[1].Hash))
			for i := range p.entries {
				p.entries[i].Seq = int64(i + 1)
			}
		}, "entry 3 was changed or inserted"},
		{"an entry replaced", func(p *paper) { p.entries[2] = forge(p, 3, p.entries[1].Hash) }, "entry 3 was changed or inserted"},
		{"two entries swapped", func(p *paper) {
			p.entries[1], p.entries[2] = p.entries[2], p.entries[1]
			p.entries[1].Seq, p.entries[2].Seq = 2, 3
		}, "entry 2 does not follow the one before"},
		{"the end cut off", func(p *paper) { p.entries = p.entries[:3] }, "the end was cut off: entry 5 was signed and is missing"},
		{"all removed", func(p *paper) { p.entries = nil }, "the end was cut off: entry 5 was signed and is missing"},
		{"the end cut off and written anew with the key", func(p *paper) {
			p.entries = p.entries[:4]
			again := evaluation.NewTrail(p, trailKey, time.Now)
			_ = again.Note(context.Background(), evaluation.TrailEvent{Office: "o1", Account: "other"})
		}, "entry 5 is not the one that was signed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, trail := written(t)
			head, err := trail.Head(t.Context(), "o1")
			if err != nil {
				t.Fatal(err)
			}
			if c.tamper == nil {
				err = trail.Note(t.Context(), evaluation.TrailEvent{Office: "o1"})
			} else {
				c.tamper(p)
			}
			if err != nil {
				t.Fatal(err)
			}
			_, bad, err := trail.Verify(t.Context(), "o1", []evaluation.TrailHead{{}, head})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(bad, "; "); c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

// hanging is a storage that does not answer for one office.
type hanging struct {
	paper
	asked, answer chan struct{}
}

func (h *hanging) AppendTrail(ctx context.Context, e evaluation.TrailEntry) error {
	if e.Office == "slow" {
		close(h.asked)
		<-h.answer
		return nil
	}
	return h.paper.AppendTrail(ctx, e)
}

func TestAnOfficeDoesNotWaitForTheTrailOfAnother(t *testing.T) {
	h := &hanging{asked: make(chan struct{}), answer: make(chan struct{})}
	trail := evaluation.NewTrail(h, trailKey, time.Now)
	slow := make(chan error, 1)
	go func() { slow <- trail.Note(context.Background(), evaluation.TrailEvent{Office: "slow"}) }()
	<-h.asked
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := trail.Note(ctx, evaluation.TrailEvent{Office: "other"}); err != nil {
		t.Error(err)
	}
	own, stop := context.WithCancel(t.Context())
	stop()
	is(t, trail.Note(own, evaluation.TrailEvent{Office: "slow"}), evaluation.CodeUnavailable) // whoever waits gives up
	close(h.answer)
	if err := <-slow; err != nil {
		t.Error(err)
	}
}

func TestALongTrailIsVerifiedOverAllItsPages(t *testing.T) {
	p, trail := written(t)
	for range evaluation.MaxLimit {
		if err := trail.Note(t.Context(), evaluation.TrailEvent{Office: "o1"}); err != nil {
			t.Fatal(err)
		}
	}
	n, bad, err := trail.Verify(t.Context(), "o1", nil)
	if n != evaluation.MaxLimit+5 || len(bad) > 0 || err != nil {
		t.Errorf("%d %v %v", n, bad, err)
	}
	p.entries[evaluation.MaxLimit+2].Detail = "x"
	if _, bad, _ = trail.Verify(t.Context(), "o1", nil); len(bad) != 1 {
		t.Errorf("%v", bad)
	}
}

func TestATrailInAStorageVerifiesAndAnEmptyOneToo(t *testing.T) {
	w := newWorld(t)
	if n, bad, err := w.trail.Verify(t.Context(), "o1", nil); n != 0 || len(bad) > 0 || err != nil {
		t.Errorf("%d %v %v", n, bad, err)
	}
	for range 3 {
		if err := w.trail.Note(t.Context(), evaluation.TrailEvent{Office: "o1", Account: "李\xff𠮷\x00", Address: strings.Repeat("x", 10_000)}); err != nil {
			t.Fatal(err) // what an outsider sends must not keep a refusal out of the trail
		}
	}
	head, err := w.trail.Head(t.Context(), "o1")
	if err != nil || head.Seq != 3 {
		t.Errorf("%+v %v", head, err)
	}
	if n, bad, err := w.trail.Verify(t.Context(), "o1", []evaluation.TrailHead{head}); n != 3 || len(bad) > 0 || err != nil {
		t.Errorf("%d %v %v", n, bad, err)
	}
	last, err := w.store.LastTrail(t.Context(), "o1")
	if err != nil || last.Account != "李\uFFFD𠮷\uFFFD" || len(last.Address) != 500 {
		t.Errorf("%+v %v", last, err)
	}
}
