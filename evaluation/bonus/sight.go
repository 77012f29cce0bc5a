package bonus

import (
	"slices"

	"kaoji/evaluation"
)

// Fields of a period. Nobody can read the lines directly: bonus.Why shows a person
// their own line, bonus.Sheet shows all lines to the people who run the measure and
// this is recorded. Only those who answer see who objected.
var (
	periodShown = []string{
		"title", "from", "to", "pool", "fen", "document", "document_on", "entries_by", "scheme", "version", "plan", "computed_on",
		"notice_from", "notice_until", "approved_by", "approved_on", "exported_on", "cancelled", "rules", "cosign", "signing",
	}
	periodWhole = slices.Concat(periodShown, []string{
		"units", "computed_by", "cosigner", "objections", "rounds", "exported_by", evaluation.FieldHistory,
	})
	periodPublic = evaluation.States(PeriodEntering, PeriodVerified, PeriodNotice, PeriodSigning, PeriodReady, PeriodApproved, PeriodExported)

	entryEarly = []string{"person_name", "unit_name", "facts", "contests", "rules"}
	entryOwn   = slices.Concat(entryEarly, []string{
		"work", "goals", "quality", "note", "entered_name", "entered_on", "verified_name", "contest_by", "earlier",
	})
	entryTold    = evaluation.States(EntryEntered, EntryVerified, EntryAccepted, EntryContested, EntryAnswered, EntrySettled)
	deductionOwn = []string{
		"person_name", "unit_name", "points", "grounds", "document", "files", "by_name", "reply", "replied_on", "decided_by", "decided_on",
		"words", "rules",
	}
)

var schemeSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Staff.In(SchemeIssued, SchemeRetired).See(evaluation.All),
)}

var periodSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Running.See(periodWhole...),
	evaluation.Staff.In(periodPublic...).See(periodShown...),
)}

var entrySight = evaluation.Sight{OwnOnly: true, Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Head.As(evaluation.Department).See(evaluation.All),
	evaluation.Leader.As(evaluation.Charge).See(evaluation.All),
	evaluation.Staff.As(evaluation.Own).See(entryEarly...),
	evaluation.Staff.As(evaluation.Own).In(entryTold...).See(entryOwn...),
)}

var deductionSight = evaluation.Sight{OwnOnly: true, Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Head.As(evaluation.Department).See(evaluation.All),
	evaluation.Leader.As(evaluation.Charge).See(evaluation.All),
	evaluation.Staff.As(evaluation.Own).See(deductionOwn...),
)}

var adjustmentSight = evaluation.Sight{Noted: true, Readers: evaluation.Running.See(evaluation.All)}
