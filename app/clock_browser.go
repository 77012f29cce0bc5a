//go:build browser

package main

import (
	"os"
	"strings"
	"time"
)

// clock returns the machine's clock moved by the duration in the file KAOJI_CLOCK
// ("216h"), so that browser tests can let days pass. Only builds for these tests
// contain it.
func clock() func() time.Time {
	path := os.Getenv("KAOJI_CLOCK")
	return func() time.Time {
		raw, err := os.ReadFile(path) //nolint:gosec // named by the test
		if err != nil {
			return time.Now()
		}
		moved, err := time.ParseDuration(strings.TrimSpace(string(raw)))
		if err != nil {
			return time.Now()
		}
		return time.Now().Add(moved)
	}
}
