package main

import (
	"os"
	"runtime/debug"
)

// goMemory is what Go's part of the program should take at most, in bytes: it
// cleans up the earlier, the nearer it comes. SQLite's caches, of up to 16 MB a
// connection, and the program itself come on top.
const goMemory = 200 << 20

// boundMemory sets the bound unless the operator did.
func boundMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(goMemory)
	}
}
