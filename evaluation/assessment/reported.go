package assessment

import "kaoji/evaluation"

// reported: whose grade was fixed, and the talks about it.
func reported() []evaluation.Tally {
	graded := evaluation.States(SheetGraded, SheetPublished, SheetClosed)
	return []evaluation.Tally{
		{
			Key: "sheets", Kind: KindSheet, States: graded, Unit: evaluation.UnitPeople,
			Of: append(evaluation.States(SheetReporting, SheetEntered, SheetReported, SheetVerified, SheetProposed), graded...),
		},
		{Key: "talks", Kind: KindTalk, States: evaluation.States(TalkHeld, TalkReleased, TalkAcknowledged, TalkObjected, TalkRefused, TalkLocked), Unit: evaluation.UnitTimes},
	}
}
