//go:build browser

package e2e_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// person is somebody at a browser of their own.
type person struct {
	t   *testing.T
	ctx context.Context
	k   kaoji
}

const longPassword = "Tang-qiao-1998"

// login logs in.
func (k kaoji) login(t *testing.T, name, password string) *person {
	t.Helper()
	p := &person{t: t, ctx: tab(t), k: k}
	p.logIn(name, password)
	return p
}

func (p *person) logIn(name, password string) {
	p.t.Helper()
	p.goTo("/login")
	p.fill("#name", name)
	p.fill("#password", password)
	p.submit()
}

// enter logs in with a one-time password and sets an own one.
func (k kaoji) enter(t *testing.T, name, password string) *person {
	t.Helper()
	p := k.login(t, name, password)
	p.fill("#old", password)
	p.fill("#new", longPassword)
	p.fill("#again", longPassword)
	p.submit()
	p.sees("密码已修改")
	return p
}

// do fails within a minute, with the page that is open, where what it acts on is
// not there.
func (p *person) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.t.Fatalf("at %s: %v\n%s", p.at(), err, p.text())
	}
}

func (p *person) at() string { return ask[string](p.ctx, p.t, `location.pathname`) }

func (p *person) goTo(path string) {
	p.t.Helper()
	open(p.ctx, p.t, p.k.url+path, 1440)
}

func (p *person) fill(selector, value string) {
	p.t.Helper()
	ask[bool](p.ctx, p.t, fmt.Sprintf(`(() => { const f = document.querySelector(%q); f.value = %q; f.dispatchEvent(new Event("input", {bubbles: true})); return true })()`, selector, value))
}

// submit sends the form in the middle of the page and waits for the answer.
func (p *person) submit() { p.t.Helper(); p.click("main form [type=submit]") }

func (p *person) click(selector string) {
	p.t.Helper()
	p.leads("the click on "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// leads does what leads to another page, and waits for that.
func (p *person) leads(what string, action chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	before := ask[string](p.ctx, p.t, `(() => { window.kaojiBefore = true; return location.href })()`)
	p.do(action)
	for range 200 {
		if there, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](`!window.kaojiBefore && document.readyState === "complete"`)); err == nil && there {
			return
		}
		select {
		case <-p.ctx.Done():
		case <-time.After(25 * time.Millisecond):
		}
	}
	p.t.Fatalf("nothing followed %s at %s", what, before)
}

func (p *person) text() string { return ask[string](p.ctx, p.t, `document.body.innerText`) }

func (p *person) sees(want string) {
	p.t.Helper()
	if got := p.text(); !strings.Contains(got, want) {
		p.t.Fatalf("at %s: no %q in\n%s", p.at(), want, got)
	}
}

// wellMade holds the page that is open against axe, and against the widths of a
// phone and of a desk: one that says what went wrong fails. It keeps a picture where
// KAOJI_SHOTS says. All widths, languages and themes are those of scripts/shots.sh.
func (p *person) wellMade(name string) {
	p.t.Helper()
	at := ask[string](p.ctx, p.t, `location.pathname + location.search`)
	if ask[bool](p.ctx, p.t, `document.querySelector("main .problem") !== null`) {
		p.t.Fatalf("%s is no page:\n%s", at, p.text())
	}
	for _, width := range []int64{390, 1440} {
		p.do(chromedp.EmulateViewport(width, 900))
		fits(p.ctx, p.t, at, width)
		if dir := os.Getenv("KAOJI_SHOTS"); dir != "" {
			png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
			if err != nil {
				p.t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width)), png, 0o600); err != nil {
				p.t.Fatal(err)
			}
		}
	}
	accessible(p.ctx, p.t, at)
}

func TestAnOfficeStartsFromNothing(t *testing.T) {
	k := begin(t)
	admin := k.enter(t, "admin", k.password)
	admin.wellMade("admin-home")
	admin.goTo("/setup")
	admin.sees("填写单位名称")
	admin.wellMade("guide")
	admin.goTo("/accounts/new")
	admin.fill("#f-name", "zuzhi")
	admin.fill("#f-display", "周敏")
	admin.do(chromedp.Click(chromedp.CSS(`input[name=roles][value=personnel]`)))
	admin.submit()
	once := ask[string](admin.ctx, t, `document.querySelectorAll(".slip code")[1].innerText`)

	personnel := k.enter(t, "zuzhi", once)
	personnel.goTo("/roster/import")
	personnel.wellMade("import")
	sample, err := filepath.Abs("../xlsx/testdata/roster-sample.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	personnel.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{sample}))
	personnel.submit()
	personnel.sees("已核对，尚未写入名册")
	personnel.sees("苏芳嘉")
	personnel.wellMade("import-plan")
	personnel.click(`a[href$="/acts/apply"]`)
	personnel.submit()
	personnel.awaits("已全部写完")
	personnel.goTo("/roster")
	personnel.sees("共 96 人")
	personnel.wellMade("roster")
	personnel.goTo("/setup")
	personnel.sees("已有 96 人")
	for _, at := range []string{"/calendar", "/calendar/year"} {
		personnel.goTo(at)
		personnel.wellMade(strings.ReplaceAll(at[1:], "/", "-"))
	}
	personnel.goTo("/calendar/address")
	personnel.submit()
	personnel.wellMade("calendar-address")
	personnel.goTo("/rules")
	personnel.wellMade("rules")

	admin.goTo("/accounts/bulk")
	admin.wellMade("bulk")
	admin.submit()
	admin.awaits("tq0001") // so many accounts go on in the background
}
