package page_test

import (
	"encoding/json"
	"html"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
	"kaoji/evaluation/roster"
)

// class is an office with a campaign of one department, and its session of today.
type class struct {
	*watch
	campaign, session string
	people            []roster.Member
	today             evaluation.Date
}

func newClass(t *testing.T) *class {
	t.Helper()
	return classOffice.begin(t)
}

var classOffice = filled[*class]{fill: fillClass}

func (w *class) over(s *site) *class {
	c := *w
	c.watch = w.watch.over(s)
	return &c
}

func fillClass(t *testing.T) *class {
	t.Helper()
	p := newPraise(t)
	w := &class{today: evaluation.DateOf(time.Now()), watch: &watch{praise: p, section: evaluation.Actor{
		Office: office, Account: "zuzhi", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel},
	}}}
	book, err := w.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	w.people = book.On(w.today).In(w.member.Department)
	w.campaign = w.make(education.KindCampaign, "draft", &education.CampaignInput{
		Title: "主题教育", Theme: "在工作上争先创优、在收入待遇上知足知趣", Aim: "转变作风。", From: w.today, To: w.today.AddDays(60), Hours: "1.5",
		Units: []string{w.member.Department}, Group: education.GroupAll, Reflect: true, ReflectBy: w.today.AddDays(30), Length: 5, HeadReviews: true,
	})
	w.act(w.section, w.campaign, "set_test", &education.TestInput{TestBy: w.today.AddDays(30), Questions: []education.QuestionRow{
		{Form: "multiple", Text: "哪些是良好作风？", Options: "勤政\n廉政\n推诿", Answer: "AB", Points: 5}, {Form: "text", Text: "谈谈体会。", Answer: "言之有物", Points: 5},
	}})
	w.act(w.section, w.campaign, "start", nil)
	w.session = w.make(education.KindSession, "plan", &education.PlanInput{Campaign: w.campaign, SessionContent: education.SessionContent{
		Title: "专题辅导", On: w.today, Time: "09:00", Place: "三楼会议室", Hours: "1.5",
	}})
	w.act(w.section, w.session, "open", nil)
	return w
}

