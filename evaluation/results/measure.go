package results

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Measure returns the definition; it is not one of the eight measures.
func (s *Service) Measure() evaluation.Measure {
	entered, withdrawn := evaluation.States(Entered), evaluation.States(Withdrawn)
	both, noted := evaluation.States(Entered, Withdrawn), evaluation.States(Entered, Improving)
	improving := evaluation.States(Improving)
	return evaluation.Measure{Name: "results", Kinds: []evaluation.Kind{{
		Name: KindGrade, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: sight(entered, "person", "year", "grade", "source"), Payload: evaluation.New[Grade],
		States: both, Final: both, Grave: []string{"withdraw"},
		Acts: []evaluation.Act{
			evaluation.NewAct("enter", evaluation.Personnel, nil, entered, evaluation.Run(s.enter)),
			evaluation.Staying("correct", evaluation.Personnel, entered, evaluation.Run(correct)).WithReason(),
			evaluation.NewAct("withdraw", evaluation.Personnel, entered, withdrawn, evaluation.Plain(withdraw)).WithReason(),
			{Name: "imported", To: entered, Run: evaluation.Run(s.imported)},
			{Name: "reimported", From: entered, To: entered, Run: evaluation.Run(reimported)},
			{Name: "restored", From: entered, To: entered, Run: evaluation.Run(reimported)},
			{Name: "withdrawn", From: entered, To: withdrawn, Run: evaluation.Plain(withdraw)},
		},
	}, {
		Name: KindUse, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Payload: evaluation.New[Use],
		Sight:  sight(noted, "person", "what", "year", "years", "on", "document", "improve_by", "review_on", "reviews"),
		States: evaluation.States(Entered, Improving, Withdrawn), Final: both, Grave: []string{"withdraw"},
		Usual:    evaluation.Usual{Improving: {"review"}},
		Notifies: map[string][]evaluation.Recipient{"review": {evaluation.ToSubject}},
		Clock:    evaluation.Clocked(improving, ruleImprovement, ruleReview),
		Acts: []evaluation.Act{
			evaluation.NewAct("note", evaluation.Personnel, nil, noted, evaluation.Run(s.note)),
			evaluation.NewAct("review", evaluation.Personnel, improving, noted, evaluation.Run(s.review)),
			evaluation.NewAct("withdraw", evaluation.Personnel, noted, withdrawn, evaluation.Plain(withdrawUse)).WithReason(),
			{Name: "carried", To: noted, Run: evaluation.Run(s.carried)},
			{Name: "uncarried", From: noted, To: withdrawn, Run: evaluation.Plain(withdrawUse)},
		},
	}, s.importKind()}}
}

// Readers see the lists of everybody, and all records: those who run the measures.
func Readers() evaluation.Grants { return evaluation.Running }

// sight: readers see all, and everybody the own.
func sight(in []evaluation.State, own ...string) evaluation.Sight {
	return evaluation.Sight{Noted: true, OwnOnly: true, Readers: Readers().See(evaluation.All).Or(
		evaluation.Staff.As(evaluation.Own).In(in...).See(own...),
	)}
}

// Telling returns the grades that were entered, what was done, and what became of
// improvements, for the person's file.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{
		{Kind: KindGrade, States: evaluation.States(Entered), Of: desk.Reads(func(r evaluation.Record, p *Grade, _ string) desk.Fact {
			return desk.Fact{On: r.On, Say: evaluation.Say("results.fact.grade", "year", p.Year, "grade", evaluation.Say("results.grade."+p.Grade))}
		}, "year", "grade")},
		{Kind: KindUse, States: evaluation.States(Entered, Improving), Of: doneAndReviewed},
	}
}

// doneAndReviewed tells what was done, and each review of an improvement.
func doneAndReviewed(r evaluation.Record, _ string) ([]desk.Fact, error) {
	p, err := evaluation.PartOf[Use](r, "what", "document", "improve_by", "reviews")
	if err != nil {
		return nil, err
	}
	say := evaluation.Say("results.fact.use", "what", evaluation.Say("results.what."+p.What), "document", p.Document)
	if !p.ImproveBy.IsZero() {
		say = evaluation.Say("results.fact.improve", "what", evaluation.Say("results.what."+p.What), "document", p.Document, "by", p.ImproveBy)
	}
	list := []desk.Fact{{On: r.On, Say: say}}
	for _, v := range p.Reviews {
		list = append(list, desk.Fact{On: v.On, Say: evaluation.Say("results.fact.review", "outcome", evaluation.Say("results.outcome."+v.Outcome), "extended", v.Extended)})
	}
	return list, nil
}
