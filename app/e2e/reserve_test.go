//go:build browser

package e2e_test

import (
	"strings"
	"testing"
	"time"

	"kaoji/app/demo"
	"kaoji/evaluation"
)

// TestSomebodyGoesFromTheNominationToThePost is the story of measure 6 as its
// people do it; whom it is about sees a training plan and nothing else.
func TestSomebodyGoesFromTheNominationToThePost(t *testing.T) {
	k := beginDemo(t)
	today := evaluation.DateOf(time.Now())
	section := k.login(t, "zuzhi", demo.Password)
	section.goTo("/reserve")
	section.wellMade("reserve")
	section.goTo("/training")
	section.sees("责任人空缺")
	section.wellMade("training")
	section.goTo("/new/reserve.candidate/nominate")
	section.wellMade("nominate")
	section.answer("已提名", "person", "丁嘉", "target", "deputy", "channel", "recommendation", "grounds", "牵头完成两个为民办实事项目，群众评价好。", "responsible", "蒋阳")
	listed := section.at()

	cadre := k.login(t, "tq0002", demo.Password)
	for _, at := range []string{listed, "/reserve", "/reserve/register", "/lists/reserve.candidate"} {
		cadre.goTo(at)
		cadre.sees("没有找到")
	}
	section.act(listed, "check", "已保存审查情况", "file", "齐全", "matters", "一致", "discipline", "未发现问题", "complaints", "无")
	section.act(listed, "vote", "已登记表决情况", "on", today.String(), "meeting", "党工委会议", "present", "7", "for", "6", "against", "0", "abstain", "1")
	first := k.login(t, "ld01", demo.Password)
	first.act(listed, "approve", "已签署意见", "words", "同意。")
	second := k.login(t, "ld02", demo.Password)
	second.act(listed, "approve", "已签署意见", "words", "同意。")
	second.sees("已列入")
	section.goTo(listed)
	section.wellMade("candidate")
	section.act(listed, "start", "没有进行中的培养计划")
	section.goTo(listed)
	section.goTo(section.first("/new/training.plan/open"))
	section.answer("已制定培养计划", "goals", "能独立负责一个条线的工作。", "from", today.String(), "until", today.AddMonths(24).String(), "hours", "90",
		"milestones.0.what", "牵头一个为民办实事项目", "milestones.0.due", today.AddMonths(6).String())
	plan := section.at()
	section.act(listed, "start", "已开始培养")

	responsible := k.login(t, "tq0089", demo.Password)
	responsible.goTo("/training")
	responsible.sees("我带培的干部")
	responsible.act(plan, "report", "已提交报告", "progress", "进展顺利。", "lacks", "经验还不多。", "next", "参与综合执法。")
	responsible.goTo("/training")
	responsible.sees("按时")
	responsible.wellMade("training-responsible")
	responsible.goTo(listed)
	responsible.sees("没有找到")
	cadre.goTo("/training")
	cadre.sees("我的培养计划")
	cadre.goTo(plan)
	cadre.wellMade("plan-own")
	if said := cadre.text(); strings.Contains(said, "后备") || strings.Contains(said, "经验还不多") {
		t.Errorf("the cadre reads:\n%s", said)
	}

	section.goTo("/roster?q=蒋阳")
	section.act(strings.Replace(section.first("/roster/people/"), "/roster/people/", "/records/", 1), "depart", "", "left", today.AddDays(-1).String(), "leaving", "transfer", "reason", "调区机关工作")
	cadre.act(plan, "summarise", "请先由组织科办理交接", "text", "小结。")
	section.act(listed, "propose", "请先办理交接", "outcome", "keep", "words", "继续。")
	section.act(plan, "hand_over", "已交接", "responsible", "苏芳嘉", "reason", "原责任人调离")
	cadre.act(plan, "summarise", "已保存小结", "text", "小结。")
	section.act(listed, "propose", "等待主要领导审定", "outcome", "ready", "words", "培养目标基本达到。")
	first.act(listed, "review", "已审定", "outcome", "ready", "words", "同意。")
	section.act(listed, "promote", "已登记任用", "post", "党政办公室副主任", "document", "示委组〔2026〕40号", "on", today.String())
	section.sees("已任用")
	section.wellMade("promoted")
	for form, most := range map[string]int{"/reserve/register": 1, plan + "/print/training_plan": 2, listed + "/print/reserve_form": 2} {
		section.goTo(form)
		if n := sheets(section.ctx, t); n > most {
			t.Errorf("%s takes %d pages", form, n)
		}
	}
	cadre.goTo(listed)
	cadre.sees("没有找到")
}
