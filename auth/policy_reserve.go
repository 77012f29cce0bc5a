package auth

import (
	"slices"

	"kaoji/evaluation"
)

// reserveGrants are the lines of measure 6: the list is closed to all but the
// section and the principal leaders, and to those of them whom it is about or
// who are relatives. Gaps are noted by Kaoji itself.
var reserveGrants = slices.Concat(
	acts("reserve.candidate", onlyPersonnel, "nominate", "check", "vote", "start", "propose", "promote", "hand_over"),
	acts("reserve.candidate", onlyPrinc, "approve", "return", "review", "withdraw"),
	[]Grant{
		{Kind: "reserve.candidate", Act: "withdraw", Roles: onlyPersonnel, States: []evaluation.State{"nominated", "checked", "reviewed"}},
		{Kind: "reserve.candidate", Act: Read, Roles: running, Fields: everything},
	},
)
