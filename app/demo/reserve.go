package demo

import (
	"context"
	"fmt"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/training"
)

// reserves plays ten people through every state of the list of measure 6, and
// gives others training plans of the same kind, as an office that keeps a
// secret would.
func (f *filler) reserves(ctx context.Context) error {
	f.Clock.set(evaluation.NewDate(2026, 1, 12))
	book, err := f.Roster.Book(ctx, f.Office)
	if err != nil {
		return err
	}
	day := book.On(evaluation.DateOf(f.Clock.Now()))
	departments := day.Departments()[1:]
	var list []reserveCase
	for i, c := range []reserveCase{
		{to: reserve.Training, reports: []evaluation.Date{evaluation.NewDate(2026, 7, 2)}},
		{to: reserve.Training, reports: []evaluation.Date{evaluation.NewDate(2026, 8, 3)}}, // late
		{to: reserve.Training, moves: true},
		{to: reserve.Ready, reports: []evaluation.Date{evaluation.NewDate(2026, 7, 6)}},
		{to: reserve.Promoted, reports: []evaluation.Date{evaluation.NewDate(2026, 6, 29)}},
		{to: reserve.Withdrawn}, {to: reserve.Approved}, {to: reserve.Reviewed}, {to: reserve.Checked}, {to: reserve.Nominated},
	} {
		people := unburdened(day, departments[i%len(departments)].ID)
		c.person, c.responsible = people[0], day.In(people[0].Department)[0]
		if c.moves {
			c.responsible = people[1]
		}
		list = append(list, c)
	}
	for i := range list {
		if err := f.candidate(ctx, &list[i]); err != nil {
			return fmt.Errorf("candidate %d: %w", i, err)
		}
	}
	return f.otherPlans(ctx, day, departments)
}

// unburdened are people of a department of whom nothing is known that bars a
// promotion.
func unburdened(day *roster.Snapshot, unit string) []roster.Member {
	list := slices.DeleteFunc(day.In(unit), func(m roster.Member) bool {
		return m.Heads || len(m.Absences) > 0 || roster.SectionLevel(m.Level) || m.Level == roster.LevelProbation
	})
	from := func(m roster.Member) int { return max(m.Born.Year()-1991, 1991-m.Born.Year()) } // about 35 first
	slices.SortStableFunc(list, func(x, y roster.Member) int { return from(x) - from(y) })
	return list
}

// reserveCase is one person's way to a state of the list.
type reserveCase struct {
	person, responsible roster.Member
	to                  evaluation.State
	reports             []evaluation.Date // of the person responsible
	moves               bool              // the person responsible gets another post
	id, plan            string
}

func (f *filler) candidate(ctx context.Context, c *reserveCase) error {
	f.Clock.set(evaluation.NewDate(2026, 1, 12))
	r, err := f.Service.Create(ctx, f.personnel, reserve.KindCandidate, "nominate", evaluation.Creation{Input: &reserve.NominateInput{
		Person: c.person.ID, Target: reserve.TargetDeputy, Channel: "recommendation", Responsible: c.responsible.ID,
		Grounds: "近三年考核均为称职以上，牵头完成加装电梯等重点项目，群众反映好，善于做群众工作。",
	}})
	if err != nil {
		return err
	}
	c.id = r.ID
	today := evaluation.DateOf(f.Clock.Now())
	for _, step := range []struct {
		after evaluation.State
		who   evaluation.Actor
		act   string
		in    any
	}{
		{reserve.Nominated, f.personnel, "check", &reserve.CheckInput{File: "材料齐全，“三龄两历一身份”清楚", Matters: "报告与核查一致", Discipline: "未发现问题", Complaints: "无具体线索"}},
		{reserve.Checked, f.personnel, "vote", &reserve.VoteInput{On: today, Meeting: "党工委会议", Present: 7, For: 6, Abstain: 1, Note: "建议安排到一线窗口锻炼。"}},
		{reserve.Reviewed, f.leaders[0], "approve", &reserve.OpinionInput{Words: "同意。"}},
		{reserve.Approved, f.leaders[1], "approve", &reserve.OpinionInput{Words: "同意，注意培养统筹能力。"}},
	} {
		if c.to == step.after && step.act != "approve" || c.to == reserve.Reviewed && step.after == reserve.Approved {
			return nil // as far as this one goes
		}
		if err := f.act(ctx, step.who, c.id, step.act, step.in, ""); err != nil {
			return err
		}
	}
	if c.to == reserve.Approved {
		return nil
	}
	if c.plan, err = f.trainingPlan(ctx, c.person, c.responsible); err != nil {
		return err
	}
	if err := f.act(ctx, f.personnel, c.id, "start", nil, ""); err != nil {
		return err
	}
	return f.trained(ctx, c)
}

