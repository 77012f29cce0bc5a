package assessment

import "kaoji/evaluation"

// glance: how far the half-year is, step by step, and what of it is late.
func glance() []evaluation.Indicator {
	graded := evaluation.States(SheetGraded, SheetPublished, SheetClosed)
	reported := append(evaluation.States(SheetReported, SheetVerified, SheetProposed), graded...)
	all := append(evaluation.States(SheetReporting), reported...)
	held := evaluation.States(TalkHeld, TalkReleased, TalkAcknowledged, TalkObjected, TalkRefused, TalkLocked)
	return []evaluation.Indicator{
		{Key: "reported", Kind: KindSheet, States: reported, Of: all, Span: evaluation.Latest, Unit: evaluation.UnitPeople, Until: KindCycle},
		{Key: "graded", Kind: KindSheet, States: graded, Of: all, Span: evaluation.Latest, Unit: evaluation.UnitPeople, Until: KindCycle},
		{
			Key: "talked", Kind: KindTalk, States: held, Of: append(evaluation.States(TalkWaiting, TalkScheduled), held...),
			Span: evaluation.Latest, Unit: evaluation.UnitPeople, Until: KindCycle,
		},
		{
			Key: "late", Kind: KindTalk, States: evaluation.States(TalkWaiting, TalkScheduled, TalkHeld, TalkReleased, TalkObjected),
			Late: true, Unit: evaluation.UnitPeople,
		},
		{Key: "late_sheets", Kind: KindSheet, States: evaluation.States(SheetReporting, SheetReported, SheetVerified, SheetProposed), Late: true, Unit: evaluation.UnitPeople},
		{Key: "appeals", Kind: KindAppeal, States: evaluation.States(CaseEntered, CaseFiled, CaseAssigned), Unit: evaluation.UnitPieces},
	}
}
