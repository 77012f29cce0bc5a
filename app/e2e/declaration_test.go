//go:build browser

package e2e_test

import (
	"strings"
	"testing"

	"kaoji/app/demo"
)

// TestDeclarationsRunUnderACitedRuleWithAReadersLog: a revised rule is put in force, a head
// declares, a reader gives a reason and reads, the head sees who read it and why, and nobody
// else finds it.
func TestDeclarationsRunUnderACitedRuleWithAReadersLog(t *testing.T) {
	k := beginDemo(t)
	principal := k.login(t, "ld01", demo.Password)
	principal.goTo("/declarations")
	principal.wellMade("declarations-principal")
	basis := ask[string](principal.ctx, t, `[...document.querySelectorAll("main a")].find(a => a.innerText.includes("31号")).getAttribute("href")`)
	principal.act(basis, "approve", "已启用")
	principal.goTo("/declarations")
	principal.sees("31号")
	if strings.Contains(principal.text(), "8号《") {
		t.Error("the basis of before is still in force")
	}

	own := k.login(t, "tq0057", demo.Password)
	own.goTo("/declarations")
	own.sees("查阅须写明事由")
	own.wellMade("declarations-own")
	form := own.first("/acts/submit")
	report := strings.TrimSuffix(form, "/acts/submit")
	own.goTo(form)
	own.wellMade("declare")
	own.answer("已申报", "answer", "items", "items.0.matter", "estate", "items.0.what", "塘桥新路住房一套", "items.0.amount", "101平方米")
	own.sees("塘桥新路住房一套")

	reader := k.login(t, "TQ0010", demo.Password)
	reader.goTo("/declarations")
	reader.wellMade("declarations-reader")
	reader.goTo(report)
	reader.sees("写明事由查阅后当天可以看到")
	if strings.Contains(reader.text(), "塘桥新路") {
		t.Error("the reader reads it without a reason")
	}
	reader.act(report, "look", "已打开", "reason", "按计划核查")
	reader.sees("塘桥新路住房一套")
	reader.wellMade("declaration-read")
	reader.act(report, "check", "已登记", "result", "consistent", "check_words", "与不动产登记一致")

	own.goTo("/declarations")
	own.sees("按计划核查")
	own.sees("邱慧燕")
	own.goTo(report)
	own.sees("与不动产登记一致")
	own.wellMade("declaration-own")

	for _, name := range []string{"zuzhi", "tq0001", "jw0101", "admin"} {
		other := k.login(t, name, demo.Password)
		other.goTo(report)
		other.sees("没有找到")
	}
}
