package reserve

import "kaoji/evaluation"

// reported: who is on the list now.
func reported() []evaluation.Tally {
	return []evaluation.Tally{
		{Key: "listed", Kind: KindCandidate, States: evaluation.States(Approved, Training, Ready), Present: true, Unit: evaluation.UnitPeople},
	}
}
