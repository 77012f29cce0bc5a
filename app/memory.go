package main

import (
	"os"
	"runtime/debug"
)

// goMemory is the memory limit of the Go runtime in bytes; near it garbage is
// collected earlier. SQLite's caches, up to 16 MB per connection, and the program
// itself are not included.
const goMemory = 200 << 20

// goGarbage is how much garbage may lie beside what is in use before Go cleans up, in
// per cent of it. Most of what a request needs is garbage when it is answered, and
// little is in use: Go's own 100 would spend a sixth of the processor on it.
const goGarbage = 300

// fillMemory and fillGarbage are the same while the demo is filled, which nobody waits
// beside.
const (
	fillMemory  = 1 << 30
	fillGarbage = 1000
)

// boundMemory sets the bounds unless the operator did.
func boundMemory(limit int64, garbage int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit)
	}
}
