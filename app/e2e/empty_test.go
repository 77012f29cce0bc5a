//go:build browser

package e2e_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
)

// newOffice is an office that began empty, with whoever the stories of measures
// 2, 5, 6 and 8 need. The other measures have stories of their own that begin so.
type newOffice struct {
	k       kaoji
	t       *testing.T
	today   evaluation.Date
	section *person
	people  map[string]*person
}

func TestTheOtherMeasuresRunInAnOfficeThatBeganEmpty(t *testing.T) {
	o := &newOffice{k: begin(t), t: t, today: evaluation.DateOf(time.Now())}
	o.section, o.people = o.k.office(t, map[string][]string{
		"ld01": {"principal"}, "ld02": {"principal"}, "ld03": {"leader"}, "tq01": {"cadre", "head"}, "tq02": {"cadre"},
		"tq03": {"cadre"}, "tq04": {"cadre", "head"}, "jigong": {"discipline"}, "fuhe": {"personnel"},
	})
	for _, at := range []string{"/commendation", "/education", "/reserve", "/training", "/rotation", "/rotation/tenure", "/rotation/plans", "/education/hours"} {
		o.section.goTo(at)
		o.section.wellMade("empty" + strings.ReplaceAll(at, "/", "-"))
	}
	o.praises()
	o.educates()
	o.trains()
	mentoring, joined := o.mentors()
	o.rotates()
	o.confirms(mentoring, joined)
}

// praises is measure 2: from a head's report to a bulletin that all have received.
func (o *newOffice) praises() {
	section, head := o.section, o.people["tq04"]
	head.goTo("/new/commendation.deed/report")
	head.answer("事迹已报送", "people", "丁嘉", "ground", "exemplary", "title", "修好弄堂里的路灯", "on", o.today.AddDays(-1).String(),
		"text", "下班后借来梯子，修好了弄堂里坏了一个月的路灯。")
	deed := head.at()
	section.act(deed, "verify", "核实情况已记录", "facts", "属实", "how", "走访居民", "wording", "修好弄堂里坏了一个月的路灯。")
	section.act(deed, "file", "已备案并编号")
	section.goTo("/new/commendation.bulletin/draft")
	section.answer("修好弄堂里的路灯", "title", "关于好人好事的通报", "from", o.today.AddDays(-30).String(), "to", o.today.String())
	bulletin := section.at()
	record := "/records/" + strings.TrimPrefix(bulletin, "/commendation/bulletins/")
	section.set("intro", "现将好人好事通报如下：")
	section.submit()
	section.sees("文稿已保存")
	section.act(record, "submit", "已送主要领导审批")
	o.people["ld01"].act(record, "approve", "通报已编号发布")
	for _, login := range []string{"tq01", "tq04"} {
		o.people[login].act(record, "acknowledge", "已代表本科室签收")
	}
	cadre := o.people["tq02"]
	cadre.goTo(bulletin)
	cadre.sees("修好弄堂里坏了一个月的路灯")
	cadre.goTo("/me")
	cadre.sees("已通报")
}

// educates is measure 5: from the plan of a campaign to its end.
func (o *newOffice) educates() {
	section, cadre, head := o.section, o.people["tq02"], o.people["tq01"]
	section.goTo("/new/education.campaign/draft")
	section.answer("教育活动已保存", "title", "服务作风专题教育", "theme", "为民服务", "aim", "改进窗口作风。", "from", o.today.String(),
		"to", o.today.AddDays(40).String(), "hours", "1.5", "units", "党政办公室", "group", "others", "reflect", "1", "length", "10",
		"reflect_by", o.today.AddDays(20).String(), "head_reviews", "1")
	campaign := section.at()
	record := "/records/" + strings.TrimPrefix(campaign, "/education/campaigns/")
	section.act(record, "start", "名单已经固定")
	section.goTo("/new/education.session/plan?campaign=" + strings.TrimPrefix(record, "/records/"))
	section.answer("已安排", "title", "服务规范辅导", "on", o.today.String(), "time", "09:00", "place", "三楼会议室", "hours", "1.5")
	session := section.at()
	lesson := "/records/" + strings.TrimPrefix(session, "/education/sessions/")
	section.act(lesson, "open", "已开始签到")
	section.goTo(session + "/code")
	cadre.scan(section)
	cadre.sees("tq02签到")
	cadre.submit()
	cadre.sees("已签到")
	part := cadre.at()
	section.goTo(session)
	section.ticks("顾伟")
	section.click(".worksheet-end .btn-primary")
	section.sees("已登记出勤")
	section.act(lesson, "hold", "")
	section.act(lesson, "close", "已归档")
	cadre.goTo(part)
	reflection := cadre.first("/records/")
	cadre.act(reflection, "submit", "等待审阅", "text", "我将在窗口服务中做到首问负责、一次告知、限时办结。")
	head.act(reflection, "accept", "已通过", "words", "好。")
	cadre.goTo("/records/" + strings.TrimPrefix(part, "/education/parts/") + "/print/education_certificate")
	if n := sheets(cadre.ctx, o.t); n != 1 {
		o.t.Errorf("the certificate takes %d pages", n)
	}
	section.act(record, "close", "教育活动已结束", "unfinished", "1", "why", "顾伟的学习体会转入下一期")
	cadre.goTo("/education/year")
	cadre.sees("服务规范辅导")
}

