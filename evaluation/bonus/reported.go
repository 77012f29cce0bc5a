package bonus

import "kaoji/evaluation"

// reported: whose workload and results are settled.
func reported() []evaluation.Tally {
	settled := evaluation.States(EntryVerified, EntryAccepted, EntryContested, EntryAnswered, EntrySettled)
	return []evaluation.Tally{
		{Key: "entries", Kind: KindEntry, States: settled, Of: append(evaluation.States(EntryOpen, EntryEntered), settled...), Unit: evaluation.UnitPieces},
	}
}
