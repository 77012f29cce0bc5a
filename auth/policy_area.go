package auth

import (
	"slices"

	"kaoji/evaluation"
)

// The areas: parts of Kaoji that are not records.
const (
	AreaAccounts = "accounts"
	AreaTrail    = "trail"
	AreaSettings = "settings"
	AreaRules    = "rules"
	AreaCalendar = "calendar"
	AreaImport   = "import"
	AreaExport   = "export"
	AreaSystem   = "system"

	AreaReporters = "reporters" // who reported a concern: every look is noted
	AreaBadges    = "badges"    // opening boxes for the badges of all staff
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

var areaGrants = slices.Concat(
	area(AreaAccounts, evaluation.Admin, Read, ActCreate, ActRoles, ActEdit, ActDisable, ActEnable, ActUnlock, ActReset, ActTOTPReset),
	area(AreaTrail, evaluation.By(evaluation.RoleAuditor), Read, ActVerify),
	area(AreaSettings, evaluation.Everybody, Read),
	area(AreaSettings, evaluation.Admin, ActChange),
	area(AreaRules, evaluation.Inside, Read),
	area(AreaRules, evaluation.Personnel, ActChange),
	area(AreaCalendar, evaluation.Everybody, Read),
	area(AreaCalendar, evaluation.Personnel, ActChange),
	area(AreaImport, evaluation.Personnel, ActRun, ActUndo),
	area(AreaExport, evaluation.Personnel, ActRun),
	area(AreaSystem, evaluation.Admin, ActMetrics, ActBackup),
	area(AreaReporters, evaluation.By(evaluation.RolePersonnel, evaluation.RoleDiscipline), Read),
	area(AreaBadges, evaluation.Personnel, ActCreate),
)

// area returns the lines that allow acts in an area.
func area(name string, who evaluation.Grants, acts ...string) []Grant {
	var list []Grant
	for _, act := range acts {
		may := who
		if act == Read {
			may = who.See(evaluation.All)
		}
		list = append(list, lines(name, act, may)...)
	}
	return list
}
