package page_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/roster"
)

// watch is an office with exposure, eight concerns about one person, and an
// analysis of them.
type watch struct {
	*praise
	section evaluation.Actor
	scan    string
}

func newWatch(t *testing.T) *watch {
	t.Helper()
	return watchOffice.begin(t)
}

var watchOffice = filled[*watch]{fill: fillWatch}

func (w *watch) over(s *site) *watch {
	c := *w
	c.praise = w.praise.over(s)
	return &c
}

func fillWatch(t *testing.T) *watch {
	t.Helper()
	w := &watch{praise: newPraise(t), section: evaluation.Actor{
		Office: office, Account: "zuzhi", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel},
	}}
	today := evaluation.DateOf(time.Now())
	book, err := w.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	in := &reminder.ExposureInput{Period: today.String()[:7], Basis: reminder.BasisCases, Unit: w.member.Department, Count: 1000}
	for _, m := range book.On(today).In(w.member.Department) {
		in.People = append(in.People, reminder.CountRow{Person: m.ID, Count: 10})
	}
	w.make(reminder.KindExposure, "enter", in)
	for i := range 8 {
		w.make(concern.KindMatter, "register", &concern.RegisterInput{
			Channel: "hotline", Received: today, Contact: strings.Repeat("甲", i+1),
			About: concern.About{Person: w.member.ID, Category: "attitude", Topic: "窗口", Content: "态度生硬"},
		})
	}
	w.scan = w.make(reminder.KindScan, "run", &reminder.ScanInput{To: today, UnitBasis: reminder.BasisCases, PeopleBasis: reminder.BasisCases})
	return w
}

func (w *watch) make(kind, act string, in any) string {
	w.t.Helper()
	r, err := w.service.Create(w.t.Context(), w.section, kind, act, evaluation.Creation{Input: in})
	if err != nil {
		w.t.Fatal(err)
	}
	return r.ID
}

func TestAnAnalysisUnfoldsItsArithmeticAndEvidenceToThoseWhomItIsNotAbout(t *testing.T) {
	w := newWatch(t)
	w.personnel.get("/records/" + w.scan)
	if w.personnel.at != "/reminder/scans/"+w.scan {
		t.Errorf("the record leads to %s", w.personnel.at)
	}
	got := w.personnel.get("/reminder/scans/" + w.scan)
	for _, want := range []string{"结果一致", "预警", "P(X ≥ 8", "<svg", "精确泊松", "天，已折算", "折算到整个窗口", "/records/", w.member.Name, "不同反映人"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in:\n%s", want, got)
		}
	}
	if strings.Contains(got, "甲甲") {
		t.Error("a reporter stands on the page")
	}
	own := w.login("own", w.member.ID, evaluation.RolePersonnel)
	if got := own.get("/reminder/scans/" + w.scan); strings.Contains(got, "P(X") || strings.Contains(got, "<svg class=\"chart") || !strings.Contains(got, "不显示") {
		t.Errorf("whom it is about sees:\n%s", got)
	}
	if w.head.get("/reminder/scans/" + w.scan); w.head.status != 404 {
		t.Errorf("a head sees %d", w.head.status)
	}
	page := w.personnel.get("/reminder")
	if !strings.Contains(page, "待核查的预警") || !strings.Contains(page, w.member.Name) {
		t.Errorf("the measure's page:\n%s", page)
	}
	if page := own.get("/reminder"); strings.Contains(page, "个人") && strings.Contains(page, w.member.Name+"</a>") {
		t.Errorf("whom it is about sees:\n%s", page)
	}
}

func TestAnAlarmOffersAProposalOnceSomebodyLookedIntoIt(t *testing.T) {
	w := newWatch(t)
	found, err := w.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{reminder.KindAlarm}, Subjects: []string{w.member.ID}})
	if err != nil || len(found.Records) != 1 {
		t.Fatal(len(found.Records), err)
	}
	at := "/records/" + found.Records[0].ID
	if got := w.personnel.get(at); strings.Contains(got, "/new/reminder.talk/propose") {
		t.Error("a proposal before the check")
	}
	w.submit(w.personnel, at, "check", "已登记核查情况", map[string][]string{"with": {"窗口负责人"}, "what": {"值班"}, "findings": {"部分存在"}})
	if got := w.personnel.get(at); !strings.Contains(got, "/new/reminder.talk/propose?source=alarm") {
		t.Errorf("no proposal in:\n%s", got)
	}
	alarm := `value="` + found.Records[0].ID + `"`
	if got := w.personnel.get("/new/reminder.talk/propose"); !strings.Contains(got, alarm) {
		t.Errorf("the alarm cannot be chosen in:\n%s", got)
	}
	if got := w.login("own", w.member.ID, evaluation.RoleCadre).get("/new/reminder.talk/propose"); strings.Contains(got, alarm) {
		t.Error("whom it is about can choose the alarm")
	}
}

