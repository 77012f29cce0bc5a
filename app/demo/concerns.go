package demo

import (
	"context"
	"fmt"

	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/roster"
)

// story is what people complain about in the demo.
type story struct{ category, topic, content string }

var stories = []story{
	{"attitude", "居住证办理", "窗口工作人员语气生硬，问一句答半句，材料不全也不一次讲清。"},
	{"efficiency", "居住证办理", "为一张居住证跑了三趟，每次都说还缺材料。"},
	{"style", "上班时间", "下午三点窗口没有人，等了二十分钟才回来。"},
	{"attitude", "低保咨询", "咨询低保政策时被反问为什么不自己上网查。"},
	{"fairness", "沿街店招", "同一条街的店招，有的让拆有的不让拆，标准说不清。"},
	{"efficiency", "路灯报修", "路灯坏了一个月，打了两次电话没有人来。"},
	{"style", "居住证办理", "办理过程中工作人员一直在接私人电话。"},
	{"other", "楼道堆物", "反映楼道堆物，回复说不归自己管，也没有告诉该找谁。"},
	{"attitude", "居住证办理", "老人听不清，工作人员不耐烦，声音很大。"},
	{"efficiency", "居住证办理", "网上预约了时间，到现场还是要重新排队一个半小时。"},
}

// concerns opens the boxes and lets half a year of concerns come in, so that
// some wait, some are looked into and some are answered. One department gets
// more of them than its share.
func (f *filler) concerns(ctx context.Context) error {
	f.Clock.set(evaluation.NewDate(2026, 5, 11))
	book, err := f.Roster.Book(ctx, f.Office)
	if err != nil {
		return err
	}
	day := book.On(evaluation.DateOf(f.Clock.Now()))
	departments := day.Departments()[1:]
	boxes := []*concern.OpenInput{{Scope: concern.ScopeOffice, Greeting: "欢迎对街道机关的作风和服务提出意见。"}}
	for _, d := range departments {
		boxes = append(boxes, &concern.OpenInput{Scope: concern.ScopeUnit, Unit: d.ID})
	}
	for _, m := range day.In(departments[3].ID) {
		boxes = append(boxes, &concern.OpenInput{Scope: concern.ScopeBadge, Person: m.ID})
	}
	for _, in := range boxes {
		if _, err := f.Service.Create(ctx, f.personnel, concern.KindBox, "open", evaluation.Creation{Input: in}); err != nil {
			return err
		}
	}
	for i := range 34 {
		f.Clock.set(evaluation.NewDate(2026, 5, 12).AddDays(5 * i))
		unit := departments[(i*5)%len(departments)]
		if i%3 != 0 {
			unit = departments[3]
		}
		if err := f.concern(ctx, i, unit, day.In(unit.ID)); err != nil {
			return err
		}
	}
	if err := f.supervisors(ctx, departments); err != nil {
		return err
	}
	return f.openPaperBox(ctx, day, departments)
}

// supervisors report what they saw: one report is answered, one waits.
func (f *filler) supervisors(ctx context.Context, departments []roster.DepartmentInfo) error {
	who := f.actors["jiandu1"]
	for i, st := range []story{
		{"efficiency", "取号等候", "周三下午现场取号后等了五十分钟，只开了一个窗口。"},
		{"style", "咨询电话", "咨询电话连续三次无人接听。"},
	} {
		f.Clock.set(evaluation.NewDate(2026, 9, 10).AddDays(30 * i))
		r, err := f.Service.Create(ctx, who, concern.KindMatter, "report", evaluation.Creation{Input: &concern.ReportInput{
			About: concern.About{Unit: departments[6+i].ID, Category: st.category, Topic: st.topic, Content: st.content},
		}})
		if err != nil {
			return err
		}
		if i == 0 {
			if err := f.settle(ctx, r.ID, concern.BorneOut); err != nil {
				return err
			}
		}
	}
	return nil
}

