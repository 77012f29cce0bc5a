package page_test

import (
	"archive/zip"
	"encoding/csv"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/survey"
)

// canteen writes, previews and opens a questionnaire, answers it by account and by slips, and
// counts it. One group has fewer answers than are shown.
func (p *praise) canteen(t *testing.T) (wave string, member *visitor) {
	t.Helper()
	today := evaluation.DateOf(time.Now())
	p.personnel.post("/new/survey.wave/plan", url.Values{
		"from": {"blank"}, "title": {"食堂问卷"}, "answer_by": {today.AddDays(7).String()},
		"groups.0.name": {"居民"}, "groups.0.issued": {"10"}, "groups.0.code": {"true"},
		"groups.1.name": {"干部"}, "groups.1.issued": {"20"}, "groups.1.account": {"cadres"},
	})
	if p.personnel.status != http.StatusOK || !strings.HasPrefix(p.personnel.at, "/records/") {
		t.Fatalf("%d %s\n%s", p.personnel.status, p.personnel.at, p.personnel.body)
	}
	wave = strings.TrimPrefix(p.personnel.at, "/records/")
	at := "/records/" + wave
	p.submit(p.personnel, at, "put_question", "已保存", url.Values{"kind": {"scale"}, "text": {"饭菜质量"}, "required": {"true"}, "options": {"满意 | 100\n一般 | 60\n不满意 | 0"}})
	p.submit(p.personnel, at, "put_question", "已保存", url.Values{"kind": {"text"}, "text": {"建议"}, "offer": {"true"}})
	page := p.personnel.get(at)
	pagetest.Check(t, []byte(page))
	for _, says := range []string{"饭菜质量", "满意 / 一般 / 不满意", "/acts/put_question?question=q1", "/preview/g1"} {
		if !strings.Contains(page, says) {
			t.Errorf("the page of the questionnaire lacks %q:\n%s", says, page)
		}
	}
	if form := p.personnel.get(at + "/acts/put_question?question=q1"); !strings.Contains(form, "满意 | 100") {
		t.Errorf("a question that is changed begins empty: %d\n%s", p.personnel.status, form)
	}
	preview := p.personnel.get("/survey/" + wave + "/preview/g1")
	pagetest.Check(t, []byte(preview))
	if !strings.Contains(preview, "饭菜质量") || strings.Contains(preview, `type="submit">提交`) {
		t.Errorf("the preview: %d\n%s", p.personnel.status, preview)
	}
	p.keep(t, survey.KindWave, wave)
	p.personnel.post("/new/concern.box/open", url.Values{"scope": {"office"}})
	p.submit(p.personnel, at, "open", "已开始填写", url.Values{})
	member = p.login("member", p.member.ID, evaluation.RoleCadre)
	if home := member.get("/"); !strings.Contains(home, "填写问卷：食堂问卷") {
		t.Errorf("the cadre does not learn of it:\n%s", home)
	}
	if form := p.personnel.get(at + "/acts/remind"); !strings.Contains(form, "干部（共发 20 份）") || strings.Contains(form, "居民（") {
		t.Errorf("which groups can be reminded: %d\n%s", p.personnel.status, form)
	}
	p.submit(p.personnel, at, "remind", "已提醒", url.Values{"group": {"g2"}})
	if notices := member.get("/notices"); !strings.Contains(notices, "请填写问卷：食堂问卷") {
		t.Errorf("a cadre is not reminded: %d\n%s", member.status, notices)
	}
	p.submit(p.personnel, at, "remind", "今天已经提醒过", url.Values{"group": {"g2"}})
	answer := "/survey/answer/" + wave
	form := member.get(answer)
	pagetest.Check(t, []byte(form))
	if !strings.Contains(form, `data-offer="a.q2"`) {
		t.Errorf("what is written is not offered to the comment box:\n%s", form)
	}
	if said := member.post(answer, url.Values{"a.q2": {"多放点菜"}}); member.status != http.StatusUnprocessableEntity || !strings.Contains(said, "多放点菜") {
		t.Errorf("without the required answer: %d\n%s", member.status, said)
	}
	member.post(answer, url.Values{"a.q1": {"o1"}})
	if list := member.get("/survey"); !strings.Contains(list, "已填写") {
		t.Errorf("%d\n%s", member.status, list)
	}
	if member.get(answer); member.status != http.StatusNotFound {
		t.Errorf("answered, and the form is shown again: %d", member.status)
	}
	issue := p.personnel.get("/survey/" + wave + "/issue")
	pagetest.Check(t, []byte(issue))
	slips := p.personnel.post("/survey/"+wave+"/issue", url.Values{"group": {"g1"}, "count": {"6"}, "version": {version([]byte(p.personnel.get("/survey/" + wave + "/issue")))}})
	codes := regexp.MustCompile(`<code>([^<]+)</code>`).FindAllStringSubmatch(slips, -1)
	if len(codes) != 6 {
		t.Fatalf("%d\n%s", p.personnel.status, slips)
	}
	guest := p.visitor()
	for i, code := range codes {
		guest.get("/s")
		form := guest.post("/s", url.Values{"code": {code[1]}})
		if i == 0 {
			pagetest.Check(t, []byte(form))
		}
		if said := guest.post("/s/answer", url.Values{"code": {code[1]}, "a.q1": {"o3"}, "a.q2": {"意见" + strconv.Itoa(i)}}); !strings.Contains(said, "已收到") || !strings.Contains(said, `href="/b/`) {
			t.Fatalf("%d\n%s", guest.status, said)
		}
	}
	guest.get("/s")
	if said := guest.post("/s", url.Values{"code": {codes[0][1]}}); guest.status != http.StatusConflict {
		t.Errorf("a slip is used twice: %d\n%s", guest.status, said)
	}
	p.submit(p.personnel, at, "close", "", url.Values{})
	p.submit(p.personnel, at, "count", "已统计", url.Values{"passphrase": {passphrase}})
	return wave, member
}

