package auth

import "kaoji/evaluation"

// Grant is one line of the policy table: the roles, standing in the relation
// to the record, may do the act in the states. What no line allows is
// forbidden.
type Grant struct {
	Kind     string // <measure>.<thing>, or an area (no dot) for what is not a record
	Act      string // Read, or the name of an act
	Roles    []evaluation.Role
	Relation evaluation.Relation // zero: Anyone
	States   []evaluation.State  // empty: every state, also before the record exists
	Fields   []string            // of Read: payload fields, or All
}

// Read is the act under which sight of fields is granted.
const Read = "read"

// The areas: what is not a record.
const (
	AreaAccounts = "accounts" // Read, create, roles, edit, disable, enable, unlock, reset, totp_reset
	AreaTrail    = "trail"    // Read, verify
	AreaSettings = "settings" // Read, change
	AreaRules    = "rules"    // Read, change
	AreaCalendar = "calendar" // Read, change
	AreaImport   = "import"   // run, undo
	AreaExport   = "export"   // run
	AreaSystem   = "system"   // metrics, backup, verify
)

// Policy is the table, built once.
type Policy struct{ grants []Grant }

// NewPolicy builds the look-ups.
func NewPolicy() *Policy { return &Policy{} }

// Grants lists the whole table.
func (p *Policy) Grants() []Grant { return p.grants }

// Can says whether the roles may do the act in an area.
func (p *Policy) Can(roles []evaluation.Role, area, act string) bool { return false }
