package main

import (
	"os"
	"runtime/debug"
)

// goMemory is what Go's part of the program should take at most, in bytes: it
// cleans up the earlier, the nearer it comes. SQLite's caches, of up to 16 MB a
// connection, and the program itself come on top.
const goMemory = 200 << 20

// goGarbage is how much garbage may lie beside what is in use before Go cleans up, in
// per cent of it. Most of what a request needs is garbage when it is answered, and
// little is in use: Go's own 100 would spend a sixth of the processor on it.
const goGarbage = 300

// boundMemory sets the bounds unless the operator did.
func boundMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(goGarbage)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(goMemory)
	}
}
