package assessment

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// contester is who contests a grade, and the day on which that was done.
type contester struct {
	person, name string
	on           evaluation.Date
}

// self is the actor who contests a grade today.
func self(step *evaluation.Step) contester {
	return contester{step.Actor.Person, step.Actor.Name, step.Today}
}

// register records an objection to a person on the notice. It must be
// answered before the notice ends.
func (s *Service) register(step *evaluation.Step, p *Case, in *ObjectionInput) (evaluation.State, error) {
	return CaseRegistered, s.objects(step, p, in, self(step))
}

// objects records an objection of somebody on a day of the notice.
func (s *Service) objects(step *evaluation.Step, p *Case, in *ObjectionInput, who contester) error {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, in.Cycle)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && r.Kind != KindCycle {
		return desk.Mistake("cycle", "error.not_found")
	}
	if err != nil {
		return err
	}
	c, err := evaluation.PayloadOf[Cycle](r)
	if err != nil {
		return err
	}
	until, open := c.noticeOf(r.State, in.Person, who.on)
	switch {
	case !open:
		return desk.WrongState("assessment.no_notice")
	case until.IsZero():
		return desk.Mistake("person", "assessment.not_on_notice")
	}
	rules, err := s.Freeze(step, "assessment.notice")
	if err != nil {
		return err
	}
	p.Type, p.Text, p.Rules = TypeObjection, in.Text, rules
	sheet, err := step.Read.Get(step.Ctx, step.Record.Office, c.participant(in.Person).Sheet)
	if err != nil {
		return err
	}
	if err := p.contest(step, sheet, who); err != nil {
		return err
	}
	step.Record.Parent, step.Record.Period = r.ID, r.Period
	desk.Wait(step.Record, until, evaluation.WaitRole(evaluation.RolePersonnel))
	return nil
}

// contest sets the contested grade and the person who contests it.
func (p *Case) contest(step *evaluation.Step, r evaluation.Record, who contester) error {
	sh, err := evaluation.PayloadOf[Sheet](r)
	if err != nil {
		return err
	}
	p.Person, p.PersonName, p.Sheet, p.Standing, p.Comment = r.Subject, sh.Person.Name, r.ID, sh.Grade, sh.Proposal.Comment
	if p.Type == TypeObjection && sh.running() != nil {
		p.Standing = Excellent
	}
	p.Scale = sh.Scale
	p.By, p.ByName, p.On = who.person, who.name, who.on
	step.Record.Subject, step.Record.Unit, step.Record.Sort, step.Record.On = r.Subject, r.Unit, r.Sort, who.on
	if p.By != "" {
		step.Record.Parties = []string{p.By}
	}
	return nil
}

// fileAppeal requests a review or appeals, within the deadlines of.
// The grade stays valid meanwhile.
func (s *Service) fileAppeal(step *evaluation.Step, p *Case, in *AppealInput) (evaluation.State, error) {
	r, err := namedSheet(step, in.Sheet)
	switch {
	case err != nil:
		return "", err
	case r.Subject != step.Actor.Person:
		return "", desk.Mistake("sheet", "error.not_found") // another's sheet answers like one that does not exist
	}
	return CaseFiled, s.raise(step, p, r, in, self(step))
}

// namedSheet is the sheet that the input of an act names.
func namedSheet(step *evaluation.Step, id string) (evaluation.Record, error) {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && r.Kind != KindSheet {
		err = desk.Mistake("sheet", "error.not_found")
	}
	return r, err
}

