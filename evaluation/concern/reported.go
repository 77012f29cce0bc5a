package concern

import "kaoji/evaluation"

// reported: what was raised, and what of it is done. What was merged into another counts once.
func reported() []evaluation.Tally {
	all := evaluation.States(Received, Accepted, Assigned, Referred, Concluded, Answered, Declined)
	return []evaluation.Tally{
		{Key: "received", Kind: KindMatter, States: all, By: "category", Unit: evaluation.UnitPieces},
		{Key: "handled", Kind: KindMatter, States: evaluation.States(Concluded, Answered), Of: evaluation.States(Received, Accepted, Assigned, Referred, Concluded, Answered), Unit: evaluation.UnitPieces},
	}
}
