package assessment

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Supplement is the notice of an excellent grade given after the notice of the
// cycle, because of an investigation, an objection or an appeal. The grade becomes
// valid when this notice has ended without an objection that changes it.
type Supplement struct {
	From    evaluation.Date `json:"from"`
	Until   evaluation.Date `json:"until" unit:"deadline"` // last day for objections
	Missing []int           `json:"missing"`               // years that were counted without a holiday arrangement
	Case    string          `json:"case"`                  // the record that led to it, "" for a grade that was deferred
	Reason  string          `json:"reason"`
	Outcome string          `json:"outcome"` // SupplementConfirmed or SupplementDropped, "" while it runs
	Ended   evaluation.Date `json:"ended"`
	Barred  string          `json:"barred"` // document of a fact that became known during the notice and ended it, "" for none
}

// The ways in which a supplement ends.
const (
	SupplementConfirmed = "confirmed"
	SupplementDropped   = "dropped" // an objection to it was borne out
)

// SupplementLine is such a notice as shown to the office.
type SupplementLine struct {
	Person string          `json:"person"`
	Name   string          `json:"name"`
	Unit   string          `json:"unit"`
	Post   string          `json:"post"`
	From   evaluation.Date `json:"from"`
	Until  evaluation.Date `json:"until" unit:"deadline"`
}

// running returns the supplement that has not ended, nil if there is none.
func (sh *Sheet) running() *Supplement {
	if n := len(sh.Supplements); n > 0 && sh.Supplements[n-1].Outcome == "" {
		return &sh.Supplements[n-1]
	}
	return nil
}

// takesSeat reports whether the sheet counts for the quota.
func (sh *Sheet) takesSeat() bool { return sh.Grade == Excellent || sh.running() != nil }

// announce puts a later excellent grade on notice.
func (s *Service) announce(step *evaluation.Step, sh *Sheet, cause, reason string) error {
	until, missing, err := s.DueCounted(step.Ctx, step.Record.Office, sh.Rules, "assessment.notice", step.Today)
	if err != nil {
		return err
	}
	sh.Supplements = append(sh.Supplements, Supplement{From: step.Today, Until: until, Missing: missing, Case: cause, Reason: reason})
	desk.Wait(step.Record, until, evaluation.WaitRole(evaluation.RolePersonnel))
	return step.Effect("supplement", SupplementInput{Sheet: step.Record.ID, From: step.Today, Until: until})
}

// confirmGrade makes the grade valid when its notice is over. If the roster no
// longer allows it, the notice ends without the grade.
func (s *Service) confirmGrade(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	x := sh.running()
	if !step.Today.After(x.Until) {
		return "", desk.WrongState("assessment.notice_runs", "until", x.Until.String())
	}
	open, err := desk.All(step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindObjection}, Parents: []string{step.Record.Parent}, Subjects: []string{step.Record.Subject},
		States: evaluation.States(CaseEntered, CaseRegistered, CaseAssigned),
	})
	if err != nil {
		return "", err
	}
	if n := len(open); n > 0 {
		return "", desk.WrongState("assessment.objections_open", "count", n)
	}
	c, _, err := parent(step)
	if err != nil {
		return "", err
	}
	findings, err := s.today(step, step.Record.Subject, c)
	if err != nil {
		return "", err
	}
	if why, no := sh.barred(findings, Excellent); no {
		x.Outcome, x.Ended = SupplementDropped, step.Today
		x.Barred, _ = why.Args["document"].(string)
		desk.Wait(step.Record, evaluation.Date{})
		return step.Record.State, nil
	}
	x.Outcome, x.Ended = SupplementConfirmed, step.Today
	sh.Findings, sh.Asked = findings, step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return step.Record.State, correction(sh, step, Excellent, x.Case, x.Reason)
}

// drop ends a notice after a successful objection; its grade is stored as a
// correction.
func (sh *Sheet) drop(step *evaluation.Step) {
	if x := sh.running(); x != nil {
		x.Outcome, x.Ended = SupplementDropped, step.Today
		sh.Grade = Excellent
		desk.Wait(step.Record, evaluation.Date{})
	}
}

// tellCycle adds the notice to the cycle, where the office can read it.
func tellCycle(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	in := new(SupplementInput)
	if err := json.Unmarshal(args, in); err != nil {
		return err
	}
	cycle, err := do.Load(ctx, r.Office, r.Parent)
	if err != nil {
		return err
	}
	c, err := evaluation.PayloadOf[Cycle](cycle)
	if err != nil || slices.ContainsFunc(c.Supplements, func(l SupplementLine) bool { return l.Person == r.Subject && l.From == in.From }) {
		return err
	}
	return desk.ActRetrying(ctx, do, r.Office, r.Parent, "supplement", in)
}

// SupplementInput is the input with which Kaoji adds a later notice to a cycle.
type SupplementInput struct {
	Sheet string          `json:"sheet" maxLength:"64" doc:"The sheet"`
	From  evaluation.Date `json:"from" doc:"First day"`
	Until evaluation.Date `json:"until" unit:"deadline" doc:"Last day for objections"`
}

func supplement(step *evaluation.Step, c *Cycle, in *SupplementInput) (evaluation.State, error) {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, in.Sheet)
	if err != nil {
		return "", err
	}
	sh, err := evaluation.PayloadOf[Sheet](r)
	if err != nil {
		return "", err
	}
	n := sh.noticeLine()
	c.Supplements = append(c.Supplements, SupplementLine{
		Person: n.Person, Name: n.Name, Unit: n.Unit, Post: n.Post, From: in.From, Until: in.Until,
	})
	return step.Record.State, nil
}

func (sh *Sheet) noticeLine() NoticeLine {
	return NoticeLine{Person: sh.Person.ID, Name: sh.Person.Name, Unit: sh.Person.DepartmentName, Post: sh.Person.Post}
}

// OnNotice reports whether any excellent grade is on notice, so that people can
// object.
func (c *Cycle) OnNotice(state evaluation.State, today evaluation.Date) bool {
	_, open := c.noticeOf(state, "", today)
	return open
}

// noticeOf returns the last day on which a person's excellent grade is on notice,
// zero if it is not on the given day. open says whether any notice of the cycle runs on it.
func (c *Cycle) noticeOf(state evaluation.State, person string, day evaluation.Date) (until evaluation.Date, open bool) {
	if state == CycleNotice && between(day, c.Notice.From, c.Notice.Until) {
		open = true
		if c.Notice.names(person) {
			until = c.Notice.Until
		}
	}
	for _, l := range c.Supplements {
		if between(day, l.From, l.Until) {
			open = true
			if l.Person == person {
				until = l.Until
			}
		}
	}
	return until, open
}

// between reports whether a day lies between two others.
func between(day, from, until evaluation.Date) bool { return !day.Before(from) && !day.After(until) }
