package auth

import (
	"slices"

	"kaoji/evaluation"
)

// The areas of concerns: sight of who reported one, where every look is noted,
// and opening boxes for the badges of all staff.
const (
	AreaReporters = "reporters"
	AreaBadges    = "badges"
)

// What stands in a concern. What the office finds out stays with those who
// handle it; a leader in charge does not learn by whom it came.
var (
	matterSent    = []string{"no", "channel", "category", "topic", "content", "happened", "received", "files"}
	matterTold    = slices.Concat(matterSent, []string{"reply", "answered_on"})
	matterHandled = slices.Concat(matterTold, []string{
		"person_name", "unit_name", "named", "wide", "accepted_on", "done_by", "handler", "handler_name", "extended", "outcome", "findings",
		"merged_into", "merged", "split_from", "missing", "rules",
	})
	handling      = []evaluation.Role{evaluation.RolePersonnel, evaluation.RoleDiscipline}
	knowing       = []evaluation.Role{evaluation.RolePersonnel, evaluation.RoleDiscipline, evaluation.RolePrincipal}
	handlers      = []evaluation.Role{evaluation.RolePersonnel, evaluation.RoleDiscipline, evaluation.RolePrincipal, evaluation.RoleLeader}
	openingLog    = []string{"place", "on", "first", "first_name", "other", "other_name", "count", "confirmed", "rules"}
	supervising   = []evaluation.Role{evaluation.RoleSupervisor}
	matterEnded   = []evaluation.State{"answered", "declined"}
	matterPending = []evaluation.State{"received", "accepted", "assigned", "concluded", "merged"}
)

// concernGrants are the lines of concerns. There is none for the own relation:
// whom a concern is about never learns of it (C-28). What Kaoji does itself
// (taking comments and slips, absorbing merged ones) stands in no line.
var concernGrants = slices.Concat(

	acts("concern.matter", handling, "register", "accept", "decline", "assign", "extend", "return", "answer", "sort", "split", "merge",
		"same_reporter", "mark_wide", "unmark_wide"),
	acts("concern.matter", supervising, "report"),
	related("concern.matter", handlers, evaluation.Party, "conclude"),
	[]Grant{
		{Kind: "concern.matter", Act: Read, Roles: knowing, Fields: everything},
		{Kind: "concern.matter", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, Fields: matterHandled},
		{Kind: "concern.matter", Act: Read, Roles: onlyLeader, Relation: evaluation.Party, Fields: matterHandled},
		{Kind: "concern.matter", Act: Read, Roles: supervising, Relation: evaluation.Party, States: matterPending, Fields: matterSent},
		{Kind: "concern.matter", Act: Read, Roles: supervising, Relation: evaluation.Party, States: matterEnded, Fields: matterTold},
	},

	acts("concern.box", onlyPersonnel, "open", "amend", "suspend", "resume", "renew", "retire"),
	[]Grant{{Kind: "concern.box", Act: Read, Roles: knowing, Fields: everything}},

	// Who is not of the two sees that the box was opened, and how many slips
	// it held, but no slip.
	acts("concern.opening", handling, "record"),
	related("concern.opening", handling, evaluation.Party, "correct"),
	related("concern.opening", staffRoles, evaluation.Party, "confirm", "return"),
	[]Grant{
		{Kind: "concern.opening", Act: Read, Roles: staffRoles, Relation: evaluation.Party, Fields: everything},
		{Kind: "concern.opening", Act: Read, Roles: knowing, Fields: openingLog},
	},

	[]Grant{{Kind: AreaReporters, Act: Read, Roles: handling, Fields: everything}},
	acts(AreaBadges, onlyPersonnel, ActCreate),
)
