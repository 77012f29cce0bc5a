package page_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/routine"
)

var section = evaluation.Actor{Office: office, Account: "p", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}

// quarterOf opens the round of a period and returns the sheet of a person in it, as if the
// round had been fixed with a grade.
func (s *site) quarterOf(t *testing.T, period, person, grade string) string {
	t.Helper()
	today := evaluation.DateOf(time.Now())
	r, err := s.service.Create(t.Context(), section, routine.KindRound, "open",
		evaluation.Creation{Input: &routine.OpenInput{Period: period, DatesInput: routine.DatesInput{NoteBy: today.AddDays(7), ProposeBy: today.AddDays(14)}}})
	if err != nil {
		t.Fatal(err)
	}
	round, err := evaluation.PayloadOf[routine.Round](r)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range round.Participants {
		if one.Person == person || person == "" {
			return s.fixedAs(t, one.Sheet, grade)
		}
	}
	t.Fatalf("%s is not in the round of %s", person, period)
	return ""
}

// fixedAs fixes one sheet and the state of its round.
func (s *site) fixedAs(t *testing.T, id, grade string) string {
	t.Helper()
	today := evaluation.DateOf(time.Now())
	r, err := s.service.Load(t.Context(), office, id)
	if err != nil {
		t.Fatal(err)
	}
	sh, err := evaluation.PayloadOf[routine.Sheet](r)
	if err != nil {
		t.Fatal(err)
	}
	sh.Grade, sh.Comment, sh.FixedOn, sh.ObjectBy = grade, "工作踏实，完成任务好。", today.AddDays(-5), today.AddDays(-1)
	r.State, r.Due, r.Waiting = routine.SheetFixed, evaluation.Date{}, []string{evaluation.WaitRole(evaluation.RolePersonnel)}
	if r.Payload, err = json.Marshal(sh); err == nil {
		_, err = s.store.Put(t.Context(), r)
	}
	if err == nil {
		r, err = s.service.Load(t.Context(), office, r.Parent)
	}
	if r.State = routine.RoundFixed; err == nil {
		_, err = s.store.Put(t.Context(), r)
	}
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Where a grade of the year is decided it is said how many quarters are good, and that
// more of them go first.
func TestHowManyQuartersAreGoodIsSaidWhereTheYearIsDecided(t *testing.T) {
	p, cycle, _, sheets := rated(t)
	r, err := p.service.Load(t.Context(), office, sheets[0])
	if err != nil {
		t.Fatal(err)
	}
	year := r.Period[:4]
	p.quarterOf(t, year+"Q1", r.Subject, routine.Good)
	p.quarterOf(t, year+"Q2", r.Subject, routine.Fair)
	p.do(t, assessment.KindCycle, cycle, "close_rating", &assessment.CountInput{Passphrase: passphrase, AnywayInput: assessment.AnywayInput{Anyway: true}})
	for _, act := range []string{"verify", "propose"} {
		page := p.principal.get("/assessment/" + cycle + "/acts/" + act)
		if act == "propose" != strings.Contains(page, "优先从平时考核“好”较多的人员中确定") && p.principal.status == http.StatusOK {
			t.Errorf("%s: %d\n%s", act, p.principal.status, page)
		}
		if row := rowOf(page, sheets[0]); act == "propose" && (!strings.Contains(row, "2 次中“好” 1 次") || strings.Contains(rowOf(page, sheets[1]), "次中“好”")) {
			t.Errorf("%s\n%s", row, rowOf(page, sheets[1]))
		}
	}
	if page := p.principal.get("/records/" + sheets[0]); !strings.Contains(page, "2 次中“好” 1 次") || !strings.Contains(page, "只供参考") {
		t.Errorf("the page of the sheet: %d\n%s", p.principal.status, page)
	}
}

// The judgement of the first half stands on the worksheet of the year, with its comment in
// words, and on the page of the sheet.
func TestTheFirstHalfStandsWhereTheYearIsDecided(t *testing.T) {
	p, cycle, _, sheets := rated(t)
	r, err := p.service.Load(t.Context(), office, sheets[0])
	if err != nil {
		t.Fatal(err)
	}
	half := r
	half.ID, half.Unique, half.Parent, half.Period, half.Version, half.State = "half-1", "half-1", "", r.Period[:4]+"H1", 0, assessment.SheetPublished
	half.Due, half.Waiting, half.Serial = evaluation.Date{}, nil, 0
	if half.Payload, err = json.Marshal(&assessment.Sheet{
		Scale: assessment.ScaleHalf, Grade: "fair", Proposal: assessment.Proposal{Comment: "走访扎实", Improvements: "台账不全"},
	}); err == nil {
		_, err = p.store.Put(t.Context(), half)
	}
	if err != nil {
		t.Fatal(err)
	}
	p.do(t, assessment.KindCycle, cycle, "close_rating", &assessment.CountInput{Passphrase: passphrase, AnywayInput: assessment.AnywayInput{Anyway: true}})
	page := p.principal.get("/assessment/" + cycle + "/acts/propose")
	if row := rowOf(page, sheets[0]); !strings.Contains(page, "上半年评价") || !strings.Contains(row, "较好") || !strings.Contains(row, "走访扎实") || !strings.Contains(row, "/records/half-1") || strings.Contains(rowOf(page, sheets[1]), "走访扎实") {
		t.Errorf("%d\n%s\n%s", p.principal.status, row, rowOf(page, sheets[1]))
	}
	if page := p.principal.get("/records/" + sheets[0]); !strings.Contains(page, "上半年评价：较好。评语：走访扎实。需要改进：台账不全") {
		t.Errorf("the page of the sheet: %d\n%s", p.principal.status, page)
	}
}

// The printed result is signed by whoever has no account; the section enters the
// signatures on one page, and somebody else compares them.
func TestTheResultOfAQuarterIsSignedOnPaperThroughThePages(t *testing.T) {
	p := newPraise(t)
	id := p.quarterOf(t, routine.PeriodOf(evaluation.DateOf(time.Now()), 3), p.otherThan(p.member.ID), routine.Fair)
	r, err := p.service.Load(t.Context(), office, id)
	if err != nil {
		t.Fatal(err)
	}
	at, today := "/routine/"+r.Parent+"/sign", evaluation.DateOf(time.Now())
	if page := p.personnel.get("/records/" + r.Parent); !strings.Contains(page, at) {
		t.Errorf("the round does not lead to the signatures:\n%s", page)
	}
	if home := p.personnel.get("/"); !strings.Contains(home, "签收平时考核结果") {
		t.Errorf("the section does not learn of it:\n%s", home)
	}
	form := p.personnel.get("/records/" + id + "/print/routine_result")
	pagetest.Check(t, []byte(form))
	for _, says := range []string{"平时考核结果告知书", "工作踏实，完成任务好。", "较好", "以前（含当日）书面提出", "签名："} {
		if !strings.Contains(form, says) {
			t.Errorf("the printed result lacks %q:\n%s", says, form)
		}
	}
	if p.head.get(at); p.head.status != http.StatusNotFound {
		t.Errorf("a head opens the page of the section: %d", p.head.status)
	}
	page := p.personnel.get(at)
	pagetest.Check(t, []byte(page))
	if row := rowOf(page, id); !strings.Contains(row, "/print/routine_result") || strings.Contains(row, `value="`+today.String()+`"`) { // nobody has signed because a day was proposed
		t.Fatalf("%d\n%s", p.personnel.status, page)
	}
	if got := p.personnel.post(at, rowsOf(page)); !strings.Contains(got, "还没有填写任何一行") {
		t.Errorf("nobody was filled in: %d\n%s", p.personnel.status, got)
	}
	values := func(in ...string) url.Values {
		list := rowsOf(page)
		list.Set(id+".signed", today.String())
		for i := 0; i < len(in); i += 2 {
			list.Set(id+"."+in[i], in[i+1])
		}
		return list
	}
	if got := p.personnel.post(at, values("refused", "true")); !strings.Contains(rowOf(got, id), "请写明告知经过和在场人") {
		t.Errorf("refused, and nobody says how it was told: %d\n%s", p.personnel.status, got)
	}
	if page = p.personnel.post(at, values("words", "已知悉")); !strings.Contains(page, "已办理 1 行") {
		t.Errorf("%d\n%s", p.personnel.status, page)
	}
	if page = p.personnel.get(at); rowOf(page, id) != "" {
		t.Errorf("a signature that is being compared is asked again:\n%s", page)
	}
	p.submit(p.principal, "/records/"+id, "check_signature", "签收已核对", url.Values{})
	if form := p.personnel.get("/records/" + id + "/print/routine_result"); !strings.Contains(form, "已知悉") {
		t.Errorf("the printed result does not have the signature:\n%s", form)
	}
}

// Whoever answers an objection reads what the share of good would be; beyond it a reason is
// asked for.
func TestAnAnswerSaysWhatTheShareWouldBe(t *testing.T) {
	p := newPraise(t)
	person := p.otherThan(p.member.ID)
	id := p.quarterOf(t, routine.PeriodOf(evaluation.DateOf(time.Now()), 3), person, routine.Fair)
	r, err := p.service.Load(t.Context(), office, id)
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := evaluation.Gather(evaluation.AllRecords(t.Context(), p.store, evaluation.Query{Office: office, Kinds: []string{routine.KindSheet}, Parents: []string{r.Parent}}))
	if err != nil {
		t.Fatal(err)
	}
	most := len(sheets) * 40 / 100
	for _, one := range sheets { // as many others are good as are within the share
		if one.ID != id && most > 0 {
			p.fixedAs(t, one.ID, routine.Good)
			most--
		}
	}
	cadre := p.login("other", person, evaluation.RoleCadre)
	sh, err := evaluation.PayloadOf[routine.Sheet](r)
	if err != nil {
		t.Fatal(err)
	}
	sh.ObjectBy = evaluation.DateOf(time.Now())
	if r.Payload, err = json.Marshal(sh); err == nil {
		_, err = p.store.Put(t.Context(), r)
	}
	if err != nil {
		t.Fatal(err)
	}
	p.submit(cadre, "/records/"+id, "object", "已提出", url.Values{"text": {"防汛工作没有写。"}})
	if page := cadre.get("/records/" + id); strings.Contains(page, "改为“好”后") {
		t.Errorf("the person reads about the grades of others:\n%s", page)
	}
	reviewer := p.login("reviewer", p.member.ID, evaluation.RoleLeader)
	p.submit(p.personnel, "/records/"+id, "assign", "已指定", url.Values{"reviewer": {p.member.ID}})
	form := reviewer.get("/records/" + id + "/acts/answer")
	if !strings.Contains(form, "改为“好”后") || !strings.Contains(form, "须写明超过的理由") {
		t.Errorf("%d\n%s", reviewer.status, form)
	}
	answer := url.Values{"version": {version(reviewer.body)}, "grade": {routine.Good}, "answer": {"经核实，予以调整。"}}
	if page := reviewer.post("/records/"+id+"/acts/answer", answer); reviewer.status != http.StatusUnprocessableEntity || !strings.Contains(page, "超过的请写明理由") {
		t.Errorf("%d\n%s", reviewer.status, page)
	}
	p.submit(reviewer, "/records/"+id, "answer", "已答复本人", url.Values{"grade": {routine.Good}, "answer": {"经核实，予以调整。"}, "over": {"承担了全部值守"}})
}
