package auth

import (
	"slices"

	"kaoji/evaluation"
)

// What a head sees of the own department's tenure, and the cadre of the own:
// not why somebody stays before it is decided, nor what is arranged.
var (
	caseSeen  = []string{"person", "person_name", "unit_name", "post", "since", "stage", "on", "decide_by", "sensitive", "stay", "stay_until"}
	stayFrame = []string{"person", "person_name", "unit_name", "post", "since", "stage", "until", "approved_on", "ended_on"}
	stayOwn   = slices.Concat(stayFrame, []string{"sensitive", "ground", "words", "approver", "ended_for", "rules"})

	stayDecided = []evaluation.State{"approved", "ended", "lapsed"}
)

// tenureGrants are the lines of measure 8 about time in the post. Opening,
// renewing and closing a case, and the end of a stay whose time is up, are
// Kaoji's own and stand in no line.
var tenureGrants = slices.Concat(

	acts("rotation.post", onlyPersonnel, "mark", "amend", "lift"),
	[]Grant{
		{Kind: "rotation.post", Act: Read, Roles: running, Fields: everything},
		{Kind: "rotation.post", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, Fields: everything},
		{Kind: "rotation.post", Act: Read, Roles: onlyHead, Relation: evaluation.Department, Fields: everything},
	},

	acts("rotation.stay", onlyPersonnel, "propose", "resubmit"),
	acts("rotation.stay", onlyPrinc, "approve", "return"),
	acts("rotation.stay", running, "withdraw", "end"),
	[]Grant{
		{Kind: "rotation.stay", Act: Read, Roles: running, Fields: everything},
		{Kind: "rotation.stay", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, Fields: everything},
		{Kind: "rotation.stay", Act: Read, Roles: onlyHead, Relation: evaluation.Department, States: stayDecided, Fields: stayFrame},
		{Kind: "rotation.stay", Act: Read, Roles: staffRoles, Relation: evaluation.Own, States: stayDecided, Fields: stayOwn},
	},

	acts("rotation.case", onlyPersonnel, "arrange"),
	[]Grant{
		{Kind: "rotation.case", Act: Read, Roles: running, Fields: everything},
		{Kind: "rotation.case", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, Fields: everything},
		{Kind: "rotation.case", Act: Read, Roles: onlyHead, Relation: evaluation.Department, Fields: caseSeen},
		{Kind: "rotation.case", Act: Read, Roles: staffRoles, Relation: evaluation.Own, Fields: caseSeen},
	},
)