// trains is measure 6: from the nomination to the post; whom it is about sees a
// training plan and nothing else.
func (o *newOffice) trains() {
	section, cadre, responsible := o.section, o.people["tq03"], o.people["tq01"]
	section.goTo("/new/reserve.candidate/nominate")
	section.answer("已提名", "person", "顾伟", "target", "deputy", "channel", "recommendation", "grounds", "牵头完成两个为民办实事项目，群众评价好。", "responsible", "苏芳嘉")
	listed := section.at()
	section.act(listed, "check", "已保存审查情况", "file", "齐全", "matters", "一致", "discipline", "未发现问题", "complaints", "无")
	section.act(listed, "vote", "已登记表决情况", "on", o.today.String(), "meeting", "党工委会议", "present", "7", "for", "6", "against", "0", "abstain", "1")
	o.people["ld01"].act(listed, "approve", "已签署意见", "words", "同意。")
	o.people["ld02"].act(listed, "approve", "已列入", "words", "同意。")
	section.act(listed, "start", "没有进行中的培养计划")
	section.goTo(listed)
	section.goTo(section.first("/new/training.plan/open"))
	section.answer("已制定培养计划", "goals", "能独立负责一个条线的工作。", "from", o.today.String(), "until", o.today.AddMonths(24).String(), "hours", "90",
		"milestones.0.what", "牵头一个为民办实事项目", "milestones.0.due", o.today.AddMonths(6).String())
	plan := section.at()
	section.act(listed, "start", "已开始培养")
	responsible.act(plan, "report", "已提交报告", "progress", "进展顺利。", "lacks", "经验还不多。", "next", "参与综合执法。")
	cadre.goTo(plan)
	if said := cadre.text(); strings.Contains(said, "后备") || strings.Contains(said, "经验还不多") {
		o.t.Errorf("the cadre reads:\n%s", said)
	}
	cadre.act(plan, "summarise", "已保存小结", "text", "小结。")
	section.act(listed, "propose", "等待主要领导审定", "outcome", "ready", "words", "培养目标基本达到。")
	o.people["ld01"].act(listed, "review", "已审定", "outcome", "ready", "words", "同意。")
	section.act(listed, "promote", "已登记任用", "post", "党政办公室副主任", "document", "示委组〔2026〕40号", "on", o.today.String())
	cadre.goTo(listed)
	cadre.sees("没有找到")
}

// mentors is the first half of a newcomer's year.
func (o *newOffice) mentors() (mentoring string, joined evaluation.Date) {
	section, mentor := o.section, o.people["tq02"]
	joined = o.today.AddDays(-200)
	section.goTo("/new/roster.person/enter")
	section.answer("简宁", "no", "XJ01", "name", "简宁", "sex", "男", "born", "2000-05-01", "joined", joined.String(), "worked_since", joined.String(),
		"department", "党政办公室", "post", "科员", "post_since", joined.String())
	section.goTo("/rotation")
	section.goTo(section.named("简宁"))
	section.goTo(section.first("/new/rotation.mentoring/assign"))
	section.answer("已指定带岗人", "mentor", "丁嘉")
	mentoring = section.at()
	mentor.act(mentoring, "plan", "", "direction", "独立办理窗口业务。", "goals.0.what", "独立办理居住证业务", "goals.0.by", o.today.AddDays(60).String())
	mentor.act(mentoring, "note", "已登记", "on", o.today.String(), "text", "已能独立值守窗口。", "remark", "宜安排到社区锻炼。")
	mentor.act(mentoring, "midterm", "已完成中期评估", "progress", "目标过半。", "measures", "安排独立值班。")
	return mentoring, joined
}

