package main

import (
	"context"
	"log/slog"
	"sync"
)

// aside runs background tasks, each in a goroutine.
type aside struct {
	log  *slog.Logger
	ctx  context.Context //nolint:containedctx // of the tasks, which outlive the requests
	stop context.CancelFunc

	mu      sync.Mutex
	stopped bool
	tasks   sync.WaitGroup
}

func newAside(ctx context.Context, log *slog.Logger) *aside {
	a := &aside{log: log}
	a.ctx, a.stop = context.WithCancel(ctx)
	return a
}

// run starts a task; it returns false if no more are accepted.
func (a *aside) run(task func(context.Context)) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopped || a.ctx.Err() != nil {
		return false
	}
	a.tasks.Go(func() {
		defer func() {
			if p := recover(); p != nil {
				a.log.ErrorContext(a.ctx, "background task panicked", slog.Any("panic", p))
			}
		}()
		task(a.ctx)
	})
	return true
}

// end cancels the tasks and waits until they have ended.
func (a *aside) end() {
	a.mu.Lock()
	a.stopped = true
	a.mu.Unlock()
	a.stop()
	a.tasks.Wait()
}
