//go:build browser

package e2e_test

import (
	"slices"
	"strings"
	"testing"

	"kaoji/app/demo"
)

// links are the addresses in the page that is open which contain a part.
func (p *person) links(part string) []string {
	p.t.Helper()
	all := ask[string](p.ctx, p.t, `[...document.querySelectorAll("main a[href]")].map(a => a.getAttribute("href")).join("\n")`)
	var found []string
	for href := range strings.SplitSeq(all, "\n") {
		if strings.Contains(href, part) {
			found = append(found, href)
		}
	}
	return found
}

// first is the first such address.
func (p *person) first(part string) string {
	p.t.Helper()
	if all := p.links(part); len(all) > 0 {
		return all[0]
	}
	p.t.Fatalf("at %s: no link to %s in\n%s", p.at(), part, p.text())
	return ""
}

// dealTogether verifies ten entries of a bonus at once and takes all of them back.
func (p *person) dealTogether() {
	p.t.Helper()
	p.goTo("/lists/bonus.entry?state=entered&sort=name")
	ask[bool](p.ctx, p.t, `(() => { // ten with two clicks: the first, and with Shift the tenth
		const boxes = document.querySelectorAll("tbody input[name=id]");
		for (const [i, shift] of [[0, false], [9, true]]) boxes[i].dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, shiftKey: shift}));
		return true })()`)
	p.sees("已选 10")
	p.click(`button[name=act][value=verify]`)
	p.sees("审核 10 件")
	p.wellMade("run-confirm")
	p.click(`form[data-choose] [type=submit]`)
	p.sees("办成 10 件")
	p.wellMade("run")
	p.click(`form[action$="/undo"] [type=submit]`)
	p.fill(`[name=reason]`, "数字有误，请核对后重新录入。")
	p.click(`form[data-choose] [type=submit]`)
	p.sees("办成 10 件")
	p.goTo("/lists/bonus.entry?state=open&sort=name")
	p.wellMade("list")
	p.goTo("/runs")
	p.wellMade("runs")
}

func TestEveryRoleFindsItsPagesInTheDemo(t *testing.T) {
	k := beginDemo(t)

	personnel := k.login(t, "zuzhi", demo.Password)
	personnel.goTo("/assessment")
	personnel.wellMade("cycles")
	cycles := personnel.links("/assessment/0")
	if len(cycles) != 11 {
		t.Fatalf("%d cycles: %v", len(cycles), cycles)
	}
	cycles = cycles[3:] // those that show every state are older than those of the demo's years
	for i, name := range []string{"draft", "reporting", "rating", "verifying", "deciding", "notice", "feedback", "closed"} {
		personnel.goTo(cycles[i])
		personnel.wellMade("cycle-" + name)
	}
	personnel.goTo(cycles[0] + "/preflight")
	personnel.wellMade("preflight")
	personnel.goTo(cycles[6] + "/wall")
	personnel.wellMade("wall")
	talk := personnel.first("/records/")
	personnel.goTo("/lists/bonus.period")
	period := ask[string](personnel.ctx, t, `[...document.querySelectorAll("main a")].find(a => a.textContent.includes("上半年工作奖金")).pathname`)
	personnel.goTo("/records/" + strings.TrimPrefix(period, "/bonus/") + "/print/bonus_notice")
	if n := sheets(personnel.ctx, t); n > 2 { // twelve departments on one leaf
		t.Errorf("the notice of a bonus takes %d pages", n)
	}

	k.login(t, "fuhe", demo.Password).dealTogether() // not who entered them

	principal := k.login(t, "ld01", demo.Password)
	principal.goTo("/todo")
	principal.wellMade("todo")
	principal.goTo(cycles[4])
	sheet := ask[string](principal.ctx, t, `document.querySelector("main table a[href^='/records/']").getAttribute("href")`)
	principal.goTo(sheet)
	principal.wellMade("sheet")
	principal.goTo("/assessment/why/" + strings.TrimPrefix(sheet, "/records/"))
	principal.wellMade("why")
	principal.goTo(sheet + "/print/assessment_form")
	if n := sheets(principal.ctx, t); n > 2 {
		t.Errorf("the assessment form takes %d pages", n)
	}
	principal.goTo(talk)
	principal.wellMade("talk")
	principal.goTo(talk + "/print/talk_record")
	if n := sheets(principal.ctx, t); n > 2 {
		t.Errorf("the talk record takes %d pages", n)
	}

	cadre := k.login(t, "tq0005", demo.Password)
	cadre.goTo("/me")
	cadre.wellMade("me")
	cadre.goTo("/assessment/rate")
	cadre.wellMade("rate")
	report := cadre.first("/assessment/rate/")
	cadre.goTo(report)
	cadre.wellMade("report")
	cadre.goTo("/assessment/rate")
	cadre.pastes("88", "88", "88", "88", "88", "称职")
	cadre.click(".worksheet-end .btn-primary")
	cadre.sees("已办理")
	if slices.Contains(cadre.links("/assessment/rate/"), report) {
		t.Error("a ballot can be cast twice")
	}

	k.eachDay(t)

	auditor := k.login(t, "shenji", demo.Password)
	auditor.goTo("/audit")
	auditor.wellMade("audit")
	auditor.click(`form[action="/audit/verify"] [type=submit]`)
	auditor.sees("完整无误")
}
