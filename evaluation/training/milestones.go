package training

import "kaoji/evaluation"

// planDays: by when something of the plans is due, such as the half-yearly reports.
func planDays() []evaluation.Milestone {
	return []evaluation.Milestone{{Key: "due", Way: evaluation.Closes, Of: evaluation.States(Running), Year: true}}
}
