package demo

import (
	"context"
	"fmt"

	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/roster"
)

// reminders enters exposure, lets concerns gather about one department and one
// person, and plays talks of all levels into every state.
func (f *filler) reminders(ctx context.Context) error {
	f.Clock.set(evaluation.NewDate(2026, 10, 9))
	book, err := f.Roster.Book(ctx, f.Office)
	if err != nil {
		return err
	}
	day := book.On(evaluation.DateOf(f.Clock.Now()))
	if err := f.exposures(ctx, day); err != nil {
		return err
	}
	if err := f.gathering(ctx, day); err != nil {
		return err
	}
	f.Clock.set(evaluation.NewDate(2026, 10, 12))
	_, err = f.Service.Create(ctx, f.personnel, reminder.KindScan, "run", evaluation.Creation{Input: &reminder.ScanInput{
		To: evaluation.NewDate(2026, 10, 11), UnitBasis: reminder.BasisCases, PeopleBasis: reminder.BasisCases,
	}})
	if err != nil {
		return err
	}
	if err := f.takeUp(ctx, day); err != nil {
		return err
	}
	return f.reminderTalks(ctx, day)
}

// exposures are the cases of two quarters in every department but the leadership.
func (f *filler) exposures(ctx context.Context, day *roster.Snapshot) error {
	for q, period := range []string{"2026Q2", "2026Q3"} {
		for i, d := range day.Departments()[1:] {
			in := &reminder.ExposureInput{Period: period, Basis: reminder.BasisCases, Unit: d.ID}
			for k, m := range day.In(d.ID) {
				n := 120 + 17*((i+k+q)%9)
				in.People, in.Count = append(in.People, reminder.CountRow{Person: m.ID, Count: n}), in.Count+n
			}
			if _, err := f.Service.Create(ctx, f.personnel, reminder.KindExposure, "enter", evaluation.Creation{Input: in}); err != nil {
				return err
			}
		}
	}
	return nil
}

// gathering registers concerns: nine about one person, a few about others.
func (f *filler) gathering(ctx context.Context, day *roster.Snapshot) error {
	departments := day.Departments()[1:]
	report := func(on evaluation.Date, person, contact, topic string) error {
		f.Clock.set(on)
		r, err := f.Service.Create(ctx, f.personnel, concern.KindMatter, "register", evaluation.Creation{Input: &concern.RegisterInput{
			Channel: "hotline", Received: on, Contact: contact,
			About: concern.About{Person: person, Category: "attitude", Topic: topic, Content: "办理时解释不够耐心，多跑了几趟。"},
		}})
		if err != nil {
			return err
		}
		return f.settle(ctx, r.ID, concern.Partly)
	}
	hot := day.In(departments[2].ID)
	for i := range 9 {
		if err := report(evaluation.NewDate(2026, 7, 6+7*i), hot[len(hot)-1].ID, fmt.Sprintf("居民甲%d 1380000%04d", i, i), "窗口服务"); err != nil {
			return err
		}
	}
	for i, d := range departments {
		people := day.In(d.ID)
		if err := report(evaluation.NewDate(2026, 8, 3+i), people[i%len(people)].ID, fmt.Sprintf("居民乙%d 1390000%04d", i, i), "办事等候"); err != nil {
			return err
		}
	}
	return nil
}

