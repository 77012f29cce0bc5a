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

var areaGrants = []Grant{
	{Kind: AreaAccounts, Act: Read, Roles: onlyAdmin, Fields: everything},
	{Kind: AreaAccounts, Act: ActCreate, Roles: onlyAdmin},
	{Kind: AreaAccounts, Act: ActRoles, Roles: onlyAdmin},
	{Kind: AreaAccounts, Act: ActEdit, Roles: onlyAdmin},
	{Kind: AreaAccounts, Act: ActDisable, Roles: onlyAdmin},
	{Kind: AreaAccounts, Act: ActEnable, Roles: onlyAdmin},
	{Kind: AreaAccounts, Act: ActUnlock, Roles: onlyAdmin},
	{Kind: AreaAccounts, Act: ActReset, Roles: onlyAdmin},
	{Kind: AreaAccounts, Act: ActTOTPReset, Roles: onlyAdmin},

	{Kind: AreaTrail, Act: Read, Roles: onlyAuditor, Fields: everything},
	{Kind: AreaTrail, Act: ActVerify, Roles: onlyAuditor},

	{Kind: AreaSettings, Act: Read, Roles: evaluation.Roles(), Fields: everything},
	{Kind: AreaSettings, Act: ActChange, Roles: onlyAdmin},

	{Kind: AreaRules, Act: Read, Roles: insideRoles, Fields: everything},
	{Kind: AreaRules, Act: ActChange, Roles: onlyPersonnel},

	{Kind: AreaCalendar, Act: Read, Roles: evaluation.Roles(), Fields: everything},
	{Kind: AreaCalendar, Act: ActChange, Roles: onlyPersonnel},

	{Kind: AreaImport, Act: ActRun, Roles: onlyPersonnel},
	{Kind: AreaImport, Act: ActUndo, Roles: onlyPersonnel},
	{Kind: AreaExport, Act: ActRun, Roles: onlyPersonnel},

	{Kind: AreaSystem, Act: ActMetrics, Roles: onlyAdmin},
	{Kind: AreaSystem, Act: ActBackup, Roles: onlyAdmin},
}
