package results

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Measure returns the definition; it is not one of the eight measures.
func (s *Service) Measure() evaluation.Measure {
	entered, withdrawn := evaluation.States(Entered), evaluation.States(Withdrawn)
	both := evaluation.States(Entered, Withdrawn)
	return evaluation.Measure{Name: "results", Kinds: []evaluation.Kind{{
		Name: KindGrade, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: sight("person", "year", "grade", "source"), Payload: evaluation.New[Grade],
		States: both, Final: both, Grave: []string{"withdraw"},
		Acts: []evaluation.Act{
			evaluation.NewAct("enter", evaluation.Personnel, nil, entered, evaluation.Run(s.enter)),
			evaluation.Staying("correct", evaluation.Personnel, entered, evaluation.Run(correct)).WithReason(),
			evaluation.NewAct("withdraw", evaluation.Personnel, entered, withdrawn, evaluation.Plain(withdraw[Grade])).WithReason(),
		},
	}, {
		Name: KindUse, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: sight("person", "what", "year", "years", "on", "document"), Payload: evaluation.New[Use],
		States: both, Final: both, Grave: []string{"withdraw"},
		Acts: []evaluation.Act{
			evaluation.NewAct("note", evaluation.Personnel, nil, entered, evaluation.Run(s.note)),
			evaluation.NewAct("withdraw", evaluation.Personnel, entered, withdrawn, evaluation.Plain(withdraw[Use])).WithReason(),
		},
	}}}
}

// sight: who runs the measures sees all, and everybody the own.
func sight(own ...string) evaluation.Sight {
	return evaluation.Sight{Noted: true, OwnOnly: true, Readers: evaluation.Running.See(evaluation.All).Or(
		evaluation.Staff.As(evaluation.Own).In(Entered).See(own...),
	)}
}

// Telling returns the grades that were entered, and what was done, for the person's file.
func (s *Service) Telling() []desk.Telling {
	entered := evaluation.States(Entered)
	return []desk.Telling{
		{Kind: KindGrade, States: entered, Of: desk.Reads(func(r evaluation.Record, p *Grade, _ string) desk.Fact {
			return desk.Fact{On: r.On, Say: evaluation.Say("results.fact.grade", "year", p.Year, "grade", evaluation.Say("results.grade."+p.Grade))}
		}, "year", "grade")},
		{Kind: KindUse, States: entered, Of: desk.Reads(func(r evaluation.Record, p *Use, _ string) desk.Fact {
			return desk.Fact{On: r.On, Say: evaluation.Say("results.fact.use", "what", evaluation.Say("results.what."+p.What), "document", p.Document)}
		}, "what", "document")},
	}
}
