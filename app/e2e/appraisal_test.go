//go:build browser

package e2e_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"kaoji/app/demo"
)

var printedCode = regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}`)

// TestASlipIsScannedAndVotedWith is a ballot by a printed code on a phone, in a
// round of the demo, and the results and forms of the year before.
func TestASlipIsScannedAndVotedWith(t *testing.T) {
	k := beginDemo(t)
	section := k.login(t, "zuzhi", demo.Password)
	section.goTo("/appraisal")
	section.wellMade("appraisals")
	rounds := section.links("/appraisal/0")
	if len(rounds) != 2 {
		t.Fatalf("%d rounds: %v", len(rounds), rounds)
	}
	section.goTo(rounds[1])
	section.wellMade("round-released")
	section.sees("票数核对")
	sheet := ""
	for _, href := range section.links("/records/") {
		if !strings.Contains(href, "/acts/") {
			sheet = href
			break
		}
	}
	section.goTo(sheet)
	section.wellMade("appraisal-sheet")
	section.sees("人评价，平均")
	section.goTo(sheet + "/print/appraisal_form")
	if n := sheets(section.ctx, t); n > 2 {
		t.Errorf("the form takes %d pages", n)
	}

	section.goTo(rounds[0])
	section.wellMade("round-voting")
	section.goTo(rounds[0] + "/issue")
	section.wellMade("issue")
	section.set("committee", "已发 0 张")
	section.set("count", "2")
	section.submit()
	code := printedCode.FindString(section.text())
	if code == "" || strings.Contains(section.at(), code) {
		t.Fatalf("no code at %s in\n%s", section.at(), section.text())
	}

	voter := &person{t: t, ctx: tab(t), k: k}
	voter.goTo("/v#" + code)
	voter.awaits("不记名")
	if at := ask[string](voter.ctx, t, `location.href`); strings.Contains(at, code) {
		t.Errorf("the code stands in the address %s", at)
	}
	ask[bool](voter.ctx, t, `(() => { document.querySelectorAll("form[data-worksheet] input[inputmode=numeric]").forEach(f => { f.value = "86" }); return true })()`)
	voter.click(`form[data-worksheet] .worksheet-end [type=submit]`)
	voter.sees("已投票")
	voter.goTo("/v#" + code)
	voter.awaits("已经")
}

// awaits waits for a text that a script brings.
func (p *person) awaits(want string) {
	p.t.Helper()
	for range 1200 {
		if there, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](fmt.Sprintf(`document.readyState === "complete" && document.body.innerText.includes(%q)`, want))); err == nil && there {
			return
		}
		select {
		case <-p.ctx.Done():
		case <-time.After(25 * time.Millisecond):
		}
	}
	p.t.Fatalf("at %s: no %q in\n%s", p.at(), want, p.text())
}
