package page_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
)

// A call is typed on one page, which opens empty again with the call before and what may be
// the same matter.
func TestTheHotlineSheetSavesACallAndOpensTheNext(t *testing.T) {
	s := newSite(t)
	unit := s.unit(t)
	p := s.login("section", "", evaluation.RolePersonnel)
	sheet := p.get("/concern/hotline")
	pagetest.Check(t, []byte(sheet))
	category, content, contact := strings.Index(sheet, `name="category"`), strings.Index(sheet, `name="content"`), strings.Index(sheet, `name="contact"`)
	if category < 0 || content < category || contact < content || !strings.Contains(sheet, "autofocus") {
		t.Errorf("the order of the sheet: %d %d %d", category, content, contact)
	}
	if !regexp.MustCompile(`name="time"[^>]*value="\d\d:\d\d"`).MatchString(sheet) || !regexp.MustCompile(`name="received"[^>]*value="\d{4}-`).MatchString(sheet) {
		t.Error("the sheet does not begin with now")
	}
	today := evaluation.DateOf(time.Now()).String()
	call := func(contact string) url.Values {
		return url.Values{
			"channel": {"hotline"}, "category": {"attitude"}, "unit": {unit}, "topic": {"居住证办理"}, "content": {"窗口人员态度生硬"},
			"contact": {contact}, "received": {today}, "time": {"09:30"},
		}
	}
	bad := call("")
	bad.Set("topic", "")
	again := p.post("/concern/hotline", bad)
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(again, "窗口人员态度生硬") {
		t.Errorf("without a topic: %d\n%s", p.status, again)
	}
	pagetest.Check(t, []byte(again))
	next := p.post("/concern/hotline", call("王小明 13900000000"))
	if p.status != http.StatusOK || !strings.Contains(p.at, "kept=") || strings.Contains(next, "王小明") || strings.Contains(next, "窗口人员态度生硬") {
		t.Fatalf("%d %s\n%s", p.status, p.at, next)
	}
	next = p.post("/concern/hotline", call(""))
	pagetest.Check(t, []byte(next))
	if !strings.Contains(next, "疑似重复") && !strings.Contains(next, "/acts/merge?no=") {
		t.Errorf("no word of the call about the same matter:\n%s", next)
	}
	discipline := s.login("discipline", "", evaluation.RoleDiscipline)
	if discipline.get("/concern/hotline"); discipline.status != http.StatusOK {
		t.Errorf("discipline inspection: %d", discipline.status)
	}
	for _, role := range []evaluation.Role{evaluation.RolePrincipal, evaluation.RoleCadre, evaluation.RoleSupervisor, evaluation.RoleAdmin} {
		other := s.login("other-"+string(role), "", role)
		if other.get("/concern/hotline"); other.status != http.StatusForbidden && other.status != http.StatusNotFound {
			t.Errorf("%s opens the sheet: %d", role, other.status)
		}
		if other.get(p.at); strings.Contains(string(other.body), "居住证办理") {
			t.Errorf("%s reads a call", role)
		}
	}
}

// The letter says who reported it only with consent and to somebody who may read it, and
// each time it does is in the trail.
func TestTheLetterThatPassesAConcernOn(t *testing.T) {
	p := newPraise(t)
	today := evaluation.DateOf(time.Now()).String()
	for _, consent := range []string{"", "1"} {
		p.personnel.get("/new/concern.matter/register")
		p.personnel.post("/new/concern.matter/register", url.Values{
			"channel": {"hotline"}, "received": {today}, "person": {p.member.ID}, "category": {"other"}, "topic": {"公交站点"}, "content": {"希望调整站点"}, "contact": {"王小明 13900000000"},
		})
		if p.personnel.status != http.StatusOK || !strings.HasPrefix(p.personnel.at, "/records/") {
			t.Fatalf("%d %s\n%s", p.personnel.status, p.personnel.at, p.personnel.body)
		}
		at := p.personnel.at
		form := p.personnel.get(at + "/acts/refer")
		pagetest.Check(t, []byte(form))
		if !strings.Contains(form, "希望调整站点") {
			t.Errorf("the letter does not begin with what was reported:\n%s", form)
		}
		p.submit(p.personnel, at, "refer", "已转送", url.Values{
			"to": {"12345"}, "body": {"区城市运行管理中心"}, "letter": {"塘信转3号"}, "sent": {today}, "text": {"希望调整站点"}, "consent": {consent}, "reply": {"已转送。"}, "reason": {"不属于职责范围"},
		})
		pagetest.Check(t, []byte(p.personnel.get(at)))
		letter := p.personnel.get(at + "/print/referral_letter")
		pagetest.Check(t, []byte(letter))
		if !strings.Contains(letter, "区城市运行管理中心：") || !strings.Contains(letter, "塘信转3号") || strings.Contains(letter, "13900000000") != (consent == "1") {
			t.Errorf("consent %q: %d\n%s", consent, p.personnel.status, letter)
		}
		if seen := p.principal.get(at + "/print/referral_letter"); p.principal.status != http.StatusOK || strings.Contains(seen, "13900000000") {
			t.Errorf("a principal leader reads who reported it: %d", p.principal.status)
		}
	}
	noted, err := p.store.FindTrail(t.Context(), office, evaluation.TrailFilter{Action: "reporter"}, 0, false, 10)
	if err != nil || len(noted) != 1 {
		t.Errorf("noted %d times, %v", len(noted), err)
	}
}

// Praise and its deed lead to each other for those who may read both.
func TestPraiseAndItsDeedLeadToEachOther(t *testing.T) {
	p := newPraise(t)
	today := evaluation.DateOf(time.Now()).String()
	p.personnel.post("/new/concern.matter/register", url.Values{
		"channel": {"hotline"}, "received": {today}, "person": {p.member.ID}, "category": {"praise"}, "topic": {"雨夜送医"}, "content": {"雨夜送老人就医并垫付费用"},
	})
	at := p.personnel.at
	form := p.personnel.get(at + "/acts/commend")
	pagetest.Check(t, []byte(form))
	if !strings.Contains(form, "雨夜送老人就医并垫付费用") || !strings.Contains(form, `value="雨夜送医"`) {
		t.Errorf("the deed does not begin with the praise:\n%s", form)
	}
	p.submit(p.personnel, at, "commend", "已登记为好人好事", url.Values{
		"people": {p.member.ID}, "ground": {"exemplary"}, "title": {"雨夜送医"}, "on": {today}, "text": {"雨夜送老人就医并垫付费用"}, "reply": {"感谢表扬。"},
	})
	link := regexp.MustCompile(`/records/[0-9a-f-]{36}">好人好事`).FindString(p.personnel.get(at))
	if link == "" {
		t.Fatalf("no way to the deed:\n%s", p.personnel.body)
	}
	deed := strings.TrimSuffix(link, `">好人好事`)
	if page := p.personnel.get(deed); !strings.Contains(page, at) || !strings.Contains(page, "来自群众表扬") {
		t.Errorf("no way to the praise:\n%s", page)
	}
	if page := p.principal.get(deed); !strings.Contains(page, "雨夜送医") || strings.Contains(page, at) {
		t.Errorf("a principal leader: %d\n%s", p.principal.status, page)
	}
}
