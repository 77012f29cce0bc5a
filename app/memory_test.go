package main

import (
	"math"
	"runtime/debug"
	"testing"
)

func TestMemoryIsBoundedUnlessTheOperatorBoundsIt(t *testing.T) {
	t.Cleanup(func() { debug.SetMemoryLimit(math.MaxInt64) })
	for set, want := range map[string]int64{"": goMemory, "1GiB": 1 << 30} {
		t.Setenv("GOMEMLIMIT", set)
		debug.SetMemoryLimit(1 << 30) // as the runtime read it, or had none
		boundMemory(goMemory, goGarbage)
		if got := debug.SetMemoryLimit(-1); got != want {
			t.Errorf("GOMEMLIMIT=%q: %d, want %d", set, got, want)
		}
	}
}

func TestGarbageIsLeftLongerUnlessTheOperatorSaysOtherwise(t *testing.T) {
	t.Cleanup(func() { debug.SetGCPercent(100) })
	for set, want := range map[string]int{"": goGarbage, "100": 100} {
		t.Setenv("GOGC", set)
		debug.SetGCPercent(100) // as the runtime read it, or its own
		boundMemory(goMemory, goGarbage)
		if got := debug.SetGCPercent(100); got != want {
			t.Errorf("GOGC=%q: %d, want %d", set, got, want)
		}
	}
}
