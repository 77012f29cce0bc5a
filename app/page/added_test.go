package page_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// The page of a cycle says how many people on the roster do not take part, and leads to the
// act with all of them chosen.
func TestThePageOfACycleLeadsToAddingThoseWhoCameLater(t *testing.T) {
	p, cycle, _, _ := rated(t)
	page, at := "/assessment/"+cycle, "/records/"+cycle+"/acts/add_people"
	if got := p.personnel.get(page); strings.Contains(got, "add_people") {
		t.Error("there is nobody to add, and the page offers it")
	}
	came := evaluation.DateOf(time.Now()).AddDays(-3) // on the cycle's day, so that it is in its period on every day
	r, err := p.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{roster.KindDepartment}, Limit: 1})
	if err != nil || len(r.Records) == 0 {
		t.Fatal(err)
	}
	unit := r.Records[0].ID
	made, err := p.service.Create(t.Context(), evaluation.System(office), roster.KindPerson, "enter", evaluation.Creation{Input: &roster.Enter{
		No: "new1", Name: "新来的", Sex: roster.Male, Born: evaluation.NewDate(1998, 5, 1), WorkedSince: came, Joined: came, Establishment: "行政编",
		Department: unit, Post: "科员", PostSince: came, Level: "一级科员", LevelSince: came,
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.personnel.get(page); !strings.Contains(got, "加入花名册中尚未参加的 1 人") || !strings.Contains(got, at) {
		t.Fatalf("%d: the page does not say that somebody can be added", p.personnel.status)
	}
	pagetest.Check(t, p.personnel.body)
	form := p.personnel.get(at)
	pagetest.Check(t, p.personnel.body)
	if !regexp.MustCompile(`value="`+made.ID+`"[^>]* checked`).MatchString(form) || !strings.Contains(form, "不参加测评") {
		t.Errorf("not preselected: %s", form)
	}
	p.submit(p.personnel, "/records/"+cycle, "add_people", "", url.Values{"people": {made.ID}})
	found, err := p.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{assessment.KindSheet}, Parents: []string{cycle}, Subjects: []string{made.ID}})
	if err != nil || len(found.Records) != 1 {
		t.Fatalf("%d sheets, %v", len(found.Records), err)
	}
	if got := p.personnel.get(page); strings.Contains(got, "add_people") || !strings.Contains(got, "新来的") {
		t.Error("added, and still offered or not listed")
	}
	if got := p.personnel.get("/records/" + found.Records[0].ID); !strings.Contains(got, "中途加入（测评已开始的，不参加测评）") {
		t.Error("the sheet does not say that it was added")
	}
}

// A participant who has left is named on the page of the cycle; the sheet says what to do, and
// the act that takes the person out comes first.
func TestThePageOfACycleNamesWhoHasLeft(t *testing.T) {
	p, cycle, _, sheets := rated(t)
	r, err := p.service.Load(t.Context(), office, sheets[0])
	if err != nil {
		t.Fatal(err)
	}
	page, sheet, named := "/assessment/"+cycle, "/records/"+sheets[0], "已离开本单位、尚未确定等次的参加人员"
	if strings.Contains(p.personnel.get(page), named) {
		t.Error("nobody has left, and the page names somebody")
	}
	left := evaluation.DateOf(time.Now()).AddDays(-4)
	p.do(t, roster.KindPerson, r.Subject, "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: left})
	if got := p.personnel.get(page); !strings.Contains(got, named) || !strings.Contains(got, `href="`+sheet+`"`) || !strings.Contains(got, "（调出，最后工作日2") {
		t.Errorf("the page does not name who has left")
	}
	pagetest.Check(t, p.personnel.body)
	if err := p.pages.Assessment.Watch(t.Context(), p.service, office, evaluation.DateOf(time.Now())); err != nil {
		t.Fatal(err)
	}
	if got := p.personnel.get(sheet); !regexp.MustCompile(`btn-primary"[^>]*/acts/exempt"|/acts/exempt"[^>]*btn-primary`).MatchString(got) || !strings.Contains(got, "已离开本单位（调出，最后工作日") {
		t.Errorf("the sheet does not say what to do: %s", got)
	}
	pagetest.Check(t, p.personnel.body)
	form := p.personnel.get(sheet + "/acts/exempt")
	if !strings.Contains(form, ">已离开本单位（调出，最后工作日2") || !regexp.MustCompile(`value="elsewhere"[^>]*(checked|selected)`).MatchString(form) {
		t.Errorf("ground and reason do not begin with the departure: %s", form)
	}
	if strings.Index(form, `name="exempt_ground"`) > strings.Index(form, `name="reason"`) {
		t.Error("the reason is asked for before the ground")
	}
	if person := p.personnel.get("/roster/people/" + r.Subject); !strings.Contains(person, "离任原因") || !strings.Contains(person, "调出") {
		t.Errorf("the page of the person does not say why: %s", person)
	}
	p.submit(p.personnel, sheet, "exempt", "", url.Values{"reason": {"调出，由现单位考核"}, "exempt_ground": {assessment.ExemptElsewhere}})
	if now, err := p.service.Load(t.Context(), office, sheets[0]); err != nil || now.State != assessment.SheetExempt {
		t.Errorf("the sheet is %s, %v", now.State, err)
	}
	if strings.Contains(p.personnel.get(page), named) {
		t.Error("taken out, and still named")
	}
}
