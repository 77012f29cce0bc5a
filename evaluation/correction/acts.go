package correction

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// ruleAnswer is the key of the rule with the period for the answer.
const ruleAnswer = "correction.answer"

// mostMore is the largest number of supplements to a request.
const mostMore = 20

// submit asks for a correction of the actor's own file.
func (s *Service) submit(step *evaluation.Step, p *Request, in *SubmitInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	who, here := day.Member(step.Actor.Person)
	if !here {
		return "", desk.Mistake("about", "error.no_person")
	}
	r := step.Record
	desk.About(r, &who)
	if r.Parent, err = s.meant(step, in); err != nil {
		return "", err
	}
	if err := s.notOpen(step, in.About); err != nil {
		return "", err
	}
	rules, err := s.Freeze(step, ruleAnswer)
	if err != nil {
		return "", err
	}
	due, err := s.Due(step.Ctx, r.Office, rules, ruleAnswer, step.Today)
	if err != nil {
		return "", err
	}
	*p = Request{
		About: in.About, Wrong: in.Wrong, Right: in.Right, Files: in.Files, More: []Supplement{}, SubmittedOn: step.Today,
		Amendments: []Amendment{}, Rules: rules,
	}
	r.On = step.Today
	desk.Wait(r, due, evaluation.WaitRole(evaluation.RolePersonnel))
	return Submitted, nil
}

// meant returns the id of the record that a request is about. A record that the
// person may not read is refused like one that does not exist.
func (s *Service) meant(step *evaluation.Step, in *SubmitInput) (string, error) {
	if ofParticulars(in.About) {
		return particularsOf(step)
	}
	if in.About != TopicRecord {
		return step.Record.Subject, nil
	}
	if in.Record == "" {
		return "", desk.Mistake("about", "correction.from_record")
	}
	r, err := step.Read.Get(step.Ctx, step.Record.Office, in.Record)
	if err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
		return "", err
	}
	if err != nil || r.Subject != step.Record.Subject || r.Kind == KindRequest || !s.shown(&r) {
		return "", desk.Mistake("about", "correction.not_yours")
	}
	return r.ID, nil
}

// particularsOf returns the id of the person's particulars, or of the entry in the roster while
// there are none.
func particularsOf(step *evaluation.Step) (string, error) {
	found, err := step.Read.Find(step.Ctx, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{roster.KindParticulars}, States: evaluation.States(roster.StateKept), Subjects: []string{step.Record.Subject}, Limit: 1,
	})
	if err != nil || len(found.Records) == 0 {
		return step.Record.Subject, err
	}
	return found.Records[0].ID, nil
}

// notOpen refuses a second request about the same thing while the first one waits.
func (s *Service) notOpen(step *evaluation.Step, about string) error {
	open, err := desk.All(step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindRequest}, Subjects: []string{step.Record.Subject}, States: evaluation.States(Submitted),
	})
	if err != nil {
		return err
	}
	for i := range open {
		o, err := evaluation.PartOf[Request](open[i], "about")
		if err != nil {
			return err
		}
		if o.About == about && open[i].Parent == step.Record.Parent {
			return desk.WrongState("correction.open", "number", open[i].Number())
		}
	}
	return nil
}

func supplement(step *evaluation.Step, p *Request, in *SupplementInput) (evaluation.State, error) {
	if len(p.More) >= mostMore {
		return "", evaluation.Fail(evaluation.CodeTooMany, "correction.too_much")
	}
	p.More = append(p.More, Supplement{On: step.Today, Text: in.Text, Files: in.Files})
	return Submitted, nil
}

// amendedSince: a request is accepted after something about the person was amended.
func (s *Service) amendedSince(step *evaluation.Step, _ *Request) error {
	list, err := s.Amended(step.Ctx, step.Read, step.Record)
	if err != nil || len(list) > 0 {
		return err
	}
	return desk.WrongState("correction.amend_first")
}

func (s *Service) accept(step *evaluation.Step, p *Request, in *AnswerInput) (evaluation.State, error) {
	return Accepted, s.amended(step, p, in, Accepted)
}

func (s *Service) partly(step *evaluation.Step, p *Request, in *AnswerInput) (evaluation.State, error) {
	return Partly, s.amended(step, p, in, Partly)
}

// amended answers a request with the acts that amended the record since.
func (s *Service) amended(step *evaluation.Step, p *Request, in *AnswerInput, result evaluation.State) error {
	list, err := s.Amended(step.Ctx, step.Read, step.Record)
	if err != nil {
		return err
	}
	target := in.Record
	if target == "" {
		target = step.Record.Parent
	}
	i := slices.IndexFunc(list, func(r evaluation.Record) bool {
		entered := in.Record == "" && r.Kind == roster.KindParticulars && ofParticulars(p.About) // since the request
		return r.ID == target || entered
	})
	if i < 0 {
		return desk.Mistake("record", "correction.not_amended")
	}
	p.Amendments = s.told(&list[i], step.Record)
	p.answered(step, in.Answer, result)
	return nil
}

func refuse(step *evaluation.Step, p *Request, in *RefuseInput) (evaluation.State, error) {
	p.answered(step, in.Answer, Refused)
	return Refused, nil
}

// answered stores the answer; the record waits for the person, who thus learns of it.
func (p *Request) answered(step *evaluation.Step, answer string, result evaluation.State) {
	p.Result, p.Answer, p.AnsweredBy, p.AnsweredOn = string(result), answer, step.Actor.Name, step.Today
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitPerson(step.Record.Subject))
}

func acknowledge(step *evaluation.Step, p *Request) (evaluation.State, error) {
	p.AcknowledgedOn = step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return Closed, nil
}

func withdraw(step *evaluation.Step, _ *Request) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return Withdrawn, nil
}
