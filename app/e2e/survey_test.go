//go:build browser

package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"kaoji/app/demo"
)

// TestAQuestionnaireFromPaperSlipsAndPhonesToThePrintedReport is a questionnaire of three
// groups: residents answer on phones with the codes of slips, visitors by a public link,
// organisations on paper that two people type in. A keeper opens the answers, and the report
// is printed.
func TestAQuestionnaireFromPaperSlipsAndPhonesToThePrintedReport(t *testing.T) {
	k := beginDemo(t)
	section := k.login(t, "zuzhi", demo.Password)
	section.goTo("/new/survey.wave/plan")
	section.wellMade("survey-plan")
	section.answer("已建立", "from", "blank", "title", "办事窗口问卷", "groups.0.name", "居民", "groups.0.issued", "6", "groups.0.code", "1")
	at := section.at()
	section.act(at, "amend", "已修改", "groups.1.name", "来访群众", "groups.1.issued", "8", "groups.1.public", "1")
	section.act(at, "amend", "已修改", "groups.2.name", "企事业单位", "groups.2.issued", "6", "groups.2.paper", "1")
	section.act(at, "put_question", "已保存", "kind", "scale", "text", "窗口服务", "required", "1", "options", "满意 | 100\n一般 | 60\n不满意 | 0")
	section.act(at, "put_question", "已保存", "kind", "multiple", "text", "哪里不满意", "options", "等候久\n态度差", "only_if", "q1", "answers", "一般\n不满意")
	section.act(at, "put_question", "已保存", "kind", "text", "text", "建议", "offer", "1")
	section.goTo(at)
	section.wellMade("survey-draft")
	for _, keeper := range []*person{section, k.login(t, "ld01", demo.Password)} {
		keeper.act(at, "keep", "已设定口令", "passphrase", keepersPassphrase, "again", keepersPassphrase)
	}
	section.act(at, "open", "已开始填写")
	wave := strings.TrimPrefix(at, "/records/")

	for i, code := range section.slips(wave, 6) {
		phone := &person{t: t, ctx: tab(t), k: k}
		phone.onPhone("/s#" + code)
		phone.awaits("不记名")
		if where := ask[string](phone.ctx, t, `location.href`); strings.Contains(where, code) {
			t.Fatalf("the code stands in the address %s", where)
		}
		phone.chooses("a.q1", "不满意")
		phone.sees("哪里不满意") // the answer before makes it appear
		phone.set("a.q3", "中午请留人。")
		if i == 0 {
			phone.wellMade("survey-answer")
			phone.do(chromedp.Click(chromedp.CSS("[data-offer]")))
		}
		phone.chooses("a.q2", "等候久")
		phone.click("main form [type=submit]")
		phone.sees("已收到")
		if i == 0 {
			phone.wellMade("survey-thanks")
			phone.click(`a[href*="/b/"]`)
			if text := ask[string](phone.ctx, t, `document.querySelector("[name=content]").value`); text != "中午请留人。" {
				t.Errorf("the comment box begins with %q", text)
			}
		}
	}
	for range 5 {
		phone := &person{t: t, ctx: tab(t), k: k}
		phone.onPhone("/s/" + wave + "/g2")
		phone.chooses("a.q1", "满意")
		phone.click("main form [type=submit]")
		phone.sees("已收到")
	}
	section.goTo("/survey/" + wave + "/paper/g3")
	if n := sheets(section.ctx, t); n != 1 {
		t.Errorf("a paper takes %d pages", n)
	}
	section.act(at, "issue_papers", "已登记", "group", "企事业单位", "count", "6")
	section.goTo("/new/survey.paper/enter?wave=" + wave + "&group=g3")
	section.wellMade("survey-papers")
	section.answer("", "lines", strings.Repeat("1||\n", 5)+"3|1,2|电话打不通")
	papers, second := section.at(), k.login(t, "fuhe", demo.Password)
	second.act(papers, "enter_again", "不一致", "lines", strings.Repeat("1||\n", 5)+"2|1,2|电话打不通")
	second.act(papers, "enter_again", "一致", "lines", strings.Repeat("1||\n", 5)+"3|1,2|电话打不通")
	section.act(papers, "cast", "")
	section.goTo(at)
	section.sees("85.0%") // 17 of 20
	section.act(at, "close", "")
	section.act(at, "count", "已统计", "passphrase", keepersPassphrase)
	section.goTo("/survey/" + wave + "/results")
	section.wellMade("survey-results")
	for _, says := range []string{"收回 17 份", "电话打不通", "7 人回答", "17 人回答，选“满意”的最多，占 58.8%"} {
		section.sees(says)
	}
	section.act(at, "put_reading", "已保存", "question", "q1", "text", "六成满意。")
	section.goTo("/survey/" + wave + "/report")
	section.sees("六成满意。")
	if n := sheets(section.ctx, t); n < 2 || n > 4 {
		t.Errorf("the report takes %d pages", n)
	}
}

// slips issues codes to the first group of a questionnaire.
func (p *person) slips(wave string, n int) []string {
	p.t.Helper()
	p.goTo("/survey/" + wave + "/issue")
	p.wellMade("survey-issue")
	p.set("group", "居民")
	p.set("count", fmt.Sprint(n))
	p.submit()
	codes := printedCode.FindAllString(p.text(), -1)
	if len(codes) != n {
		p.t.Fatalf("%d codes in\n%s", len(codes), p.text())
	}
	return codes
}

// onPhone opens a page as wide as a phone.
func (p *person) onPhone(path string) {
	p.t.Helper()
	open(p.ctx, p.t, p.k.url+path, 390)
}

// chooses clicks an option of a question, as people do.
func (p *person) chooses(name, option string) {
	p.t.Helper()
	if !ask[bool](p.ctx, p.t, fmt.Sprintf(`(() => { const f = [...document.getElementsByName(%q)].find(x => x.closest("label").innerText.trim() === %q); if (!f || f.closest("[hidden]")) return false; f.click(); return true })()`, name, option)) {
		p.t.Fatalf("at %s: no option %s of %s in\n%s", p.at(), option, name, p.text())
	}
}
