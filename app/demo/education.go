package demo

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/education"
	"kaoji/evaluation/roster"
)

// educations plays a campaign of the spring to its end, the one of 1998 with
// its sessions, make-ups, reflections and test, one that is planned, training
// elsewhere and studies of the work style.
func (f *filler) educations(ctx context.Context) error {
	f.Clock.set(evaluation.NewDate(2026, 2, 25))
	book, err := f.Roster.Book(ctx, f.Office)
	if err != nil {
		return err
	}
	day := book.On(evaluation.DateOf(f.Clock.Now()))
	for _, step := range []func(context.Context, *roster.Snapshot) error{f.spring, f.theme, f.nextYear, f.credits, f.studies} {
		if err := step(ctx, day); err != nil {
			return err
		}
	}
	return f.today(ctx)
}

// campaign drafts one, with a test where there are questions.
func (f *filler) campaign(ctx context.Context, in *education.CampaignInput, test *education.TestInput) (string, error) {
	r, err := f.Service.Create(ctx, f.personnel, education.KindCampaign, "draft", evaluation.Creation{Input: in})
	if err != nil || test == nil {
		return r.ID, err
	}
	return r.ID, f.act(ctx, f.personnel, r.ID, "set_test", test, "")
}

// lesson is a session and who was not there.
type lesson struct {
	title, speaker, hours string
	on                    evaluation.Date
	missing               func(i int) string // mark of the i-th, "" for present
	makesUp               string
}

// teach plans, opens, notes and files a session.
func (f *filler) teach(ctx context.Context, campaign string, l *lesson) (string, error) {
	f.Clock.set(l.on)
	r, err := f.Service.Create(ctx, f.personnel, education.KindSession, "plan", evaluation.Creation{Input: &education.PlanInput{
		Campaign: campaign, MakesUp: l.makesUp, SessionContent: education.SessionContent{
			Title: l.title, On: l.on, Time: "14:00", Place: "三楼会议室", Speaker: l.speaker, Hours: l.hours,
		},
	}})
	if err != nil {
		return "", err
	}
	c, err := f.campaignOf(ctx, campaign)
	if err != nil {
		return "", err
	}
	in := &education.NoteInput{How: education.HowList}
	for i, m := range c.People {
		row := education.NoteRow{Person: m.Person, Mark: education.MarkPresent}
		if mark := l.missing(i); mark != "" {
			row.Mark = mark
		}
		switch {
		case row.Mark == education.MarkExcused:
			row.Reason = "外出公务"
		case l.makesUp != "" && row.Mark != education.MarkPresent:
			continue
		case row.Mark == education.MarkAbsent:
			continue
		}
		in.Rows = append(in.Rows, row)
	}
	for _, act := range []struct {
		name  string
		input any
	}{{"open", nil}, {"note", in}, {"hold", nil}, {"close", nil}} {
		if err := f.act(ctx, f.personnel, r.ID, act.name, act.input, ""); err != nil {
			return "", err
		}
	}
	return r.ID, nil
}

func (f *filler) campaignOf(ctx context.Context, id string) (*education.Campaign, error) {
	return stored[education.Campaign](ctx, f, id)
}

func person(m education.Member, office string) evaluation.Actor {
	return evaluation.Actor{Office: office, Account: "demo-" + m.Person, Person: m.Person, Name: m.Name, Roles: []evaluation.Role{evaluation.RoleCadre}}
}

// spring is a campaign for the heads of departments, closed with everybody done.
func (f *filler) spring(ctx context.Context, _ *roster.Snapshot) error {
	id, err := f.campaign(ctx, &education.CampaignInput{
		Title: "科室负责人廉洁从政警示教育", Theme: "以案为鉴、廉洁从政", Aim: "科室负责人带头守纪律、讲规矩。", From: evaluation.NewDate(2026, 3, 2), To: evaluation.NewDate(2026, 4, 30),
		Hours: "4", Group: education.GroupHeads,
	}, nil)
	if err != nil {
		return err
	}
	f.Clock.set(evaluation.NewDate(2026, 3, 2))
	if err := f.act(ctx, f.personnel, id, "start", nil, ""); err != nil {
		return err
	}
	all := func(int) string { return "" }
	for _, l := range []*lesson{
		{title: "警示教育片观看与讨论", speaker: "纪工委 宋建国", hours: "1.5", on: evaluation.NewDate(2026, 3, 18), missing: all},
		{title: "参观区廉政教育基地", speaker: "纪工委 宋建国", hours: "2.5", on: evaluation.NewDate(2026, 4, 15), missing: all},
	} {
		if _, err := f.teach(ctx, id, l); err != nil {
			return err
		}
	}
	f.Clock.set(evaluation.NewDate(2026, 4, 29))
	return f.act(ctx, f.personnel, id, "close", &education.CloseInput{}, "")
}

