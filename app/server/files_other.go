//go:build !unix

package server

// filesAllowed returns how many files the operating system lets this process open;
// without such a limit, enough for all connections.
func filesAllowed() int { return mostConnections + keptFiles }
