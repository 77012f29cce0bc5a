package auth

import (
	"context"
	"sync/atomic"

	"kaoji/evaluation"
)

const (
	// hashesAtOnce limits memory: each running hash needs 19 MiB.
	hashesAtOnce = 2
	// hashesWaiting limits how long a login waits: 64 earlier ones, two at a time,
	// take about two seconds on an office computer.
	hashesWaiting = 64
)

// gate limits how many calls run and how many wait.
type gate struct {
	slots   chan struct{}
	waiting atomic.Int64
	running atomic.Int64
	total   atomic.Int64
	most    atomic.Int64
}

func newGate() *gate { return &gate{slots: make(chan struct{}, hashesAtOnce)} }

// run calls f when a slot is free. It returns CodeTooMany, without calling f, if
// too many are waiting or the context ends while waiting.
func (g *gate) run(ctx context.Context, f func()) error {
	if g.waiting.Add(1) > hashesAtOnce+hashesWaiting {
		g.waiting.Add(-1)
		return evaluation.Fail(evaluation.CodeTooMany, "error.too_many")
	}
	defer g.waiting.Add(-1)
	select {
	case g.slots <- struct{}{}:
	case <-ctx.Done():
		return evaluation.Fail(evaluation.CodeTooMany, "error.too_many").Because(ctx.Err())
	}
	defer func() { <-g.slots }()
	raise(&g.most, g.running.Add(1))
	defer g.running.Add(-1)
	g.total.Add(1)
	f()
	return nil
}

func raise(most *atomic.Int64, n int64) {
	for {
		old := most.Load()
		if n <= old || most.CompareAndSwap(old, n) {
			return
		}
	}
}

// HashStats returns the number of password hashes since the start, and the largest
// number at once.
func (s *Service) HashStats() (total, most int64) {
	return s.gate.total.Load(), s.gate.most.Load()
}
