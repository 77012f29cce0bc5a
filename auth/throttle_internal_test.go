package auth

import (
	"context"
	"sync"
	"testing"

	"kaoji/evaluation"
)

func TestBeyondTheWaitingRoomLoginsAreTurnedAway(t *testing.T) {
	g := newGate()
	release, inside := make(chan struct{}), make(chan struct{}, 1000)
	var wg sync.WaitGroup
	turnedAway := make(chan error, 1000)
	const all = hashesAtOnce + hashesWaiting + 10
	for range all {
		wg.Go(func() {
			if err := g.run(t.Context(), func() { inside <- struct{}{}; <-release }); err != nil {
				turnedAway <- err
			}
		})
	}
	for range 10 { // those beyond do not wait for the others
		if err := <-turnedAway; evaluation.CodeOf(err) != evaluation.CodeTooMany {
			t.Error(err)
		}
	}
	for range hashesAtOnce {
		<-inside
	}
	close(release)
	wg.Wait()
	if len(turnedAway) != 0 || g.total.Load() != all-10 || g.most.Load() != hashesAtOnce {
		t.Errorf("%d more turned away, %d ran, %d at once", len(turnedAway), g.total.Load(), g.most.Load())
	}
	if err := g.run(t.Context(), func() {}); err != nil {
		t.Errorf("the room does not empty: %v", err)
	}
}

func TestWhoLeavesTheWaitingRoomDoesNotHash(t *testing.T) {
	g := newGate()
	for range hashesAtOnce {
		g.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := g.run(ctx, func() { t.Error("ran") })
	if evaluation.CodeOf(err) != evaluation.CodeTooMany || g.waiting.Load() != 0 {
		t.Errorf("%v, %d waiting", err, g.waiting.Load())
	}
}
