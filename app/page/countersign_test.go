package page_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
)

// A stationed agency asks about its head: drafted from the form, put to a principal leader
// and another body, signed on a page and by a letter, answered with a letter.
func TestACountersignFromTheLetterThatAsksToTheOneThatAnswers(t *testing.T) {
	p := newPraise(t)
	principal, today := p.principal, evaluation.DateOf(time.Now()).String()
	checker := p.login("checker", "", evaluation.RolePersonnel)
	p.personnel.post("/new/countersign.request/prepare", url.Values{
		"way": {"in"}, "matter": {"transfer"}, "somebody": {"郭建新"}, "post": {"派出所所长"}, "proposal": {"拟调任另一派出所所长。"}, "asker": {"区公安分局政治处"},
		"parties.0.side": {"principal"}, "parties.1.side": {"outside"}, "parties.1.body": {"区委政法委"},
	})
	if p.personnel.status != http.StatusOK || !strings.HasPrefix(p.personnel.at, "/records/") {
		t.Fatalf("%d %s\n%s", p.personnel.status, p.personnel.at, p.personnel.body)
	}
	at := p.personnel.at
	p.submit(p.personnel, at, "ask", "已送各方会签", url.Values{})
	if home := principal.get("/"); !strings.Contains(home, "会签郭建新的事项") {
		t.Errorf("the principal leader does not learn of it:\n%s", home)
	}
	letter := p.personnel.get(at + "/print/countersign_letter")
	pagetest.Check(t, []byte(letter))
	if !strings.Contains(letter, "区委政法委：") || !strings.Contains(letter, "派出所所长郭建新") {
		t.Errorf("the letter: %d\n%s", p.personnel.status, letter)
	}
	p.submit(p.personnel, at, "note_letter", "已登记", url.Values{"party": {"o2"}, "letter": {"塘组函12号"}, "sent": {today}})
	form := principal.get(at + "/acts/sign")
	pagetest.Check(t, []byte(form))
	if !strings.Contains(form, `<input type="hidden" name="party" value="principal">`) {
		t.Errorf("the only party is asked for, or not named:\n%s", form)
	}
	p.submit(principal, at, "sign", "已签署", url.Values{"party": {"principal"}, "words": {"同意。"}})
	p.submit(p.personnel, at, "enter_reply", "已录入", url.Values{"party": {"o2"}, "outcome": {"agrees"}, "signer": {"陈国强"}, "on": {today}, "words": {"无不同意见。"}})
	if page := p.personnel.get(at); strings.Contains(page, "/acts/check_reply") {
		t.Errorf("whoever entered the letter is offered to compare it:\n%s", page)
	}
	p.submit(checker, at, "check_reply", "复函已计入会签", url.Values{})
	page := p.personnel.get(at)
	pagetest.Check(t, []byte(page))
	for _, says := range []string{"郭建新", "各方已同意", "陈国强", "无不同意见。"} {
		if !strings.Contains(page, says) {
			t.Errorf("the page lacks %q:\n%s", says, page)
		}
	}
	p.submit(p.personnel, at, "close", "已办结", url.Values{"done_on": {today}, "document": {"塘组函20号"}, "result": {"同意调任。"}})
	answer := p.personnel.get(at + "/print/countersign_letter")
	if !strings.Contains(answer, "区公安分局政治处：") || !strings.Contains(answer, "同意调任。") {
		t.Errorf("the answer: %d\n%s", p.personnel.status, answer)
	}
	sheet := p.personnel.get(at + "/print/countersign_sheet")
	pagetest.Check(t, []byte(sheet))
	if !strings.Contains(sheet, "党工委主要领导") || !strings.Contains(sheet, "同意。") {
		t.Errorf("the sheet: %d\n%s", p.personnel.status, sheet)
	}
}

// From the page of a person a request begins with the person, from that of a candidate of
// the reserve with the promotion.
func TestACountersignBeginsWhereThePersonIs(t *testing.T) {
	p := newPraise(t)
	page := p.personnel.get("/records/" + p.member.ID)
	href := "/new/countersign.request/prepare?person=" + p.member.ID
	if !strings.Contains(page, href) {
		t.Fatalf("no way from the person:\n%s", page)
	}
	if form := p.personnel.get(href); !strings.Contains(form, p.member.ID) {
		t.Errorf("the form does not begin with the person: %d\n%s", p.personnel.status, form)
	}
	if own := p.login("member", p.member.ID, evaluation.RoleCadre).get("/records/" + p.member.ID); strings.Contains(own, "countersign") {
		t.Error("the person learns of it")
	}
}
