package commendation

import "kaoji/evaluation"

// bulletinDays: by when the rules ask for the next bulletin.
func bulletinDays() []evaluation.Milestone {
	return []evaluation.Milestone{{Key: "due", Way: evaluation.Closes, Of: evaluation.States(BulletinDraft, BulletinSubmitted), Year: true}}
}