// act does one act as somebody, on the newest version.
func (w *watch) act(who evaluation.Actor, id, name string, in any) {
	w.t.Helper()
	r, err := w.service.Load(w.t.Context(), office, id)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err = w.service.Act(w.t.Context(), who, id, r.Version, name, evaluation.Change{Input: in, Reason: "因工作需要"}); err != nil {
		w.t.Fatalf("%s: %v", name, err)
	}
}

func TestLettersAndRecordsPrintForThoseWhoMayReadThem(t *testing.T) {
	w := newWatch(t)
	day := func(a string) evaluation.Actor {
		return evaluation.Actor{Office: office, Account: a, Name: a, Roles: []evaluation.Role{evaluation.RolePrincipal}}
	}
	content := reminder.ContentInput{
		Level: reminder.LevelInquiry, Mode: reminder.ModeLetter, Source: "observation", Background: "内部情况", Cause: "窗口服务态度",
	}
	id := w.make(reminder.KindTalk, "propose", &reminder.ProposeInput{Person: w.member.ID, ContentInput: content})
	r, err := w.service.Load(t.Context(), office, id)
	if err != nil {
		t.Fatal(err)
	}
	book, _ := w.roster.Book(t.Context(), office)
	checker := day("one")
	if charged := book.On(evaluation.DateOf(time.Now())).InCharge(r.Unit); len(charged) > 0 {
		checker = evaluation.Actor{Office: office, Account: "c", Person: charged[0], Name: "分管", Roles: []evaluation.Role{evaluation.RoleLeader}}
	}
	w.act(checker, id, "check", &reminder.OpinionInput{Words: "同意函询"})
	w.act(day("two"), id, "approve", &reminder.OpinionInput{})
	w.act(w.section, id, "send", &reminder.SendInput{No: "示委组函〔2026〕7号"})
	own := w.login("own", w.member.ID, evaluation.RoleCadre)
	at := "/records/" + id
	if got := own.get(at + "/print/reminder_inquiry"); !strings.Contains(got, "〔2026〕7号") || !strings.Contains(got, "收到以下反映：窗口服务态度") {
		t.Errorf("the letter:\n%s", got)
	}
	for _, form := range []string{"reminder_approval", "reminder_record", "reminder_letter", "reminder_admonition", "reminder_inquiry_again"} {
		if own.get(at + "/print/" + form); own.status != 404 {
			t.Errorf("%s: %d", form, own.status)
		}
	}
	if got := own.get(at); strings.Contains(got, "内部情况") || strings.Contains(got, "同意函询") || strings.Contains(got, "reminder_approval") {
		t.Errorf("the person reads:\n%s", got)
	}
	if got := w.personnel.get(at + "/print/reminder_approval"); !strings.Contains(got, "内部情况") || !strings.Contains(got, "同意函询") {
		t.Errorf("the approval form:\n%s", got)
	}
}

func TestExposureComesFromAWorkbookAndGoesBackIntoOne(t *testing.T) {
	w := newWatch(t)
	w.personnel.get("/reminder/exposure")
	w.personnel.get("/reminder/exposure/table?period=2026Q1&basis=residents")
	sheets, err := xlsx.Read(w.personnel.body)
	if err != nil || len(sheets) != 1 {
		t.Fatal(err)
	}
	filled := 0
	for i, row := range sheets[0].Rows[1:] {
		if len(row) > 2 && row[1].Text != "" && filled < 3 {
			sheets[0].Rows[i+1] = append(row[:3:3], roster.Cell{Text: "40", Row: row[0].Row, Col: 4})
			filled++
		}
	}
	sheets[0].Rows = footed(sheets[0].Rows)
	file, err := xlsx.Bytes(sheets)
	if err != nil {
		t.Fatal(err)
	}
	send := func(v *visitor, reason, want string) {
		t.Helper()
		v.get("/reminder/exposure")
		if got := v.uploadWith("/reminder/exposure", "file", "业务量.xlsx", file, url.Values{"period": {"2026Q1"}, "basis": {"residents"}, "reason": {reason}}); !strings.Contains(got, want) {
			t.Errorf("no %s in:\n%s", want, got)
		}
	}
	send(w.personnel, "", "已登记")
	send(w.personnel, "", "没有变化")
	send(w.personnel, "", footNamed)
	for i, row := range sheets[0].Rows {
		if len(row) == 4 && row[3].Text == "40" {
			sheets[0].Rows[i][3].Text = "50"
		}
	}
	if file, err = xlsx.Bytes(sheets); err != nil {
		t.Fatal(err)
	}
	send(w.personnel, "漏报", "已更正")
	w.personnel.get("/reminder/exposure/table?period=2026Q1&basis=residents")
	if back, err := xlsx.Read(w.personnel.body); err != nil || !strings.Contains(fmt.Sprint(back), "{50 ") || strings.Contains(fmt.Sprint(back), "{40 ") {
		t.Errorf("%v %v", back, err)
	}
	cadre := w.login("somebody", w.member.ID, evaluation.RoleCadre)
	if cadre.get("/reminder/exposure"); cadre.status != 403 {
		t.Errorf("a cadre enters exposure: %d", cadre.status)
	}
}