// theme is the campaign of 1998, this time in five departments.
func (f *filler) theme(ctx context.Context, day *roster.Snapshot) error {
	var units []string
	for _, d := range day.Departments()[1:6] {
		units = append(units, d.ID)
	}
	id, err := f.campaign(ctx, &education.CampaignInput{
		Title: "“争先创优、知足知趣”主题教育", Theme: "在工作上争先创优、在收入待遇上知足知趣",
		Aim:  "引导机关干部树立正确的名利观、苦乐观，把精力放在为居民服务上。",
		From: evaluation.NewDate(2026, 9, 1), To: evaluation.NewDate(2026, 12, 18), Hours: "5.5", Units: units, Group: education.GroupAll,
		Reflect: true, Ask: "联系本职工作，谈谈怎样在工作上争先创优、在收入待遇上知足知趣。", Length: 60, ReflectBy: evaluation.NewDate(2026, 11, 30), HeadReviews: true,
	}, demoTest())
	if err != nil {
		return err
	}
	f.Clock.set(evaluation.NewDate(2026, 9, 1))
	if err := f.act(ctx, f.personnel, id, "start", nil, ""); err != nil {
		return err
	}
	first, err := f.teach(ctx, id, &lesson{title: "动员会：争先创优从岗位做起", speaker: "党工委书记", hours: "1.5", on: evaluation.NewDate(2026, 9, 10), missing: func(i int) string {
		return map[int]string{2: education.MarkExcused, 7: education.MarkAbsent, 12: education.MarkExcused}[i%15]
	}})
	if err != nil {
		return err
	}
	_, err = f.teach(ctx, id, &lesson{title: "专题辅导：艰苦奋斗与知足知趣", speaker: "区委党校副教授 陈立", hours: "2", on: evaluation.NewDate(2026, 9, 24), missing: func(i int) string {
		return map[int]string{4: education.MarkExcused, 9: education.MarkAbsent}[i%13]
	}})
	if err != nil {
		return err
	}
	_, err = f.teach(ctx, id, &lesson{title: "动员会补学", speaker: "党群办公室", hours: "1.5", on: evaluation.NewDate(2026, 10, 12), makesUp: first, missing: func(i int) string {
		if i%15 == 2 || i%15 == 7 {
			return ""
		}
		return education.MarkAbsent
	}})
	if err != nil {
		return err
	}
	_, err = f.teach(ctx, id, &lesson{title: "先进事迹报告会", speaker: "社区服务中心", hours: "2", on: evaluation.NewDate(2026, 10, 22), missing: func(i int) string {
		return map[int]string{6: education.MarkAbsent}[i%14]
	}})
	if err != nil {
		return err
	}
	return f.studiedAlone(ctx, id)
}

func demoTest() *education.TestInput {
	return &education.TestInput{TestBy: evaluation.NewDate(2026, 12, 10), Questions: []education.QuestionRow{
		{Form: "single", Text: "本次主题教育的主题是？", Options: "在工作上争先创优、在收入待遇上知足知趣\n多劳多得\n按资排辈", Answer: "A", Points: 20},
		{Form: "multiple", Text: "下列哪些属于良好作风？", Options: "首问负责\n限时办结\n推诿扯皮\n一次告知", Answer: "ABD", Points: 30},
		{Form: "truth", Text: "知足知趣就是不求上进。", Answer: "F", Points: 20},
		{Form: "text", Text: "你准备在哪项工作上争先创优？", Points: 30},
	}}
}

