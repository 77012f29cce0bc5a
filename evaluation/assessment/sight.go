package assessment

import (
	"slices"

	"kaoji/evaluation"
)

// Fields of an assessment sheet. Nobody can read the raters, so they are in no
// list.
var (
	sheetBasics  = []string{"person", "category", "population", "scale", "added", "findings", "groups", "report", "returned", "waived", "exemption", "exempt_ground", "refusals", "talk", "decide_by", "rules"}
	sheetResults = slices.Concat(sheetBasics, []string{"result", "proposal", "decision", "grade", "corrections", "supplements", "published", "sealed"})
	sheetWhole   = slices.Concat(sheetResults, []string{"verification", "asked", "changes", evaluation.FieldHistory})
	sheetTold    = evaluation.States(SheetPublished, SheetClosed)
)

// Fields of a talk. Only the talker reads the private note.
var (
	talkBasics  = []string{"person", "sheet", "holder", "talker", "talker_name", "appointment", "held_on", "excuse", "rules"}
	talkContent = slices.Concat(talkBasics, []string{
		"achievements", "shortcomings", "improvements", "explanation", "answer", "reply", "replied_on", "amendments",
	})
	talkWhole = slices.Concat(talkContent, []string{"locked_by", evaluation.FieldHistory})
	talkTold  = evaluation.States(TalkReleased, TalkAcknowledged, TalkObjected, TalkRefused, TalkLocked, TalkExcused)
)

var (
	cycleDates   = []string{"year", "half", "without_rating", "from", "to", "as_of", "report_by", "rate_by", "decide_by", "notice", "supplements", "rules"}
	cycleWhole   = slices.Concat(cycleDates, []string{"ceiling_document", "institution_ceiling", "participants", "keepers", "shares", "sealed", evaluation.FieldHistory}) // without the key of the ballots
	objectorSees = []string{"type", "person", "person_name", "by", "by_name", "text", "on", "outcome", "answer", "answered_on"}
	ownAppeal    = []string{
		"type", "person", "person_name", "sheet", "standing", "scale", "comment", "by", "by_name", "text", "files", "on", "reviewer_name",
		"extended", "outcome", "grade", "answer", "answered_on", "received_on", "paper", "receipt", "missing", "rules",
	}
)

var cycleSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Running.See(cycleWhole...),
	evaluation.Staff.In(CycleReporting, CycleRating, CycleVerifying, CycleDeciding, CycleNotice, CycleFeedback, CycleClosed).See(cycleDates...),
)}

var sheetSight = evaluation.Sight{Noted: true, OwnOnly: true, Readers: slices.Concat(
	evaluation.Running.See(sheetWhole...),
	evaluation.Leader.As(evaluation.Charge).See(sheetWhole...),
	evaluation.Staff.As(evaluation.Own).See(sheetBasics...),
	evaluation.Staff.As(evaluation.Own).In(sheetTold...).See(sheetResults...),
)}

var talkSight = evaluation.Sight{Noted: true, OwnOnly: true, Readers: slices.Concat(
	evaluation.Principal.As(evaluation.Party).See(slices.Concat(talkWhole, []string{"private_note"})...),
	evaluation.Running.See(talkBasics...),
	evaluation.Running.In(talkTold...).See(talkWhole...),
	evaluation.Discipline.In(talkTold...).See(talkContent...),
	evaluation.Leader.As(evaluation.Charge).See(talkBasics...),
	evaluation.Leader.As(evaluation.Party).In(talkTold...).See(talkContent...),
	evaluation.Leader.As(evaluation.Charge).In(talkTold...).See(talkContent...),
	evaluation.Staff.As(evaluation.Own).See(talkBasics...),
	evaluation.Staff.As(evaluation.Own).In(talkTold...).See(talkContent...),
)}

// objectionSight: a person does not learn of an objection about themselves (C-28).
var objectionSight = evaluation.Sight{Noted: true, OwnOnly: true, Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Reviewers.As(evaluation.Party).See(evaluation.All),
	evaluation.By(evaluation.RoleHead, evaluation.RoleCadre).As(evaluation.Party).See(objectorSees...),
)}

var appealSight = evaluation.Sight{Noted: true, OwnOnly: true, Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Reviewers.As(evaluation.Party).See(evaluation.All),
	evaluation.Staff.As(evaluation.Own).See(ownAppeal...),
)}
