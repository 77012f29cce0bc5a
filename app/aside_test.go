package main

import (
	"context"
	"log/slog"
	"testing"
)

func TestStoppingEndsBackgroundTasksAndTakesNoMore(t *testing.T) {
	a := newAside(t.Context(), slog.New(slog.DiscardHandler))
	ended := false
	if !a.run(func(ctx context.Context) { <-ctx.Done(); ended = true }) {
		t.Fatal("not taken")
	}
	a.run(func(context.Context) { panic("a task of ours is wrong") }) // is logged; the others go on
	a.end()
	if !ended {
		t.Error("end did not wait for the task")
	}
	if a.run(func(context.Context) {}) {
		t.Error("a task was taken after the end")
	}
}
