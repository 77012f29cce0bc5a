package demo

import (
	"context"
	"fmt"

	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/desk"
)

// stages are the cycles of the demo: the last ones of the years before, each
// left where it shows a stage.
var stages = []struct {
	year  int
	half  string
	until evaluation.State
}{
	{2023, assessment.FirstHalf, assessment.CycleClosed},
	{2023, assessment.SecondHalf, assessment.CycleFeedback},
	{2024, assessment.FirstHalf, assessment.CycleNotice},
	{2024, assessment.SecondHalf, assessment.CycleDeciding},
	{2025, assessment.FirstHalf, assessment.CycleVerifying},
	{2025, assessment.SecondHalf, assessment.CycleRating},
	{2026, assessment.FirstHalf, assessment.CycleReporting},
	{2026, assessment.SecondHalf, assessment.CycleDraft},
}

func (f *filler) cycles(ctx context.Context) error {
	for _, s := range stages {
		if err := f.cycle(ctx, s.year, s.half, s.until); err != nil {
			return fmt.Errorf("cycle %d %s: %w", s.year, s.half, err)
		}
	}
	return nil
}

// cycle plays one half-year up to a stage.
func (f *filler) cycle(ctx context.Context, year int, half string, until evaluation.State) error {
	end := evaluation.NewDate(year, 6, 30)
	if half == assessment.SecondHalf {
		end = evaluation.NewDate(year, 12, 31)
	}
	f.Clock.set(end.AddDays(-20))
	c, err := f.Service.Create(ctx, f.personnel, assessment.KindCycle, "plan", evaluation.Creation{Input: &assessment.PlanInput{
		Year: year, Half: half, AsOf: end.AddDays(-30), ReportBy: end.AddDays(-10), RateBy: end.AddDays(-3), DecideBy: end.AddDays(10),
	}})
	if err != nil || until == assessment.CycleDraft {
		return err
	}
	if err := f.keep(ctx, c.ID); err != nil {
		return err
	}
	for _, next := range []struct {
		state evaluation.State
		day   evaluation.Date
		act   string
		input any
		work  func(context.Context, string) error
	}{
		{assessment.CycleReporting, end.AddDays(-19), "open", nil, f.reports},
		{assessment.CycleRating, end.AddDays(-10), "start_rating", &assessment.AnywayInput{Anyway: true}, f.rate},
		{assessment.CycleVerifying, end.AddDays(-2), "close_rating", &assessment.CountInput{Passphrase: Passphrase, AnywayInput: assessment.AnywayInput{Anyway: true}}, f.verify},
		{assessment.CycleDeciding, end.AddDays(2), "start_deciding", nil, f.decide},
		{assessment.CycleNotice, end.AddDays(6), "publish_notice", nil, f.objections},
		{assessment.CycleFeedback, end.AddDays(20), "close_notice", nil, f.feedback},
		{assessment.CycleClosed, end.AddDays(40), "close", nil, nil},
	} {
		f.Clock.set(next.day)
		if err := f.act(ctx, f.personnel, c.ID, next.act, next.input, ""); err != nil {
			return err
		}
		if next.work != nil {
			if err := f.partly(ctx, c.ID, next.work, next.state == until); err != nil {
				return err
			}
		}
		if next.state == until {
			return nil
		}
	}
	return nil
}

// partial says that a stage is to be left half done, so that its pages show
// who is waiting for whom.
type partial struct{}

func (f *filler) partly(ctx context.Context, cycle string, work func(context.Context, string) error, last bool) error {
	if last {
		ctx = context.WithValue(ctx, partial{}, true)
	}
	return work(ctx, cycle)
}

// leave reports whether the nth is to be left undone.
func leave(ctx context.Context, n int) bool { return ctx.Value(partial{}) != nil && n%3 == 2 }

// sheets are the cycle's sheets that are assessed, in the order of names.
func (f *filler) sheets(ctx context.Context, kind, cycle string) ([]evaluation.Record, error) {
	return desk.All(ctx, f.Service, evaluation.Query{Office: f.Office, Kinds: []string{kind}, Parents: []string{cycle}, Sort: evaluation.SortName})
}

func (f *filler) self(r *evaluation.Record, name string) evaluation.Actor {
	return evaluation.Actor{
		Office: f.Office, Account: "demo-" + r.Subject, Person: r.Subject, Name: name, Roles: []evaluation.Role{evaluation.RoleCadre},
	}
}

func (f *filler) reports(ctx context.Context, cycle string) error {
	list, err := f.sheets(ctx, assessment.KindSheet, cycle)
	for i := range list {
		r := &list[i]
		if err != nil || r.State != assessment.SheetReporting || leave(ctx, i) {
			continue
		}
		var p *assessment.Sheet
		if p, err = evaluation.PayloadOf[assessment.Sheet](*r); err != nil {
			return err
		}
		err = f.act(ctx, f.self(r, p.Person.Name), r.ID, "submit_report", &assessment.ReportInput{
			Virtue: "认真学习党的理论和路线方针政策，自觉与党中央保持一致，服从组织安排。", Ability: "熟悉本岗位业务和有关政策，能独立处理居民反映的问题。",
			Diligence: "坚持每周到联系居委走访，全勤。", Results: "按时完成本科室年度重点任务，参与旧区改造和社区共建各一项。", Integrity: "遵守廉洁自律各项规定，无违纪行为。",
			Summary: "半年来立足本职，完成了各项任务，也看到自己在调查研究和文字综合方面还有差距。", Training: "参加区委党校进修班5天、网络学习40学时。",
		}, "")
	}
	if err != nil {
		return err
	}
	return f.refusal(ctx, list)
}

