//go:build browser

package e2e_test

import (
	"strings"
	"testing"
	"time"

	"kaoji/app/demo"
	"kaoji/evaluation"
)

// TestATalkGoesFromAlarmToFollowUp is the story of measure 1 as its people do it.
func TestATalkGoesFromAlarmToFollowUp(t *testing.T) {
	k := beginDemo(t)
	today := evaluation.DateOf(time.Now()).String()
	section := k.login(t, "zuzhi", demo.Password)
	section.goTo("/reminder")
	section.wellMade("reminder")
	section.goTo(section.first("/lists/reminder.scan"))
	section.goTo(section.first("/reminder/scans/"))
	section.sees("结果一致")
	section.wellMade("scan")
	section.goTo("/reminder/exposure")
	section.wellMade("exposure")
	section.goTo("/new/reminder.talk/propose")
	section.wellMade("propose-talk")
	section.answer("已提出，等待审核", "person", "丁嘉", "level", "reminder", "mode", "talk", "source", "observation",
		"background", "分管领导了解到的情况。", "cause", "收到群众对窗口服务态度的反映")
	talk := section.at()

	cadre := k.login(t, "tq0002", demo.Password)
	cadre.goTo(talk)
	cadre.sees("没有找到")

	charge := k.login(t, "ld03", demo.Password)
	charge.act(talk, "check", "已审核", "words", "同意。")
	principal := k.login(t, "ld01", demo.Password)
	principal.act(talk, "approve", "已审批", "words", "同意。")
	principal.goTo(talk + "/print/reminder_approval")
	if n := sheets(principal.ctx, t); n != 1 {
		t.Errorf("the approval form takes %d pages", n)
	}
	section.act(talk, "schedule", "已预约", "on", today, "time", "14:30", "place", "二楼谈话室", "talker", "沈国栋")

	cadre.goTo(talk)
	cadre.sees("收到群众对窗口服务态度的反映")
	if strings.Contains(cadre.text(), "分管领导了解到的情况") {
		t.Error("the person reads the background")
	}
	principal.act(talk, "hold", "已保存谈话记录", "on", today, "time", "14:30", "place", "二楼谈话室", "reason", "说明反映。",
		"explanation", "本人说明。", "watch", "注意沟通。", "measures", "提出改进办法。")
	principal.act(talk, "release", "本人可以阅看并答复")
	cadre.act(talk, "object", "已提出", "text", "当日系统故障。")
	cadre.wellMade("talk-own")
	principal.act(talk, "reply", "已答复", "text", "已核实。")
	section.act(talk, "accept", "已采纳")
	section.goTo(talk + "/print/reminder_record")
	if n := sheets(section.ctx, t); n != 1 {
		t.Errorf("the record takes %d pages", n)
	}
	section.act(talk, "review", "已办结", "outcome", "recognised", "findings", "已改进。")
	section.sees("已办结")
	section.wellMade("talk")
}
