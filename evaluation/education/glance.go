package education

import "kaoji/evaluation"

// glance: who has completed the campaigns of the year. The hours of each person stand
// on the page of the year, because they are the sum of many sessions.
func glance() []evaluation.Indicator {
	return []evaluation.Indicator{
		{
			Key: "complete", Kind: KindPart, States: evaluation.States(PartComplete), Span: evaluation.Latest,
			Of: evaluation.States(PartOpen, PartComplete, PartUnfinished), Unit: evaluation.UnitTimes,
		},
		{Key: "late", Kind: KindPart, States: evaluation.States(PartOpen), Late: true, Unit: evaluation.UnitTimes},
		{Key: "open", Kind: KindPart, States: evaluation.States(PartOpen), Unit: evaluation.UnitTimes},
		{Key: "credits", Kind: KindCredit, States: evaluation.States(CreditConfirmed), Span: evaluation.ThisYear, Unit: evaluation.UnitTimes},
	}
}