// A questionnaire in the browser: from its questions to pictures, tables and files.
func TestAQuestionnaireFromItsQuestionsToItsResults(t *testing.T) {
	p := newPraise(t)
	wave, member := p.canteen(t)
	at := "/records/" + wave
	results := p.personnel.get("/survey/" + wave + "/results")
	pagetest.Check(t, []byte(results))
	for _, says := range []string{"收回 7 份", "85.7%", "不单独显示", "意见3", "<svg"} {
		if !strings.Contains(results, says) {
			t.Errorf("the results lack %q:\n%s", says, results)
		}
	}
	if strings.Contains(results, "多放点菜") {
		t.Error("an answer that was refused is in the results")
	}
	p.submit(p.personnel, at, "put_reading", "已保存", url.Values{"question": {"q1"}, "text": {"多数人不满意。"}})
	if report := p.personnel.get("/survey/" + wave + "/report"); !strings.Contains(report, "多数人不满意。") {
		t.Errorf("the report: %d\n%s", p.personnel.status, report)
	}
	p.personnel.get("/survey/" + wave + "/results/csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(p.personnel.body), "\uFEFF"))).ReadAll()
	if err != nil || len(rows) < 4 || rows[1][0] != "1. 饭菜质量" || rows[3][1] != "不满意" || rows[3][3] != "6" || rows[3][4] != "85.7%" {
		t.Errorf("the figures as text: %v, %q", err, rows)
	}
	word := p.personnel.get("/survey/" + wave + "/results/docx")
	z, err := zip.NewReader(strings.NewReader(word), int64(len(word)))
	if err != nil || !holds(t, z, "word/document.xml", "多数人不满意。") || !holds(t, z, "word/charts/chart1.xml", "<c:v>85.7</c:v>") {
		t.Errorf("the report in Word: %v", err)
	}
	if p.personnel.get("/survey/" + wave + "/results/pdf"); p.personnel.status != http.StatusNotFound {
		t.Errorf("a format that does not exist: %d", p.personnel.status)
	}
	for _, path := range []string{"/results", "/report", "/results/docx", "/results/xlsx", "/results/csv", "/preview/g1", "/issue"} {
		if member.get("/survey/" + wave + path); member.status != http.StatusNotFound && member.status != http.StatusForbidden {
			t.Errorf("a cadre opens %s: %d", path, member.status)
		}
	}
}