// settle accepts a concern, has it looked into and answers it.
func (f *filler) settle(ctx context.Context, id, outcome string) error {
	who := f.actors[f.handler]
	f.Clock.at = f.Clock.at.AddDate(0, 0, 4)
	if err := f.act(ctx, f.personnel, id, "accept", &concern.AcceptInput{Handler: who.Person}, ""); err != nil {
		return nil //nolint:nilerr // the handler is concerned: it waits for another one
	}
	f.Clock.at = f.Clock.at.AddDate(0, 0, 9)
	if err := f.act(ctx, who, id, "conclude", &concern.ConcludeInput{
		Outcome: outcome, Findings: "现场查看并调阅记录，情况" + outcomes[outcome] + "。", Reply: "您反映的情况已核实，已督促有关科室改进，感谢监督。",
	}, ""); err != nil {
		return err
	}
	return f.act(ctx, f.personnel, id, "answer", nil, "")
}

var outcomes = map[string]string{concern.BorneOut: "属实", concern.Partly: "部分属实", concern.Unknown: "无法查实"}

// concern takes one in and carries it as far as its age would have it.
func (f *filler) concern(ctx context.Context, i int, unit roster.DepartmentInfo, people []roster.Member) error {
	who := f.actors[f.handler]
	st := stories[i%len(stories)]
	about := concern.About{Unit: unit.ID, Category: st.category, Topic: st.topic, Content: st.content, Happened: evaluation.DateOf(f.Clock.Now()).AddDays(-1)}
	if i%2 == 0 && people[len(people)-1].ID != who.Person {
		about.Person = people[len(people)-1].ID
	}
	in := &concern.RegisterInput{
		Channel: []string{"hotline", "visit", "letter"}[i%3], Received: evaluation.DateOf(f.Clock.Now()), About: about,
	}
	if i%4 == 1 {
		in.Contact = fmt.Sprintf("居民%d，手机 1380000%04d", i, 1000+i)
	}
	r, err := f.Service.Create(ctx, f.personnel, concern.KindMatter, "register", evaluation.Creation{Input: in})
	if err != nil || i > 30 {
		return err
	}
	f.Clock.at = f.Clock.at.AddDate(0, 0, 3)
	if i%9 == 8 {
		return f.act(ctx, f.personnel, r.ID, "decline", &concern.ReplyInput{Reply: "您反映的事项不属于街道职责，已告知您向有关部门反映。"}, "不属于受理范围")
	}
	if err := f.act(ctx, f.personnel, r.ID, "accept", &concern.AcceptInput{}, ""); err != nil || i > 27 || unit.ID == "" {
		return err
	}
	if err := f.act(ctx, f.personnel, r.ID, "assign", &concern.AssignInput{Handler: who.Person}, ""); err != nil {
		return nil //nolint:nilerr // the handler is concerned: it waits for another one
	}
	if i > 24 {
		return nil
	}
	outcome := []string{concern.BorneOut, concern.Partly, concern.Partly, concern.Unknown}[i%4]
	if err := f.act(ctx, who, r.ID, "conclude", &concern.ConcludeInput{
		Outcome: outcome, Findings: "调阅监控并向当事人了解，情况" + outcomes[outcome] + "。",
		Reply: "您反映的情况已核实，已督促有关科室改进，感谢监督。",
	}, ""); err != nil || i > 22 {
		return err
	}
	return f.act(ctx, f.personnel, r.ID, "answer", nil, "")
}

// openPaperBox records one opening that waits for the second person.
func (f *filler) openPaperBox(ctx context.Context, day *roster.Snapshot, departments []roster.DepartmentInfo) error {
	second := day.In(departments[0].ID)[2].ID
	_, err := f.Service.Create(ctx, f.personnel, concern.KindOpening, "record", evaluation.Creation{Input: &concern.OpeningInput{
		Place: "一楼大厅意见箱", On: evaluation.DateOf(f.Clock.Now()), Other: second, Slips: []concern.Slip{
			{Unit: departments[5].ID, Category: "efficiency", Topic: "垃圾清运", Content: "弄堂口的垃圾两天没有清。"},
			{Content: "大厅的饮水机很好，谢谢。"},
		},
	}})
	return err
}
