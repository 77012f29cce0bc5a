package page_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
)

// yearly begins the report of the year and returns its address.
func (p *praise) yearly() string {
	p.t.Helper()
	p.released()
	today := evaluation.DateOf(time.Now())
	for _, category := range []string{"attitude", "attitude", "style"} {
		p.personnel.post("/new/concern.matter/register", url.Values{
			"channel": {"hotline"}, "received": {today.String()}, "unit": {p.member.Department}, "category": {category}, "topic": {"办理拖延" + category}, "content": {"跑了三趟。"},
		})
	}
	p.personnel.post("/new/periodic.report/begin", url.Values{"period": {today.String()[:4]}, "title": {"年度报告"}})
	if p.personnel.status != http.StatusOK || !strings.HasPrefix(p.personnel.at, "/records/") {
		p.t.Fatalf("%d %s\n%s", p.personnel.status, p.personnel.at, p.personnel.body)
	}
	return p.personnel.at
}

var (
	figureLink = regexp.MustCompile(`href="(/lists/[^"]+on_from[^"]+)"[^>]*>(\d+)`)
	listCount  = regexp.MustCompile(`共 (\d+) 条`)
)

// Whoever follows a figure finds as many records as it says.
func TestTheFiguresOfAReportAreThoseOfItsLists(t *testing.T) {
	p := newPraise(t)
	page := p.personnel.get(p.yearly())
	pagetest.Check(t, []byte(page))
	links := figureLink.FindAllStringSubmatch(page, -1)
	some := 0
	for _, link := range links {
		list := p.personnel.get(html.UnescapeString(link[1]))
		found := listCount.FindStringSubmatch(list)
		switch {
		case p.personnel.status != http.StatusOK:
			t.Errorf("%s: %d", link[1], p.personnel.status)
		case link[2] == "0" && found == nil:
		case found == nil || found[1] != link[2]:
			t.Errorf("%s: %v, and the report says %s", link[1], found, link[2])
		default:
			some++
		}
	}
	if len(links) < 10 || some < 3 {
		t.Errorf("%d of %d figures lead to something", some, len(links))
	}
	for _, says := range []string{"收到群众反映3件", "备案好人好事2件", "印发通报1期"} {
		if !strings.Contains(page, says) {
			t.Errorf("the report lacks %q:\n%s", says, page)
		}
	}
}

func TestAReportIsEditedIssuedAndTakenAlong(t *testing.T) {
	p := newPraise(t)
	at := p.yearly()
	form := p.personnel.get(at + "/acts/edit")
	pagetest.Check(t, []byte(form))
	if !strings.Contains(form, "{群众反映}") || !strings.Contains(form, "可以用的数据名称") {
		t.Errorf("the names do not stand beside the form:\n%s", form)
	}
	p.submit(p.personnel, at, "edit", "没有叫“反映数”的数据", url.Values{"title": {"年度报告"}, "text": {"{反映数}件"}})
	p.submit(p.personnel, at, "edit", "已保存", url.Values{"title": {"年度报告"}, "text": {"# 群众反映\n共{群众反映}件，上年{群众反映：上年同期}件，办结率{办结反映：占比}。\n{群众反映：表}"}})
	leader := p.login("leader", "", evaluation.RoleLeader)
	if leader.get(at); leader.status != http.StatusNotFound {
		t.Errorf("a leader reads the draft: %d", leader.status)
	}
	p.submit(p.personnel, at, "submit", "已送主要领导", url.Values{})
	p.submit(p.principal, at, "issue", "已发出", url.Values{})
	page := leader.get(at)
	pagetest.Check(t, []byte(page))
	paper := leader.get(at + "/print/periodic_report")
	pagetest.Check(t, []byte(paper))
	for name, text := range map[string]string{"page": page, "print": paper} {
		for _, says := range []string{"共3件，上年0件，办结率0.0%。", "服务态度"} {
			if !strings.Contains(text, says) {
				t.Errorf("the %s lacks %q:\n%s", name, says, text)
			}
		}
	}
	id := strings.TrimPrefix(at, "/records/")
	leader.get("/periodic/" + id + "/word")
	if leader.status != http.StatusOK || !strings.HasPrefix(string(leader.body), "PK") {
		t.Errorf("the Word document: %d", leader.status)
	}
	member := p.login("member", p.member.ID, evaluation.RoleCadre)
	if member.get("/periodic/" + id + "/word"); member.status != http.StatusNotFound {
		t.Errorf("a cadre takes the report along: %d", member.status)
	}
}

// A measure whose page is a list has its lists beside one another.
func TestTheListsOfReportsAndTemplatesLeadToEachOther(t *testing.T) {
	p := newPraise(t)
	for at, other := range map[string]string{"/lists/periodic.report": "/lists/periodic.template", "/lists/unitreview.sheet": "/lists/unitreview.round"} {
		page := p.personnel.get(at)
		pagetest.Check(t, []byte(page))
		if !strings.Contains(page, `href="`+other+`"`) {
			t.Errorf("%s does not lead to %s:\n%s", at, other, page)
		}
	}
	leader := p.login("leader", "", evaluation.RoleLeader)
	if page := leader.get("/lists/periodic.report"); strings.Contains(page, "periodic.template") {
		t.Errorf("a leader is led to the templates:\n%s", page)
	}
}
