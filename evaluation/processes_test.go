package evaluation_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/evaluation"
)

func TestResumeLeavesEffectsToWhoeverIsCarryingThemOut(t *testing.T) {
	w := newWorld(t)
	w.failing = true
	w.whole(t)
	w.failing = false
	before := w.ran
	if err := w.Resume(t.Context(), "o1", time.Minute); err != nil || w.ran != before {
		t.Errorf("taken a moment after the act: ran %d more, %v", w.ran-before, err)
	}
	w.now = w.now.Add(time.Minute)
	if err := w.Resume(t.Context(), "o1", time.Minute); err != nil || w.ran != before+1 {
		t.Errorf("after a minute: ran %d more, %v", w.ran-before, err)
	}
}

// late is a storage in which a record appears between the look and the write.
type late struct {
	evaluation.Ledger
	hidden atomic.Bool
}

func (l *late) Get(ctx context.Context, office, id string) (evaluation.Record, error) {
	if l.hidden.CompareAndSwap(true, false) {
		return evaluation.Record{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return l.Ledger.Get(ctx, office, id)
}

func TestAnEffectThatAnotherProcessMadeMeanwhileIsMade(t *testing.T) {
	w := newWorld(t)
	in := &begin{Subject: "li", Title: "副本"}
	made, err := w.Create(t.Context(), evaluation.System("o1"), "note.copy", "file", evaluation.Creation{ID: "copy-1", Input: in})
	if err != nil {
		t.Fatal(err)
	}
	ledger := &late{Ledger: w.store}
	ledger.hidden.Store(true)
	parts := w.Parts
	parts.Ledger = ledger
	other, err := evaluation.NewService(parts)
	if err != nil {
		t.Fatal(err)
	}
	again, err := other.Create(t.Context(), evaluation.System("o1"), "note.copy", "file", evaluation.Creation{ID: "copy-1", Input: in})
	if err != nil || again.Version != made.Version || again.ID != made.ID {
		t.Errorf("%+v, %v", again, err)
	}
}

// hung is a trail that says when it is asked and answers when it is let.
type hung struct {
	evaluation.TrailLog
	asked, let chan struct{}
}

func (h hung) LastTrail(ctx context.Context, office string) (evaluation.TrailEntry, error) {
	close(h.asked)
	<-h.let
	return h.TrailLog.LastTrail(ctx, office)
}

func TestWhoeverWaitsForTheTrailGivesUpWithTheContext(t *testing.T) {
	w := newWorld(t)
	h := hung{w.store, make(chan struct{}), make(chan struct{})}
	trail := evaluation.NewTrail(h, []byte("key"), time.Now)
	first := make(chan error)
	go func() { first <- trail.Note(t.Context(), evaluation.TrailEvent{Office: "o1", Action: "a"}) }()
	<-h.asked // the first is at it, and the storage hangs
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := trail.Note(ctx, evaluation.TrailEvent{Office: "o1", Action: "b"}); evaluation.CodeOf(err) != evaluation.CodeUnavailable {
		t.Errorf("while another waits: %v", err)
	}
	close(h.let)
	if err := <-first; err != nil {
		t.Errorf("the first: %v", err)
	}
}

// An act waits for what it causes in other records as long as a person does; what takes
// longer goes on, and the record says that it is not finished.
func TestAnActWaitsForItsEffectsAsLongAsAPersonDoes(t *testing.T) {
	w := newWorld(t)
	w.Patience = time.Millisecond
	var task func(context.Context)
	w.Background = func(f func(context.Context)) bool { task = f; return true }
	r := w.whole(t)
	if now, err := w.Load(t.Context(), "o1", r.ID); err != nil || !now.Pending || w.ran != 0 || task == nil {
		t.Fatalf("pending %t, %d effects ran, %v", now.Pending, w.ran, err)
	}
	task(t.Context())
	if now, err := w.Load(t.Context(), "o1", r.ID); err != nil || now.Pending || w.ran == 0 {
		t.Errorf("after the task: pending %t, %d effects ran, %v", now.Pending, w.ran, err)
	}
	w.Patience = time.Minute
	w.Background = func(f func(context.Context)) bool { go f(context.WithoutCancel(t.Context())); return true }
	if r := w.whole(t); r.Pending {
		t.Error("a short effect is not waited for")
	}
	w.Background = func(func(context.Context)) bool { return false } // Kaoji is stopping
	if r := w.whole(t); r.Pending {
		t.Error("without a background the act does not carry out its effects itself")
	}
}
