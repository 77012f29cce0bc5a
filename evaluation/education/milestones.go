package education

import "kaoji/evaluation"

// campaignDays: a campaign opens and closes, and what it asks for closes, for those who
// take part in it.
func campaignDays() []evaluation.Milestone {
	standing := evaluation.States(Draft, Running, Closed)
	return []evaluation.Milestone{
		{Key: "from", Day: "from", Way: evaluation.Opens, Of: standing, Through: KindPart, Year: true},
		{Key: "to", Day: "to", Way: evaluation.Closes, Of: standing, Through: KindPart, Year: true},
		{Key: "reflection", Day: "reflect_by", Way: evaluation.Closes, Of: standing, Through: KindPart, Year: true},
		{Key: "test", Day: "test_by", Way: evaluation.Closes, Of: standing, Through: KindPart, Year: true},
	}
}

// sessionDays: when and where those who take part in a campaign come together.
func sessionDays() []evaluation.Milestone {
	return []evaluation.Milestone{{
		Key: "session", Day: "on", Time: "time", Way: evaluation.Takes, Of: evaluation.States(SessionPlanned, SessionOpen, SessionHeld, SessionClosed),
		Through: KindPart, Units: "units",
	}}
}
