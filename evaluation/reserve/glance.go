package reserve

import "kaoji/evaluation"

// glance: who is on the list, who is to be reviewed, and who is considered.
func glance() []evaluation.Indicator {
	listed := evaluation.States(Approved, Training, Ready)
	return []evaluation.Indicator{
		{Key: "listed", Kind: KindCandidate, States: listed, Unit: evaluation.UnitPeople},
		{Key: "ready", Kind: KindCandidate, States: evaluation.States(Ready), Unit: evaluation.UnitPeople},
		{Key: "late", Kind: KindCandidate, States: listed, Late: true, Unit: evaluation.UnitPeople},
		{Key: "nominated", Kind: KindCandidate, States: append(open(), Promoted, Withdrawn), Span: evaluation.ThisYear, Unit: evaluation.UnitPeople},
		{Key: "deciding", Kind: KindCandidate, States: evaluation.States(Nominated, Checked, Reviewed), Unit: evaluation.UnitPeople},
	}
}
