package assessment

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// ReviseInput gives another grade after the facts have changed.
type ReviseInput struct {
	Grade string `json:"grade" enum:"excellent,competent,basic,incompetent,qualified,basic_qualified,unqualified,none" rules:"assessment.special.heavier" doc:"Grade that the facts allow" example:"competent"`
}

// since asks for the facts of the assessed period that are known today about a decided sheet.
// Investigations count that were open when the grade was decided; later ones ask to reconsider
// it if they began in the period, or before the cycle was closed.
func (sh *Sheet) since(c *Cycle, state evaluation.State, today evaluation.Date) When {
	known := today
	if c.To.Before(known) {
		known = c.To
	}
	when := When{Asked: sh.Asked, Known: evaluation.Last(known, sh.Asked), Began: c.To, Today: today}
	if sh.Published.IsZero() {
		when.Until = c.To
	}
	if state != SheetClosed {
		when.Began = evaluation.Last(c.To, today)
	}
	return when
}

// changed reports whether what is known now does not allow the valid grade, or asks to
// reconsider it.
func (s *Service) changed(ctx context.Context, r *evaluation.Record, sh *Sheet, c *Cycle, today evaluation.Date) ([]Finding, bool, error) {
	if sh.judged() || sh.Asked.IsZero() || sh.Decision.Refusal || sh.OpenChange() != nil || sh.running() != nil {
		return nil, false, nil
	}
	findings, err := s.special(ctx, r.Office, r.Subject, c, sh.since(c, r.State, today))
	if err != nil {
		return nil, false, err
	}
	_, no := sh.barred(findings, sh.Grade)
	_, open := follows(findings, Reconsider)
	return findings, (no || open && sh.Grade != None) && !sh.settled(findings), nil
}

// settled reports whether somebody kept or revised the grade with these findings.
func (sh *Sheet) settled(findings []Finding) bool {
	n := len(sh.Changes)
	return n > 0 && sh.Changes[n-1].Outcome != "" && slices.Equal(sh.Changes[n-1].Findings, findings)
}

// present are the special cases that are known: those of an open change, too.
func (sh *Sheet) present() []Finding {
	if x := sh.OpenChange(); x != nil {
		return x.Findings
	}
	return sh.Findings
}

// without are the findings of a list that another one does not have.
func without(list, other []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(list), func(f Finding) bool {
		return slices.ContainsFunc(other, func(o Finding) bool { return o.Kind == f.Kind && o.Detail == f.Detail && o.From == f.From })
	})
}

// keepable refuses to keep a grade that the special cases of today bar, as deciding it would be
// refused. A grade that is still allowed, but of somebody who has left or against whom a case
// was opened, is kept by a principal leader.
func (s *Service) keepable(step *evaluation.Step, sh *Sheet) error {
	c, _, err := parent(step)
	if err != nil {
		return err
	}
	when := sh.since(c, step.Record.State, step.Today)
	if step.Record.State == SheetGraded {
		when = c.undecidedOn(step.Today)
	}
	findings, err := s.special(step.Ctx, step.Record.Office, step.Record.Subject, c, when)
	if err != nil {
		return err
	}
	if why, no := sh.barred(here(findings), sh.Grade); no {
		return &evaluation.Error{Code: evaluation.CodeState, Message: why}
	}
	if _, weighs := follows(findings, Reconsider, Departed); weighs && !step.Actor.Has(evaluation.RolePrincipal) {
		return evaluation.Fail(evaluation.CodeForbidden, "assessment.keep_principal")
	}
	return nil
}

// here are the findings without a departure.
func here(findings []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return f.Consequence == Departed })
}

// keepGrade keeps the grade although the facts have changed. The special cases stand on the
// sheet from then on.
func (s *Service) keepGrade(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	c, _, err := parent(step)
	if err != nil {
		return "", err
	}
	x := sh.OpenChange()
	if x.Findings, err = s.special(step.Ctx, step.Record.Office, step.Record.Subject, c, sh.since(c, step.Record.State, step.Today)); err != nil {
		return "", err
	}
	sh.Findings = here(x.Findings)
	sh.settle(step, ChangeKept)
	desk.Wait(step.Record, evaluation.Date{})
	return step.Record.State, nil
}

// reviseGrade sets another grade after the facts have changed; the old one is
// stored as a correction. An excellent grade is put on notice first.
func (s *Service) reviseGrade(step *evaluation.Step, sh *Sheet, in *ReviseInput) (evaluation.State, error) {
	x := sh.OpenChange()
	c, _, err := parent(step)
	if err != nil {
		return "", err
	}
	findings, err := s.special(step.Ctx, step.Record.Office, step.Record.Subject, c, sh.since(c, step.Record.State, step.Today))
	if err != nil {
		return "", err
	}
	if why, no := sh.barred(findings, in.Grade); no {
		return "", evaluation.Mistake("grade", why)
	}
	if in.Grade == sh.Grade {
		return "", evaluation.Mistake("grade", evaluation.Say("assessment.grade_same"))
	}
	x.Findings = findings
	sh.revised(in.Grade, findings, step.Today)
	sh.settle(step, ChangeRevised)
	desk.Wait(step.Record, evaluation.Date{})
	if in.Grade == Excellent {
		if err := seatLeft(step, c); err != nil {
			return "", err
		}
		return step.Record.State, s.announce(step, sh, "", step.Reason)
	}
	return step.Record.State, correction(sh, step, in.Grade, "", step.Reason)
}

// revised puts the special cases of a revised grade on the sheet. Without a grade a case that
// was opened later defers it, so that the grade can be added; with one the case goes on
// being later than the decision.
func (sh *Sheet) revised(grade string, findings []Finding, today evaluation.Date) {
	sh.Findings = slices.Clone(findings)
	if _, open := follows(findings, Reconsider); open && grade != None {
		return
	}
	sh.Asked = today
	for i := range sh.Findings {
		if sh.Findings[i].Consequence == Reconsider {
			sh.Findings[i].Consequence = Deferred
		}
	}
}
