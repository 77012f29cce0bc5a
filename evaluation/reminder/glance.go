package reminder

import "kaoji/evaluation"

// glance: how many talks there were, and what of them waits.
func glance() []evaluation.Indicator {
	given := evaluation.States(Sent, Held, Released, Answered, Following, Closed)
	open := evaluation.States(Approved, Scheduled, Sent, Held, Released, Answered, Following)
	return []evaluation.Indicator{
		{Key: "held", Kind: KindTalk, States: given, Span: evaluation.ThisYear, Unit: evaluation.UnitTimes},
		{Key: "approving", Kind: KindTalk, States: evaluation.States(Proposed, Checked, Endorsed), Unit: evaluation.UnitTimes},
		{Key: "late", Kind: KindTalk, States: open, Late: true, Unit: evaluation.UnitTimes},
		{Key: "running", Kind: KindTalk, States: open, Unit: evaluation.UnitTimes},
		{Key: "alarms", Kind: KindAlarm, States: evaluation.States(AlarmOpen), Unit: evaluation.UnitPieces},
	}
}
