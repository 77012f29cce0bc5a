//go:build unix

package server

import "syscall"

// filesAllowed returns how many files the operating system lets this process open.
func filesAllowed() int {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return mostConnections + keptFiles
	}
	return int(min(limit.Cur, 1<<20)) // #nosec G115 -- bounded
}
