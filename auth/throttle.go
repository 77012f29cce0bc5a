package auth

import (
	"context"
	"sync/atomic"

	"kaoji/evaluation"
)

const (
	// hashesAtOnce bounds memory: each hash holds 19 MiB while it runs.
	hashesAtOnce = 2
	// hashesWaiting bounds how long a login waits: 64 in front of one, two at
	// a time, are about two seconds on an office computer.
	hashesWaiting = 64
)

// gate lets few through at once and few wait.
type gate struct {
	slots   chan struct{}
	waiting atomic.Int64
	running atomic.Int64
	total   atomic.Int64
	most    atomic.Int64
}

func newGate() *gate { return &gate{slots: make(chan struct{}, hashesAtOnce)} }

// run calls f when a slot is free. CodeTooMany: too many wait already, or the
// caller's time ended while waiting; f has not run then.
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

// HashStats says how many password hashes were computed since the start, and
// the most at once.
func (s *Service) HashStats() (total, most int64) {
	return s.gate.total.Load(), s.gate.most.Load()
}
