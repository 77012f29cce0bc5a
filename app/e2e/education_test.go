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

	"kaoji/app/demo"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

var shownCode = regexp.MustCompile(`(http://\S+/in/\S+)\s+([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})`)

// scan opens the address in the code that the screen shows, on a phone.
func (p *person) scan(screen *person) {
	p.t.Helper()
	m := shownCode.FindStringSubmatch(screen.text())
	if m == nil {
		p.t.Fatalf("no code in\n%s", screen.text())
	}
	open(p.ctx, p.t, m[1]+"/"+m[2]+m[3]+m[4], 390)
}

// ticks marks somebody present in the list of a session.
func (p *person) ticks(name string) {
	p.t.Helper()
	if !ask[bool](p.ctx, p.t, fmt.Sprintf(`(() => { const row = [...document.querySelectorAll("main form tbody tr")].find(r => r.innerText.includes(%q)); if (!row) return false; row.querySelector("select").value = "present"; return true })()`, name)) {
		p.t.Fatalf("%s is not in the list\n%s", name, p.text())
	}
}

// attendanceFile is a filled-in list of one person.
func attendanceFile(t *testing.T, no, name string) string {
	t.Helper()
	sheet := roster.Sheet{Name: "出勤"}
	for i, row := range [][]string{{"工号", "姓名", "科室", "出勤", "请假事由"}, {no, name, "", "出席", ""}} {
		var cells []roster.Cell
		for j, text := range row {
			cells = append(cells, roster.Cell{Text: text, Row: i + 1, Col: j + 1})
		}
		sheet.Rows = append(sheet.Rows, cells)
	}
	raw, err := xlsx.Bytes([]roster.Sheet{sheet})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "出勤.xlsx")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestACampaignFromItsPlanToTheCertificate is the story of measure 5 as its
// people do it.
func TestACampaignFromItsPlanToTheCertificate(t *testing.T) {
	k := beginDemo(t)
	today := evaluation.DateOf(time.Now())
	section := k.login(t, "zuzhi", demo.Password)
	section.goTo("/education")
	section.wellMade("education")
	section.goTo("/education/hours")
	section.wellMade("hours")

	section.goTo("/new/education.campaign/draft")
	section.wellMade("campaign-form")
	section.answer("教育活动已保存", "title", "服务作风专题教育", "theme", "为民服务", "aim", "改进窗口作风。", "from", today.String(),
		"to", today.AddDays(40).String(), "hours", "1.5", "units", "党政办公室", "group", "others", "reflect", "1", "length", "10",
		"reflect_by", today.AddDays(20).String(), "head_reviews", "1")
	campaign := section.at()
	record := "/records/" + strings.TrimPrefix(campaign, "/education/campaigns/")
	section.act(record, "set_test", "测试已保存", "test_by", today.AddDays(30).String(), "questions.0.form", "single", "questions.0.text", "主题是？",
		"questions.0.options", "为民服务\n按资排辈", "questions.0.answer", "A", "questions.0.points", "10")
	section.act(record, "start", "名单已经固定")
	section.goTo("/new/education.session/plan?campaign=" + strings.TrimPrefix(record, "/records/"))
	section.answer("已安排", "title", "服务规范辅导", "on", today.String(), "time", "09:00", "place", "三楼会议室", "hours", "1.5")
	session := section.at()
	lesson := "/records/" + strings.TrimPrefix(session, "/education/sessions/")
	section.act(lesson, "open", "已开始签到")
	section.wellMade("session-open")

	section.goTo(session + "/code")
	section.wellMade("screen")
	phone := &person{t: t, ctx: tab(t), k: k}
	phone.scan(section)
	phone.fill("#name", "tq0002")
	phone.fill("#password", demo.Password)
	phone.submit()
	phone.sees("丁嘉签到")
	phone.wellMade("sign-in")
	phone.submit()
	phone.sees("已签到")
	part := phone.at()
	if !strings.HasPrefix(part, "/education/parts/") {
		t.Fatalf("after signing in at %s", part)
	}
	stranger := k.login(t, "tq0009", demo.Password)
	section.goTo(session + "/code")
	stranger.scan(section)
	stranger.submit()
	stranger.sees("不在本次学习的参加范围")

	section.goTo(session)
	section.ticks("贺嘉英")
	section.click(".worksheet-end .btn-primary")
	section.sees("已登记出勤")
	section.goTo(session + "/upload")
	section.wellMade("upload")
	section.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{attendanceFile(t, "TQ0004", "顾伟")}))
	section.submit()
	section.sees("表格导入")
	section.act(lesson, "hold", "已列入补学")
	section.act(lesson, "close", "已归档")

	absent := k.login(t, "tq0005", demo.Password)
	absent.goTo("/todo")
	absent.goTo(absent.first("/education/parts/"))
	owing := absent.at()
	absent.wellMade("part-owed")
	absent.goTo(absent.first("/acts/make_up"))
	absent.answer("等待审阅", "text", "自学了服务规范，今后一次告知、限时办结，不让居民多跑路。")
	section.goTo(owing)
	section.goTo(section.first("/acts/accept_make_up"))
	section.answer("学时已计入")

	cadre := k.login(t, "tq0002", demo.Password)
	cadre.goTo(part)
	reflection := cadre.first("/records/")
	cadre.act(reflection, "submit", "等待审阅", "text", "我将在窗口服务中做到首问负责。")
	head := k.login(t, "tq0001", demo.Password)
	head.act(reflection, "return", "已退回本人修改", "reason", "请写得具体一些。")
	cadre.act(reflection, "submit", "等待审阅", "text", "我将在窗口服务中做到首问负责、一次告知、限时办结。")
	head.goTo(reflection)
	head.wellMade("reflection")
	head.act(reflection, "accept", "已通过", "words", "好。")

	cadre.goTo(part + "/test")
	cadre.wellMade("test")
	cadre.set("q.1", "B")
	cadre.submit()
	cadre.sees("未合格")
	cadre.goTo(part + "/test")
	cadre.set("q.1", "A")
	cadre.submit()
	cadre.sees("已完成")
	cadre.wellMade("part")
	cadre.goTo("/records/" + strings.TrimPrefix(part, "/education/parts/") + "/print/education_certificate")
	if n := sheets(cadre.ctx, t); n != 1 {
		t.Errorf("the certificate takes %d pages", n)
	}
	cadre.goTo("/education/year")
	cadre.wellMade("year")
	cadre.sees("服务规范辅导")

	section.act(record, "close", "教育活动已结束", "unfinished", "1", "why", "其余人员转入下一期")
	section.goTo(campaign)
	section.wellMade("campaign-closed")
	section.goTo(record + "/print/education_report")
	if n := sheets(section.ctx, t); n != 1 {
		t.Errorf("the report takes %d pages", n)
	}
}

// TestAStudyIsFollowedUp is a quarterly study of the demo and one of its measures.
func TestAStudyIsFollowedUp(t *testing.T) {
	k := beginDemo(t)
	section := k.login(t, "zuzhi", demo.Password)
	section.goTo("/lists/education.study?state=following")
	section.goTo(section.first("/education/studies/"))
	study := section.at()
	section.wellMade("study")
	section.goTo(section.first("/acts/confirm"))
	section.answer("已办结")
	section.sees("2 / 3")
	section.goTo("/records/" + strings.TrimPrefix(study, "/education/studies/") + "/print/education_study")
	if n := sheets(section.ctx, t); n > 2 {
		t.Errorf("the study takes %d pages", n)
	}
	cadre := k.login(t, "tq0002", demo.Password)
	cadre.goTo(study)
	cadre.sees("没有找到")
}