// studiedAlone is what people hand in: reflections and tests in every state, a
// make-up that waits to be read.
func (f *filler) studiedAlone(ctx context.Context, campaign string) error {
	c, err := f.campaignOf(ctx, campaign)
	if err != nil {
		return err
	}
	for i, m := range c.People {
		f.Clock.set(evaluation.NewDate(2026, 10, 26).AddDays(i % 12))
		if err := f.reflects(ctx, i, m); err != nil {
			return err
		}
		if err := f.tests(ctx, i, m); err != nil {
			return err
		}
		if i%13 == 4 {
			if err := f.act(ctx, person(m, f.Office), m.Part, "make_up", &education.MakeUpInput{
				Text: "自学了专题辅导的讲稿：艰苦奋斗是党的优良传统，对待收入待遇要知足，对待工作不能知足。",
			}, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

const demoReflection = "通过学习，我认识到工作上要争先创优，不能满足于完成任务；收入待遇上要知足知趣，不攀比、不计较。今后在窗口服务中要主动一点、耐心一点，" +
	"把居民的事当作自己的事，争取群众满意。"

func (f *filler) reflects(ctx context.Context, i int, m education.Member) error {
	if i%6 == 5 {
		return nil // not written yet
	}
	if err := f.act(ctx, person(m, f.Office), m.Reflection, "submit", &education.SubmitInput{Text: demoReflection}, ""); err != nil {
		return err
	}
	switch {
	case i%9 == 3:
		return nil // lies before who reads it
	case i%11 == 6:
		return f.act(ctx, f.personnel, m.Reflection, "return", nil, "请联系本职工作再充实一些。")
	}
	return f.act(ctx, f.personnel, m.Reflection, "accept", &education.WordsInput{Words: "能联系实际。"}, "")
}

func (f *filler) tests(ctx context.Context, i int, m education.Member) error {
	answers := []education.AnswerRow{{Question: 1, Answer: "A"}, {Question: 2, Answer: "ABD"}, {Question: 3, Answer: "F"}}
	switch {
	case i%7 == 6:
		return nil
	case i%8 == 2: // fails at first
		wrong := []education.AnswerRow{{Question: 1, Answer: "B"}, {Question: 2, Answer: "AB"}, {Question: 3, Answer: "F"}}
		if err := f.act(ctx, person(m, f.Office), m.Part, "take_test", &education.AnswersInput{Answers: wrong}, ""); err != nil || i%16 == 2 {
			return err
		}
	case i%10 == 3:
		answers = append(answers, education.AnswerRow{Question: 4, Answer: "在窗口服务上争先创优，做到居民少跑一次。"})
	}
	if err := f.act(ctx, person(m, f.Office), m.Part, "take_test", &education.AnswersInput{Answers: answers}, ""); err != nil || len(answers) < 4 || i == 3 {
		return err // one waits to be graded
	}
	return f.act(ctx, f.personnel, m.Part, "grade", &education.GradeInput{Grades: []education.GradeRow{{Question: 4, Points: 26, Words: "具体。"}}}, "")
}

// nextYear is still being planned.
func (f *filler) nextYear(ctx context.Context, _ *roster.Snapshot) error {
	f.Clock.set(evaluation.NewDate(2026, 11, 5))
	id, err := f.campaign(ctx, &education.CampaignInput{
		Title: "窗口服务作风养成月", Theme: "微笑服务、限时办结", Aim: "窗口岗位干部养成良好的服务习惯。", From: evaluation.NewDate(2026, 12, 21), To: evaluation.NewDate(2027, 1, 29),
		Hours: "3", Levels: []string{education.BandSection, education.BandRank}, Group: education.GroupAll,
	}, nil)
	if err != nil {
		return err
	}
	_, err = f.Service.Create(ctx, f.personnel, education.KindSession, "plan", evaluation.Creation{Input: &education.PlanInput{
		Campaign: id, SessionContent: education.SessionContent{
			Title: "窗口服务规范培训", On: evaluation.NewDate(2026, 12, 23), Time: "09:30", Place: "二楼多功能厅", Speaker: "区行政服务中心", Hours: "3",
		},
	}})
	return err
}

// credits are training elsewhere, in each state.
func (f *filler) credits(ctx context.Context, day *roster.Snapshot) error {
	f.Clock.set(evaluation.NewDate(2026, 10, 28))
	n := 0
	for _, d := range day.Departments()[1:] {
		for k, m := range day.In(d.ID) {
			if k%2 == 1 {
				continue
			}
			n++
			proof := f.NewID()
			if err := f.Blobs.PutBlob(ctx, evaluation.Blob{
				Office: f.Office, ID: proof, Name: "学时证明.txt", Owner: f.personnel.Account, Created: f.Clock.Now(), Type: "text/plain; charset=utf-8",
			}, []byte("学时证明（演示）\n")); err != nil {
				return err
			}
			class := []education.CreditContent{
				{Title: "科级干部进修班", Organiser: "区委党校", Form: "school", From: evaluation.NewDate(2026, 5, 11), To: evaluation.NewDate(2026, 5, 22), Hours: "80", Days: 12},
				{Title: "基层治理专题培训班", Organiser: "区委组织部", Form: "class", From: evaluation.NewDate(2026, 6, 8), To: evaluation.NewDate(2026, 6, 12), Hours: "40", Days: 5},
				{Title: "干部在线学习", Organiser: "市干部在线学习城", Form: "online", From: evaluation.NewDate(2026, 1, 5), To: evaluation.NewDate(2026, 9, 30), Hours: "52.5"},
			}[n%3]
			class.Files = []string{proof}
			r, err := f.Service.Create(ctx, f.personnel, education.KindCredit, "register", evaluation.Creation{Input: &education.RegisterInput{Person: m.ID, CreditContent: class}})
			if err != nil {
				return err
			}
			act, why := "confirm", ""
			switch n % 12 {
			case 5:
				continue
			case 7:
				act, why = "return", "证明上的学时与登记不符。"
			}
			if err := f.act(ctx, f.personnel, r.ID, act, nil, why); err != nil {
				return err
			}
		}
	}
	return nil
}

// studies are a half-yearly evaluation that is closed, a quarterly study that is
// followed up, and a draft.
func (f *filler) studies(ctx context.Context, day *roster.Snapshot) error {
	units := day.Departments()[1:]
	measure := func(i int, what string, due evaluation.Date) education.MeasureRow {
		return education.MeasureRow{What: what, Person: day.In(units[i].ID)[0].ID, Due: due}
	}
	content := func(on evaluation.Date, rows ...education.MeasureRow) education.StudyContent {
		return education.StudyContent{
			On: on, Place: "二楼会议室", Chair: "沈国栋", Participants: "党工委成员、各科室负责人",
			Situation: "机关作风总体良好，服务态度有明显改善；个别窗口高峰时段等候时间偏长。",
			Findings:  []education.FindingRow{{Unit: units[0].ID, Text: "来电答复不够及时。"}, {Unit: units[1].ID, Text: "高峰时段窗口人手不足。"}, {Text: "会议和台账偏多。"}},
			Measures:  rows,
		}
	}
	for i, in := range []*education.StudyInput{
		{Kind: education.StudyHalf, Span: "2026H1", StudyContent: content(evaluation.NewDate(2026, 7, 8), measure(0, "建立来电答复登记。", evaluation.NewDate(2026, 8, 15)))},
		{Kind: education.StudyQuarter, Span: "2026Q3", StudyContent: content(evaluation.NewDate(2026, 10, 9),
			measure(1, "午间增设值班窗口。", evaluation.NewDate(2026, 10, 31)), measure(2, "精简台账三项。", evaluation.NewDate(2026, 11, 15)), measure(3, "会议每月不超过四次。", evaluation.NewDate(2026, 12, 31)))},
		{Kind: education.StudyQuarter, Span: "2026Q4", StudyContent: content(evaluation.NewDate(2026, 12, 28), measure(4, "开展窗口服务作风养成月。", evaluation.NewDate(2027, 1, 29)))},
	} {
		if in.Kind == education.StudyHalf {
			in.Review, in.Findings[0].Grade, in.Findings[1].Grade = "结合半年工作考评，各科室均完成年度目标的一半以上。", "fair", "good"
		}
		if f.Clock.set(evaluation.NewDate(2026, 11, 10)); in.On.Before(evaluation.NewDate(2026, 11, 10)) {
			f.Clock.set(in.On)
		}
		if err := f.study(ctx, in, i); err != nil {
			return err
		}
	}
	return nil
}

// study drafts one and carries it as far as its place in the list says.
func (f *filler) study(ctx context.Context, in *education.StudyInput, i int) error {
	r, err := f.Service.Create(ctx, f.personnel, education.KindStudy, "draft", evaluation.Creation{Input: in})
	if err != nil || i == 2 {
		return err
	}
	if err := f.act(ctx, f.personnel, r.ID, "adopt", nil, ""); err != nil {
		return err
	}
	for no := range in.Measures {
		if no == 2 {
			continue
		}
		who := evaluation.Actor{Office: f.Office, Account: "demo-" + in.Measures[no].Person, Person: in.Measures[no].Person, Name: "责任人", Roles: []evaluation.Role{evaluation.RoleHead}}
		if err := f.act(ctx, who, r.ID, "report", &education.ReportInput{No: no + 1, Text: "已按要求落实。"}, ""); err != nil {
			return err
		}
		if no == 1 {
			continue
		}
		if err := f.act(ctx, f.personnel, r.ID, "confirm", &education.MeasureNo{No: no + 1}, ""); err != nil {
			return err
		}
	}
	return nil
}

// today plans a session for the day on which the demo is looked at, so that the
// code can be thrown on a screen.
func (f *filler) today(ctx context.Context) error {
	f.Clock.at = f.now
	found, err := f.Service.Find(ctx, evaluation.Query{Office: f.Office, Kinds: []string{education.KindCampaign}, States: []evaluation.State{education.Running}, Limit: 1})
	if err != nil || len(found.Records) == 0 {
		return err
	}
	_, err = f.Service.Create(ctx, f.personnel, education.KindSession, "plan", evaluation.Creation{Input: &education.PlanInput{
		Campaign: found.Records[0].ID, SessionContent: education.SessionContent{
			Title: "交流研讨：我的岗位怎样争先创优", On: evaluation.DateOf(f.now), Time: "14:00", Place: "三楼会议室", Speaker: "各科室负责人", Hours: "1.5",
		},
	}})
	return err
}
