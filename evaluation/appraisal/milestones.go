package appraisal

import "kaoji/evaluation"

// roundDays: the votes and the opinions of the committees close on their days.
func roundDays() []evaluation.Milestone {
	standing := evaluation.States(RoundDraft, RoundRehearsing, RoundVoting, RoundCounting, RoundTallied, RoundReleased, RoundClosed)
	concerned := Raters.Or(evaluation.Running)
	return []evaluation.Milestone{
		{Key: "vote", Day: "vote_by", Way: evaluation.Closes, Of: standing, For: concerned, Year: true},
		{Key: "opinion", Day: "opinion_by", Way: evaluation.Closes, Of: standing, For: concerned, Year: true},
	}
}