// trained plays the time of training.
func (f *filler) trained(ctx context.Context, c *reserveCase) error {
	responsible := f.cadre(c.responsible.ID, c.responsible.Name)
	for _, on := range c.reports {
		f.Clock.set(on)
		if err := f.act(ctx, responsible, c.plan, "report", &training.ReportInput{
			Progress: "能主动承担任务，项目推进有序。", Lacks: "跨部门协调经验还不多。", Next: "下半年安排参与综合执法协调。",
		}, ""); err != nil {
			return err
		}
	}
	f.Clock.set(evaluation.NewDate(2026, 9, 14))
	ready := &reserve.ReviewInput{Outcome: reserve.OutcomeReady, Words: "培养目标基本达到，较为成熟。"}
	switch {
	case c.to == reserve.Withdrawn:
		return f.act(ctx, f.leaders[0], c.id, "withdraw", nil, "本人岗位调整，不再适合该培养方向")
	case c.moves:
		f.Clock.set(evaluation.NewDate(2026, 10, 20))
		return f.act(ctx, f.personnel, c.responsible.ID, "appoint", &roster.Appoint{
			Department: c.responsible.Department, Post: "四级调研员", PostSince: evaluation.NewDate(2026, 10, 20), Level: c.responsible.Level,
		}, "")
	case c.to == reserve.Training:
		return nil
	}
	if err := f.act(ctx, f.personnel, c.id, "propose", ready, ""); err != nil {
		return err
	}
	if err := f.act(ctx, f.leaders[0], c.id, "review", ready, ""); err != nil || c.to == reserve.Ready {
		return err
	}
	f.Clock.set(evaluation.NewDate(2026, 11, 2))
	return f.act(ctx, f.personnel, c.id, "promote", &reserve.PromoteInput{
		Post: c.person.DepartmentName + "副科长", Document: "示委组〔2026〕31号", On: evaluation.NewDate(2026, 11, 2),
	}, "")
}

// trainingPlan opens a plan with two tasks, of which one is done, a posting and
// some training.
func (f *filler) trainingPlan(ctx context.Context, person, responsible roster.Member) (string, error) {
	from := evaluation.DateOf(f.Clock.Now())
	r, err := f.Service.Create(ctx, f.personnel, training.KindPlan, "open", evaluation.Creation{Input: &training.OpenInput{
		Person: person.ID, Responsible: responsible.ID,
		AmendInput: training.AmendInput{
			Goals: "两年内熟悉两个以上条线的工作，能独立组织一个重点项目，学会同居民和社区单位打交道。",
			From:  from, Until: evaluation.NewDate(2027, 12, 31), Hours: 180,
			Milestones: []training.MilestoneRow{
				{What: "完成一次驻居民区蹲点调研并提交报告", Due: evaluation.NewDate(2026, 5, 29)},
				{What: "牵头一个为民办实事项目并通过验收", Due: evaluation.NewDate(2027, 6, 30)},
			},
		},
	}})
	if err != nil {
		return "", err
	}
	f.Clock.set(evaluation.NewDate(2026, 5, 20))
	for act, in := range map[string]any{
		"note_milestone": &training.MilestoneInput{Number: 1, On: evaluation.NewDate(2026, 5, 18), Note: "调研报告已在工作例会上交流"},
		"note_posting":   &training.PostingInput{Kind: "grassroots", Place: "居民区党总支", Task: "任书记助理", From: evaluation.NewDate(2026, 3, 2)},
		"note_study":     &training.StudyInput{On: evaluation.NewDate(2026, 4, 15), Topic: "基层治理专题班", Hours: 40},
	} {
		if err := f.act(ctx, f.personnel, r.ID, act, in, ""); err != nil {
			return "", err
		}
	}
	return r.ID, f.act(ctx, f.cadre(person.ID, person.Name), r.ID, "summarise", &training.SummaryInput{Text: "通过驻点，对居民的急难愁盼有了直接了解。"}, "")
}

// otherPlans are those of people who are on no list.
func (f *filler) otherPlans(ctx context.Context, day *roster.Snapshot, departments []roster.DepartmentInfo) error {
	for i := range 6 {
		people := unburdened(day, departments[(i+3)%len(departments)].ID)
		f.Clock.set(evaluation.NewDate(2026, 1, 12))
		responsible := day.In(people[0].Department)[0]
		id, err := f.trainingPlan(ctx, people[len(people)-1], responsible)
		if err != nil {
			return err
		}
		if i%3 == 2 {
			continue // this report never came
		}
		f.Clock.set(evaluation.NewDate(2026, 7, 6+7*(i%2)))
		if err := f.act(ctx, f.cadre(responsible.ID, responsible.Name), id, "report", &training.ReportInput{
			Progress: "完成了窗口轮训。", Lacks: "业务还不够全面。", Next: "安排到社区跟班。",
		}, ""); err != nil {
			return err
		}
	}
	return nil
}
