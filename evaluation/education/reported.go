package education

import "kaoji/evaluation"

// reported: sessions, what was completed of what was owed, and training elsewhere.
func reported() []evaluation.Tally {
	return []evaluation.Tally{
		{Key: "sessions", Kind: KindSession, States: evaluation.States(SessionHeld, SessionClosed), Unit: evaluation.UnitTimes},
		{Key: "parts", Kind: KindPart, States: evaluation.States(PartComplete), Of: evaluation.States(PartOpen, PartComplete, PartUnfinished), Unit: evaluation.UnitTimes},
		{Key: "credits", Kind: KindCredit, States: evaluation.States(CreditConfirmed), By: "form", Unit: evaluation.UnitTimes},
	}
}
