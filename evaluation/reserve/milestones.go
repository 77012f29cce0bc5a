package reserve

import "kaoji/evaluation"

// candidateDays: by when candidates are reviewed.
func candidateDays() []evaluation.Milestone {
	return []evaluation.Milestone{{Key: "review", Way: evaluation.Closes, Of: evaluation.States(Training, Ready), Year: true}}
}
