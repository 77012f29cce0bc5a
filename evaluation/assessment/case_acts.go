package assessment

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// register records an objection to a person on the notice. It must be
// answered before the notice ends.
func (s *Service) register(step *evaluation.Step, p *Case, in *ObjectionInput) (evaluation.State, error) {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, in.Cycle)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && r.Kind != KindCycle {
		return "", desk.Mistake("cycle", "error.not_found")
	}
	if err != nil {
		return "", err
	}
	c, err := evaluation.PayloadOf[Cycle](r)
	if err != nil {
		return "", err
	}
	until, open := c.noticeOf(r.State, in.Person, step.Today)
	switch {
	case !open:
		return "", desk.WrongState("assessment.no_notice")
	case until.IsZero():
		return "", desk.Mistake("person", "assessment.not_on_notice")
	}
	who := c.participant(in.Person)
	rules, err := s.Freeze(step, "assessment.notice")
	if err != nil {
		return "", err
	}
	p.Type, p.Text, p.Rules = TypeObjection, in.Text, rules
	if err := p.contest(step, who.Sheet); err != nil {
		return "", err
	}
	step.Record.Parent, step.Record.Period = r.ID, r.Period
	desk.Wait(step.Record, until, evaluation.WaitRole(evaluation.RolePersonnel))
	return CaseRegistered, nil
}

// contest sets the contested grade and the person who contests it.
func (p *Case) contest(step *evaluation.Step, sheet string) error {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, sheet)
	if err != nil {
		return err
	}
	sh, err := evaluation.PayloadOf[Sheet](r)
	if err != nil {
		return err
	}
	p.Person, p.PersonName, p.Sheet, p.Standing, p.Comment = r.Subject, sh.Person.Name, r.ID, sh.Grade, sh.Proposal.Comment
	if p.Type == TypeObjection && sh.running() != nil {
		p.Standing = Excellent
	}
	p.Scale = sh.Scale
	p.By, p.ByName, p.On = step.Actor.Person, step.Actor.Name, step.Today
	step.Record.Subject, step.Record.Unit, step.Record.Sort, step.Record.On = r.Subject, r.Unit, r.Sort, step.Today
	if p.By != "" {
		step.Record.Parties = []string{p.By}
	}
	return nil
}

// fileAppeal requests a review or appeals, within the deadlines of.
// The grade stays valid meanwhile.
func (s *Service) fileAppeal(step *evaluation.Step, p *Case, in *AppealInput) (evaluation.State, error) {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, in.Sheet)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && (r.Kind != KindSheet || r.Subject != step.Actor.Person) {
		return "", desk.Mistake("sheet", "error.not_found") // another's sheet answers like one that does not exist
	}
	if err != nil {
		return "", err
	}
	if r.State != SheetPublished && r.State != SheetClosed {
		return "", desk.WrongState("assessment.not_published")
	}
	sh, err := evaluation.PartOf[Sheet](r, "scale")
	switch {
	case err != nil:
		return "", err
	case sh.judged(): // there is no grade to review
		return "", desk.Mistake("sheet", "assessment.only_year")
	}
	if p.Rules, err = s.Freeze(step, "assessment.review.apply", "assessment.review.answer", "assessment.appeal.apply",
		"assessment.appeal.direct", "assessment.appeal.decision", "assessment.appeal.extension"); err != nil {
		return "", err
	}
	if err := s.inTime(step, p, r, in.Type); err != nil {
		return "", err
	}
	p.Type, p.Text, p.Files = in.Type, in.Text, in.Files
	if err := p.contest(step, r.ID); err != nil {
		return "", err
	}
	answer := "assessment.review.answer"
	if in.Type == TypeAppeal {
		answer = "assessment.appeal.decision"
	}
	due, missing, err := s.DueCounted(step.Ctx, step.Record.Office, p.Rules, answer, step.Today)
	if err != nil {
		return "", err
	}
	p.Missing = missing
	step.Record.Unique, step.Record.Parent, step.Record.Period = r.ID+" "+in.Type, r.ID, r.Period
	desk.Wait(step.Record, due, evaluation.WaitRole(evaluation.RolePersonnel))
	return CaseFiled, nil
}

// inTime refuses a case that is too late, a second one of the same type, or an
// appeal before the review is decided.
func (s *Service) inTime(step *evaluation.Step, p *Case, sheet evaluation.Record, kind string) error {
	sh, err := evaluation.PayloadOf[Sheet](sheet)
	if err != nil {
		return err
	}
	earlier, err := desk.All(step.Ctx, step.Read, evaluation.Query{Office: sheet.Office, Kinds: []string{KindAppeal}, Parents: []string{sheet.ID}})
	if err != nil {
		return err
	}
	key, from := "assessment.review.apply", sh.Published
	if kind == TypeAppeal {
		key = "assessment.appeal.direct"
	}
	for _, r := range earlier {
		old, err := evaluation.PayloadOf[Case](r)
		switch {
		case err != nil:
			return err
		case old.Type == kind:
			return desk.Mistake("type", "assessment.filed_before")
		case old.Type == TypeAppeal:
			return desk.Mistake("type", "assessment.appeal_after")
		case r.State == CaseDecided && old.ReceivedOn.IsZero():
			return nil // the deadline begins with the receipt, which is not recorded yet
		case r.State == CaseDecided:
			key, from = "assessment.appeal.apply", old.ReceivedOn
		case r.State != CaseWithdrawn:
			return desk.Mistake("type", "assessment.review_open")
		}
	}
	last, err := s.Due(step.Ctx, sheet.Office, p.Rules, key, from)
	if err != nil {
		return err
	}
	if step.Today.After(last) {
		return desk.WrongState("assessment.too_late", "last", last.String())
	}
	return nil
}

// reviewers says who can review a case: neither whom it is about, nor who raised it, nor
// a relative, nor who had a part in the decision.
func (s *Service) reviewers(step *evaluation.Step, p *Case) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	sheet, err := step.Read.Get(step.Ctx, step.Record.Office, p.Sheet)
	if err != nil {
		return nil, err
	}
	uninvolved := func(person string) evaluation.Problem {
		if m, _ := day.Member(person); hadPart(sheet, person) {
			return evaluation.Say("assessment.had_part", "name", m.Name)
		}
		return evaluation.Problem{}
	}
	return map[string]evaluation.Suits{"reviewer": desk.Both(
		desk.Here(day, "error.not_found"), desk.Other(p.By, "assessment.recused"), desk.Apart(day, "assessment.recused", p.Person), uninvolved,
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
	return CaseAnswered, s.end(step, p, in)
}

// decideAppeal cannot make the grade worse for the person who appeals.
func (s *Service) decideAppeal(step *evaluation.Step, p *Case, in *OutcomeInput) (evaluation.State, error) {
	if in.Outcome == OutcomeChanged && worse(in.Grade, p.Standing) {
		return "", desk.Mistake("grade", "assessment.heavier")
	}
	if err := s.end(step, p, in); err != nil {
		return "", err
	}
	if p.Type == TypeReview { // the deadline for an appeal begins when the person receives the decision
		desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitPerson(p.Person))
	}
	return CaseDecided, nil
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