// rotates lets two heads change posts: computed, deliberated, countersigned,
// approved, handed over, in the roster on its day.
func (o *newOffice) rotates() {
	section := o.section
	section.goTo("/rotation/tenure")
	section.sees("提示")
	section.goTo("/new/rotation.plan/open")
	section.set("people", "苏芳嘉")
	section.set("people", "陈永涵")
	section.answer("请设置条件后测算", "title", "两科室负责人轮岗方案", "as_of", o.today.String(), "effective", o.today.AddDays(10).String())
	plan := section.at()
	id := strings.TrimPrefix(plan, "/rotation/plans/")
	record := "/records/" + id
	section.act(record, "ask", "请重新测算", "persons.0.duty", "must", "persons.1.duty", "must")
	section.act(record, "compute", "已证明")
	section.act(record, "submit", "已提交", "chosen", "best", "checked", "file", "checked", "matters")
	section.act(record, "deliberate", "已登记", "on", o.today.String(), "place", "三楼会议室", "present", "沈国栋", "minutes", "会议研究同意该轮岗方案。", "outcome", "agreed")
	for _, login := range []string{"ld03", "jigong", "fuhe"} {
		o.people[login].act(record, "sign", "已会签", "words", "同意。")
	}
	o.people["ld01"].act(record, "approve", "方案已批准", "opinion", "同意。")
	section.goTo(plan)
	var moves []string
	for _, l := range section.links("/records/0") {
		if !strings.Contains(l, id) {
			moves = append(moves, l)
		}
	}
	if len(moves) != 2 {
		o.t.Fatalf("%d moves: %v", len(moves), moves)
	}
	for _, move := range moves {
		section.goTo(move)
		giver, taker := o.people["tq01"], o.people["tq04"]
		if !strings.Contains(ask[string](section.ctx, o.t, `document.querySelector(".page-head").innerText`), "苏芳嘉") {
			giver, taker = taker, giver
		}
		giver.goTo(move + "/acts/list")
		for n := range 6 {
			giver.set("items."+strconv.Itoa(n)+".done", "1")
		}
		giver.answer("已保存")
		giver.act(move, "give", "已签字")
		taker.act(move, "take", "已签字", "words", "已接收。")
	}
	o.k.wait(o.t, 11)
	section = section.relogin("zuzhi")
	section.act(record, "take_effect", "名册已更新")
	section.goTo("/roster?q=苏芳嘉")
	section.goTo(section.first("/roster/people/"))
	section.sees("综合治理办公室")
}

// confirms is the end of the newcomer's year.
func (o *newOffice) confirms(mentoring string, joined evaluation.Date) {
	o.k.wait(o.t, o.today.DaysUntil(joined.AddMonths(12)))
	renewed := func(login string) *person { // a password of half a year ago has to be changed
		p := o.k.login(o.t, login, longPassword)
		p.fill("#old", longPassword)
		p.fill("#new", "Tang-qiao-2027")
		p.fill("#again", "Tang-qiao-2027")
		p.submit()
		p.sees("密码已修改")
		return p
	}
	section, mentor, head := renewed("zuzhi"), renewed("tq02"), renewed("tq04")
	section.act(mentoring, "close", "已开始期满鉴定")
	mentor.act(mentoring, "mentor_opinion", "已提交", "words", "学习踏实，能够独立办理业务。")
	head.act(mentoring, "head_opinion", "已提交", "words", "同意带岗人意见，表现良好。")
	section.act(mentoring, "conclude", "请说明不再等待的理由", "outcome", "fit", "words", "同意按期转正。", "training", "12")
	section.answer("已办结", "without", "本人没有账号，纸质小结已归档。")
}
