package concern

import "kaoji/evaluation"

// glance: how many concerns came in, how many are not answered, and which are late.
func glance() []evaluation.Indicator {
	open := evaluation.States(Received, Accepted, Assigned, Referred, Concluded)
	return []evaluation.Indicator{
		{Key: "received", Kind: KindMatter, States: append(open, Answered, Declined), Span: evaluation.ThisYear, Unit: evaluation.UnitPieces},
		{Key: "open", Kind: KindMatter, States: open, Unit: evaluation.UnitPieces},
		{Key: "late", Kind: KindMatter, States: open, Late: true, Unit: evaluation.UnitPieces},
		{Key: "answered", Kind: KindMatter, States: evaluation.States(Answered), Span: evaluation.ThisYear, Unit: evaluation.UnitPieces},
	}
}
