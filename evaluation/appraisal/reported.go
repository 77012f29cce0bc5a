package appraisal

import "kaoji/evaluation"

// reported: whose results were released, and what committees wrote.
func reported() []evaluation.Tally {
	released := evaluation.States(SheetReleased, SheetAcknowledged, SheetObjected, SheetAnswered, SheetRefused, SheetLocked)
	return []evaluation.Tally{
		{Key: "sheets", Kind: KindSheet, States: released, Of: append(evaluation.States(SheetWaiting, SheetTallied), released...), Unit: evaluation.UnitPeople},
		{Key: "opinions", Kind: KindOpinion, States: evaluation.States(OpinionSigned, OpinionReleased), Unit: evaluation.UnitPieces},
	}
}
