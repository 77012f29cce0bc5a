package auth

import (
	"slices"

	"kaoji/evaluation"
)

// What stands on an assessment sheet. Who may rate (raters) is in no list:
// nobody reads it.
var (
	sheetBasics  = []string{"person", "findings", "groups", "report", "returned", "waived", "exemption", "refusals", "talk", "decide_by", "rules"}
	sheetResults = slices.Concat(sheetBasics, []string{"result", "proposal", "decision", "grade", "corrections", "supplements", "published"})
	sheetWhole   = slices.Concat(sheetResults, []string{"verification", "asked", "changes", evaluation.FieldHistory})
	sheetTold    = []evaluation.State{"published", "closed"}
)

// What stands in a talk. The private note is the talker's alone.
var (
	talkBasics  = []string{"person", "sheet", "talker", "talker_name", "appointment", "held_on", "excuse", "rules"}
	talkContent = slices.Concat(talkBasics, []string{
		"achievements", "shortcomings", "improvements", "explanation", "answer", "reply", "replied_on", "amendments",
	})
	talkWhole = slices.Concat(talkContent, []string{"locked_by", evaluation.FieldHistory})
	talkTold  = []evaluation.State{"released", "acknowledged", "objected", "refused", "locked", "excused"}
)

var (
	cycleDates   = []string{"year", "half", "from", "to", "as_of", "report_by", "rate_by", "decide_by", "notice", "supplements", "rules"}
	cycleWhole   = slices.Concat(cycleDates, []string{"ceiling_document", "participants", "keepers", "shares", evaluation.FieldHistory}) // without the key of the ballots
	onlyPrinc    = []evaluation.Role{evaluation.RolePrincipal}
	onlyLeader   = []evaluation.Role{evaluation.RoleLeader}
	running      = []evaluation.Role{evaluation.RolePersonnel, evaluation.RolePrincipal}
	reviewers    = []evaluation.Role{evaluation.RolePersonnel, evaluation.RolePrincipal, evaluation.RoleLeader, evaluation.RoleDiscipline}
	objectorSees = []string{"type", "person", "person_name", "by", "by_name", "text", "on", "outcome", "answer", "answered_on"}
	ownAppeal    = []string{
		"type", "person", "person_name", "sheet", "standing", "comment", "by", "by_name", "text", "files", "on", "reviewer_name",
		"extended", "outcome", "grade", "answer", "answered_on", "received_on", "missing", "rules",
	}
)

// related lines are alike but for the act.
func related(kind string, roles []evaluation.Role, relation evaluation.Relation, names ...string) []Grant {
	lines := acts(kind, roles, names...)
	for i := range lines {
		lines[i].Relation = relation
	}
	return lines
}

// assessmentGrants are the lines of measure 7. What Kaoji does itself (making,
// tallying, publishing, correcting and closing sheets, making talks) stands in
// no line. Second persons, reviewers and talkers are checked by the domain.
var assessmentGrants = slices.Concat(

	acts("assessment.cycle", onlyPersonnel, "plan", "amend", "open", "start_rating", "close_rating", "restart_rating", "start_deciding",
		"publish_notice", "close_notice", "close"),
	acts("assessment.cycle", running, "keep", "reopen"),
	acts("assessment.cycle", onlyPrinc, "bind_shares", "free_shares"),
	[]Grant{
		{Kind: "assessment.cycle", Act: Read, Roles: running, Fields: cycleWhole},
		{Kind: "assessment.cycle", Act: Read, Roles: staffRoles, Fields: cycleDates, States: []evaluation.State{
			"reporting", "rating", "verifying", "deciding", "notice", "feedback", "closed",
		}},
	},

	related("assessment.sheet", staffRoles, evaluation.Own, "submit_report"),
	acts("assessment.sheet", onlyPersonnel, "return_report", "waive_report", "note_refusal", "exempt", "verify", "confirm_grade", "keep_grade"),
	related("assessment.sheet", onlyLeader, evaluation.Charge, "propose", "withdraw_proposal"),
	acts("assessment.sheet", onlyPrinc, "propose", "withdraw_proposal", "decide", "grade_refusal", "undo_decision", "add_grade", "keep_grade", "revise_grade"),
	[]Grant{
		{Kind: "assessment.sheet", Act: Read, Roles: running, Fields: sheetWhole},
		{Kind: "assessment.sheet", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, Fields: sheetWhole},
		{Kind: "assessment.sheet", Act: Read, Roles: staffRoles, Relation: evaluation.Own, Fields: sheetBasics},
		{Kind: "assessment.sheet", Act: Read, Roles: staffRoles, Relation: evaluation.Own, States: sheetTold, Fields: sheetResults},
	},

	acts("assessment.talk", running, "schedule", "note_refusal", "lock", "reopen", "hand_over", "excuse"),
	related("assessment.talk", onlyPrinc, evaluation.Party, "record", "release", "reply", "amend"),
	related("assessment.talk", staffRoles, evaluation.Own, "acknowledge", "object", "refuse"),
	[]Grant{
		{Kind: "assessment.talk", Act: Read, Roles: onlyPrinc, Relation: evaluation.Party, Fields: slices.Concat(talkWhole, []string{"private_note"})},
		{Kind: "assessment.talk", Act: Read, Roles: running, Fields: talkBasics},
		{Kind: "assessment.talk", Act: Read, Roles: running, States: talkTold, Fields: talkWhole},
		{Kind: "assessment.talk", Act: Read, Roles: []evaluation.Role{evaluation.RoleDiscipline}, States: talkTold, Fields: talkContent},
		{Kind: "assessment.talk", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, States: talkTold, Fields: talkContent},
		{Kind: "assessment.talk", Act: Read, Roles: staffRoles, Relation: evaluation.Own, Fields: talkBasics},
		{Kind: "assessment.talk", Act: Read, Roles: staffRoles, Relation: evaluation.Own, States: talkTold, Fields: talkContent},
	},

	// Whom an objection is about learns nothing of it (C-28).
	acts("assessment.objection", staffRoles, "register"),
	acts("assessment.objection", running, "assign"),
	related("assessment.objection", reviewers, evaluation.Party, "answer"),
	[]Grant{
		{Kind: "assessment.objection", Act: Read, Roles: running, Fields: everything},
		{Kind: "assessment.objection", Act: Read, Roles: reviewers, Relation: evaluation.Party, Fields: everything},
		{Kind: "assessment.objection", Act: Read, Roles: []evaluation.Role{evaluation.RoleHead, evaluation.RoleCadre}, Relation: evaluation.Party, Fields: objectorSees},
	},

	related("assessment.appeal", staffRoles, evaluation.Own, "file", "withdraw", "receive"),
	acts("assessment.appeal", running, "assign", "extend"),
	acts("assessment.appeal", onlyPersonnel, "note_receipt"),
	related("assessment.appeal", reviewers, evaluation.Party, "decide"),
	[]Grant{
		{Kind: "assessment.appeal", Act: Read, Roles: running, Fields: everything},
		{Kind: "assessment.appeal", Act: Read, Roles: reviewers, Relation: evaluation.Party, Fields: everything},
		{Kind: "assessment.appeal", Act: Read, Roles: staffRoles, Relation: evaluation.Own, Fields: ownAppeal},
	},
)
