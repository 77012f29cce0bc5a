package auth

import "kaoji/evaluation"

// rulesGrants: the numbers, the working days and the office's own settings.
// That a second person verifies an override is a rule of the domain.
var rulesGrants = []Grant{
	{Kind: "rules.override", Act: "set", Roles: onlyPersonnel},
	{Kind: "rules.override", Act: "checked", Roles: onlyPersonnel},
	{Kind: "rules.override", Act: "verify", Roles: onlyPersonnel},
	{Kind: "rules.override", Act: "withdraw", Roles: onlyPersonnel},
	{Kind: "rules.override", Act: Read, Fields: everything, Roles: insideRoles},

	{Kind: "workday.year", Act: "enter", Roles: onlyPersonnel},
	{Kind: "workday.year", Act: "replace", Roles: onlyPersonnel},
	{Kind: "workday.year", Act: "withdraw", Roles: onlyPersonnel},
	{Kind: "workday.year", Act: Read, Fields: everything, Roles: evaluation.Roles()},

	{Kind: "office.settings", Act: "found", Roles: onlyAdmin},
	{Kind: "office.settings", Act: "change", Roles: onlyAdmin},
	{Kind: "office.settings", Act: Read, Fields: everything, Roles: evaluation.Roles()},
}
