package auth

import (
	"time"

	"kaoji/evaluation"
)

// Account is who can log in, as an administrator sees it.
type Account struct {
	ID          string
	Office      string
	Name        string // login, unique in the deployment, case-folded
	Person      string // roster.person id, "" for nobody in the roster
	Display     string // name shown to others
	Roles       []evaluation.Role
	Disabled    bool
	MustChange  bool      // the password is a one-time one, or too old
	TOTP        bool      // the second factor is on
	LockedUntil time.Time // zero: not locked; filled when accounts are read or managed, not in a Session
	LastLogin   time.Time // zero: never
	Version     int64     // of what administrators change; logins do not raise it
}

// Edit is what can change in an account besides its roles.
type Edit struct {
	Name    string
	Person  string
	Display string
}
