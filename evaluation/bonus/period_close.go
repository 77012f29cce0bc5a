package bonus

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/notice"
	"kaoji/evaluation/signoff"
)

// ObjectInput objects during the notice.
type ObjectInput struct {
	Text string `json:"text" form:"long" maxLength:"3000" rules:"bonus.notice" doc:"What is objected to, with facts"`
}

// compute reads the verified entries and divides the pool. It is refused while
// anybody can still object to an entry, or while a deduction is undecided.
func (s *Service) compute(step *evaluation.Step, p *Period) (evaluation.State, error) {
	if err := s.enlist(step, p); err != nil { // current days and grades
		return "", err
	}
	entries, err := childrenOf[Entry](step, KindEntry)
	if err != nil {
		return "", err
	}
	for i := range p.Lines {
		l := &p.Lines[i]
		e, ok := entries[l.Entry]
		if !ok && len(l.Out) > 0 {
			continue
		}
		if !ok {
			return "", desk.WrongState("bonus.not_entered", "name", l.Name)
		}
		if err := settled(step, l, e); err != nil {
			return "", err
		}
		l.Work, l.Goals, l.Quality = e.Payload.Work, e.Payload.Goals, e.Payload.Quality
	}
	if err := deduct(step, p); err != nil {
		return "", err
	}
	out, err := Compute(&p.Plan, p.Fen, p.Lines)
	if err != nil {
		return "", err
	}
	for i, class := range out.Classes(p.Plan.Classes) {
		p.Lines[i].Amount, p.Lines[i].Class = out.Shares[i].Amount, class
	}
	p.ComputedOn, p.ComputedBy, p.ComputedAs = step.Today, step.Actor.Name, step.Actor.Account
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return PeriodVerified, nil
}

// settled refuses a line that is not ready. Entries of people who do not take part
// need not be complete.
func settled(step *evaluation.Step, l *Line, e desk.Of[Entry]) error {
	switch {
	case e.State == EntryAccepted, e.State == EntryAnswered:
	case len(l.Out) > 0: // excluded meanwhile
	case e.State == EntryContested:
		return desk.WrongState("bonus.contested", "name", l.Name)
	case e.State != EntryVerified:
		return desk.WrongState("bonus.not_verified", "name", l.Name)
	case !step.Today.After(e.Payload.ContestBy):
		return desk.WrongState("bonus.contest_runs", "name", l.Name, "until", e.Payload.ContestBy.String())
	}
	return nil
}

// deduct adds up the confirmed deductions of each person.
func deduct(step *evaluation.Step, p *Period) error {
	list, err := childrenOf[Deduction](step, KindDeduction)
	if err != nil {
		return err
	}
	for i := range p.Lines {
		p.Lines[i].Deducted = 0
	}
	for _, d := range list {
		i, ok := p.line(d.Subject)
		switch {
		case d.State == DeductionProposed:
			return desk.WrongState("bonus.deduction_open", "name", d.Payload.PersonName)
		case d.State == DeductionConfirmed && ok:
			p.Lines[i].Deducted += int64(d.Payload.Points)
		}
	}
	return nil
}

// childrenOf returns the records of a kind of the period, by id.
func childrenOf[P any](step *evaluation.Step, kind string) (map[string]desk.Of[P], error) {
	records, err := desk.AllOf[P](step.Ctx, step.Read, evaluation.Query{Office: step.Record.Office, Kinds: []string{kind}, Parents: []string{step.Record.ID}})
	if err != nil {
		return nil, err
	}
	list := make(map[string]desk.Of[P], len(records))
	for _, r := range records {
		list[r.ID] = r
	}
	return list, nil
}

// reopen takes a division back, so that entries can be corrected; the notice then
// starts again.
func reopen(step *evaluation.Step, p *Period) (evaluation.State, error) {
	if err := signoff.Recall(step, &p.Signing); err != nil {
		return "", err
	}
	p.takeBack(step)
	return PeriodEntering, nil
}

// takeBack stores the division that is taken back.
func (p *Period) takeBack(step *evaluation.Step) {
	p.Rounds = append(p.Rounds, Round{
		On: step.Today, By: step.Actor.Name, Reason: step.Reason, NoticeFrom: p.NoticeFrom, NoticeUntil: p.NoticeUntil, Objections: p.Objections,
	})
	p.Notice = notice.Notice{Objections: []notice.Objection{}}
	for i := range p.Lines {
		p.Lines[i].Amount, p.Lines[i].Class = 0, ""
	}
	p.ComputedOn, p.ComputedBy, p.ComputedAs = evaluation.Date{}, "", ""
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
}

// announce starts the notice. From now on everybody sees their own amount.
func (s *Service) announce(step *evaluation.Step, p *Period) (evaluation.State, error) {
	if err := s.sameTakers(step, p); err != nil {
		return "", err
	}
	return PeriodNotice, p.Open(step, s.Desk, p.Rules, "bonus.notice")
}

func objectTo(step *evaluation.Step, p *Period, in *ObjectInput) (evaluation.State, error) {
	return PeriodNotice, p.Object(step, in.Text)
}

// answerObjection is done by a person who took no part in the division.
func answerObjection(step *evaluation.Step, p *Period, in *notice.AnswerInput) (evaluation.State, error) {
	return PeriodNotice, p.Answer(step, in)
}

// sameTakers refuses to continue if the roster now excludes a person whom the
// division pays, or no longer excludes one whom it left out, for example because of
// a penalty entered after the computation.
func (s *Service) sameTakers(step *evaluation.Step, p *Period) error {
	now := *p
	if err := s.enlist(step, &now); err != nil {
		return err
	}
	for i := range p.Lines {
		l := &p.Lines[i]
		k, here := now.line(l.Person)
		if here && (len(l.Out) > 0) == (len(now.Lines[k].Out) > 0) {
			continue
		}
		return desk.WrongState("bonus.takers_changed", "name", l.Name)
	}
	return nil
}

// approve is done by the leaders. It is refused if recomputing does not give the
// stored amounts, if the participants have changed since, and to a person who has a
// share.
func (s *Service) approve(step *evaluation.Step, p *Period) (evaluation.State, error) {
	same, err := p.Same()
	if err != nil {
		return "", err
	}
	if !same {
		return "", desk.WrongState("bonus.differs")
	}
	if err := s.sameTakers(step, p); err != nil {
		return "", err
	}
	if slices.ContainsFunc(p.Lines, func(l Line) bool { return l.Person == step.Actor.Person && l.Amount > 0 }) {
		return "", evaluation.Fail(evaluation.CodeRecused, "bonus.has_share")
	}
	p.ApprovedBy, p.ApprovedOn = step.Actor.Name, step.Today
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return PeriodApproved, step.Effect("settle", nil)
}

// export locks the period and gives it to payroll. Later corrections are
// adjustments.
func export(step *evaluation.Step, p *Period) (evaluation.State, error) {
	p.ExportedBy, p.ExportedOn = step.Actor.Name, step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return PeriodExported, nil
}

// Same recomputes the division from the stored input and reports whether it gives
// the stored amounts to the fen, and the stored classes.
func (p *Period) Same() (bool, error) {
	out, err := Compute(&p.Plan, p.Fen, p.Lines)
	if err != nil {
		return false, err
	}
	for i, class := range out.Classes(p.Plan.Classes) {
		if out.Shares[i].Amount != p.Lines[i].Amount || class != p.Lines[i].Class {
			return false, nil
		}
	}
	return true, nil
}
