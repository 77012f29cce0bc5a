package auth

import (
	"slices"

	"kaoji/evaluation"
)

// What stands in a deed. Who reported it (reporter), what can tell it (the
// evidence, such as a scanned letter, and the history) and the comparison with
// other people's deeds are for personnel alone.
var (
	deedBasics = []string{
		"people", "unit", "unit_name", "who", "ground", "title", "on", "place", "text", "files", "source", "turned_down", "rules",
	}
	deedPublic = []string{
		"people", "unit", "unit_name", "ground", "title", "on", "place", "wording", "number", "filed_on", "counted", "counting", "bulletin",
		"revoked", "correction", "rules",
	}
	deedWhole = slices.Concat(deedPublic, []string{"who", "text", "source", "verification", "turned_down"})
	deedEarly = []evaluation.State{"reported", "verified", "turned_down"} // the reporter alone is a party
	deedFiled = []evaluation.State{"filed", "published", "revoked"}
)

// What stands in a released bulletin, and in a proposal that the office sees.
var (
	bulletinPublic = []string{"number", "title", "from", "to", "intro", "items", "corrections", "closing", "approver", "released_on", "rules"}
	proposalPublic = []string{"kind", "people", "unit", "unit_name", "post", "level", "grounds", "deeds", "notice_from", "notice_until", "rules"}
	proposalOwn    = slices.Concat(proposalPublic, []string{"document", "submitted_on", "result"})
	proposalShown  = []evaluation.State{"notice", "ready", "submitted", "granted"}
	receivers      = []evaluation.Role{evaluation.RoleCadre, evaluation.RoleCommittee, evaluation.RoleSupervisor, evaluation.RoleDiscipline}
	onlyHead       = []evaluation.Role{evaluation.RoleHead}
	deedReporters  = []evaluation.Role{
		evaluation.RolePersonnel, evaluation.RoleHead, evaluation.RoleCommittee, evaluation.RoleSupervisor,
	}
)

// commendationGrants are the lines of measure 2. That a deed is published or
// corrected is an effect of its bulletin and stands in no line.
var commendationGrants = slices.Concat(

	acts("commendation.deed", deedReporters, "report"),
	acts("commendation.deed", onlyPersonnel, "verify", "file", "turn_down", "count", "uncount"),
	acts("commendation.deed", running, "revoke"),
	[]Grant{
		{Kind: "commendation.deed", Act: Read, Roles: onlyPersonnel, Fields: everything},
		{Kind: "commendation.deed", Act: Read, Roles: onlyPrinc, Fields: deedWhole},
		{Kind: "commendation.deed", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, Fields: deedWhole},
		{Kind: "commendation.deed", Act: Read, Roles: onlyHead, Relation: evaluation.Department, Fields: deedWhole},
		{Kind: "commendation.deed", Act: Read, Roles: businessRoles, Relation: evaluation.Party, States: deedEarly, Fields: deedBasics},
		{Kind: "commendation.deed", Act: Read, Roles: businessRoles, Relation: evaluation.Party, States: deedFiled, Fields: deedPublic},
		{Kind: "commendation.deed", Act: Read, Roles: staffRoles, Relation: evaluation.Own, States: deedFiled, Fields: deedPublic},
	},

	acts("commendation.bulletin", onlyPersonnel, "draft", "refresh", "edit", "include", "leave_out", "submit", "discard"),
	acts("commendation.bulletin", onlyPrinc, "return", "approve"),
	acts("commendation.bulletin", onlyHead, "acknowledge"),
	[]Grant{
		{Kind: "commendation.bulletin", Act: Read, Roles: running, Fields: everything},
		{Kind: "commendation.bulletin", Act: Read, Roles: receivers, States: []evaluation.State{"released"}, Fields: bulletinPublic},
		{
			Kind: "commendation.bulletin", Act: Read, Roles: []evaluation.Role{evaluation.RoleLeader, evaluation.RoleHead},
			States: []evaluation.State{"released"}, Fields: slices.Concat(bulletinPublic, []string{"receipts"}),
		},
	},

	acts("commendation.proposal", onlyPersonnel, "propose", "rewrite", "answer", "close_notice", "submit", "note_grant", "note_refusal"),
	acts("commendation.proposal", onlyPrinc, "announce"),
	acts("commendation.proposal", running, "withdraw"),
	acts("commendation.proposal", staffRoles, "object"),
	[]Grant{
		{Kind: "commendation.proposal", Act: Read, Roles: running, Fields: everything},
		{Kind: "commendation.proposal", Act: Read, Roles: staffRoles, States: proposalShown, Fields: proposalPublic},
		{Kind: "commendation.proposal", Act: Read, Roles: staffRoles, Relation: evaluation.Own, States: []evaluation.State{"notice", "ready", "submitted", "granted", "refused"}, Fields: proposalOwn},
	},
)
