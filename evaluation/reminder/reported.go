package reminder

import "kaoji/evaluation"

// reported: how many talks were held, by their form.
func reported() []evaluation.Tally {
	return []evaluation.Tally{
		{Key: "talks", Kind: KindTalk, States: evaluation.States(Sent, Held, Released, Answered, Following, Closed), By: "level", Unit: evaluation.UnitTimes},
	}
}
