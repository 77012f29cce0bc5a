package auth

import (
	"slices"

	"kaoji/evaluation"
)

// The areas: what is not a record.
const (
	AreaAccounts = "accounts"
	AreaTrail    = "trail"
	AreaSettings = "settings"
	AreaRules    = "rules"
	AreaCalendar = "calendar"
	AreaImport   = "import"
	AreaExport   = "export"
	AreaSystem   = "system"
)

// The acts in areas, besides Read.
const (
	ActCreate    = "create"
	ActRoles     = "roles"
	ActEdit      = "edit"
	ActDisable   = "disable"
	ActEnable    = "enable"
	ActUnlock    = "unlock"
	ActReset     = "reset"
	ActTOTPReset = "totp_reset"
	ActVerify    = "verify"
	ActChange    = "change"
	ActRun       = "run"
	ActUndo      = "undo"
	ActMetrics   = "metrics"
	ActBackup    = "backup"
)

// Groups of roles that the tables share. Business roles are those that take
// part in the measures: all but the three officers' admin and auditor.
var (
	onlyAdmin     = []evaluation.Role{evaluation.RoleAdmin}
	onlyAuditor   = []evaluation.Role{evaluation.RoleAuditor}
	onlyPersonnel = []evaluation.Role{evaluation.RolePersonnel}
	staffRoles    = []evaluation.Role{
		evaluation.RolePersonnel, evaluation.RolePrincipal, evaluation.RoleLeader, evaluation.RoleHead,
		evaluation.RoleCadre, evaluation.RoleDiscipline,
	}
	businessRoles = slices.Concat(staffRoles, []evaluation.Role{evaluation.RoleCommittee, evaluation.RoleSupervisor})
	insideRoles   = slices.Concat(onlyAdmin, onlyAuditor, staffRoles) // all but those who come from outside the office
	everything    = []string{evaluation.All}
)

// acts are lines alike for several acts of a kind or area.
func acts(kind string, roles []evaluation.Role, names ...string) []Grant {
	lines := make([]Grant, len(names))
	for i, name := range names {
		lines[i] = Grant{Kind: kind, Act: name, Roles: roles}
	}
	return lines
}

var areaGrants = slices.Concat(

	[]Grant{{Kind: AreaAccounts, Act: Read, Roles: onlyAdmin, Fields: everything}},
	acts(AreaAccounts, onlyAdmin, ActCreate, ActRoles, ActEdit, ActDisable, ActEnable, ActUnlock, ActReset, ActTOTPReset),

	[]Grant{{Kind: AreaTrail, Act: Read, Roles: onlyAuditor, Fields: everything}},
	acts(AreaTrail, onlyAuditor, ActVerify),

	[]Grant{{Kind: AreaSettings, Act: Read, Roles: evaluation.Roles(), Fields: everything}},
	acts(AreaSettings, onlyAdmin, ActChange),

	[]Grant{{Kind: AreaRules, Act: Read, Roles: insideRoles, Fields: everything}},
	acts(AreaRules, onlyPersonnel, ActChange),

	[]Grant{{Kind: AreaCalendar, Act: Read, Roles: evaluation.Roles(), Fields: everything}},
	acts(AreaCalendar, onlyPersonnel, ActChange),

	acts(AreaImport, onlyPersonnel, ActRun, ActUndo),
	acts(AreaExport, onlyPersonnel, ActRun),
	acts(AreaSystem, onlyAdmin, ActMetrics, ActBackup),
)