// screen is the address in the code that the presenter shows.
func (w *class) screen() string {
	w.t.Helper()
	v, err := w.service.Get(w.t.Context(), w.section, w.session)
	if err != nil {
		w.t.Fatal(err)
	}
	code, err := w.education.CodeOf(v, time.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	return "/in/" + w.session + "/" + code.Code
}

func (w *class) part(person string) string {
	w.t.Helper()
	found, err := w.service.Find(w.t.Context(), evaluation.Query{
		Office: office, Kinds: []string{education.KindPart}, Uniques: []string{education.PartKey(w.campaign, person)},
	})
	if err != nil || len(found.Records) != 1 {
		w.t.Fatal(len(found.Records), err)
	}
	return found.Records[0].ID
}

func says(t *testing.T, got string, want ...string) {
	t.Helper()
	for _, text := range want {
		if !strings.Contains(got, text) {
			t.Errorf("no %s in:\n%s", text, got)
		}
	}
}

func TestACadreScansLogsInAndSignsIn(t *testing.T) {
	w := newClass(t)
	wall := w.personnel.get("/education/sessions/" + w.session + "/code")
	says(t, wall, `id="screen"`, "hx-trigger=\"load delay:", "data:image/png", "每30秒更换", "<strong>0</strong> / 8")
	pagetest.Check(t, []byte(wall))

	cadre := w.login("cadre", w.member.ID, evaluation.RoleCadre)
	phone := w.visitor() // the same person, not logged in on the phone
	phone.get(w.screen())
	if phone.at != "/login?next=%2Fin%2F"+w.session || phone.cookies["kaoji_in"] == "" {
		t.Fatalf("after the scan at %s with %v", phone.at, phone.cookies)
	}
	phone.post("/login", url.Values{"name": {"cadre"}, "password": {"Tang-qiao-1998"}, "next": {"/in/" + w.session}})
	says(t, string(phone.body), "专题辅导", "三楼会议室", "cadre签到")
	pagetest.Check(t, phone.body)
	says(t, phone.post("/in/"+w.session, url.Values{}), "已签到", "出席", "扫码签到")
	says(t, w.personnel.get("/education/sessions/"+w.session+"/code"), "<strong>1</strong> / 8")

	cadre.get("/in/" + w.session)
	says(t, cadre.post("/in/"+w.session, url.Values{}), "请先扫描屏幕上的二维码")
	says(t, cadre.post("/in/"+w.session, url.Values{"code": {"0000-0000-0000"}}), "签到码已经失效")
	says(t, cadre.post("/in/"+w.session, url.Values{"code": {strings.TrimPrefix(w.screen(), "/in/"+w.session+"/")}}), "您已经签到")
	if got := w.visitor().get("/in/" + w.session + "/000000000000"); !strings.Contains(got, "签到码已经失效") || strings.Contains(got, "三楼会议室") {
		t.Errorf("a stranger with a wrong code sees:\n%s", got)
	}
	says(t, w.head.get("/education/hours"), w.member.Name, "还差88.5小时", "1.5 ÷ ")
	if stranger := w.login("other", outsider(w), evaluation.RoleCadre); !strings.Contains(stranger.get(w.screen())+stranger.post("/in/"+w.session, url.Values{}), "不在本次学习的参加范围") {
		t.Errorf("somebody of another department:\n%s", stranger.body)
	}
	if cadre.get("/education/sessions/" + w.session + "/code"); cadre.status != 403 {
		t.Errorf("a cadre is shown the code: %d", cadre.status)
	}
}

// outsider is somebody of another department.
func outsider(w *class) string {
	book, err := w.roster.Book(w.t.Context(), office)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, m := range book.On(w.today).Members() {
		if m.Department != w.member.Department && !m.Heads {
			return m.ID
		}
	}
	return ""
}

func TestTheListIsTypedRowByRowOrReadFromAWorkbookWholeOrNotAtAll(t *testing.T) {
	w := newClass(t)
	at := "/education/sessions/" + w.session
	first, second, third := w.people[1], w.people[2], w.people[3]
	list := w.personnel.get(at)
	pagetest.Check(t, []byte(list))
	mark := func(values url.Values, person, mark, reason string) {
		values.Set(person+".rows.mark", mark)
		values.Set(person+".rows.reason", reason)
	}
	values := rowsOf(list)
	mark(values, first.ID, "excused", "")
	mark(values, second.ID, "absent", "")
	got := w.personnel.post(at+"/list", values)
	pagetest.Check(t, []byte(got))
	says(t, rowOf(got, first.ID), "请填写请假事由", `<option value="excused" selected>`, "aria-invalid")
	says(t, rowOf(got, second.ID), "已登记出勤", "名单登记")

	// Somebody else has the list open from before.
	old := rowsOf(list)
	mark(old, first.ID, "present", "")
	mark(old, second.ID, "present", "") // it is absent by now
	mark(old, third.ID, "", "")
	got = w.personnel.post(at+"/list", old)
	says(t, rowOf(got, first.ID), "已登记出勤", "名单登记")
	says(t, rowOf(got, second.ID), "他人已改为“缺席”", `<option value="present" selected>`)
	if strings.Contains(rowOf(got, third.ID), "worksheet-said") {
		t.Error("a row that nobody touched was sent")
	}
	if part := w.personnel.get("/education/parts/" + w.part(second.ID)); !strings.Contains(part, "缺席") {
		t.Error("what another noted is overwritten")
	}
	again := rowsOf(got)
	mark(again, second.ID, "excused", "会议")
	says(t, rowOf(w.personnel.post(at+"/list", again), second.ID), "已登记出勤", "会议")
	mine, other := w.login("keeper", first.ID, evaluation.RolePersonnel), w.people[3]
	if row := rowOf(mine.get(at), first.ID); strings.Contains(row, first.ID+".rows.mark") || !strings.Contains(rowOf(string(mine.body), other.ID), other.ID+".rows.mark") {
		t.Error("the own attendance can be typed, or nobody's")
	}

	w.personnel.get(at + "/table")
	sheets, err := xlsx.Read(w.personnel.body)
	if err != nil || len(sheets[0].Rows) != 9 {
		t.Fatalf("%d rows, %v", len(sheets[0].Rows), err)
	}
	file := func(rows ...[]string) []byte {
		t.Helper()
		sheet := roster.Sheet{Name: "出勤"}
		for i, row := range append([][]string{{"工号", "姓名", "科室", "出勤", "请假事由"}}, rows...) {
			var cells []roster.Cell
			for j, text := range row {
				cells = append(cells, roster.Cell{Text: text, Row: i + 1, Col: j + 1})
			}
			sheet.Rows = append(sheet.Rows, cells)
		}
		raw, err := xlsx.Bytes([]roster.Sheet{sheet})
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	upload := func(rows ...[]string) string {
		t.Helper()
		says(t, w.personnel.get(at+"/upload"), "有一行不对")
		return w.personnel.uploadWith(at+"/upload", "file", "出勤.xlsx", file(rows...), url.Values{"version": {version(w.personnel.body)}})
	}
	good := []string{second.No, second.Name, "", "出席", ""}
	says(t, upload(good, []string{third.No, third.Name, "", "请假", ""}, []string{"X1", "无名", "", "出席", ""}, []string{first.No, first.Name, "", "来了", ""}),
		"整张表格没有导入", "可以导入", "请填写请假事由", "名册中没有工号", "请填写出席、请假或者缺席")
	if part := w.personnel.get("/education/parts/" + w.part(second.ID)); strings.Contains(part, "表格导入") {
		t.Error("a wrong workbook was read in part")
	}
	says(t, upload(good, []string{third.No, third.Name, "", "请假", "公差"}), "已登记出勤", "表格导入", "公差")
	says(t, upload([]string{third.No, third.Name, "", "请假", "出差"}, []string{"共 1 人"}, []string{"注：1. 本表一式两份"}, []string{"2. 请于月底前报组织科"}), "已登记出勤", footNamed, "第3行“共 1 人”")
	w.submit(w.personnel, "/records/"+w.session, "hold", "已列入补学", url.Values{})
	says(t, w.personnel.get(at), "安排补学", "结束时登记")
}

func TestATestIsSatWithoutItsAnswersAndGradedByAPerson(t *testing.T) {
	w := newClass(t)
	cadre := w.login("cadre", w.member.ID, evaluation.RoleCadre)
	part := "/education/parts/" + w.part(w.member.ID)
	says(t, cadre.get(part), "参加测试", part+"/test")
	paper := cadre.get(part + "/test")
	pagetest.Check(t, []byte(paper))
	if strings.Contains(paper, "言之有物") || strings.Contains(paper, "checked") {
		t.Errorf("the paper tells the answers:\n%s", paper)
	}
	got := cadre.post(part+"/test", url.Values{"version": {version(cadre.body)}, "q.1": {"A", "B"}, "q.2": {"我将改进窗口服务。"}})
	says(t, got, "已交卷", "等待评分")
	if w.head.get(part); strings.Contains(string(w.head.body), "等待评分") {
		t.Error("the head sees the attempt")
	}
	grading := w.personnel.get(part + "/grade")
	pagetest.Check(t, []byte(grading))
	says(t, grading, "我将改进窗口服务。", "言之有物")
	says(t, w.personnel.post(part+"/grade", url.Values{"version": {version(w.personnel.body)}, "points.2": {"6"}}), "不能多于本题的5分")
	says(t, w.personnel.post(part+"/grade", url.Values{"version": {version(w.personnel.body)}, "points.2": {"4"}}), "已评分", "9 / 10")
	if w.personnel.get(part + "/grade"); w.personnel.status != 404 {
		t.Errorf("graded again: %d", w.personnel.status)
	}
}

func TestAMissedSessionAReflectionAndACertificate(t *testing.T) {
	w := newClass(t)
	cadre := w.login("cadre", w.member.ID, evaluation.RoleCadre)
	id := w.part(w.member.ID)
	w.act(w.section, w.session, "hold", nil)
	own := cadre.get("/education/parts/" + id)
	says(t, own, "缺席", "make_up?session="+w.session)
	says(t, cadre.get("/todo"), "完成您的学习任务", "提交您的学习体会")
	cadre.get("/records/" + id + "/acts/make_up?session=" + w.session)
	says(t, cadre.post("/records/"+id+"/acts/make_up", url.Values{"version": {version(cadre.body)}, "session": {w.session}, "text": {strings.Repeat("补学专题辅导。", 6)}}), "等待审阅")
	section := w.personnel.get("/education/parts/" + id)
	says(t, section, "补学专题辅导", "accept_make_up?session=")
	w.submit(w.personnel, "/records/"+id, "accept_make_up", "学时已计入", url.Values{"session": {w.session}})

	found, err := w.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{education.KindReflection}, Uniques: []string{education.PartKey(w.campaign, w.member.ID)}})
	if err != nil {
		t.Fatal(err)
	}
	reflection := "/records/" + found.Records[0].ID
	cadre.get(reflection + "/acts/submit")
	says(t, cadre.uploadWith(reflection+"/acts/submit", "files.upload", "体会.txt", []byte("争先创优"), url.Values{"version": {version(cadre.body)}, "text": {"争先创优，知足知趣。"}}), "等待审阅")
	says(t, w.head.get(reflection), "争先创优，知足知趣。")
	w.submit(w.head, reflection, "return", "已退回本人修改", url.Values{"reason": {"请充实。"}})
	if got := w.head.get(reflection); strings.Contains(got, "争先创优，知足知趣。") {
		t.Error("the head still reads what went back")
	}
	typed := cadre.typing(reflection+"/acts/submit", url.Values{"text": {"争先创优，知足知趣，服务。"}})
	says(t, string(cadre.body), "体会.txt")
	cadre.autosave(typed)
	// A draft has no attachments; those of the record stay with it.
	says(t, cadre.get(reflection+"/acts/submit?draft="+url.QueryEscape(typed.Get("draft-id"))), "知足知趣，服务。", "体会.txt")
	w.submit(cadre, reflection, "submit", "等待审阅", url.Values{"text": {"争先创优，知足知趣，服务群众。"}})
	w.submit(w.head, reflection, "accept", "已通过", url.Values{"words": {"好。"}})
	if w.principal.get(reflection); w.principal.status != 404 {
		t.Errorf("a leader reads a reflection: %d", w.principal.status)
	}
	if cadre.get("/records/" + id + "/print/education_certificate"); cadre.status != 404 {
		t.Errorf("a certificate before the end: %d", cadre.status)
	}
	cadre.get("/education/parts/" + id + "/test")
	cadre.post("/education/parts/"+id+"/test", url.Values{"version": {version(cadre.body)}, "q.1": {"A", "B"}, "q.2": {"体会。"}})
	w.personnel.get("/education/parts/" + id + "/grade")
	says(t, w.personnel.post("/education/parts/"+id+"/grade", url.Values{"version": {version(w.personnel.body)}, "points.2": {"5"}}), "已完成")
	says(t, cadre.get("/records/"+id+"/print/education_certificate"), "结业证明", "1.5小时", w.member.Name)
	says(t, w.personnel.get("/records/"+w.campaign+"/print/education_report"), "在工作上争先创优", "专题辅导")

	says(t, cadre.get("/education/year"), "补学", "1.5小时", "还差88.5小时", "干部教育培训工作条例")
	says(t, cadre.get("/education"), "我的学习", "1 / 1")
	if cadre.get("/education/year?person=" + outsider(w)); cadre.status != 404 {
		t.Errorf("a cadre reads somebody's year: %d", cadre.status)
	}
	says(t, w.personnel.get("/roster/people/"+w.member.ID), "年学时", "教育活动完成")
	w.personnel.get("/education/campaigns/" + w.campaign + "/excel")
	if sheets, err := xlsx.Read(w.personnel.body); err != nil || len(sheets[0].Rows) != 9 {
		t.Errorf("the workbook: %v", err)
	}
	if w.personnel.get("/education/hours?export=xlsx"); w.personnel.status != 200 {
		t.Errorf("no workbook of hours: %d", w.personnel.status)
	}
	for _, at := range []string{"/education", "/education/hours", "/education/campaigns/" + w.campaign, "/education/year?person=" + w.member.ID} {
		pagetest.Check(t, []byte(w.personnel.get(at)))
	}
}

