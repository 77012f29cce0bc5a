package evaluation_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"kaoji/evaluation"
)

func TestTogetherDoesEverythingSeveralAtATime(t *testing.T) {
	const n, most = 100, 8
	var done sync.Map
	var begun atomic.Int32
	full := make(chan struct{})
	err := evaluation.Together(t.Context(), n, func(i int) error {
		if begun.Add(1) == most {
			close(full) // the first of them wait until there are so many
		}
		<-full
		done.Store(i, true)
		return nil
	})
	count := 0
	done.Range(func(any, any) bool { count++; return true })
	if err != nil || count != n {
		t.Errorf("%d of %d, %v", count, n, err)
	}
}

func TestTogetherBeginsNothingAfterAnErrorAndSurvivesAPanic(t *testing.T) {
	var begun atomic.Int32
	broken := errors.New("broken")
	err := evaluation.Together(t.Context(), 1000, func(int) error {
		begun.Add(1)
		return broken
	})
	if !errors.Is(err, broken) || begun.Load() > 100 {
		t.Errorf("%d begun, %v", begun.Load(), err)
	}
	if err := evaluation.Together(t.Context(), 1, func(int) error { panic("no such field") }); err == nil || !strings.Contains(err.Error(), "no such field") {
		t.Errorf("a panic: %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := evaluation.Together(stopped, 3, func(int) error { t.Error("begun after the end"); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}
