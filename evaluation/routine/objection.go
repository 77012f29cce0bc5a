package routine

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/signoff"
)

// Objection is what the person says against the result, and the answer.
type Objection struct {
	Text         string           `json:"text"`
	On           evaluation.Date  `json:"on"`
	Due          evaluation.Date  `json:"due" unit:"deadline"` // last day for the answer
	Reviewer     string           `json:"reviewer"`            // who answers, without a part in the grade
	ReviewerName string           `json:"reviewer_name"`       //
	Answer       string           `json:"answer"`
	AnsweredBy   string           `json:"answered_by"`
	AnsweredOn   evaluation.Date  `json:"answered_on"`
	Was          string           `json:"was"`               // the grade before the answer changed it, "" if it did not
	Files        []string         `json:"files,omitempty"`   // scan of the paper
	Paper        *signoff.Paper   `json:"paper,omitempty"`   // nil: written by the person
	Receipt      *signoff.Receipt `json:"receipt,omitempty"` // of the answer, by somebody without an account
}

// ObjectInput is an objection.
type ObjectInput struct {
	Text string `json:"text" form:"long" minLength:"2" maxLength:"1000" rules:"assessment.routine.answer" doc:"What is not right" example:"第三季度我负责的……"`
}

// AssignInput chooses who answers an objection.
type AssignInput struct {
	Reviewer string `json:"reviewer" form:"person" rules:"recusal.duty,assessment.routine.answer" doc:"Who had no part in the grade and is no relative" example:"0198c2f0-0000-7000-8000-000000000003"`
}

// AnswerInput answers an objection.
type AnswerInput struct {
	Grade  string `json:"grade" enum:"good,fair,ordinary,poor" doc:"The grade that holds; not a lower one" example:"fair"`
	Answer string `json:"answer" form:"long" minLength:"2" maxLength:"1000" doc:"Answer to the person" example:"经核实，……"`
	Over   string `json:"over,omitempty" form:"long" maxLength:"1000" rules:"assessment.routine.quota.good,assessment.institution.routine.quota.good,assessment.contract.routine.quota.good" doc:"Why more people of the category than its share have the grade good, if the answer makes it so" example:"该同志承担……"`
}

const ruleAnswer = "assessment.routine.answer"

// inTime refuses an objection after its days, and a second one.
func inTime(step *evaluation.Step, sh *Sheet) error {
	if err := once(step, sh); err != nil {
		return err
	}
	if step.Today.After(sh.ObjectBy) {
		return desk.WrongState("routine.too_late", "by", sh.ObjectBy)
	}
	return nil
}

// once refuses a second objection.
func once(_ *evaluation.Step, sh *Sheet) error {
	if sh.Objection != nil {
		return desk.WrongState("routine.objected")
	}
	return nil
}

func (s *Service) object(step *evaluation.Step, sh *Sheet, in *ObjectInput) (evaluation.State, error) {
	sh.Objection = &Objection{Text: in.Text, On: step.Today}
	return s.objected(step, sh)
}

// objected waits for the section to choose a reviewer. The answer is due some days after
// the objection was handed in.
func (s *Service) objected(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	due, err := s.answerBy(step, sh)
	sh.Objection.Due = due
	desk.Wait(step.Record, due, evaluation.WaitRole(evaluation.RolePersonnel))
	return SheetObjected, err
}

// answerBy is the last day for the answer. Rounds that were opened before there was one take
// it from the rules of today.
func (s *Service) answerBy(step *evaluation.Step, sh *Sheet) (evaluation.Date, error) {
	rules := rulepack.Numbers(sh.Rules)
	if !rulepack.Knows(rules, ruleAnswer) {
		pack, err := s.Pack(step.Ctx, step.Record.Office)
		if err != nil {
			return evaluation.Date{}, err
		}
		rules = pack.On(step.Today)
	}
	return s.Due(step.Ctx, step.Record.Office, rules, ruleAnswer, sh.Objection.On)
}

// reviewers says who can answer an objection: neither the person, nor a relative, nor who
// did an act on the sheet or on its round.
func (s *Service) reviewers(step *evaluation.Step, _ *Sheet) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	round, err := step.Read.Get(step.Ctx, step.Record.Office, step.Record.Parent)
	if err != nil {
		return nil, err
	}
	able, err := s.Holders.Able(step, day, evaluation.Reviewers)
	if err != nil {
		return nil, err
	}
	acts := slices.Concat(round.History, step.Record.History)
	uninvolved := func(person string) evaluation.Problem {
		if !slices.ContainsFunc(acts, func(e evaluation.Entry) bool { return e.Person == person }) {
			return evaluation.Problem{}
		}
		m, _ := day.Member(person)
		return evaluation.Say("assessment.had_part", "name", m.Name)
	}
	return map[string]evaluation.Suits{"reviewer": desk.Both(desk.Takes(day, step.Record.Subject), uninvolved, able)}, nil
}

// assign gives an objection to a reviewer.
func (s *Service) assign(step *evaluation.Step, sh *Sheet, in *AssignInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	o := sh.Objection
	if o.Due.IsZero() { // raised before answers had a last day
		if o.Due, err = s.answerBy(step, sh); err != nil {
			return "", err
		}
	}
	m, _ := day.Member(in.Reviewer)
	o.Reviewer, o.ReviewerName = m.ID, m.Name
	step.Record.Parties = []string{m.ID}
	desk.Wait(step.Record, o.Due, evaluation.WaitPerson(m.ID))
	return SheetObjected, nil
}

// reviewer excludes everybody except the person who was asked to answer.
func reviewer() evaluation.Bar {
	return evaluation.Only("assessment.only_reviewer", func(sh *Sheet) []string {
		if sh.Objection == nil {
			return nil
		}
		return []string{sh.Objection.Reviewer}
	})
}

// From lists a grade and the better ones, the best first.
func From(grade string) []string {
	grades := []string{Good, Fair, Ordinary, Poor}
	return grades[:slices.Index(grades, grade)+1]
}

// answer raises the grade or lets it hold: nobody gets a lower one because of the own
// objection. An answer that makes more of the category good than its share allows requires
// a reason.
func (s *Service) answer(step *evaluation.Step, sh *Sheet, in *AnswerInput) (evaluation.State, error) {
	if !slices.Contains(From(sh.Grade), in.Grade) {
		return "", desk.Mistake("grade", "routine.lower")
	}
	if in.Grade == Good && sh.Grade != Good {
		share, err := raised(step.Ctx, step.Read, step.Record, sh)
		if err != nil {
			return "", err
		}
		switch over, err := within([]Share{share}, in.Over); {
		case err != nil:
			return "", err
		case over:
			sh.Over = in.Over
		}
	}
	o := sh.Objection
	o.Answer, o.AnsweredBy, o.AnsweredOn = in.Answer, step.Actor.Name, step.Today
	if in.Grade != sh.Grade {
		o.Was, sh.Grade = sh.Grade, in.Grade
	}
	desk.Wait(step.Record, evaluation.Date{})
	return SheetFixed, s.waitForReceipt(step)
}
