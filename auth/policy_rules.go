package auth

import (
	"slices"

	"kaoji/evaluation"
)

// rulesGrants: the numbers, the working days and the office's own settings.
// That a second person verifies an override is a rule of the domain.
var rulesGrants = slices.Concat(
	acts("rules.override", onlyPersonnel, "set", "checked", "verify", "withdraw"),
	[]Grant{{Kind: "rules.override", Act: Read, Fields: everything, Roles: insideRoles}},

	acts("workday.year", onlyPersonnel, "enter", "replace", "withdraw"),
	[]Grant{{Kind: "workday.year", Act: Read, Fields: everything, Roles: evaluation.Roles()}},

	acts("office.settings", onlyAdmin, "found", "change"),
	[]Grant{{Kind: "office.settings", Act: Read, Fields: everything, Roles: evaluation.Roles()}},
)
