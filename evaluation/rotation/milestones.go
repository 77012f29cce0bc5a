package rotation

import "kaoji/evaluation"

// planDays: when a plan of moves takes effect.
func planDays() []evaluation.Milestone {
	return []evaluation.Milestone{{
		Key: "effective", Day: "effective", Way: evaluation.Takes, Of: evaluation.States(PlanApproved, PlanEffective), For: evaluation.Running, Year: true,
	}}
}

// moveDays: when somebody moves, for them and for whoever takes over.
func moveDays() []evaluation.Milestone {
	return []evaluation.Milestone{{
		Key: "move", Day: "effective", Way: evaluation.Takes, Of: evaluation.States(MoveAnnounced, MoveHandedOver, MoveEffective),
		For: evaluation.Staff.As(evaluation.Own).Or(evaluation.Staff.As(evaluation.Party)),
	}}
}

// caseDays: by when it is decided who moves and who stays.
func caseDays() []evaluation.Milestone {
	return []evaluation.Milestone{{Key: "decide", Way: evaluation.Closes, Of: evaluation.States(CaseOpen, CaseArranged), Year: true}}
}

// mentoringDays: by when something of the mentoring is due.
func mentoringDays() []evaluation.Milestone {
	return []evaluation.Milestone{{Key: "due", Way: evaluation.Closes, Of: evaluation.States(Planning, Running, Closing), Year: true}}
}
