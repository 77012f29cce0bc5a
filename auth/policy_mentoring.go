package auth

import (
	"slices"

	"kaoji/evaluation"
)

// What stands in a mentoring. Remarks are the mentor's for personnel and the
// leader in charge, never for the newcomer. What one side says at the end is
// hidden from the others until it is concluded.
var (
	mentorFrame = []string{
		"newcomer", "newcomer_name", "unit_name", "post", "joined", "probation_until", "mentor", "former", "from", "until", "plan_by",
		"midterm_by", "close_on", "note_by", "direction", "goals", "notes", "own_notes", "midterm", "pauses", "paused", "rules",
	}
	mentorOwn    = slices.Concat(mentorFrame, []string{"own_opinion"})
	mentorPupils = slices.Concat(mentorFrame, []string{"other", "gap", "remarks", "mentor_opinion", "missing"})
	mentorHead   = slices.Concat(mentorFrame, []string{"other", "gap", "head_opinion"})
	mentorAtEnd  = []string{"mentor_opinion", "own_opinion", "head_opinion", "conclusion", "ended_for", "ended_on"}

	mentorLive = []evaluation.State{"planning", "running", "closing", "paused"}
	mentorOver = []evaluation.State{"concluded", "ended"}
	mentoring  = []evaluation.Role{evaluation.RolePersonnel, evaluation.RolePrincipal, evaluation.RoleLeader, evaluation.RoleHead, evaluation.RoleCadre}
)

// mentoringGrants are the lines of measure 8 about newcomers and their mentors.
// Taking a place with a mentor, giving it free, and what Kaoji finds in the
// roster stand in no line. That it is the mentor or the one above who acts is
// checked by the domain.
var mentoringGrants = slices.Concat(

	acts("rotation.mentoring", onlyPersonnel, "assign", "hand_over", "close", "conclude", "pause", "resume", "end"),
	related("rotation.mentoring", mentoring, evaluation.Party, "plan", "note", "midterm", "mentor_opinion"),
	related("rotation.mentoring", staffRoles, evaluation.Own, "own_note", "own_opinion"),
	related("rotation.mentoring", onlyHead, evaluation.Department, "head_opinion"),
	related("rotation.mentoring", onlyLeader, evaluation.Charge, "head_opinion"),
	[]Grant{
		{Kind: "rotation.mentoring", Act: Read, Roles: running, Fields: everything},
		{Kind: "rotation.mentoring", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, Fields: everything},
		{Kind: "rotation.mentoring", Act: Read, Roles: onlyHead, Relation: evaluation.Department, States: mentorLive, Fields: mentorHead},
		{Kind: "rotation.mentoring", Act: Read, Roles: onlyHead, Relation: evaluation.Department, States: mentorOver, Fields: slices.Concat(mentorHead, mentorAtEnd)},
		{Kind: "rotation.mentoring", Act: Read, Roles: mentoring, Relation: evaluation.Party, States: mentorLive, Fields: mentorPupils},
		{Kind: "rotation.mentoring", Act: Read, Roles: mentoring, Relation: evaluation.Party, States: mentorOver, Fields: slices.Concat(mentorPupils, mentorAtEnd)},
		{Kind: "rotation.mentoring", Act: Read, Roles: staffRoles, Relation: evaluation.Own, States: mentorLive, Fields: mentorOwn},
		{Kind: "rotation.mentoring", Act: Read, Roles: staffRoles, Relation: evaluation.Own, States: mentorOver, Fields: slices.Concat(mentorFrame, mentorAtEnd)},
		{Kind: "rotation.load", Act: Read, Roles: running, Fields: everything},
		{Kind: "rotation.load", Act: Read, Roles: staffRoles, Relation: evaluation.Own, Fields: everything},
	},
)