func TestTheHoursOfAYearAreAddedUpOnThePage(t *testing.T) {
	w := newWatch(t)
	today := evaluation.DateOf(time.Now())
	for i, hours := range []education.Hours{"12.5", "3"} {
		raw, err := json.Marshal(education.Credit{Person: w.member.ID, Title: "进修", Organiser: "区委党校", To: today, Hours: hours})
		if err != nil {
			t.Fatal(err)
		}
		id := "credit-" + strconv.Itoa(i)
		_, err = w.store.Put(t.Context(), evaluation.Record{
			Office: office, ID: id, Unique: id, Kind: education.KindCredit, State: education.CreditConfirmed, Subject: w.member.ID, Unit: w.member.Department,
			Period: strconv.Itoa(today.Year()), Payload: raw, Created: time.Now(), Changed: time.Now(),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	says(t, html.UnescapeString(w.login("own", w.member.ID, evaluation.RoleCadre).get("/education/year")), "12.5 + 3 = 15.5", "12.5小时")
}

func TestAStudyShowsEachMeasureWithWhatCanBeDone(t *testing.T) {
	w := newClass(t)
	responsible := w.login("responsible", w.people[2].ID, evaluation.RoleCadre)
	says(t, w.personnel.get("/education"), "作风状况分析还没有起草", "draft?kind=quarter&amp;span=", "作风建设评议还没有起草")
	pagetest.Check(t, w.personnel.body)
	says(t, w.personnel.get("/new/education.study/draft?kind=quarter&span=2026Q3"), `value="2026Q3"`)
	if strings.Contains(responsible.get("/education"), "还没有起草") {
		t.Error("a cadre is asked for a study")
	}
	span := w.today.String()[:4] + "H1"
	if w.today.Month() > 6 {
		span = w.today.String()[:4] + "H2"
	}
	id := w.make(education.KindStudy, "draft", &education.StudyInput{Kind: education.StudyHalf, Span: span, StudyContent: education.StudyContent{
		On: w.today, Chair: "书记", Participants: "党工委成员", Situation: "总体良好。", Review: "考评总体良好。",
		Findings: []education.FindingRow{{Unit: w.member.Department, Grade: "fair", Text: "等候时间长。"}, {Text: "会议偏多。"}},
		Measures: []education.MeasureRow{{What: "增设窗口。", Person: w.people[2].ID, Due: w.today.AddDays(20)}},
	}})
	if responsible.get("/education/studies/" + id); responsible.status != 404 {
		t.Errorf("a draft is read: %d", responsible.status)
	}
	w.submit(w.personnel, "/records/"+id, "adopt", "已交责任人办理", url.Values{})
	says(t, w.personnel.get("/education/studies/"+id), "增设窗口", "hand_over?no=1", "考评总体良好。", "全单位")
	pagetest.Check(t, w.personnel.body)
	says(t, responsible.get("/todo"), "作风状况分析")
	says(t, responsible.get("/education/studies/"+id), "report?no=1")
	responsible.get("/records/" + id + "/acts/report?no=1")
	says(t, responsible.post("/records/"+id+"/acts/report", url.Values{"version": {version(responsible.body)}, "no": {"1"}, "text": {"已增设。"}}), "等待核实")
	w.submit(w.personnel, "/records/"+id, "confirm", "已办结", url.Values{"no": {"1"}})
	says(t, w.personnel.get("/education/studies/"+id), "1 / 1")
	says(t, w.personnel.get("/records/"+id+"/print/education_study"), "作风建设半年评议", "增设窗口")
}
