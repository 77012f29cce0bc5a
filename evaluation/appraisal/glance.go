package appraisal

import "kaoji/evaluation"

// glance: how far the committees and the cadres are in the round. Votes are not
// records, so how many have voted stands on the page of the round alone.
func glance() []evaluation.Indicator {
	told := evaluation.States(SheetReleased, SheetAcknowledged, SheetObjected, SheetAnswered, SheetRefused, SheetLocked)
	return []evaluation.Indicator{
		{
			Key: "opinions", Kind: KindOpinion, States: evaluation.States(OpinionSigned, OpinionReleased), Span: evaluation.Latest,
			Of: evaluation.States(OpinionWaiting, OpinionWritten, OpinionSigned, OpinionReleased), Unit: evaluation.UnitPieces, Until: KindRound,
		},
		{
			Key: "released", Kind: KindSheet, States: told, Span: evaluation.Latest,
			Of: append(evaluation.States(SheetWaiting, SheetTallied), told...), Unit: evaluation.UnitPeople,
		},
		{Key: "late", Kind: KindSheet, States: evaluation.States(SheetReleased, SheetObjected), Late: true, Unit: evaluation.UnitPeople},
		{Key: "objected", Kind: KindSheet, States: evaluation.States(SheetObjected), Unit: evaluation.UnitPeople},
	}
}
