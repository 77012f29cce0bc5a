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

// A statement is drafted, approved and published; then the public reads it beside the boxes.
func TestThePublicReadsAStatementOnceItIsPublished(t *testing.T) {
	p := newPraise(t)
	today := evaluation.DateOf(time.Now())
	half := today.String()[:4] + "H1"
	if today.Month() > 6 {
		half = today.String()[:4] + "H2"
	}
	box, resident := boxOf(t, p.site), p.visitor()
	pagetest.Check(t, []byte(p.personnel.get("/new/concern.statement/draft")))
	p.personnel.post("/new/concern.statement/draft", url.Values{"half": {half}})
	at := p.personnel.at
	if p.personnel.status != http.StatusOK || !strings.HasPrefix(at, "/records/") {
		t.Fatalf("%d %s\n%s", p.personnel.status, at, p.personnel.body)
	}
	page := p.personnel.get(at)
	pagetest.Check(t, []byte(page))
	if !strings.Contains(page, "少于 5") {
		t.Errorf("no figures:\n%s", page)
	}
	if public := resident.get("/statements"); resident.status != http.StatusOK || strings.Contains(public, "半年群众反映") || strings.Contains(resident.get(box), "/statements") {
		t.Errorf("a draft is public: %d", resident.status)
	}
	p.submit(p.personnel, at, "edit", "已修改", url.Values{"title": {"上半年群众反映办理情况"}, "raised": {"收到反映若干。"}, "done": {"增设窗口两个。"}})
	p.submit(p.personnel, at, "submit", "已送", url.Values{})
	p.submit(p.principal, at, "approve", "已批准", url.Values{})
	p.submit(p.personnel, at, "publish", "已公开", url.Values{})
	public := resident.get("/statements")
	pagetest.Check(t, []byte(public))
	if !strings.Contains(public, "增设窗口两个。") || !strings.Contains(resident.get(box), "/statements") {
		t.Errorf("%d\n%s", resident.status, public)
	}
	pagetest.Check(t, []byte(p.personnel.get(at+"/print/public_statement")))
}

// Rates show nothing of few concerns, and to those who deal with concerns alone.
func TestRatesShowNoSmallCounts(t *testing.T) {
	p := newPraise(t)
	today := evaluation.DateOf(time.Now()).String()
	call := func() {
		p.personnel.get("/new/concern.matter/register")
		p.personnel.post("/new/concern.matter/register", url.Values{
			"channel": {"hotline"}, "received": {today}, "person": {p.member.ID}, "category": {"other"}, "topic": {"公交站点"}, "content": {"希望调整站点"},
		})
	}
	for range 4 {
		call()
	}
	page := p.personnel.get("/concern/rates")
	pagetest.Check(t, []byte(page))
	if !strings.Contains(page, "较少") || strings.Contains(page, `class="num">4<`) {
		t.Errorf("%d\n%s", p.personnel.status, page)
	}
	call()
	if page = p.personnel.get("/concern/rates"); !strings.Contains(page, `class="num">5<`) {
		t.Errorf("five are not shown:\n%s", page)
	}
	if p.personnel.get("/concern/rates?half=2026H9"); p.personnel.status != http.StatusNotFound {
		t.Errorf("no half-year: %d", p.personnel.status)
	}
	if p.head.get("/concern/rates"); p.head.status != http.StatusForbidden && p.head.status != http.StatusNotFound {
		t.Errorf("a head: %d", p.head.status)
	}
}
