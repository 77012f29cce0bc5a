//go:build nightly

package main

import (
	"testing"

	"kaoji/app/demo"
)

// TestTheDemoIsAliveOnAnyDay fills it at the beginnings and ends of half-years,
// quarters and years, and between them.
func TestTheDemoIsAliveOnAnyDay(t *testing.T) {
	for _, day := range []string{"2026-02-10", "2026-03-20", "2026-05-20", "2026-06-30", "2026-08-31", "2026-11-29", "2027-01-01", "2028-02-29"} {
		t.Run(day, func(t *testing.T) { aliveOn(t, day, demo.Size{Years: 1}) })
	}
}
