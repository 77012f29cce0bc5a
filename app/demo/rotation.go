package demo

import (
	"context"
	"fmt"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

// rotations marks sensitive posts, decides that some stay, and lets newcomers
// and their mentors stand in every state: with one who has nobody, one whose
// mentor has moved, and one whose notes are overdue.
func (f *filler) rotations(ctx context.Context) error {
	f.Clock.set(evaluation.NewDate(2026, 10, 26))
	book, err := f.Roster.Book(ctx, f.Office)
	if err != nil {
		return err
	}
	day := book.On(evaluation.DateOf(f.Clock.Now()))
	if err := f.sensitivePosts(ctx, day); err != nil {
		return err
	}
	if err := f.stays(ctx, day); err != nil {
		return err
	}
	departments := day.Departments()[1:]
	for i := range newcomers {
		n := &newcomers[i]
		if err := f.newcomer(ctx, day, n, departments[n.unit].ID, i); err != nil {
			return fmt.Errorf("%s: %w", n.name, err)
		}
	}
	return nil
}

// sensitivePosts are every post of one department, and one post of two others.
func (f *filler) sensitivePosts(ctx context.Context, day *roster.Snapshot) error {
	departments := day.Departments()[1:]
	for i, powers := range [][]string{{"money", "audit"}, {"enforcement"}, {"approval"}} {
		d := departments[(i*4+1)%len(departments)]
		in := &rotation.MarkInput{Unit: d.ID, From: evaluation.NewDate(2025, 1, 1), PowersInput: rotation.PowersInput{Powers: powers}}
		if i > 0 {
			in.Title = day.In(d.ID)[1].Post
		}
		if _, err := f.Service.Create(ctx, f.personnel, rotation.KindPost, "mark", evaluation.Creation{Input: in}); err != nil {
			return err
		}
	}
	return nil
}

// stays proposes for three whose years are up: one is approved, one returned,
// one waits.
func (f *filler) stays(ctx context.Context, day *roster.Snapshot) error {
	found, err := desk.All(ctx, f.Service, evaluation.Query{Office: f.Office, Kinds: []string{rotation.KindCase}})
	if err != nil {
		return err
	}
	n := 0
	for i := range found {
		r := &found[i]
		if _, here := day.Member(r.Subject); !here || n == 4 {
			continue
		}
		if n++; n == 4 {
			return f.act(ctx, f.personnel, r.ID, "arrange", &rotation.ArrangeInput{Words: "拟在年底轮岗时调整。", By: evaluation.NewDate(2026, 12, 31)}, "")
		}
		in := &rotation.StayInput{Person: r.Subject, StayTerms: rotation.StayTerms{
			Ground: "task", Words: "旧区改造项目由其牵头，明年上半年收尾后安排轮岗。", Until: evaluation.NewDate(2027, 6, 30),
		}}
		stay, err := f.Service.Create(ctx, f.personnel, rotation.KindStay, "propose", evaluation.Creation{Input: in})
		if err != nil {
			return err
		}
		switch n {
		case 1:
			err = f.act(ctx, f.leaders[0], stay.ID, "approve", &rotation.OpinionInput{Opinion: "同意，到期务必轮岗。"}, "")
		case 2:
			err = f.act(ctx, f.leaders[1], stay.ID, "return", nil, "请说明接替人选的培养情况")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fresh is a newcomer of the demo with what happened, in order: each step on
// its day.
type fresh struct {
	name, sex string
	unit      int // department
	joined    evaluation.Date
	mentor    int // place of the mentor among those of the department who are able, after the head
	steps     []step
}

type step struct {
	on   evaluation.Date
	what string
}

func at(month, day int, what string) step {
	return step{evaluation.NewDate(2026, evaluation.NewDate(2026, 1, 1).AddMonths(month-1).Month(), day), what}
}

// newcomerNo begins the staff numbers of the newcomers.
const newcomerNo = "XJ"

var newcomers = []fresh{
	{"叶知秋", "女", 0, evaluation.NewDate(2025, 9, 1), 0, []step{
		{evaluation.NewDate(2025, 9, 1), "assign"}, {evaluation.NewDate(2025, 9, 8), "plan"}, {evaluation.NewDate(2025, 11, 20), "notes"},
		at(2, 25, "notes"), at(3, 2, "midterm"), at(5, 26, "notes"), at(8, 10, "notes"), at(8, 12, "close"), at(8, 20, "opinions"), at(8, 28, "conclude"),
	}},
	{"闻一鸣", "男", 0, evaluation.NewDate(2025, 12, 1), 1, []step{
		{evaluation.NewDate(2025, 12, 1), "assign"}, {evaluation.NewDate(2025, 12, 10), "plan"}, at(2, 27, "notes"), at(5, 29, "notes"),
		at(5, 30, "midterm"), at(8, 28, "notes"), at(11, 5, "close"), at(11, 10, "mentor_opinion"),
	}},
	{"舒眉", "女", 0, evaluation.NewDate(2026, 6, 1), 2, []step{at(6, 1, "assign"), at(6, 10, "plan"), at(8, 25, "notes")}},
	{"谭立言", "男", 0, evaluation.NewDate(2026, 3, 2), 0, []step{at(3, 2, "assign"), at(3, 12, "plan"), at(5, 28, "notes")}}, // late since then
	{"邵一帆", "男", 2, evaluation.NewDate(2026, 7, 1), 0, []step{at(7, 1, "assign"), at(7, 9, "plan"), at(9, 25, "notes"), at(10, 20, "moved")}},
	{"霍然", "女", 3, evaluation.NewDate(2026, 7, 1), 0, []step{at(7, 1, "assign"), at(7, 9, "plan"), at(9, 1, "pause")}},
	{"卜算言", "男", 4, evaluation.NewDate(2026, 11, 2), 0, []step{at(11, 9, "assign")}},
	{"屠岸", "男", 5, evaluation.NewDate(2026, 4, 1), 0, []step{at(4, 1, "assign"), at(4, 9, "plan"), at(6, 15, "left"), at(6, 16, "end")}},
	{"简宁", "女", 6, evaluation.NewDate(2026, 11, 16), 0, nil},
}

// newcomer enters somebody and plays what happened.
func (f *filler) newcomer(ctx context.Context, day *roster.Snapshot, n *fresh, unit string, i int) error {
	f.Clock.set(n.joined)
	r, err := f.Service.Create(ctx, f.personnel, roster.KindPerson, "enter", evaluation.Creation{Input: &roster.Enter{
		No: fmt.Sprintf("%s%02d", newcomerNo, i+1), Name: n.name, Sex: n.sex, Born: evaluation.NewDate(2000+i%3, 5, 1), Joined: n.joined, Department: unit,
		Post: "科员", PostSince: n.joined, Level: roster.LevelProbation, LevelSince: n.joined, Education: "大学本科", Establishment: "行政编",
	}})
	if err != nil {
		return err
	}
	people := day.In(unit)
	able := slices.DeleteFunc(slices.Clone(people[1:]), func(m roster.Member) bool {
		return len(m.Absences) > 0 || m.Joined.After(evaluation.NewDate(2023, 1, 1))
	})
	mentor := f.as(able[n.mentor].ID, able[n.mentor].Name)
	id := ""
	for _, s := range n.steps {
		f.Clock.set(s.on)
		if s.what == "assign" {
			in := &rotation.AssignInput{Newcomer: r.ID, MentorInput: rotation.MentorInput{Mentor: mentor.Person}}
			m, err := f.Service.Create(ctx, f.personnel, rotation.KindMentoring, "assign", evaluation.Creation{Input: in})
			if err != nil {
				return err
			}
			id = m.ID
			continue
		}
		if err := f.mentoringStep(ctx, id, s.what, mentor, f.as(r.ID, n.name), f.as(people[0].ID, people[0].Name)); err != nil {
			return fmt.Errorf("%s: %w", s.what, err)
		}
	}
	return nil
}

// as is a cadre's own account.
func (f *filler) as(person, name string) evaluation.Actor {
	return evaluation.Actor{Office: f.Office, Account: "demo-" + person, Person: person, Name: name, Roles: []evaluation.Role{evaluation.RoleCadre, evaluation.RoleHead}}
}

// mentoringStep does one step of a mentoring as whoever does it.
func (f *filler) mentoringStep(ctx context.Context, id, what string, mentor, me, head evaluation.Actor) error {
	today := evaluation.DateOf(f.Clock.Now())
	words := &rotation.WordsInput{Words: "学习踏实，作风端正，能够独立承担窗口和走访工作。"}
	switch what {
	case "plan":
		return f.act(ctx, mentor, id, what, &rotation.PlanInput{Direction: "一年内独立承担本岗位业务。", Goals: []rotation.Goal{
			{What: "熟悉制度和办事流程", How: "跟班学习，每周一次讲评", By: today.AddMonths(3)}, {What: "独立值守窗口", How: "轮流值班", By: today.AddMonths(6)},
		}}, "")
	case "notes":
		if err := f.act(ctx, mentor, id, "note", &rotation.NoteInput{On: today, Text: "带教窗口受理和走访，进展正常，下一步安排独立值班。", Remark: "可多安排对外协调工作。"}, ""); err != nil {
			return err
		}
		return f.act(ctx, me, id, "own_note", &rotation.OwnNoteInput{On: today, Text: "掌握了受理流程，政策依据还要多学。"}, "")
	case "midterm":
		return f.act(ctx, mentor, id, what, &rotation.MidtermInput{Progress: "前两项目标已完成。", Problems: "材料写作还不熟练。", Measures: "安排参与季度小结起草。"}, "")
	case "close":
		return f.act(ctx, f.personnel, id, what, nil, "")
	case "mentor_opinion":
		return f.act(ctx, mentor, id, what, words, "")
	case "opinions":
		for act, who := range map[string]evaluation.Actor{"mentor_opinion": mentor, "own_opinion": me, "head_opinion": head} {
			if err := f.act(ctx, who, id, act, words, ""); err != nil {
				return err
			}
		}
		return nil
	case "conclude":
		return f.act(ctx, f.personnel, id, what, &rotation.ConcludeInput{Outcome: "fit", Words: "同意按期转正。", Training: 14}, "")
	case "pause":
		return f.act(ctx, f.personnel, id, what, nil, "参加脱产初任培训")
	case "left":
		return f.act(ctx, f.personnel, me.Person, "depart", &roster.Depart{Left: today}, "本人辞职")
	case "end":
		return f.act(ctx, f.personnel, id, what, nil, "本人辞职")
	case "moved":
		return f.moved(ctx, mentor.Person)
	}
	return nil
}

// moved gives the mentor a post in another department, so that nobody mentors.
func (f *filler) moved(ctx context.Context, person string) error {
	book, err := f.Roster.Book(ctx, f.Office)
	if err != nil {
		return err
	}
	day := book.On(evaluation.DateOf(f.Clock.Now()))
	who, _ := day.Member(person)
	for _, d := range day.Departments()[1:] {
		if d.ID != who.Department {
			return f.act(ctx, f.personnel, person, "appoint", &roster.Appoint{
				Department: d.ID, Post: who.Post, PostSince: day.Day(), Level: who.Level, LevelSince: who.LevelSince,
			}, "")
		}
	}
	return nil
}
