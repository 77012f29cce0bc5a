package assessment

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// reviewers says who can review a case: neither whom it is about, nor who raised it, nor
// a relative, nor who had a part in the decision or decided an earlier case about it.
func (s *Service) reviewers(step *evaluation.Step, p *Case) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	sheet, err := step.Read.Get(step.Ctx, step.Record.Office, p.Sheet)
	if err != nil {
		return nil, err
	}
	decided, err := deciders(step, p)
	if err != nil {
		return nil, err
	}
	able, err := s.Holders.Able(step, day, evaluation.Reviewers)
	if err != nil {
		return nil, err
	}
	uninvolved := func(person string) evaluation.Problem {
		if m, _ := day.Member(person); hadPart(sheet, person) || slices.Contains(decided, person) {
			return evaluation.Say("assessment.had_part", "name", m.Name)
		}
		return evaluation.Problem{}
	}
	return map[string]evaluation.Suits{"reviewer": desk.Both(
		desk.Here(day, "error.not_found"), desk.Other(p.By, "assessment.recused"), desk.Apart(day, "assessment.recused", p.Person), uninvolved, able,
	)}, nil
}

// assign names a reviewer who took no part in the contested decision.
func (s *Service) assign(step *evaluation.Step, p *Case, in *AssignInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m, _ := day.Member(in.Reviewer)
	p.Reviewer, p.ReviewerName = m.ID, m.Name
	step.Record.Parties = []string{m.ID}
	if p.By != "" && p.By != p.Person {
		step.Record.Parties = []string{p.By, m.ID}
	}
	step.Record.Waiting = []string{evaluation.WaitPerson(m.ID)}
	return CaseAssigned, nil
}

// deciders are the reviewers who decided other cases about the same sheet: whoever upheld a
// grade on review does not decide the appeal against it.
func deciders(step *evaluation.Step, p *Case) ([]string, error) {
	cases, err := desk.AllOf[Case](step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindObjection, KindAppeal}, Subjects: []string{p.Person}, NoHistory: true,
	})
	var list []string
	for _, c := range cases {
		if c.ID != step.Record.ID && c.Payload.Sheet == p.Sheet && c.Payload.Outcome != "" {
			list = append(list, c.Payload.Reviewer)
		}
	}
	return list, err
}

// hadPart reports whether a person did any act on the sheet.
func hadPart(sheet evaluation.Record, person string) bool {
	return slices.ContainsFunc(sheet.History, func(e evaluation.Entry) bool { return e.Person == person })
}

// extend extends the deadline for deciding an appeal once. The extension
// begins at the end of the first period, even if that day is not a working day.
func (s *Service) extend(step *evaluation.Step, p *Case) (evaluation.State, error) {
	if p.Type != TypeAppeal || p.Extended != "" {
		return "", desk.WrongState("assessment.no_extension")
	}
	due, missing, err := s.Extended(step.Ctx, step.Record.Office, p.Rules, "assessment.appeal.decision", "assessment.appeal.extension", p.On)
	if err != nil {
		return "", err
	}
	p.Extended, p.Missing = step.Reason, missing
	step.Record.Due = due
	return step.Record.State, nil
}

func (s *Service) answerObjection(step *evaluation.Step, p *Case, in *OutcomeInput) (evaluation.State, error) {
	if err := s.end(step, p, in); err != nil {
		return "", err
	}
	return CaseAnswered, s.waitForReceipt(step, p)
}

// Replacing lists the grades that can replace the contested one of a case: another one that
// the special cases of today leave, and no worse one on review and appeal.
func (s *Service) Replacing(ctx context.Context, office string, p *Case) ([]string, error) {
	sheet, err := s.Ledger.Get(ctx, office, p.Sheet)
	if err != nil {
		return nil, err
	}
	sh, err := evaluation.PartOf[Sheet](sheet, "scale")
	if err != nil {
		return nil, err
	}
	cycle, err := s.Ledger.Get(ctx, office, sheet.Parent)
	if err != nil {
		return nil, err
	}
	c, err := evaluation.PayloadOf[Cycle](cycle)
	if err != nil {
		return nil, err
	}
	findings, err := s.special(ctx, office, sheet.Subject, c, now(evaluation.DateOf(s.Now())))
	return p.replacing(sh.Open(findings)), err
}

// replacing leaves those of some grades that can replace the contested one.
func (p *Case) replacing(grades []string) []string {
	return slices.DeleteFunc(grades, func(grade string) bool {
		return grade == p.Standing || p.Type != TypeObjection && worse(grade, p.Standing)
	})
}

// decideAppeal cannot make the grade worse for the person who appeals.
func (s *Service) decideAppeal(step *evaluation.Step, p *Case, in *OutcomeInput) (evaluation.State, error) {
	if in.Outcome == OutcomeChanged && worse(in.Grade, p.Standing) {
		return "", desk.Mistake("grade", "assessment.heavier")
	}
	if err := s.end(step, p, in); err != nil {
		return "", err
	}
	return CaseDecided, s.waitForReceipt(step, p)
}

// receive records the person's confirmation that the decision arrived today.
func receive(step *evaluation.Step, p *Case) (evaluation.State, error) {
	return p.received(step, step.Today)
}

// noteReceipt records the delivery by personnel.
func noteReceipt(step *evaluation.Step, p *Case, in *ReceiptInput) (evaluation.State, error) {
	return p.received(step, in.On)
}

// receiptDays: a decision is delivered after it was made.
func receiptDays(step *evaluation.Step, p *Case) (map[string]evaluation.Days, error) {
	return map[string]evaluation.Days{"on": {From: p.AnsweredOn, To: step.Today}}, nil
}

func (p *Case) received(step *evaluation.Step, on evaluation.Date) (evaluation.State, error) {
	if !p.ReceivedOn.IsZero() {
		return "", desk.WrongState("assessment.received", "on", p.ReceivedOn.String())
	}
	p.ReceivedOn = on
	desk.Wait(step.Record, evaluation.Date{})
	return CaseDecided, nil
}

// worse compares grades; no grade is neither better nor worse than any.
func worse(a, b string) bool {
	i, j := rank(a), rank(b)
	return i >= 0 && j >= 0 && i > j
}

// end stores the answer; an effect writes a new grade to the sheet.
func (s *Service) end(step *evaluation.Step, p *Case, in *OutcomeInput) error {
	changes := in.Outcome == OutcomeChanged
	if changes != (in.Grade != "") || changes && in.Grade == p.Standing {
		return desk.Mistake("grade", "assessment.outcome_grade")
	}
	p.Outcome, p.Grade, p.Answer, p.AnsweredOn = in.Outcome, in.Grade, in.Answer, step.Today
	desk.Wait(step.Record, evaluation.Date{})
	if !changes {
		return nil
	}
	if err := s.allowedForCase(step, p, in.Grade); err != nil {
		return err
	}
	return step.Effect("correct", nil)
}

// correct writes a changed grade to the sheet.
func correct(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	p, err := evaluation.PayloadOf[Case](r)
	if err != nil {
		return err
	}
	sheet, err := do.Load(ctx, r.Office, p.Sheet)
	if err != nil {
		return err
	}
	sh, err := evaluation.PayloadOf[Sheet](sheet)
	if err != nil || sh.corrected(r.ID) {
		return err
	}
	return desk.ActRetrying(ctx, do, r.Office, p.Sheet, "correct_grade", &GradeCorrection{Case: r.ID, Grade: p.Grade})
}

func withdrawAppeal(step *evaluation.Step, _ *Case) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return CaseWithdrawn, nil
}
