package assessment

import "kaoji/evaluation"

// cycleDays: each stage of a half-year closes on its day, and the notice is open for a
// while.
func cycleDays() []evaluation.Milestone {
	return []evaluation.Milestone{
		{Key: "report", Day: "report_by", Way: evaluation.Closes, Year: true},
		{Key: "rate", Day: "rate_by", Way: evaluation.Closes, Year: true},
		{Key: "decide", Day: "decide_by", Way: evaluation.Closes, For: evaluation.Running.Or(evaluation.Leader), Year: true},
		{Key: "notice", Day: "notice.from", Way: evaluation.Opens, Year: true},
		{Key: "notice_end", Day: "notice.until", Way: evaluation.Closes, Year: true},
	}
}

// talkDays: a feedback talk that is booked, for both who talk.
func talkDays() []evaluation.Milestone {
	return []evaluation.Milestone{{
		Key: "talk", Day: "appointment.on", Time: "appointment.time", Way: evaluation.Takes, Of: evaluation.States(TalkScheduled),
		For: evaluation.Staff.As(evaluation.Own).Or(evaluation.Principal.As(evaluation.Party)),
	}}
}