// raise records a request for review or an appeal of somebody on a day.
func (s *Service) raise(step *evaluation.Step, p *Case, r evaluation.Record, in *AppealInput, who contester) error {
	if r.State != SheetPublished && r.State != SheetClosed {
		return desk.WrongState("assessment.not_published")
	}
	sh, err := evaluation.PartOf[Sheet](r, "scale")
	switch {
	case err != nil:
		return err
	case sh.judged(): // there is no grade to review
		return desk.Mistake("sheet", "assessment.only_year")
	}
	if p.Rules, err = s.Freeze(step, "assessment.review.apply", "assessment.review.answer", "assessment.appeal.apply",
		"assessment.appeal.direct", "assessment.appeal.decision", "assessment.appeal.extension"); err != nil {
		return err
	}
	if err := s.inTime(step, p, r, in.Type, who.on); err != nil {
		return err
	}
	p.Type, p.Text, p.Files = in.Type, in.Text, in.Files
	if err := p.contest(step, r, who); err != nil {
		return err
	}
	answer := "assessment.review.answer"
	if in.Type == TypeAppeal {
		answer = "assessment.appeal.decision"
	}
	due, missing, err := s.DueCounted(step.Ctx, step.Record.Office, p.Rules, answer, who.on)
	if err != nil {
		return err
	}
	p.Missing = missing
	step.Record.Unique, step.Record.Parent, step.Record.Period = r.ID+" "+in.Type, r.ID, r.Period
	desk.Wait(step.Record, due, evaluation.WaitRole(evaluation.RolePersonnel))
	return nil
}

// inTime refuses a case of a day that is too late, a second one of the same type, or an
// appeal before the review is decided.
func (s *Service) inTime(step *evaluation.Step, p *Case, sheet evaluation.Record, kind string, on evaluation.Date) error {
	earlier, err := appealsOf(step.Ctx, step.Read, &sheet)
	if err != nil {
		return err
	}
	earlier = slices.DeleteFunc(earlier, func(c desk.Of[Case]) bool { return c.ID == step.Record.ID }) // what was entered from paper is corrected
	return s.raisable(step.Ctx, p.Rules, &sheet, earlier, kind, on)
}

// appealsOf lists the reviews and appeals about a sheet.
func appealsOf(ctx context.Context, from desk.Finder, sheet *evaluation.Record) ([]desk.Of[Case], error) {
	return desk.AllOf[Case](ctx, from, evaluation.Query{Office: sheet.Office, Kinds: []string{KindAppeal}, Parents: []string{sheet.ID}, NoHistory: true})
}

// Raisable lists what the person of a sheet can raise today: a review, an appeal, or neither.
func (s *Service) Raisable(ctx context.Context, v *evaluation.View) ([]string, error) {
	r, err := s.Ledger.Get(ctx, v.Office, v.ID)
	if err != nil {
		return nil, err
	}
	sh, err := evaluation.PartOf[Sheet](r, "scale", "published")
	if err != nil || sh.judged() || sh.Published.IsZero() || r.State != SheetPublished && r.State != SheetClosed {
		return nil, err
	}
	pack, err := s.Pack(ctx, v.Office)
	if err != nil {
		return nil, err
	}
	earlier, err := appealsOf(ctx, s.Ledger, &r)
	if err != nil {
		return nil, err
	}
	today := evaluation.DateOf(s.Now())
	var list []string
	for _, kind := range []string{TypeReview, TypeAppeal} {
		switch err := s.raisable(ctx, pack.On(today), &r, earlier, kind, today); evaluation.CodeOf(err) {
		case "":
			list = append(list, kind)
		case evaluation.CodeInvalid, evaluation.CodeState:
		default:
			return nil, err
		}
	}
	return list, nil
}

// raisable refuses to raise a case of a kind about a sheet on a day.
func (s *Service) raisable(ctx context.Context, rules rulepack.Numbers, sheet *evaluation.Record, earlier []desk.Of[Case], kind string, on evaluation.Date) error {
	sh, err := evaluation.PartOf[Sheet](*sheet, "published")
	if err != nil {
		return err
	}
	key, from := "assessment.review.apply", sh.Published
	if kind == TypeAppeal {
		key = "assessment.appeal.direct"
	}
	for _, r := range earlier {
		switch old := r.Payload; {
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
	last, err := s.Due(ctx, sheet.Office, rules, key, from)
	if err != nil {
		return err
	}
	if on.After(last) {
		return desk.WrongState("assessment.too_late", "last", last.String())
	}
	return nil
}
