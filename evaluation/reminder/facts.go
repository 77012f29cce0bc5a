package reminder

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling returns the talks of a person, in the text that the person read.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{{Kind: KindTalk, States: evaluation.States(Sent, Released, Answered, Following, Closed), Of: desk.Reads(talked)}}
}

func talked(r evaluation.Record, t *Talk, _ string) desk.Fact {
	level := evaluation.Say("reminder.talk.field.level." + t.Level)
	return desk.Fact{On: r.On, Say: evaluation.Say("reminder.fact.talk", "on", r.On, "level", level, "cause", t.Cause)}
}
