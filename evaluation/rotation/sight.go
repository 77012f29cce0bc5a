package rotation

import (
	"slices"

	"kaoji/evaluation"
)

// Fields of a mentoring. Remarks are from the mentor for personnel and the leader
// in charge, never for the newcomer. The final opinion of one side is hidden from
// the others until the conclusion.
var (
	mentorFrame = []string{
		"newcomer", "newcomer_name", "unit_name", "post", "joined", "probation_until", "mentor", "former", "from", "until", "plan_by",
		"midterm_by", "close_on", "note_by", "direction", "goals", "notes", "own_notes", "midterm", "pauses", "paused", "rules",
	}
	mentorOwn    = slices.Concat(mentorFrame, []string{"own_opinion"})
	mentorPupils = slices.Concat(mentorFrame, []string{"other", "gap", "remarks", "mentor_opinion", "missing"})
	mentorHead   = slices.Concat(mentorFrame, []string{"other", "gap", "head_opinion"})
	mentorAtEnd  = []string{"mentor_opinion", "own_opinion", "head_opinion", "conclusion", "ended_for", "ended_on"}

	mentorLive = evaluation.States(Planning, Running, Closing, Paused)
	mentorOver = evaluation.States(Concluded, Ended)
)

// Fields of a plan for people who countersign. The moves of the departments in
// their charge are read through rotation.PlanMoves, because one field contains all
// moves.
var (
	planFrame = []string{
		"title", "words", "as_of", "effective", "checked", "prepared", "meetings", "signoff", "approver", "approved_on", "opinion",
		"returned_for", "ended_for",
	}
	planHeard = slices.Concat(planFrame, []string{"moves"})
	planShown = evaluation.States(PlanProposed, PlanSigning, PlanSigned, PlanApproved, PlanEffective, PlanRevoked)
	planAsked = evaluation.States(PlanSigning, PlanSigned, PlanApproved, PlanEffective, PlanRevoked)

	moveTaker = []string{
		"person", "name", "from_unit_name", "from_post", "effective", "taker", "items", "given", "taken", "noted_for", "noted_by",
	}
)

// Fields of tenure for a head (own department) and a cadre (own tenure): without
// the reason of a stay before it is decided, and without arrangements.
var (
	caseSeen  = []string{"person", "person_name", "unit_name", "post", "since", "stage", "on", "decide_by", "sensitive", "stay", "stay_until"}
	stayFrame = []string{"person", "person_name", "unit_name", "post", "since", "stage", "until", "approved_on", "ended_on"}
	stayOwn   = slices.Concat(stayFrame, []string{"sensitive", "ground", "words", "approver", "ended_for", "rules"})

	stayDecided = evaluation.States(StayApproved, StayEnded, StayLapsed)
)

var mentoringSight = evaluation.Sight{OwnOnly: true, Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Leader.As(evaluation.Charge).See(evaluation.All),
	evaluation.Head.As(evaluation.Department).In(mentorLive...).See(mentorHead...),
	evaluation.Head.As(evaluation.Department).In(mentorOver...).See(slices.Concat(mentorHead, mentorAtEnd)...),
	evaluation.Officials.As(evaluation.Party).In(mentorLive...).See(mentorPupils...),
	evaluation.Officials.As(evaluation.Party).In(mentorOver...).See(slices.Concat(mentorPupils, mentorAtEnd)...),
	evaluation.Staff.As(evaluation.Own).In(mentorLive...).See(mentorOwn...),
	evaluation.Staff.As(evaluation.Own).In(mentorOver...).See(slices.Concat(mentorFrame, mentorAtEnd)...),
)}

var loadSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Staff.As(evaluation.Own).See(evaluation.All),
)}

// planSight: a plan is hidden from the people in it, whatever roles they have;
// their relatives cannot act on it.
var planSight = evaluation.Sight{Noted: true, HiddenFrom: inPlay, Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Leader.As(evaluation.Party).In(planShown...).See(planFrame...),
	evaluation.Discipline.In(planAsked...).See(planHeard...),
)}

var moveSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Leader.As(evaluation.Charge).See(evaluation.All),
	evaluation.Staff.As(evaluation.Own).See(evaluation.All),
	evaluation.Staff.As(evaluation.Party).See(moveTaker...),
)}

var postSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Leader.As(evaluation.Charge).See(evaluation.All),
	evaluation.Head.As(evaluation.Department).See(evaluation.All),
)}

var staySight = evaluation.Sight{OwnOnly: true, Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Leader.As(evaluation.Charge).See(evaluation.All),
	evaluation.Head.As(evaluation.Department).In(stayDecided...).See(stayFrame...),
	evaluation.Staff.As(evaluation.Own).In(stayDecided...).See(stayOwn...),
)}

var caseSight = evaluation.Sight{OwnOnly: true, Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Leader.As(evaluation.Charge).See(evaluation.All),
	evaluation.Head.As(evaluation.Department).See(caseSeen...),
	evaluation.Staff.As(evaluation.Own).See(caseSeen...),
)}
