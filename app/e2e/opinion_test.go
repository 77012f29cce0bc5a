//go:build browser

package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// sheetFile writes a workbook of one sheet.
func sheetFile(t *testing.T, name string, lines [][]string) string {
	t.Helper()
	sheet := roster.Sheet{Name: "表"}
	for i, line := range lines {
		var row []roster.Cell
		for j, text := range line {
			row = append(row, roster.Cell{Text: text, Row: i + 1, Col: j + 1})
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	raw, err := xlsx.Bytes([]roster.Sheet{sheet})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// office is an office that starts from nothing: the small roster, a leader in
// charge of both departments, and an account for everybody of the story.
func (k kaoji) office(t *testing.T, logins map[string][]string) (personnel *person, people map[string]*person) {
	t.Helper()
	admin, personnel := k.section(t)
	personnel.importsRoster(smallOffice(t))
	personnel.puts("顾建平", "党政办公室", "综合治理办公室")
	return personnel, k.accounts(t, admin, logins)
}

// section logs the administrator in and makes an account for the personnel section.
func (k kaoji) section(t *testing.T) (admin, personnel *person) {
	t.Helper()
	admin = k.enter(t, "admin", k.password)
	admin.goTo("/accounts/new")
	admin.answer("登录条", "name", "zuzhi", "display", "周敏", "roles", "personnel")
	return admin, k.enter(t, "zuzhi", admin.once("zuzhi"))
}

// importsRoster takes a workbook over into the roster.
func (p *person) importsRoster(path string) {
	p.t.Helper()
	p.goTo("/roster/import")
	p.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{path}))
	p.submit()
	p.click(`a[href$="/acts/apply"]`)
	p.submit()
	p.awaits("已全部写完")
}

// puts puts a leader in charge of departments.
func (p *person) puts(leader string, units ...string) {
	p.t.Helper()
	for _, unit := range units {
		p.goTo("/lists/roster.department")
		href := ask[string](p.ctx, p.t, fmt.Sprintf(`[...document.querySelectorAll("main tbody a")].find(a => a.innerText.trim() === %q).getAttribute("href").split("?")[0]`, unit))
		p.act(href, "charge", "", "person", leader, "from", "2021-03-01")
	}
}

// accounts makes accounts and logs in with each.
func (k kaoji) accounts(t *testing.T, admin *person, logins map[string][]string) map[string]*person {
	t.Helper()
	people := map[string]*person{}
	for login, roles := range logins {
		admin.goTo("/accounts/new")
		fields := []string{"name", login, "display", login}
		if staffLogin.MatchString(login) {
			fields = append(fields, "person", strings.ToUpper(login))
		}
		for _, r := range roles {
			fields = append(fields, "roles", r)
		}
		admin.answer("登录条", fields...)
		people[login] = k.enter(t, login, admin.once(login))
	}
	return people
}

// staffLogin is the login of somebody of the small office; others have no person
// behind them.
var staffLogin = regexp.MustCompile(`^[a-z]{2}\d\d$`)

var boxAddress = regexp.MustCompile(`/b/[0-9a-z]{20,}`)

// TestPublicOpinionLeadsFromABadgeToATalk is measure 1 as its people do it, from
// an empty office: residents scan a badge, the list gathers to an alarm, a talk
// is proposed, approved, held, answered, followed up and closed; whom it is
// about learns of the talk alone.
func TestPublicOpinionLeadsFromABadgeToATalk(t *testing.T) {
	k := begin(t)
	today := evaluation.DateOf(time.Now())
	personnel, people := k.office(t, map[string][]string{
		"ld01": {"principal"}, "ld02": {"principal"}, "ld03": {"leader"}, "tq02": {"cadre"},
	})
	cadre := people["tq02"] // 丁嘉

	personnel.goTo("/concern/boxes")
	personnel.sees("还没有评议箱")
	personnel.click(`form[action="/concern/boxes/badges"] [type=submit]`)
	personnel.sees("工作牌二维码已生成")
	badge := ask[string](personnel.ctx, t, `[...document.querySelectorAll("main tr")].find(r => r.innerText.includes("丁嘉")).innerHTML`)
	box := boxAddress.FindString(badge)
	if box == "" {
		t.Fatalf("丁嘉 has no box in %s", badge)
	}
	personnel.goTo("/reminder/exposure")
	personnel.set("period", today.String()[:7])
	personnel.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{sheetFile(t, "业务量.xlsx", [][]string{
		{"科室", "工号", "姓名", "数量"},
		{"党政办公室", "TQ01", "苏芳嘉", "40"}, {"党政办公室", "TQ02", "丁嘉", "40"}, {"党政办公室", "TQ03", "顾伟", "40"},
		{"综合治理办公室", "TQ04", "陈永涵", "40"}, {"综合治理办公室", "TQ05", "何志", "40"},
	})}))
	ask[bool](personnel.ctx, t, `(document.querySelector("form[enctype] [name=period]").value = document.querySelector("form[method=get] [name=period]").value, true)`)
	personnel.click("form[enctype] [type=submit]")
	personnel.sees("已登记")

	resident := &person{t: t, ctx: tab(t), k: k}
	note := filepath.Join(t.TempDir(), "取号单.txt")
	if err := os.WriteFile(note, []byte("取号 A031，等候 96 分钟"), 0o600); err != nil {
		t.Fatal(err)
	}
	receipt := ""
	for i, who := range []string{"王先生 13900000001", "李女士 13900000002", "张先生 13900000003", "陈女士 13900000004", "王先生 13900000001"} {
		resident.goTo(box)
		resident.sees("丁嘉")
		resident.set("category", "服务态度")
		resident.set("topic", "居住证办理")
		resident.set("content", fmt.Sprintf("办理居住证时解释不够耐心，第%d次来。", i+1))
		resident.set("contact", who)
		if i == 0 {
			resident.do(chromedp.SetUploadFiles(chromedp.CSS(`input[type=file]`), []string{note}))
		}
		resident.send()
		if i == 0 {
			receipt = receiptNumber.FindString(resident.text())
		}
	}

	// The intake: the repeat of one reporter is seen and merged, one concern is
	// looked into and answered.
	personnel.goTo("/concern")
	personnel.sees("本页同一事由5件")
	personnel.wellMade("intake")
	matters := personnel.links("/records/")
	first := ""
	for _, href := range matters {
		personnel.goTo(href)
		if strings.Contains(personnel.text(), "第1次来") {
			first = href
			personnel.sees("取号单.txt")
		}
		if strings.Contains(personnel.text(), "第5次来") {
			personnel.sees("同一反映人")
			other := ask[string](personnel.ctx, t, `[...document.querySelectorAll("tr")].find(r => r.innerText.includes("同一反映人") && r.querySelector("a[href*='/acts/merge']")).querySelector("a[href*='/acts/merge']").getAttribute("href")`)
			personnel.goTo(other)
			personnel.answer("已并件")
		}
	}
	personnel.act(first, "accept", "已受理", "handler", "陆文娟")
	people["ld02"].act(first, "conclude", "核实结果已提交", "outcome", "partly", "findings", "调阅叫号记录，部分属实。", "reply", "已督促改进，感谢监督。")
	personnel.act(first, "answer", "已答复")
	resident.goTo("/receipt")
	resident.fill("#number", receipt)
	resident.submit()
	resident.sees("已督促改进")

	// Concentration opens a human check, and that a talk.
	personnel.goTo("/new/reminder.scan/run")
	personnel.answer("", "to", today.String(), "unit_basis", "cases", "people_basis", "cases")
	personnel.sees("丁嘉")
	personnel.sees("预警")
	personnel.wellMade("opinion-scan")
	personnel.goTo("/reminder")
	alarm := personnel.first("/records/")
	personnel.act(alarm, "check", "核查", "with", "窗口值班长、叫号记录", "what", "等候时间和解释情况", "findings", "高峰时段解释不够耐心。")
	personnel.goTo(alarm)
	personnel.goTo(personnel.first("/new/reminder.talk/propose"))
	personnel.answer("已提出", "level", "reminder", "mode", "talk", "background", "四名居民反映同一窗口。",
		"cause", "收到群众对窗口服务态度的反映", "points", "注意解释方式。", "talker", "沈国栋")
	talk := personnel.at()
	people["ld03"].act(talk, "check", "已审核", "words", "同意。")
	people["ld01"].act(talk, "approve", "已审批", "words", "同意。")
	cadre.goTo(talk)
	cadre.sees("没有找到")
	personnel.act(talk, "schedule", "已预约", "on", today.String(), "time", "14:30", "place", "二楼谈话室", "talker", "沈国栋")
	people["ld01"].act(talk, "hold", "已保存谈话记录", "on", today.String(), "time", "14:30", "place", "二楼谈话室", "reason", "说明反映。",
		"explanation", "高峰时段人手不足。", "watch", "注意沟通。", "measures", "提出改进办法。")
	people["ld01"].act(talk, "release", "本人可以阅看并答复")
	cadre.goTo("/todo")
	cadre.goTo(cadre.first("/records/"))
	cadre.sees("收到群众对窗口服务态度的反映")
	cadre.act(talk, "explain", "已", "text", "高峰时段一人值守，今后提前安排。")
	personnel.act(talk, "accept", "已采纳")
	k.wait(t, 60) // passwords last ninety days
	personnel = personnel.relogin("zuzhi")
	personnel.act(talk, "review", "已办结", "outcome", "recognised", "findings", "近两个月没有新的反映。")
	personnel.sees("已办结")
	personnel.goTo("/overview")
	personnel.sees("谈话提醒")

	cadre = cadre.relogin("tq02")
	for _, path := range []string{"/", "/todo", "/me", "/reminder", talk, matters[0], alarm} {
		cadre.goTo(path)
		for _, secret := range []string{"居住证", "王先生", "四名居民", "反映件", "集中度"} {
			if strings.Contains(cadre.text(), secret) {
				t.Errorf("on %s whom it is about reads %s", path, secret)
			}
		}
	}
}
