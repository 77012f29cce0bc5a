// Package auth keeps accounts, passwords, tokens and sessions, and holds the
// one table of who may do what (Policy). It knows no storage: accounts, logins
// and sessions are cells (evaluation.Cells), what happens goes to the trail.
package auth
