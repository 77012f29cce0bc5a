package reminder

import "kaoji/evaluation"

// talkDays: a talk that is booked, for those who talk, and for the year how many talks
// are followed up.
func talkDays() []evaluation.Milestone {
	return []evaluation.Milestone{
		{
			Key: "talk", Day: "appointment.on", Time: "appointment.time", Way: evaluation.Takes, Of: evaluation.States(Scheduled),
			For: evaluation.Staff.As(evaluation.Own).Or(evaluation.Officials.As(evaluation.Party)),
		},
		{Key: "follow_up", Way: evaluation.Closes, Of: evaluation.States(Following), Year: true},
	}
}
