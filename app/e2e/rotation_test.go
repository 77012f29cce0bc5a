//go:build browser

package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kaoji/app/demo"
	"kaoji/evaluation"
)

// named is the link on the page that is open whose text is a name.
func (p *person) named(name string) string {
	p.t.Helper()
	return ask[string](p.ctx, p.t, fmt.Sprintf(`[...document.querySelectorAll("main a")].find(a => a.innerText.trim() === %q).pathname`, name))
}

// TestANewcomerGetsAMentorAndIsConfirmed is the story of mentoring as its people
// do it: a mentor is named for one newcomer, and another's time goes on to its
// end.
func TestANewcomerGetsAMentorAndIsConfirmed(t *testing.T) {
	k := beginDemo(t)
	today := evaluation.DateOf(time.Now())
	section := k.login(t, "zuzhi", demo.Password)
	section.goTo("/rotation")
	section.wellMade("rotation")
	section.goTo(section.named("简宁"))
	section.wellMade("mentors")
	section.goTo(section.first("/new/rotation.mentoring/assign"))
	section.wellMade("assign-mentor")
	section.answer("已指定带岗人")
	section.sees("待制定计划")
	section.goTo(section.at() + "/print/rotation_agreement")
	if n := sheets(section.ctx, t); n != 1 {
		t.Errorf("the agreement takes %d pages", n)
	}
	section.goTo("/lists/rotation.mentoring?state=running")
	section.goTo(section.named("舒眉"))
	record := section.at()

	mentor, newcomer := k.login(t, "tq0008", demo.Password), k.login(t, "xj03", demo.Password)
	mentor.act(record, "note", "已登记", "on", today.String(), "text", "已能独立值守窗口。", "remark", "宜安排到社区锻炼。")
	mentor.act(record, "midterm", "已完成中期评估", "progress", "目标过半。", "measures", "安排独立值班。")
	mentor.wellMade("mentoring")
	newcomer.act(record, "own_note", "已登记", "on", today.String(), "text", "政策依据还要多学。")
	if strings.Contains(newcomer.text(), "宜安排到社区锻炼") {
		t.Error("the newcomer reads the remark")
	}
	other := k.login(t, "tq0002", demo.Password)
	other.goTo(record)
	other.sees("没有找到")

	section.act(record, "close", "起才能开始期满鉴定")
	k.wait(t, max(0, today.DaysUntil(evaluation.NewDate(2027, 5, 6))))
	section, mentor, newcomer = k.enter(t, "zuzhi", demo.Password), k.enter(t, "tq0008", demo.Password), k.enter(t, "xj03", demo.Password)
	section.act(record, "close", "已开始期满鉴定")
	mentor.act(record, "mentor_opinion", "已提交", "words", "学习踏实，能够独立办理业务。")
	newcomer.goTo(record)
	if strings.Contains(newcomer.text(), "学习踏实，能够独立办理业务") {
		t.Error("the newcomer reads the opinion before the end")
	}
	newcomer.act(record, "own_opinion", "已提交", "words", "一年来在带岗人帮助下熟悉了业务。")
	head := k.enter(t, "tq0001", demo.Password)
	head.act(record, "head_opinion", "已提交", "words", "同意带岗人意见，表现良好。")
	section.act(record, "conclude", "请说明不再等待的理由", "outcome", "fit", "words", "同意按期转正。", "training", "12")
	section.answer("已办结", "without", "第三次、第四次记录因脱产培训未登记。")
	newcomer.goTo(record)
	newcomer.sees("学习踏实，能够独立办理业务")
	newcomer.wellMade("mentoring-own")
	newcomer.goTo(record + "/print/rotation_record")
	if n := sheets(newcomer.ctx, t); n > 2 {
		t.Errorf("the record takes %d pages", n)
	}
}

// TestSomebodyStaysInThePostForATime goes from the list of tenure to a decision
// that its subject reads.
func TestSomebodyStaysInThePostForATime(t *testing.T) {
	k := beginDemo(t)
	today := evaluation.DateOf(time.Now())
	section := k.login(t, "zuzhi", demo.Password)
	section.goTo("/rotation/tenure")
	section.wellMade("tenure")
	section.goTo("/rotation/tenure?stage=mandatory&on=" + today.AddMonths(-36).String())
	section.sees("必须轮岗")
	section.goTo("/lists/rotation.case?state=open")
	section.goTo(section.named("向强阳"))
	section.wellMade("tenure-case")
	section.goTo(section.first("/new/rotation.stay/propose"))
	section.wellMade("stay-proposal")
	section.answer("已提出", "ground", "specialist", "words", "专业性强，接替人选正在培养。", "until", today.AddMonths(6).String())
	stay := section.at()
	who := k.login(t, "tq0033", demo.Password)
	who.goTo(stay)
	who.sees("没有找到") // nothing is decided yet
	principal := k.login(t, "ld01", demo.Password)
	principal.act(stay, "approve", "已同意留任", "opinion", "同意，抓紧培养接替人选。")
	who.goTo("/rotation")
	who.wellMade("rotation-own")
	who.sees("专业性强，接替人选正在培养")
	if strings.Contains(who.text(), "抓紧培养") {
		t.Error("the person reads what the leaders say among themselves")
	}
	cadre := k.login(t, "tq0002", demo.Password)
	cadre.goTo("/rotation/tenure")
	cadre.wellMade("tenure-cadre")
	if strings.Contains(cadre.text(), "苏芳嘉") {
		t.Error("a cadre reads a colleague's tenure")
	}
}
