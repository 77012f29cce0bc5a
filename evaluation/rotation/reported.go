package rotation

import "kaoji/evaluation"

// reported: who moved, and who has a mentor now.
func reported() []evaluation.Tally {
	return []evaluation.Tally{
		{Key: "moves", Kind: KindMove, States: evaluation.States(MoveEffective), Unit: evaluation.UnitTimes},
		{Key: "mentoring", Kind: KindMentoring, States: running(), Present: true, Unit: evaluation.UnitPeople},
	}
}
