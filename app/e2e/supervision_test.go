//go:build browser

package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"kaoji/app/demo"
)

// TestACallIsTypedAndTheNextOneFollows types two calls with the keyboard: the first field has
// the focus, Tab goes on in the order of a call, and saving opens an empty sheet that leads to
// the call before.
func TestACallIsTypedAndTheNextOneFollows(t *testing.T) {
	k := beginDemo(t)
	section := k.login(t, "zuzhi", demo.Password)
	section.goTo("/concern/hotline")
	section.wellMade("hotline")
	if at := ask[string](section.ctx, t, `document.activeElement.name`); at != "category" {
		t.Errorf("the focus is at %q", at)
	}
	section.do(chromedp.KeyEvent(" ")) // the first category
	var order []string
	for range 12 {
		section.do(chromedp.KeyEvent("\t"))
		at := ask[string](section.ctx, t, `document.activeElement.name || document.activeElement.id`)
		if at == "content" {
			section.do(chromedp.KeyEvent("三楼窗口中午没有人，等了四十分钟。"))
		}
		if at == "topic" {
			section.do(chromedp.KeyEvent("中午值班"))
		}
		order = append(order, at)
		if at == "contact" {
			break
		}
	}
	said := strings.Join(order, " ")
	topic, content, contact := strings.Index(said, "topic"), strings.Index(said, "content"), strings.Index(said, "contact")
	if topic < 0 || content < topic || contact < content {
		t.Errorf("Tab goes %s", said)
	}
	section.set("unit", "财务科")
	section.submit()
	section.sees("已保存")
	section.sees("中午值班")
	if left := ask[string](section.ctx, t, `document.querySelector("[name=content]").value`); left != "" {
		t.Errorf("the next sheet begins with %q", left)
	}
	section.set("category", "工作作风")
	section.set("unit", "财务科")
	section.set("topic", "中午值班")
	section.set("content", "中午又没有人。")
	section.submit()
	section.sees("已保存")
	if len(section.links("/acts/merge?no=")) == 0 {
		t.Errorf("no word of the call about the same matter\n%s", section.text())
	}
	section.wellMade("hotline")
}

// TestASupervisorIsAppointedAndHearsWhatWasAnswered is a term from the proposal to the answer
// that the supervisor reads with the own account.
func TestASupervisorIsAppointedAndHearsWhatWasAnswered(t *testing.T) {
	k := beginDemo(t)
	section := k.login(t, "zuzhi", demo.Password)
	section.goTo("/supervision")
	section.wellMade("supervision")
	section.goTo("/new/supervision.term/propose")
	section.wellMade("propose")
	for name, value := range map[string]string{
		"name": "高晓梅", "body": "塘桥第五居委会", "proposed_by": "塘桥第五居委会", "years": "2", "declared": "本人书面声明，没有近亲属关系。", "unrelated": "1",
	} {
		section.set(name, value)
	}
	section.submit()
	section.sees("已提名")
	term := section.at()
	principal := k.login(t, "ld01", demo.Password)
	principal.act(term, "appoint", "已聘任", "letter", "示监聘19号")
	principal.goTo(term + "/print/appointment_letter")
	if n := sheets(principal.ctx, t); n != 1 {
		t.Errorf("the letter takes %d pages", n)
	}

	chair, asked := section.idOf("沈国栋"), section.idOf("苏芳嘉")
	section.goTo("/new/supervision.meeting/record?chair=" + chair + "&points.0.who=" + asked)
	section.wellMade("meeting")
	section.set("place", "三楼会议室")
	section.set("points.0.text", "垃圾清运车早上六点就很吵。")
	section.set("points.0.due", ask[string](section.ctx, t, `new Date(Date.now() + 9 * 864e5).toISOString().slice(0, 10)`))
	section.submit()
	section.sees("会议已登记")
	meeting := section.at()
	head := k.login(t, "tq0001", demo.Password)
	head.goTo("/todo")
	head.sees("监督员会议的意见")
	head.act(meeting, "answer", "已答复", "point", "1", "answer", "已与作业公司约定七点以后清运。")

	supervisor := k.login(t, "jiandu2", demo.Password)
	supervisor.goTo("/supervision")
	supervisor.goTo(meeting)
	supervisor.sees("已与作业公司约定七点以后清运")
	supervisor.wellMade("meeting")
	section.goTo(meeting + "/print/meeting_minutes")
	if n := sheets(section.ctx, t); n != 1 {
		t.Errorf("the minutes take %d pages", n)
	}
	admin := k.login(t, "admin", demo.Password)
	admin.goTo("/accounts")
	admin.sees("聘期已于")
	admin.wellMade("accounts")
}

// idOf is the id of a person, from the roster.
func (p *person) idOf(name string) string {
	p.t.Helper()
	p.goTo("/roster?q=" + name)
	return strings.TrimPrefix(p.first("/roster/people/"), "/roster/people/")
}
