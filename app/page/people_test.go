package page_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/concern"
)

// offered are the people that a field of a page offers, with the reason why one cannot
// be chosen.
func offeredPeople(page, field string) map[string]string {
	_, rest, _ := strings.Cut(page, `<select class="form-select" name="`+field+`"`)
	list, _, _ := strings.Cut(rest, "</select>")
	out := map[string]string{}
	for _, m := range regexp.MustCompile(`<option value="([^"]+)"[^>]*?(?: data-why="([^"]*)")?(?: selected| disabled)?>`).FindAllStringSubmatch(list, -1) {
		out[m[1]] = m[2]
	}
	return out
}

// Whom a form greys is whom the act refuses, for the reason that the form gives.
func TestWhoIsGreyedInAFormIsWhomTheActRefuses(t *testing.T) {
	p := newPraise(t)
	member := p.login("handler", p.member.ID, evaluation.RoleDiscipline)
	_ = member
	r, err := p.service.Create(t.Context(), evaluation.Actor{Office: office, Account: "x", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}, concern.KindMatter, "register", evaluation.Creation{
		Input: &concern.RegisterInput{Channel: "visit", Received: evaluation.DateOf(time.Now()), About: concern.About{Unit: p.member.Department, Category: "attitude", Topic: "居住证办理", Content: "窗口态度生硬"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	at := "/records/" + r.ID + "/acts/accept"
	page := p.personnel.get(at)
	pagetest.Check(t, []byte(page))
	people := offeredPeople(page, "handler")
	if len(people) < 20 || people[p.member.ID] == "" {
		t.Fatalf("%d people, %q of the department that the matter is about", len(people), people[p.member.ID])
	}
	tried := map[string]bool{}
	for id, why := range people {
		if tried[why] { // one for each reason
			continue
		}
		tried[why] = true
		stored, err := p.service.Load(t.Context(), office, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		p.personnel.get(at)
		page := p.personnel.post(at, url.Values{"version": {version(p.personnel.body)}, "handler": {id}})
		if refused := p.personnel.status == fiber.StatusUnprocessableEntity; refused != (why != "") || refused && !strings.Contains(page, why) {
			t.Errorf("greyed with %q, and the act answers %d (version %d)", why, p.personnel.status, stored.Version)
		}
		if why == "" {
			break // it is accepted now
		}
	}
	if len(tried) < 2 {
		t.Errorf("reasons: %v", tried)
	}
}

// Suggestions for a form on a confidential record write nothing to the trail: opening the
// form has.
func TestTypingANameLeavesNoLineInTheTrail(t *testing.T) {
	p := newPraise(t)
	r, err := p.service.Create(t.Context(), evaluation.Actor{Office: office, Account: "x", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}, concern.KindMatter, "register", evaluation.Creation{
		Input: &concern.RegisterInput{Channel: "visit", Received: evaluation.DateOf(time.Now()), About: concern.About{Unit: p.member.Department, Category: "attitude", Topic: "居住证办理", Content: "窗口态度生硬"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	lines := func() int {
		list, err := p.store.FindTrail(t.Context(), office, evaluation.TrailFilter{Record: r.ID}, 0, true, 50)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	before := lines()
	p.personnel.get("/records/" + r.ID + "/acts/accept")
	opened := lines()
	ask := "/search/people?kind=concern.matter&act=accept&field=handler&record=" + r.ID + "&q="
	for _, text := range []string{p.member.Name[:3], p.member.Name} {
		if got := p.personnel.get(ask + url.QueryEscape(text)); !strings.Contains(got, p.member.ID) {
			t.Errorf("found %s", got)
		}
	}
	if now := lines(); opened != before+1 || now != opened {
		t.Errorf("%d lines, %d after opening, %d after typing", before, opened, now)
	}
}

// A page of a large office does not carry the office: people are asked for while one
// types, and without script a name or a number is typed.
func TestALargeOfficeIsAskedForWhileOneTypes(t *testing.T) {
	p := newPraise(t)
	p.pages.Listed = 5
	page := p.personnel.get(reportForm)
	pagetest.Check(t, []byte(page))
	if strings.Contains(page, p.member.Name) || !strings.Contains(page, `name="people.typed"`) || !strings.Contains(page, `data-pick="/search/people?act=report`) {
		t.Fatalf("the page carries the office, or asks for nobody")
	}
	ask := func(v *visitor, more url.Values) string {
		q := url.Values{"kind": {"commendation.deed"}, "act": {"report"}, "field": {"people"}}
		for name, list := range more {
			q[name] = list
		}
		return v.get("/search/people?" + q.Encode())
	}
	initials := strings.Fields(p.member.Person.Spelling())[1]
	for _, text := range []string{p.member.Name, initials, p.member.No} {
		if got := ask(p.personnel, url.Values{"q": {text}}); !strings.Contains(got, p.member.ID) || !strings.Contains(got, `"group"`) {
			t.Errorf("%s finds %s", text, got)
		}
	}
	if got := ask(p.supervisor, url.Values{"q": {p.member.No}}); got != "[]" { // who does not see numbers finds nobody by one
		t.Errorf("by a number: %s", got)
	}
	if got := ask(p.personnel, nil); got != "[]" {
		t.Errorf("without a text: %s", got)
	}
	for name, of := range map[string]url.Values{
		"another's form": {"kind": {assessment.KindTalk}, "act": {"schedule"}, "record": {"none"}, "field": {"talker"}, "q": {p.member.Name}},
		"no form":        {"kind": {"x.y"}, "q": {p.member.Name}},
		"no act":         {"act": {"nothing"}, "q": {p.member.Name}},
		"no such field":  {"field": {"title"}, "q": {p.member.Name}},
		"not for cadres": {"kind": {"concern.matter"}, "act": {"register"}, "q": {p.member.Name}},
	} {
		if got := ask(p.head, of); p.head.status != fiber.StatusNotFound || strings.Contains(got, p.member.ID) {
			t.Errorf("%s: %d %s", name, p.head.status, got)
		}
	}
	values := url.Values{
		"people.typed": {p.member.No + "，" + p.member.Name}, "title": {"清理楼道"}, "text": {"利用休息时间清理楼道堆物，受到居民称赞。"}, "ground": {"exemplary"},
		"on": {evaluation.DateOf(time.Now()).String()}, "source": {"letter"},
	}
	p.personnel.get(reportForm)
	if page = p.personnel.post(reportForm, values); !strings.HasPrefix(p.personnel.at, "/records/") || !strings.Contains(page, p.member.Name) {
		t.Errorf("typed without script: %d at %s", p.personnel.status, p.personnel.at)
	}
	values.Set("people.typed", p.member.No)
	values.Del("csrf") // of the other session
	p.supervisor.get(reportForm)
	if page = p.supervisor.post(reportForm, values); p.supervisor.status != fiber.StatusUnprocessableEntity || !strings.Contains(page, "没有找到“"+p.member.No+"”") || strings.Contains(page, p.member.Name) {
		t.Errorf("a number tells a name to who does not see numbers: %d at %s", p.supervisor.status, p.supervisor.at)
	}
	values.Set("people.typed", "查无此人")
	values.Del("csrf")
	p.personnel.get(reportForm)
	if page = p.personnel.post(reportForm, values); p.personnel.status != fiber.StatusUnprocessableEntity || !strings.Contains(page, "没有找到“查无此人”") {
		t.Errorf("nobody of that name: %d", p.personnel.status)
	}
}
