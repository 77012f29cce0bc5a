package education

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling returns the campaigns that a person completed and confirmed external
// training, on the day of the completion or of the training's end.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{
		{Kind: KindPart, States: evaluation.States(PartComplete), Of: desk.Reads(completed)},
		{Kind: KindCredit, States: evaluation.States(CreditConfirmed), Of: desk.Reads(credited)},
	}
}

// Hourly are the hours of a year. They are no facts, because a year also counts what
// was attended of campaigns that are not complete: see Service.Year.
var Hourly = &desk.Series{Name: "education.series.hours", Place: 4, Sums: true}

func completed(_ evaluation.Record, p *Part, _ string) desk.Fact {
	return desk.Fact{
		On: p.CompletedOn, Goes: desk.GoesTraining,
		Say: evaluation.Say("education.fact.part", "on", p.CompletedOn, "title", p.Title, "hours", string(p.Hours)),
	}
}

func credited(_ evaluation.Record, c *Credit, _ string) desk.Fact {
	return desk.Fact{
		On: c.To, Goes: desk.GoesTraining,
		Say: evaluation.Say("education.fact.credit", "on", c.To, "title", c.Title, "organiser", c.Organiser, "hours", string(c.Hours)),
	}
}
