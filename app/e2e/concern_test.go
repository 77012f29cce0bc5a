//go:build browser

package e2e_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"kaoji/app/demo"
)

var receiptNumber = regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}`)

// TestAResidentScansABadgeAndHearsOfItAgain is a concern from the badge to the
// answer, as its people do it; whom it is about sees nothing of it.
func TestAResidentScansABadgeAndHearsOfItAgain(t *testing.T) {
	k := beginDemo(t)
	section := k.login(t, "zuzhi", demo.Password)
	section.goTo("/overview")
	section.wellMade("overview")
	section.goTo("/concern")
	section.wellMade("concern")
	section.goTo("/concern/boxes")
	section.wellMade("boxes")
	page := section.links("/b/")
	badge := page[len(page)-1]
	section.goTo(section.first("/print/box_poster"))
	if n := sheets(section.ctx, t); n != 1 {
		t.Errorf("the poster takes %d pages", n)
	}
	section.goTo("/concern/badges")
	if n := sheets(section.ctx, t); n != 1 {
		t.Errorf("eight badges take %d pages", n)
	}

	resident := &person{t: t, ctx: tab(t), k: k}
	resident.goTo(badge)
	resident.wellMade("box")
	resident.set("category", "服务态度")
	resident.set("topic", "社保卡补办")
	resident.set("content", "补办社保卡时态度生硬，材料清单没有一次说清。")
	resident.set("contact", "王先生 13900000000")
	resident.send()
	receipt := receiptNumber.FindString(resident.text())
	if receipt == "" {
		t.Fatalf("no receipt in\n%s", resident.text())
	}

	section.goTo("/concern?state=received")
	concern := ""
	for _, href := range section.links("/records/") {
		section.goTo(href)
		if strings.Contains(section.text(), "社保卡补办") {
			concern = href
			break
		}
	}
	if concern == "" {
		t.Fatal("the comment is not in the list")
	}
	section.wellMade("matter")
	if strings.Contains(section.text(), "13900000000") {
		t.Error("the record shows the contact")
	}
	section.click(`form[action$="/contact"] [type=submit]`)
	section.sees("13900000000")
	section.act(concern, "accept", "已受理")

	resident.goTo("/receipt")
	resident.fill("#number", receipt)
	resident.submit()
	resident.sees("已受理")
	resident.wellMade("receipt")

	supervisor := k.login(t, "jiandu1", demo.Password)
	supervisor.goTo("/new/concern.matter/report")
	supervisor.set("unit", "社会保障")
	supervisor.set("category", "办事效率")
	supervisor.set("topic", "叫号机")
	supervisor.set("content", "叫号机坏了三天，现场没有说明。")
	supervisor.submit()
	supervisor.sees("已提交")
	supervisor.goTo("/concern")
	supervisor.wellMade("supervisor")

	cadre := k.login(t, "tq0005", demo.Password)
	cadre.goTo("/concern")
	if strings.Contains(cadre.text(), "反映件") && !strings.Contains(cadre.text(), "无权") && !strings.Contains(cadre.text(), "没有权限") {
		t.Errorf("a cadre finds concerns:\n%s", cadre.text())
	}
}

// send presses the button and waits until the page with the receipt is there:
// the browser does its work first.
func (p *person) send() {
	p.t.Helper()
	p.do(chromedp.Click(chromedp.CSS(`main form [type=submit]`)))
	for range 400 {
		if there, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](`document.readyState === "complete" && !!document.querySelector(".receipt")`)); err == nil && there {
			return
		}
		select {
		case <-p.ctx.Done():
		case <-time.After(25 * time.Millisecond):
		}
	}
	p.t.Fatalf("no receipt at %s\n%s", p.at(), p.text())
}