// takeUp looks into every alarm, takes the first person's up and sets one
// department's aside.
func (f *filler) takeUp(ctx context.Context, day *roster.Snapshot) error {
	f.Clock.set(evaluation.NewDate(2026, 10, 14))
	found, err := desk.All(ctx, f.Service, evaluation.Query{Office: f.Office, Kinds: []string{reminder.KindAlarm}})
	if err != nil {
		return err
	}
	taken := false
	for i := range found {
		r := &found[i]
		if err := f.act(ctx, f.personnel, r.ID, "check", &reminder.CheckInput{
			With: "窗口值班长、近三个月叫号记录", What: "等候时间和解释情况", Findings: "高峰时段确有解释不够耐心的情况。",
		}, ""); err != nil {
			return err
		}
		if r.Subject == "" {
			if err := f.act(ctx, f.personnel, r.ID, "set_aside", nil, "已由个人谈话解决，部门整体正常"); err != nil {
				return err
			}
			continue
		}
		if taken {
			continue
		}
		taken = true
		in := f.talkAbout(r.Subject, reminder.LevelReminder, reminder.ModeTalk)
		in.Alarm, in.Source = r.ID, reminder.SourceAlarm
		if _, err := f.proposed(ctx, day, in, 1); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) talkAbout(person, level, mode string) *reminder.ProposeInput {
	in := &reminder.ProposeInput{Person: person, ContentInput: reminder.ContentInput{
		Level: level, Mode: mode, Source: "observation", Background: "分管领导在日常工作中了解到有关情况。",
		Cause: "收到群众对窗口服务态度的反映", Points: "注意沟通方式，高峰时段做好解释。",
	}}
	if level == reminder.LevelAdmonition {
		in.Grounds, in.Cause = []string{"duty"}, "值班期间擅自离岗，造成群众办事延误"
	}
	return in
}

// proposed takes a talk through so many steps of its approval.
func (f *filler) proposed(ctx context.Context, day *roster.Snapshot, in *reminder.ProposeInput, steps int) (string, error) {
	r, err := f.Service.Create(ctx, f.personnel, reminder.KindTalk, "propose", evaluation.Creation{Input: in})
	if err != nil {
		return "", err
	}
	checker := evaluation.Actor{}
	charged := day.InCharge(r.Unit)
	for _, l := range f.leaders {
		if len(charged) > 0 && l.Person == charged[0] {
			checker = l
		}
	}
	if checker.Account == "" {
		return r.ID, nil // nobody is in charge
	}
	checker.Roles = append([]evaluation.Role{evaluation.RoleLeader}, checker.Roles...)
	for i, step := range []struct {
		who evaluation.Actor
		act string
	}{{checker, "check"}, {f.leaders[0], "approve"}, {f.leaders[1], "confirm"}} {
		if i >= steps || step.act == "confirm" && in.Level != reminder.LevelAdmonition {
			break
		}
		if err := f.act(ctx, step.who, r.ID, step.act, &reminder.OpinionInput{Words: "同意。"}, ""); err != nil {
			return "", err
		}
	}
	return r.ID, nil
}

// reminderTalks plays one talk after another, each some steps further.
func (f *filler) reminderTalks(ctx context.Context, day *roster.Snapshot) error {
	departments := day.Departments()[1:]
	talker := f.leaders[0]
	for i, step := range []struct {
		level, mode string
		approval    int
		then        []string
	}{
		{reminder.LevelReminder, reminder.ModeTalk, 0, nil},
		{reminder.LevelGreeting, reminder.ModeTalk, 3, []string{"schedule"}},
		{reminder.LevelInquiry, reminder.ModeLetter, 3, []string{"send"}},
		{reminder.LevelInquiry, reminder.ModeLetter, 3, []string{"send", "explain"}},
		{reminder.LevelReminder, reminder.ModeLetter, 3, []string{"send", "acknowledge", "accept", "review"}},
		{reminder.LevelReminder, reminder.ModeTalk, 3, []string{"schedule", "hold", "release", "acknowledge", "accept"}},
		{reminder.LevelAdmonition, reminder.ModeTalk, 2, nil},
		{reminder.LevelAdmonition, reminder.ModeTalk, 3, []string{"schedule", "hold", "release", "acknowledge", "submit_criticism", "accept"}},
		{reminder.LevelInquiry, reminder.ModeLetter, 3, []string{"send", "explain", "ask_again"}},
		{reminder.LevelAdmonition, reminder.ModeLetter, 3, []string{"send"}},
	} {
		f.Clock.set(evaluation.NewDate(2026, 10, 15+i))
		people := day.In(departments[(i+3)%len(departments)].ID)
		subject := people[len(people)-1]
		id, err := f.proposed(ctx, day, f.talkAbout(subject.ID, step.level, step.mode), step.approval)
		if err != nil {
			return err
		}
		if r, err := f.Service.Load(ctx, f.Office, id); err != nil || r.State != reminder.Approved {
			if err != nil {
				return err
			}
			continue
		}
		me := evaluation.Actor{Office: f.Office, Account: "demo-" + subject.ID, Person: subject.ID, Name: subject.Name, Roles: []evaluation.Role{evaluation.RoleCadre}}
		for _, name := range step.then {
			if err := f.reminderStep(ctx, id, name, talker, me, people[0].ID); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

// reminderStep does one act of a talk as whoever does it.
func (f *filler) reminderStep(ctx context.Context, id, name string, talker, me evaluation.Actor, recorder string) error {
	today := evaluation.DateOf(f.Clock.Now())
	words := &reminder.AnswerInput{Text: "当日值班人手不足，今后将做好解释并提前安排。"}
	who, in := f.personnel, any(nil)
	switch name {
	case "schedule":
		in = &reminder.ScheduleInput{On: today, Time: "14:30", Place: "二楼谈话室", Talker: talker.Person, Recorder: recorder}
	case "send":
		in = &reminder.SendInput{No: fmt.Sprintf("示委组函〔2026〕%d号", today.Day())}
	case "hold":
		who, in = talker, &reminder.HoldInput{
			On: today, Time: "14:30", Place: "二楼谈话室", Reason: "说明收到的反映和谈话目的。", Explanation: "本人说明高峰时段人手不足。",
			Watch: "注意沟通方式，坚守岗位。", Measures: "两周内提出改进办法并落实。",
		}
	case "release":
		who = talker
	case "acknowledge":
		who, in = me, &reminder.CommentInput{Text: "接受提醒。"}
	case "explain", "submit_criticism":
		who, in = me, words
	case "ask_again":
		in = &reminder.AgainInput{No: fmt.Sprintf("示委组函〔2026〕%d号", today.Day()+10), Ask: "请补充说明当日值班安排。"}
	case "accept":
		in = &reminder.AcceptInput{FollowUp: true}
	case "review":
		in = &reminder.ReviewInput{Outcome: reminder.OutcomeRecognised, Findings: "态度端正，已改进。"}
	}
	return f.act(ctx, who, id, name, in, "")
}
