package auth

import (
	"slices"

	"kaoji/evaluation"
)

// What stands in a period. Everybody's line (lines) is in no list: the own one is
// read through bonus.Why, all of them by those who run the measure through
// bonus.Sheet, and that is noted. Who objected is for those who answer.
var (
	periodShown = []string{
		"title", "from", "to", "pool", "fen", "document", "document_on", "entries_by", "scheme", "version", "plan", "computed_on",
		"notice_from", "notice_until", "approved_by", "approved_on", "exported_on", "cancelled", "rules", "cosign", "signing",
	}
	periodWhole = slices.Concat(periodShown, []string{
		"units", "computed_by", "cosigner", "objections", "rounds", "exported_by", evaluation.FieldHistory,
	})
	periodPublic = []evaluation.State{"entering", "verified", "notice", "signing", "ready", "approved", "exported"}

	entryEarly = []string{"person_name", "unit_name", "facts", "contests", "rules"}
	entryOwn   = slices.Concat(entryEarly, []string{
		"work", "goals", "quality", "note", "entered_name", "entered_on", "verified_name", "contest_by", "earlier",
	})
	entryTold    = []evaluation.State{"entered", "verified", "accepted", "contested", "answered", "settled"}
	deductionOwn = []string{
		"person_name", "unit_name", "points", "grounds", "document", "files", "by_name", "reply", "replied_on", "decided_by", "decided_on",
		"words", "rules",
	}
)

// bonusGrants are the lines of measure 4. That entries are made, addressed and
// dropped is Kaoji's own. Second persons, who has a share, and that personnel enters only
// where no head can, are checked by the domain.
var bonusGrants = slices.Concat(

	acts("bonus.scheme", onlyPersonnel, "draft", "edit", "discard"),
	acts("bonus.scheme", onlyPrinc, "issue", "retire"),
	[]Grant{
		{Kind: "bonus.scheme", Act: Read, Roles: running, Fields: everything},
		{Kind: "bonus.scheme", Act: Read, Roles: staffRoles, States: []evaluation.State{"issued", "retired"}, Fields: everything},
	},

	acts("bonus.period", onlyPersonnel, "open", "edit", "begin", "refresh", "compute", "announce", "close_notice", "export", "cancel"),
	acts("bonus.period", running, "reopen", "answer"),
	acts("bonus.period", onlyPrinc, "approve"),
	acts("bonus.period", staffRoles, "object"),
	acts("bonus.period", onlyDiscipline, "sign", "return_unsigned"),
	related("bonus.period", staffRoles, evaluation.Party, "sign", "return_unsigned"),
	[]Grant{
		{Kind: "bonus.period", Act: Read, Roles: running, Fields: periodWhole},
		{Kind: "bonus.period", Act: Read, Roles: staffRoles, States: periodPublic, Fields: periodShown},
	},

	acts("bonus.entry", onlyPersonnel, "enter", "verify", "return"),
	acts("bonus.entry", running, "answer"),
	related("bonus.entry", onlyHead, evaluation.Department, "enter"),
	related("bonus.entry", onlyLeader, evaluation.Charge, "enter", "answer"),
	related("bonus.entry", staffRoles, evaluation.Own, "accept", "contest"),
	[]Grant{
		{Kind: "bonus.entry", Act: Read, Roles: running, Fields: everything},
		{Kind: "bonus.entry", Act: Read, Roles: onlyHead, Relation: evaluation.Department, Fields: everything},
		{Kind: "bonus.entry", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, Fields: everything},
		{Kind: "bonus.entry", Act: Read, Roles: staffRoles, Relation: evaluation.Own, Fields: entryEarly},
		{Kind: "bonus.entry", Act: Read, Roles: staffRoles, Relation: evaluation.Own, States: entryTold, Fields: entryOwn},
	},

	acts("bonus.deduction", onlyPersonnel, "propose", "withdraw"),
	acts("bonus.deduction", onlyPrinc, "confirm", "reject"),
	related("bonus.deduction", onlyHead, evaluation.Department, "propose", "withdraw"),
	related("bonus.deduction", onlyLeader, evaluation.Charge, "propose", "withdraw", "confirm", "reject"),
	related("bonus.deduction", staffRoles, evaluation.Own, "reply"),
	[]Grant{
		{Kind: "bonus.deduction", Act: Read, Roles: running, Fields: everything},
		{Kind: "bonus.deduction", Act: Read, Roles: onlyHead, Relation: evaluation.Department, Fields: everything},
		{Kind: "bonus.deduction", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, Fields: everything},
		{Kind: "bonus.deduction", Act: Read, Roles: staffRoles, Relation: evaluation.Own, Fields: deductionOwn},
	},

	acts("bonus.adjustment", onlyPersonnel, "propose", "withdraw"),
	acts("bonus.adjustment", onlyPrinc, "approve", "reject"),
	[]Grant{{Kind: "bonus.adjustment", Act: Read, Roles: running, Fields: everything}},
)
