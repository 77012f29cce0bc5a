//go:build !browser

package main

import "time"

// clock returns the clock of the machine.
func clock() func() time.Time { return time.Now }