func TestAnAcceptedExplanationEndsWithALetterThatThePersonPrints(t *testing.T) {
	p := newPraise(t)
	act := func(who evaluation.Actor, id, act string, in any) {
		t.Helper()
		r, err := p.service.Load(t.Context(), office, id)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.service.Act(t.Context(), who, id, r.Version, act, evaluation.Change{Input: in}); err != nil {
			t.Fatal(act, err)
		}
	}
	section := evaluation.Actor{Office: office, Account: "zuzhi", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	principal := func(n string) evaluation.Actor {
		return evaluation.Actor{Office: office, Account: n, Name: n, Roles: []evaluation.Role{evaluation.RolePrincipal}}
	}
	own := evaluation.Actor{Office: office, Account: "own", Name: p.member.Name, Person: p.member.ID, Roles: []evaluation.Role{evaluation.RoleCadre}}
	r, err := p.service.Create(t.Context(), section, reminder.KindTalk, "propose", evaluation.Creation{Input: &reminder.ProposeInput{Person: p.member.ID, ContentInput: reminder.ContentInput{
		Level: reminder.LevelInquiry, Mode: reminder.ModeLetter, Source: "observation", Background: "有反映。", Cause: "收到群众对窗口服务态度的反映",
	}}})
	if err != nil {
		t.Fatal(err)
	}
	act(principal("s1"), r.ID, "check", &reminder.OpinionInput{})
	act(principal("s2"), r.ID, "approve", &reminder.OpinionInput{})
	act(section, r.ID, "send", &reminder.SendInput{})
	act(own, r.ID, "explain", &reminder.AnswerInput{Text: "当日人手不足。"})
	if got := p.personnel.get("/records/" + r.ID); strings.Contains(got, "出具采信告知书") {
		t.Error("a letter is offered before the explanation is accepted")
	}
	act(section, r.ID, "accept", &reminder.AcceptInput{})
	got := p.personnel.get("/records/" + r.ID)
	if !strings.Contains(got, "出具采信告知书") || !strings.Contains(got, "出具澄清函") {
		t.Fatalf("no letter is offered:\n%s", got)
	}
	form := "/new/reminder.clearing/propose?talk=" + r.ID + "&type=accepted"
	if got := p.personnel.get(form); !strings.Contains(got, "对您的说明予以采信") {
		t.Errorf("the form does not begin with the usual words:\n%s", got)
	}
	p.personnel.post("/new/reminder.clearing/propose", url.Values{"talk": {r.ID}, "type": {"accepted"}, "text": {"对您的说明予以采信。"}, "no": {"示委组函〔2026〕9号"}})
	found, err := p.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{reminder.KindClearing}})
	if err != nil || len(found.Records) != 1 {
		t.Fatalf("%d letters, %v", len(found.Records), err)
	}
	letter := "/records/" + found.Records[0].ID
	cadre := p.login("own", p.member.ID, evaluation.RoleCadre)
	if cadre.get(letter); cadre.status != 404 {
		t.Errorf("the person reads it before it is approved: %d", cadre.status)
	}
	act(principal("s1"), found.Records[0].ID, "approve", nil)
	if got := cadre.get(letter + "/print/reminder_clearing"); cadre.status != 200 || !strings.Contains(got, "采信告知书") || !strings.Contains(got, "对您的说明予以采信。") {
		t.Errorf("%d:\n%s", cadre.status, got)
	}
	if file := cadre.get("/me"); !strings.Contains(file, "采信告知") {
		t.Error("it does not stand in the person's file")
	}
	if got := cadre.get(letter + "/print/reminder_clearing"); strings.Contains(got, "已撤回") {
		t.Error("a letter that stands says that it is withdrawn")
	}
	given, err := p.service.Load(t.Context(), office, found.Records[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.service.Act(t.Context(), principal("s1"), given.ID, given.Version, "revoke", evaluation.Change{Reason: "文号有误"}); err != nil {
		t.Fatal(err)
	}
	if got := cadre.get(letter + "/print/reminder_clearing"); !strings.Contains(got, "已撤回") || !strings.Contains(got, "文号有误") {
		t.Errorf("the print does not say that it is withdrawn, and why:\n%s", got)
	}
	if file := cadre.get("/me"); !strings.Contains(file, "已撤回，理由：文号有误") {
		t.Error("the file does not say that the letter is withdrawn, and why")
	}
}
