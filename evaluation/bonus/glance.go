package bonus

import "kaoji/evaluation"

// glance: how far the entries of the period are, and what is contested.
func glance() []evaluation.Indicator {
	verified := evaluation.States(EntryVerified, EntryAccepted, EntryContested, EntryAnswered, EntrySettled)
	entered := append(evaluation.States(EntryEntered), verified...)
	all := append(evaluation.States(EntryOpen), entered...)
	return []evaluation.Indicator{
		{Key: "entered", Kind: KindEntry, States: entered, Of: all, Span: evaluation.Latest, Unit: evaluation.UnitPeople, Until: KindPeriod},
		{Key: "verified", Kind: KindEntry, States: verified, Of: all, Span: evaluation.Latest, Unit: evaluation.UnitPeople},
		{Key: "late", Kind: KindEntry, States: evaluation.States(EntryOpen), Late: true, Unit: evaluation.UnitPeople},
		{Key: "contested", Kind: KindEntry, States: evaluation.States(EntryContested), Unit: evaluation.UnitPeople},
		{Key: "deductions", Kind: KindDeduction, States: evaluation.States(DeductionProposed), Unit: evaluation.UnitPieces},
	}
}
