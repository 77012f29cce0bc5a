package rotation

import "kaoji/evaluation"

// glance: whose years in the post are up, who has moved, and who has a mentor.
func glance() []evaluation.Indicator {
	undecided := evaluation.States(CaseOpen, CaseArranged)
	return []evaluation.Indicator{
		{Key: "due", Kind: KindCase, States: undecided, Unit: evaluation.UnitPeople},
		{Key: "late", Kind: KindCase, States: undecided, Late: true, Unit: evaluation.UnitPeople},
		{Key: "moved", Kind: KindMove, States: evaluation.States(MoveEffective), Span: evaluation.ThisYear, Unit: evaluation.UnitPeople},
		{Key: "staying", Kind: KindCase, States: evaluation.States(CaseStaying), Unit: evaluation.UnitPeople},
		{Key: "mentored", Kind: KindMentoring, States: running(), Unit: evaluation.UnitPeople},
		{Key: "late_mentoring", Kind: KindMentoring, States: running(), Late: true, Unit: evaluation.UnitPeople},
	}
}
