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
	"kaoji/evaluation/survey"
)

// The departments and a police station are reviewed: what residents say comes from a
// questionnaire that begins with the departments, the report of the station is entered.
func TestUnitsAreReviewedFromTheQuestionnaireToTheForm(t *testing.T) {
	p := newPraise(t)
	today := evaluation.DateOf(time.Now())
	p.personnel.post("/new/survey.wave/plan", url.Values{
		"from": {"units"}, "title": {"满意度问卷"}, "answer_by": {today.AddDays(7).String()}, "groups.0.name": {"居民"}, "groups.0.issued": {"10"}, "groups.0.code": {"true"},
		"groups.1.name": {"单位"}, "groups.1.issued": {"10"}, "groups.1.code": {"true"},
	})
	wave := strings.TrimPrefix(p.personnel.at, "/records/")
	page := p.personnel.get("/records/" + wave)
	if !strings.Contains(page, "您对下列单位的工作是否满意") || !strings.Contains(page, p.member.DepartmentName) {
		t.Fatalf("the departments are no rows: %d\n%s", p.personnel.status, page)
	}
	p.keep(t, survey.KindWave, wave)
	p.submit(p.personnel, "/records/"+wave, "open", "已开始填写", url.Values{})
	slips := ""
	for _, group := range regexp.MustCompile(`<option value="([^"]+)"`).FindAllStringSubmatch(p.personnel.get("/survey/"+wave+"/issue"), -1) {
		slips += p.personnel.post("/survey/"+wave+"/issue", url.Values{"group": {group[1]}, "count": {"6"}, "version": {version([]byte(p.personnel.get("/survey/" + wave + "/issue")))}})
	}
	guest := p.visitor()
	for _, code := range regexp.MustCompile(`<code>([^<]+)</code>`).FindAllStringSubmatch(slips, -1) {
		guest.get("/s")
		form := guest.post("/s", url.Values{"code": {code[1]}})
		given := url.Values{"code": {code[1]}}
		for _, row := range regexp.MustCompile(`name="(a\.q1\.[^"]+)"`).FindAllStringSubmatch(form, -1) {
			given.Set(row[1], "satisfied")
		}
		if len(given) < 3 {
			t.Fatalf("no rows: %v\n%s", given, form)
		}
		if said := guest.post("/s/answer", given); !strings.Contains(said, "已收到") {
			t.Fatalf("%d\n%s", guest.status, said)
		}
	}
	p.submit(p.personnel, "/records/"+wave, "close", "", url.Values{})
	p.submit(p.personnel, "/records/"+wave, "count", "已统计", url.Values{"passphrase": {passphrase}})

	p.personnel.post("/new/unitreview.round/open", url.Values{
		"period": {today.String()[:4]}, "report_by": {today.AddDays(7).String()}, "decide_by": {today.AddDays(20).String()},
		"agencies.0.name": {"塘桥派出所"}, "agencies.0.head": {"郭建新"},
	})
	if p.personnel.status != http.StatusOK || !strings.HasPrefix(p.personnel.at, "/records/") {
		t.Fatalf("%d %s\n%s", p.personnel.status, p.personnel.at, p.personnel.body)
	}
	round := p.personnel.at
	p.submit(p.personnel, round, "take_marks", "已取入", url.Values{"wave": {wave}})
	page = p.personnel.get(round)
	pagetest.Check(t, []byte(page))
	if !strings.Contains(page, "塘桥派出所") || !strings.Contains(page, "100.00") || !strings.Contains(page, "问卷里没有的单位") {
		t.Errorf("the units of the round: %d\n%s", p.personnel.status, page)
	}
	department := regexp.MustCompile(`href="(/records/[^"]+)"[^>]*>` + p.member.DepartmentName).FindStringSubmatch(page)
	if said := p.personnel.get(department[1]); !strings.Contains(said, "您对下列单位的工作是否满意？ · 居民") || !strings.Contains(said, " · 单位") {
		t.Errorf("what each group says of the department: %s", department[1])
	}
	station := regexp.MustCompile(`href="(/records/[^"]+)"[^>]*>塘桥派出所`).FindStringSubmatch(page)
	if station == nil {
		t.Fatalf("no link to the station:\n%s", page)
	}
	sheet := station[1]
	p.submit(p.personnel, sheet, "enter_report", "已录入", url.Values{"on": {today.String()}, "done": {"全年接处警三千余起，未发生重大治安案件。"}, "problems": {"巡逻覆盖不够。"}, "plans": {"增加夜间巡逻。"}})
	p.submit(p.principal, sheet, "decide", "已确定", url.Values{"grade": {"fair"}, "words": {"配合有力。"}, "improvements.0.what": {"夜间巡逻"}, "improvements.0.due": {today.AddDays(30).String()}})
	page = p.personnel.get(sheet)
	pagetest.Check(t, []byte(page))
	form := p.personnel.get(sheet + "/acts/look_back")
	pagetest.Check(t, []byte(form))
	if !strings.Contains(form, "夜间巡逻") {
		t.Errorf("the improvement is not offered:\n%s", form)
	}
	p.submit(p.personnel, sheet, "look_back", "已记录", url.Values{"which": {"1"}, "on": {today.String()}, "found": {"已增加。"}, "came": {"achieved"}})
	paper := p.personnel.get(sheet + "/print/unitreview_sheet")
	pagetest.Check(t, []byte(paper))
	for _, says := range []string{"塘桥派出所", "郭建新", "较好", "夜间巡逻"} {
		if !strings.Contains(paper, says) {
			t.Errorf("the form lacks %q:\n%s", says, paper)
		}
	}
	member := p.login("member", p.member.ID, evaluation.RoleCadre)
	if member.get(sheet); member.status != http.StatusNotFound {
		t.Errorf("a cadre reads the review: %d", member.status)
	}
}
