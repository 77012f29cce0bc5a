package auth

import (
	"time"

	"kaoji/evaluation"
)

// Account is a login account as an administrator sees it.
type Account struct {
	ID          string
	Office      string
	Name        string // login name, unique in the deployment, case-folded
	Person      string // roster.person id, "" for nobody in the roster
	Display     string // name shown to others
	Roles       []evaluation.Role
	Disabled    bool
	MustChange  bool      // the password is a one-time password or too old
	TOTP        bool      // the second factor is on
	LockedUntil time.Time // zero: not locked; filled when accounts are read or managed, not in a Session
	LastLogin   time.Time // zero: never
	Version     int64     // changes when administrators change the account, not at logins
}

// Edit is the part of an account, except its roles, that can be changed.
type Edit struct {
	Name    string
	Person  string
	Display string
}
