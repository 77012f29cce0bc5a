//go:build browser

package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// guided opens the start page and follows the guide's next step; it leads to a page
// whose address begins with want.
func (p *person) guided(want string) {
	p.t.Helper()
	p.goTo("/")
	p.click(`.guide [aria-current="step"] .btn-primary`)
	if at := p.at(); !strings.HasPrefix(at, want) {
		p.t.Fatalf("the guide leads to %s, want %s", at, want)
	}
}

// TestTheGuideLeadsFromNothingToARunningCycle has the administrator and the section press
// the one blue button of the guide, and nothing else to find their way.
func TestTheGuideLeadsFromNothingToARunningCycle(t *testing.T) {
	k := begin(t)
	admin := k.enter(t, "admin", k.password)
	admin.guided("/records/")
	if name := ask[string](admin.ctx, t, `document.getElementsByName("name")[0].value`); name != "" {
		t.Errorf("the name of the office is to be typed over %q", name)
	}
	admin.answer("开办向导下一步：为组织科建立账号", "name", "示范区示范街道", "short_name", "示范街道", "document", "示街")
	admin.wellMade("guide-onward")
	admin.click(`.alert-success a`)
	admin.answer("登录条", "name", "zuzhi", "display", "周敏")
	section := k.enter(t, "zuzhi", admin.once("zuzhi"))

	section.guided("/roster/import")
	section.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{smallOffice(t)}))
	section.submit()
	section.click(`a[href$="/acts/apply"]`)
	section.submit()
	section.awaits("已全部写完")

	section.guided("/lists/roster.department")
	ask[bool](section.ctx, t, `(() => { for (const b of document.querySelectorAll("tbody input[name=id]")) b.click(); return true })()`)
	section.click(`button[name=act][value=charge]`)
	section.set("person", "顾建平")
	section.set("from", "2021-03-01")
	section.click(`form[data-choose] [type=submit]`)
	section.sees("办成")
	section.goTo("/")
	section.sees("已有 3 个科室明确了分管领导")
	section.wellMade("guide-section")

	admin.guided("/accounts/bulk")
	ask[bool](admin.ctx, t, `(() => { for (const s of document.querySelectorAll("main select")) s.value = [...s.options].find(o => o.text.includes("主要领导")).value; return true })()`)
	admin.submit()
	admin.awaits("ld01")

	section.guided("/new/assessment.cycle/plan")
	section.answer("开办向导下一步：启动第一个考核周期")
	section.click(`.alert-success a`)
	section.sees("可以启动")
	section.click(`main a[href$="/acts/open"]`)
	section.answer("述职")
	section.goTo("/")
	if strings.Contains(section.text(), "单位开办") {
		t.Errorf("the guide still stands on the start page:\n%s", section.text())
	}
	cadre := k.enter(t, "tq01", admin.once("tq01"))
	cadre.goTo("/")
	cadre.sees("提交您的述职")
}
