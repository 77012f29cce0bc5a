//go:build browser

package e2e_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/app/demo"
	"kaoji/evaluation"
)

var staffNumber = regexp.MustCompile(`TQ\d{4}`)

// loginOf is the login of somebody of the roster.
func (p *person) loginOf(id string) string {
	p.t.Helper()
	p.goTo("/roster/people/" + id)
	no := staffNumber.FindString(p.text())
	if no == "" {
		p.t.Fatalf("no staff number in\n%s", p.text())
	}
	return strings.ToLower(no)
}

// soon waits until the page says something without being loaded anew.
func (p *person) soon(want string) {
	p.t.Helper()
	for range 200 {
		if strings.Contains(p.text(), want) {
			return
		}
		select {
		case <-p.ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
	p.sees(want)
}

// TestAPlanGoesFromTheQuestionToTheRoster is the story of a rotation as its
// people do it: chosen, found impossible and why, relaxed, compared by hand,
// deliberated, countersigned, approved, handed over, in the roster.
func TestAPlanGoesFromTheQuestionToTheRoster(t *testing.T) {
	k := beginDemo(t)
	today := evaluation.DateOf(time.Now())
	section := k.login(t, "zuzhi", demo.Password)
	section.goTo("/rotation/plans")
	section.wellMade("plans")
	compared := section.links("/rotation/plans/0")
	section.goTo("/rotation/plans/compare?id=" + compared[1][len("/rotation/plans/"):] + "&id=" + compared[2][len("/rotation/plans/"):])
	section.sees("方案指标")
	accessible(section.ctx, t, "plans side by side")

	section.goTo("/new/rotation.plan/open")
	for _, name := range []string{"梁立敏", "陈永涵", "贾娜"} {
		section.set("people", name)
	}
	section.answer("请设置条件后测算", "title", "试排方案", "as_of", today.String(), "effective", today.AddDays(10).String())
	plan := section.at()
	id := plan[len("/rotation/plans/"):]
	record := "/records/" + id

	section.act(record, "ask", "请重新测算", "persons.0.duty", "must", "persons.1.duty", "keep", "persons.2.duty", "keep")
	section.act(record, "compute", "无可行方案")
	section.sees("少一个岗位")
	section.wellMade("plan-impossible")
	section.act(record, "ask", "请重新测算", "persons.1.duty", "must")
	section.act(record, "compute", "已证明")
	section.wellMade("plan-computed")
	section.goTo(plan + "/why")
	section.sees("结果一致")
	section.wellMade("plan-why")

	section.goTo(plan)
	people := strings.Fields(ask[string](section.ctx, t, `[...document.querySelectorAll('select[name^="to."]')].map(s => s.name.slice(3)).join(" ")`))
	ask[bool](section.ctx, t, `(() => { const s = document.querySelector('select[name^="to."]'); s.value = s.name.slice(3); s.dispatchEvent(new Event("change", {bubbles: true})); return true })()`)
	section.soon("必须轮岗，不能留任")
	section.click("#tried form [type=submit]")
	section.sees("人工方案已保存")
	section.goTo(record + "/acts/submit")
	section.answer("不符合条件", "chosen", "hand", "checked", "file", "checked", "matters", "words", "人工安排")
	section.act(record, "submit", "已提交", "chosen", "best", "checked", "file", "checked", "matters", "words", "")
	section.goTo(record + "/print/rotation_deliberation")
	if n := sheets(section.ctx, t); n != 1 {
		t.Errorf("the paper for the meeting takes %d pages", n)
	}
	section.act(record, "deliberate", "已登记", "on", today.String(), "place", "三楼会议室", "present", "沈国栋", "minutes", "会议研究同意该轮岗方案。", "outcome", "agreed")

	cadre := k.login(t, section.loginOf(people[0]), demo.Password)
	cadre.goTo(plan)
	cadre.sees("没有找到")
	section.goTo(plan)
	asked := section.text()
	for login, name := range map[string]string{"ld03": "顾建平", "ld04": "钱丽华", "ld05": "施海峰", "ld06": "徐敏华"} {
		if !strings.Contains(asked, name) {
			continue
		}
		leader := k.login(t, login, demo.Password)
		leader.goTo(plan)
		leader.wellMade("plan-leader")
		leader.act(record, "sign", "已会签", "words", "同意。")
	}
	k.login(t, "jigong", demo.Password).act(record, "sign", "已会签", "words", "无反映。")
	k.login(t, "fuhe", demo.Password).act(record, "sign", "已会签", "words", "已核。")
	k.login(t, "ld01", demo.Password).act(record, "approve", "方案已批准", "opinion", "同意。")
	section.goTo(plan)
	section.wellMade("plan-approved")
	section.goTo(record + "/print/rotation_appointments")
	if n := sheets(section.ctx, t); n != 1 {
		t.Errorf("the list of appointments takes %d pages", n)
	}

	section.goTo(plan)
	moves := section.links("/records/0")
	moves = slices.DeleteFunc(moves, func(l string) bool { return strings.Contains(l, id) })
	sides := []*person{cadre, k.login(t, section.loginOf(people[1]), demo.Password)}
	for i, move := range moves {
		giver, taker := sides[i], sides[1-i]
		giver.goTo(move + "/acts/list")
		for n := range 6 {
			giver.set("items."+strconv.Itoa(n)+".done", "1")
		}
		giver.answer("已保存")
		giver.act(move, "give", "已签字")
		giver.wellMade("move-own")
		taker.act(move, "take", "已签字", "words", "已接收。")
	}
	section.goTo(moves[0] + "/print/rotation_handover")
	if n := sheets(section.ctx, t); n != 1 {
		t.Errorf("the checklist takes %d pages", n)
	}

	section.act(record, "take_effect", "尚未到生效日")
	k.wait(t, 11)
	section = k.login(t, "zuzhi", demo.Password)
	section.act(record, "take_effect", "名册已更新")
	section.goTo("/roster/people/" + people[0])
	section.sees("综合治理办公室")
}
