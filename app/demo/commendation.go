package demo

import (
	"context"
	"fmt"

	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/roster"
)

// good is what people are praised for in the demo.
type good struct{ ground, title, text, place string }

var goods = []good{
	{"exemplary", "深夜护送走失老人回家", "晚上十点巡查时发现一名走失老人，联系家属未果后护送回家，并帮助联系社区医生。", "浦建路"},
	{"prevention", "及时扑灭电瓶车起火", "发现楼道内充电的电瓶车冒烟，疏散居民并用灭火器扑灭，避免了事故。", "微山路"},
	{"invention", "提出窗口预约分时办法", "提出居住证窗口分时预约办法，群众平均等候时间由一个半小时减到二十分钟。", "办事大厅"},
	{"stability", "调解积怨多年的邻里纠纷", "连续上门十二次，调解一起因漏水引起、积怨三年的邻里纠纷，双方签订协议。", "南泉路"},
	{"exemplary", "拾金不昧归还现金", "在大厅拾到装有两万余元现金的手提包，守候一小时交还失主。", "办事大厅"},
	{"rescue", "台风夜转移危房居民", "台风期间连夜转移危房内二十六名居民，无一人受伤。", "塘桥新路"},
	{"property", "追回被占用的公用房", "依法依规追回被占用多年的公用房三间，用作居民活动室。", "峨山路"},
	{"exemplary", "为独居老人送餐三年", "自费并利用休息时间为两名独居老人送餐三年，从未间断。", "蓝村路"},
	{"fighting", "制止冒领补贴", "核对材料时发现冒领补贴线索，及时报告并追回款项。", "社保窗口"},
	{"exemplary", "雨中疏导交通", "暴雨中疏导学校门口交通两小时，全身湿透。", "东方路"},
}

// commendations lets a year of deeds come in, three quarters of them published,
// so that every state of deed, bulletin and proposal is there.
func (f *filler) commendations(ctx context.Context) error {
	f.Clock.set(evaluation.NewDate(2026, 1, 12))
	book, err := f.Roster.Book(ctx, f.Office)
	if err != nil {
		return err
	}
	day := book.On(evaluation.DateOf(f.Clock.Now()))
	for quarter := range 3 {
		if err := f.quarter(ctx, day, quarter); err != nil {
			return err
		}
	}
	if err := f.unfinished(ctx, day); err != nil {
		return err
	}
	return f.proposals(ctx, day)
}

// deed has one reported by a supervisor, about one person, or two of a
// department every third time.
func (f *filler) deed(ctx context.Context, day *roster.Snapshot, i int, on evaluation.Date) (string, error) {
	f.Clock.set(on.AddDays(2))
	g := goods[i%len(goods)]
	departments := day.Departments()[1:]
	people := day.In(departments[(i*5)%len(departments)].ID)
	in := &commendation.ReportInput{
		People: []string{people[i%len(people)].ID}, Ground: g.ground, Title: g.title, On: on, Place: g.place, Text: g.text, Anyway: true,
	}
	if i%3 == 2 && len(people) > 1 {
		in.People = append(in.People, people[(i+1)%len(people)].ID)
	}
	who := f.actors["jiandu1"]
	if i%4 == 1 {
		who, in.Source, in.Sender = f.personnel, "letter", fmt.Sprintf("居民%d", 20+i)
	}
	r, err := f.Service.Create(ctx, who, commendation.KindDeed, "report", evaluation.Creation{Input: in})
	return r.ID, err
}

func (f *filler) verified(ctx context.Context, id string, i int) error {
	g := goods[i%len(goods)]
	return f.act(ctx, f.personnel, id, "verify", &commendation.VerifyInput{
		Facts: "经走访当事居民和查阅记录，情况属实。", How: "走访当事居民", Ground: g.ground, Title: g.title, Wording: g.text, Anyway: true,
	}, "")
}

func (f *filler) filed(ctx context.Context, day *roster.Snapshot, i int, on evaluation.Date) (string, error) {
	id, err := f.deed(ctx, day, i, on)
	if err != nil {
		return "", err
	}
	if err := f.verified(ctx, id, i); err != nil {
		return "", err
	}
	if err := f.act(ctx, f.personnel, id, "file", nil, ""); err != nil || i%2 == 1 {
		return id, err
	}
	return id, f.act(ctx, f.personnel, id, "count", nil, "事迹突出，计入当年考核")
}

