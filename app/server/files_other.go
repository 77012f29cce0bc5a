//go:build !unix

package server

// filesAllowed is how many files the operating system lets this process hold;
// where it sets no such limit, enough for all connections.
func filesAllowed() int { return mostConnections + keptFiles }