func (f *filler) rate(ctx context.Context, cycle string) error {
	list, err := f.sheets(ctx, assessment.KindSheet, cycle)
	for i := range list {
		if err != nil || list[i].State == assessment.SheetExempt {
			continue
		}
		var p *assessment.Sheet
		if p, err = evaluation.PayloadOf[assessment.Sheet](list[i]); err != nil {
			return err
		}
		for _, g := range p.Raters {
			for n, rater := range g.People {
				if leave(ctx, n) {
					continue
				}
				who := evaluation.Actor{Office: f.Office, Account: "demo-" + rater, Person: rater, Roles: []evaluation.Role{evaluation.RoleCadre}}
				mark := 80 + (i*7+n*3)%18
				b := assessment.Ballot{Virtue: mark + 2, Ability: mark, Diligence: mark + 1, Results: mark - 1, Integrity: mark + 2, Grade: assessment.Competent}
				if mark > 90 {
					b.Grade = assessment.Excellent
				}
				if err := f.Assessment.Cast(ctx, who, list[i].ID, b); err != nil {
					return err
				}
			}
		}
	}
	return err
}

func (f *filler) verify(ctx context.Context, cycle string) error {
	list, err := f.sheets(ctx, assessment.KindSheet, cycle)
	if err != nil {
		return err
	}
	excellent := 0
	for i := range list {
		r := &list[i]
		if r.State == assessment.SheetReporting {
			if err := f.act(ctx, f.personnel, r.ID, "waive_report", nil, "住院治疗，由科室代为说明"); err != nil {
				return err
			}
		}
		if r.State == assessment.SheetExempt || leave(ctx, i) {
			continue
		}
		if err := f.act(ctx, f.personnel, r.ID, "verify", &assessment.NotesInput{Notes: "与科室负责人和联系居委核对，情况属实。"}, ""); err != nil {
			return err
		}
		in := &assessment.ProposeInput{
			Comment: "工作踏实，责任心强，较好地完成了任务。", Strengths: "善于做群众工作。", Improvements: "调查研究还不够深入。", Grade: assessment.Competent,
		}
		p, err := evaluation.PayloadOf[assessment.Sheet](*r)
		if err != nil {
			return err
		}
		switch {
		case noGrade(p.Findings):
			in.Grade = assessment.None
		case i%6 == 0 && len(p.Findings) == 0 && excellent < len(list)/5-1: // one place is left for a review
			in.Grade, in.Conditions = assessment.Excellent, []string{"political", "ability", "responsibility", "results", "integrity"}
			excellent++
		}
		if err := f.act(ctx, f.leaders[i%2], r.ID, "propose", in, ""); err != nil {
			return err
		}
	}
	return nil
}

// noGrade reports whether a rule fixes no grade.
func noGrade(findings []assessment.Finding) bool {
	for _, x := range findings {
		if x.Consequence != assessment.NotExcellent {
			return true
		}
	}
	return false
}

func (f *filler) decide(ctx context.Context, cycle string) error {
	list, err := f.sheets(ctx, assessment.KindSheet, cycle)
	if err != nil {
		return err
	}
	for i := range list {
		if list[i].State != assessment.SheetProposed || leave(ctx, i) {
			continue
		}
		p, err := evaluation.PayloadOf[assessment.Sheet](list[i])
		if err != nil {
			return err
		}
		if err := f.act(ctx, f.leaders[(i+1)%2], list[i].ID, "decide", &assessment.DecideInput{Grade: p.Proposal.Grade}, ""); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) feedback(ctx context.Context, cycle string) error {
	if err := f.talks(ctx, cycle); err != nil {
		return err
	}
	return f.reviews(ctx, cycle)
}

func (f *filler) talks(ctx context.Context, cycle string) error {
	list, err := f.sheets(ctx, assessment.KindTalk, cycle)
	if err != nil {
		return err
	}
	for i := range list {
		if leave(ctx, i) {
			continue
		}
		if err := f.talk(ctx, &list[i], f.leaders[i%2], i); err != nil {
			return err
		}
	}
	return nil
}

// talk plays one feedback talk; when the stage is left half done, every fifth
// is only scheduled, held or released.
func (f *filler) talk(ctx context.Context, r *evaluation.Record, leader evaluation.Actor, n int) error {
	p, err := evaluation.PayloadOf[assessment.Talk](*r)
	if err != nil {
		return err
	}
	today := evaluation.DateOf(f.Clock.Now())
	steps := []struct {
		who   evaluation.Actor
		act   string
		input any
	}{
		{leader, "schedule", &assessment.ScheduleInput{On: today, Time: "09:30", Place: "三楼小会议室"}},
		{leader, "record", &assessment.TalkInput{
			HeldOn: today, Achievements: []assessment.Point{{Text: "主动承担旧区改造动迁居民的工作，群众评价好。"}},
			Shortcomings: []assessment.Point{{Text: "对新政策的学习不够及时，调查研究偏少。"}},
			Improvements: []assessment.Improvement{{What: "每月到联系居委走访两次，写一份情况分析。", Due: today.AddMonths(3)}},
			Explanation:  "接受意见，将改进学习和调研。", PrivateNote: "可考虑交流到社区发展科锻炼。",
		}},
		{leader, "release", nil},
		{f.self(r, p.Person.Name), "acknowledge", &assessment.CommentInput{Comment: "同意，将认真改进。"}},
		{f.personnel, "lock", nil},
	}
	if ctx.Value(partial{}) != nil {
		steps = steps[:n%len(steps)+1]
	}
	for _, s := range steps {
		if err := f.act(ctx, s.who, r.ID, s.act, s.input, ""); err != nil {
			return err
		}
	}
	return nil
}
