package auth

import (
	"slices"

	"kaoji/evaluation"
)

// What of a plan whom it asks to countersign sees: the frame. The moves of the
// departments in charge of are read through rotation.PlanMoves, because one
// field holds those of all.
var (
	planFrame = []string{
		"title", "words", "as_of", "effective", "checked", "prepared", "meetings", "signoff", "approver", "approved_on", "opinion",
		"returned_for", "ended_for",
	}
	planHeard = slices.Concat(planFrame, []string{"moves"})
	planShown = []evaluation.State{"proposed", "signing", "signed", "approved", "effective", "rolled_back"}
	planAsked = []evaluation.State{"signing", "signed", "approved", "effective", "rolled_back"}

	moveTaker = []string{
		"person", "name", "from_unit_name", "from_post", "effective", "taker", "items", "given", "taken", "noted_for", "noted_by",
	}
)

// movePlanGrants are the lines of measure 8 about plans of rotation. Whoever is
// in play reaches nothing of a plan, whatever the roles; who is related to
// somebody in play does nothing to it. Announcing, cancelling and ending a move
// are Kaoji's own and stand in no line.
var movePlanGrants = slices.Concat(

	acts("rotation.plan", onlyPersonnel, "open", "copy", "choose", "ask", "weigh", "compute", "arrange", "submit", "deliberate", "sign", "send_back", "take_effect"),
	acts("rotation.plan", onlyPrinc, "deliberate", "approve", "return", "roll_back"),
	acts("rotation.plan", running, "withdraw"),
	acts("rotation.plan", onlyDiscipline, "sign", "send_back"),
	related("rotation.plan", onlyLeader, evaluation.Party, "sign", "send_back"),
	[]Grant{
		{Kind: "rotation.plan", Act: Read, Roles: running, Fields: everything},
		{Kind: "rotation.plan", Act: Read, Roles: onlyLeader, Relation: evaluation.Party, States: planShown, Fields: planFrame},
		{Kind: "rotation.plan", Act: Read, Roles: onlyDiscipline, States: planAsked, Fields: planHeard},
	},

	acts("rotation.move", onlyPersonnel, "list", "hand_to", "note"),
	related("rotation.move", staffRoles, evaluation.Own, "list", "give"),
	related("rotation.move", staffRoles, evaluation.Party, "list", "take"),
	[]Grant{
		{Kind: "rotation.move", Act: Read, Roles: running, Fields: everything},
		{Kind: "rotation.move", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, Fields: everything},
		{Kind: "rotation.move", Act: Read, Roles: staffRoles, Relation: evaluation.Own, Fields: everything},
		{Kind: "rotation.move", Act: Read, Roles: staffRoles, Relation: evaluation.Party, Fields: moveTaker},
	},
)
