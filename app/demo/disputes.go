package demo

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// refusal is a recorded talk with the first who has not reported.
func (f *filler) refusal(ctx context.Context, list []evaluation.Record) error {
	for i := range list {
		if list[i].State == assessment.SheetReporting && leave(ctx, i) {
			return f.act(ctx, f.personnel, list[i].ID, "note_refusal", &assessment.RefusalInput{
				On: evaluation.DateOf(f.Clock.Now()), Talker: f.leaders[2].Person,
				Said: "说明参加考核是公务员的义务以及拒不参加的后果。", Answer: "表示考虑后再答复，未说明理由。",
			}, "")
		}
	}
	return nil
}

// objections are two to the notice of a cycle, one of them with a reviewer.
func (f *filler) objections(ctx context.Context, cycle string) error {
	if ctx.Value(partial{}) == nil {
		return nil
	}
	c, err := stored[assessment.Cycle](ctx, f, cycle)
	if err != nil {
		return err
	}
	for i, line := range c.Notice.Excellent {
		if i == 2 {
			break
		}
		by := evaluation.Actor{Office: f.Office, Account: "demo-" + f.leaders[5].Person, Person: f.leaders[5].Person, Name: f.leaders[5].Name, Roles: []evaluation.Role{evaluation.RoleLeader}}
		o, err := f.Service.Create(ctx, by, assessment.KindObjection, "register", evaluation.Creation{Input: &assessment.ObjectionInput{
			Cycle: cycle, Person: line.Person, Text: "所列实绩与该同志本期分工不符，请核实。",
		}})
		if err != nil {
			return err
		}
		if i == 1 {
			if err := f.act(ctx, f.personnel, o.ID, "assign", &assessment.AssignInput{Reviewer: f.leaders[4].Person}, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// reviews are four of those who were told a grade: one filed, one with a
// reviewer, one that keeps the grade and one that leads to an excellent one,
// which goes on a notice of its own. Where the cycle goes on, that notice ends.
func (f *filler) reviews(ctx context.Context, cycle string) error {
	list, err := f.sheets(ctx, assessment.KindSheet, cycle)
	if err != nil {
		return err
	}
	n := 0
	for i := range list {
		sh, err := evaluation.PayloadOf[assessment.Sheet](list[i])
		if err != nil {
			return err
		}
		if list[i].State != assessment.SheetPublished || sh.Grade != assessment.Competent || len(sh.Findings) > 0 {
			continue
		}
		if ctx.Value(partial{}) != nil || n > 1 { // elsewhere none is left open
			if err := f.review(ctx, &list[i], sh.Person.Name, n); err != nil {
				return err
			}
		}
		if n++; n == 4 {
			if ctx.Value(partial{}) != nil {
				return nil
			}
			f.Clock.set(evaluation.DateOf(f.Clock.Now()).AddDays(15))
			return f.act(ctx, f.personnel, list[i].ID, "confirm_grade", nil, "")
		}
	}
	return nil
}

func (f *filler) review(ctx context.Context, sheet *evaluation.Record, name string, n int) error {
	r, err := f.Service.Create(ctx, f.self(sheet, name), assessment.KindAppeal, "file", evaluation.Creation{Input: &assessment.AppealInput{
		Sheet: sheet.ID, Type: assessment.TypeReview, Text: "本期牵头的旧区改造工作未计入实绩，请复核。",
	}})
	if err != nil || n == 0 {
		return err
	}
	if err := f.act(ctx, f.personnel, r.ID, "assign", &assessment.AssignInput{Reviewer: f.leaders[4].Person}, ""); err != nil || n == 1 {
		return err
	}
	out := &assessment.OutcomeInput{Outcome: assessment.OutcomeUpheld, Answer: "经核实，所述工作已计入，维持原等次。"}
	if n == 3 {
		out = &assessment.OutcomeInput{Outcome: assessment.OutcomeChanged, Grade: assessment.Excellent, Answer: "经核实，实绩漏计，予以变更。"}
	}
	return f.act(ctx, f.leaders[4], r.ID, "decide", out, "")
}