// quarter files deeds and releases their bulletin. One deed of the first is
// revoked afterwards and corrected in the second.
func (f *filler) quarter(ctx context.Context, day *roster.Snapshot, quarter int) error {
	from := evaluation.NewDate(2026, 1, 1).AddMonths(3 * quarter)
	first := ""
	for i := range 4 {
		id, err := f.filed(ctx, day, quarter*4+i, from.AddDays(12+i*17))
		if err != nil {
			return err
		}
		if i == 0 {
			first = id
		}
	}
	id, err := f.bulletin(ctx, quarter, from)
	if err != nil {
		return err
	}
	for _, act := range []string{"submit", "approve"} {
		who := f.personnel
		if act == "approve" {
			who = f.leaders[0]
		}
		if err := f.act(ctx, who, id, act, nil, ""); err != nil {
			return err
		}
	}
	for i, d := range day.Departments() {
		if len(d.Heads) == 0 || quarter == 2 && i%3 == 0 {
			continue
		}
		head := evaluation.Actor{Office: f.Office, Account: "demo-" + d.Heads[0], Person: d.Heads[0], Name: day.Book().Name(d.Heads[0]), Roles: []evaluation.Role{evaluation.RoleHead}}
		if err := f.act(ctx, head, id, "acknowledge", nil, ""); err != nil {
			return err
		}
	}
	if quarter > 0 {
		return nil
	}
	return f.act(ctx, f.personnel, first, "revoke", nil, "经复核，主要情节与事实不符")
}

func (f *filler) bulletin(ctx context.Context, quarter int, from evaluation.Date) (string, error) {
	to := from.AddMonths(3).AddDays(-1)
	f.Clock.set(to.AddDays(3))
	title := fmt.Sprintf("关于2026年第%s季度好人好事的通报", []string{"一", "二", "三", "四"}[quarter])
	r, err := f.Service.Create(ctx, f.personnel, commendation.KindBulletin, "draft", evaluation.Creation{
		Input: &commendation.DraftInput{Title: title, From: from, To: to},
	})
	if err != nil {
		return "", err
	}
	b, err := evaluation.PayloadOf[commendation.Bulletin](r)
	if err != nil {
		return "", err
	}
	in := &commendation.EditInput{
		Title: title, Intro: "本季度，机关干部和各科室涌现出一批为民服务的好人好事。经核实备案，现予通报表扬：",
		Closing: "希望受到表扬的同志再接再厉，机关全体干部以他们为榜样，进一步转变作风，服务群众。",
	}
	for _, it := range b.Items {
		in.Items = append(in.Items, commendation.ItemInput{Number: it.Number, Heading: it.Heading, Text: it.Text})
	}
	return r.ID, f.act(ctx, f.personnel, r.ID, "edit", in, "")
}

// unfinished leaves deeds in the states before the register, and a draft.
func (f *filler) unfinished(ctx context.Context, day *roster.Snapshot) error {
	for i := range 3 {
		if _, err := f.filed(ctx, day, 13+i, evaluation.NewDate(2026, 10, 8+5*i)); err != nil {
			return err
		}
	}
	f.Clock.set(evaluation.NewDate(2026, 11, 2))
	if _, err := f.Service.Create(ctx, f.personnel, commendation.KindBulletin, "draft", evaluation.Creation{Input: &commendation.DraftInput{
		Title: "关于2026年第四季度好人好事的通报", From: evaluation.NewDate(2026, 10, 1), To: evaluation.NewDate(2026, 12, 31),
	}}); err != nil {
		return err
	}
	for i := range 4 {
		id, err := f.deed(ctx, day, 16+i, evaluation.NewDate(2026, 11, 3+2*i))
		switch {
		case err != nil:
			return err
		case i == 0:
			err = f.verified(ctx, id, 16)
		case i == 1:
			err = f.act(ctx, f.personnel, id, "turn_down", nil, "属于本职工作，不予备案")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// proposals go to the district, one to each end and one on notice.
func (f *filler) proposals(ctx context.Context, day *roster.Snapshot) error {
	departments := day.Departments()[1:]
	for i, end := range []string{"note_grant", "note_refusal", "submit", "announce", "propose"} {
		f.Clock.set(evaluation.NewDate(2026, 9, 1).AddDays(20 * i))
		person := day.In(departments[i].ID)[0]
		in := &commendation.ProposeInput{Kind: []string{"commendation", "third"}[i%2], Person: person.ID, Grounds: "工作实绩突出，群众公认度高，多次受到通报表扬。"}
		if i == 2 {
			in.Person, in.Unit = "", departments[i].ID
		}
		r, err := f.Service.Create(ctx, f.personnel, commendation.KindProposal, "propose", evaluation.Creation{Input: in})
		if err == nil {
			err = f.propose(ctx, r.ID, end)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// propose carries a proposal as far as an act.
func (f *filler) propose(ctx context.Context, id, end string) error {
	if end == "propose" {
		return nil
	}
	if err := f.act(ctx, f.leaders[0], id, "announce", nil, ""); err != nil || end == "announce" {
		return err
	}
	f.Clock.at = f.Clock.at.AddDate(0, 0, 20)
	if err := f.act(ctx, f.personnel, id, "close_notice", nil, ""); err != nil {
		return err
	}
	today := evaluation.DateOf(f.Clock.Now())
	if err := f.act(ctx, f.personnel, id, "submit", &commendation.SubmitInput{Document: "示委组〔2026〕21号", On: today}, ""); err != nil || end == "submit" {
		return err
	}
	return f.act(ctx, f.personnel, id, end, &commendation.ResultInput{Document: "示范区人社〔2026〕88号", On: today, Note: "按程序办理。"}, "")
}
