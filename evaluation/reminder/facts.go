package reminder

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling returns the talks of a person, in the text that the person read, and the letters
// that clear the person. A letter that was withdrawn after it was given says so.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{
		{Kind: KindTalk, States: evaluation.States(Sent, Released, Answered, Following, Closed), Of: desk.Reads(talked)},
		{Kind: KindClearing, States: evaluation.States(ClearingGiven, ClearingAnnounced, ClearingRevoked), Of: desk.Reads(cleared)},
	}
}

// talks are the talks by which somebody was reminded.
var talks = &desk.Series{Name: "reminder.series.talks", Place: 5, Sums: true}

func talked(r evaluation.Record, t *Talk, _ string) desk.Fact {
	level := evaluation.Say("reminder.talk.field.level." + t.Level)
	return desk.Fact{On: r.On, Drawn: &desk.Drawn{Of: talks, Value: 1}, Say: evaluation.Say("reminder.fact.talk", "on", r.On, "level", level, "cause", t.Cause)}
}

func cleared(r evaluation.Record, c *Clearing, _ string) desk.Fact {
	say := evaluation.Say("reminder.fact."+c.Type, "no", c.No, "text", c.Text)
	if r.State == ClearingRevoked {
		say = evaluation.Say("reminder.fact.revoked", "letter", say, "on", c.RevokedOn, "why", c.RevokedFor)
	}
	return desk.Fact{On: r.On, Say: say}
}
