//go:build browser

package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// keepersPassphrase is what the keepers of a story chose.
const keepersPassphrase = "story of two keepers"

// smallOffice writes a workbook of two principals, a leader in charge and two
// departments of which three people are assessed.
func smallOffice(t *testing.T) string {
	t.Helper()
	sheet := roster.Sheet{Name: "花名册"}
	for i, line := range []string{
		"人员编号|姓名|性别|出生日期|部门|现任职务|职级|任现职务时间|政治面貌|编制类别|参加工作时间|进入本单位时间",
		"LD01|沈国栋|男|1970.04|领导班子|党工委书记|正处级|2021.03|中共党员|行政编|1992.07|2021.03",
		"LD02|陆文娟|女|1971.04|领导班子|办事处主任|正处级|2021.03|中共党员|行政编|1993.07|2021.03",
		"LD03|顾建平|男|1972.04|领导班子|党工委副书记|副处级|2021.03|中共党员|行政编|1994.07|2021.03",
		"TQ01|苏芳嘉|男|1978.10|党政办公室|主任|正科级|2020.05|中共党员|行政编|2000.07|2010.11",
		"TQ02|丁嘉|女|1985.10|党政办公室|科员|一级科员|2020.05|中共党员|行政编|2008.07|2010.11",
		"TQ03|顾伟|男|1986.10|党政办公室|科员|一级科员|2020.05|群众|行政编|2008.07|2010.11",
		"TQ04|陈永涵|男|1981.10|综合治理办公室|主任|正科级|2020.05|中共党员|行政编|2003.07|2010.11",
		"TQ05|何志|男|1983.10|综合治理办公室|副主任|副科级|2020.05|中共党员|行政编|2005.07|2010.11",
	} {
		var row []roster.Cell
		for j, text := range strings.Split(line, "|") {
			row = append(row, roster.Cell{Text: text, Row: i + 1, Col: j + 1})
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	raw, err := xlsx.Bytes([]roster.Sheet{sheet})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "花名册.xlsx")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// act opens the form of an act of the record at path, fills it and sends it.
// Fields are given by the end of their name; the page that follows must say
// what was done. An act that cannot be done now has a page without a form, which
// must say why.
func (p *person) act(record, act, says string, fields ...string) {
	p.t.Helper()
	p.goTo(record + "/acts/" + act)
	if form := ask[bool](p.ctx, p.t, `document.querySelector("main form [type=submit]") !== null`); !form && says != "" {
		p.sees(says)
		return
	}
	p.answer(says, fields...)
}

// lacks fails if the record at path offers an act.
func (p *person) lacks(record, act string) {
	p.t.Helper()
	p.goTo(record)
	if offered := p.links("/acts/" + act); len(offered) > 0 {
		p.t.Errorf("at %s: %v is offered", record, offered)
	}
}

func (p *person) answer(says string, fields ...string) {
	p.t.Helper()
	for i := 0; i+1 < len(fields); i += 2 {
		p.set(fields[i], fields[i+1])
	}
	p.submit()
	p.sees(says)
}

// set fills a field by its name: types a text, chooses an option, ticks a box.
func (p *person) set(name, value string) {
	p.t.Helper()
	done := ask[string](p.ctx, p.t, fmt.Sprintf(`(() => {
		const [name, value] = [%q, %q];
		const all = [...document.getElementsByName(name)];
		if (!all.length) return "no field " + name;
		const f = all.find(x => (x.type === "radio" || x.type === "checkbox") && x.value === value);
		if (f) { f.checked = true; return "" }
		if (all[0].tagName === "SELECT") {
			const o = [...all[0].options].find(o => o.value === value || o.text.includes(value));
			if (!o) return "no option " + value + " in " + name;
			all[0].value = o.value; return ""
		}
		if (all[0].type === "radio" || all[0].type === "checkbox") {
			const r = all.find(x => x.closest("label").innerText.includes(value));
			if (!r) return "no choice " + value + " in " + name;
			r.checked = true; return ""
		}
		all[0].value = value; return ""
	})()`, name, value))
	if done != "" {
		p.t.Fatalf("at %s: %s\n%s", p.at(), done, p.text())
	}
}

// pastes puts the same cells into all rows of a worksheet, as from Excel, beginning
// with the first field.
func (p *person) pastes(cells ...string) {
	p.t.Helper()
	if len(cells) == 0 {
		return
	}
	said := ask[string](p.ctx, p.t, fmt.Sprintf(`(() => {
		const rows = [...document.querySelectorAll("[data-row]")].filter(r => r.querySelector("td input, td select, td textarea"));
		const first = rows[0].querySelector("td input, td select, td textarea"), data = new DataTransfer();
		data.setData("text", rows.map(() => %q).join("\n") + "\n");
		first.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
		return document.querySelector("[data-told]").innerText;
	})()`, strings.Join(cells, "\t")))
	if !strings.HasPrefix(said, "已贴入") || strings.Contains(said, "放不下") {
		p.t.Errorf("at %s: after the paste it says %q", p.at(), said)
	}
}

// fills puts a value into a field of every row of a worksheet.
func (p *person) fills(field, value string) {
	p.t.Helper()
	ask[bool](p.ctx, p.t, fmt.Sprintf(`(() => {
		for (const f of document.querySelectorAll('[name$=".%s"]')) { f.value = %q; f.dispatchEvent(new Event("input", {bubbles: true})); }
		return true;
	})()`, field, value))
}

// rates fills in the ballots about everybody on one page, looks away, and casts them
// all: the browser has kept them, and forgets them once they are cast.
func (p *person) rates(cells ...string) {
	p.t.Helper()
	p.pastes(cells...)
	path := p.at()
	p.goTo("/assessment")
	p.goTo(path)
	p.sees("已恢复本机浏览器中未提交的内容")
	p.sees("还有 0 人未填")
	p.click(".worksheet-end .btn-primary")
	p.sees("已办理")
	if kept := ask[string](p.ctx, p.t, `Object.keys(localStorage).filter(k => k.startsWith("kaoji-ballot-")).join()`); kept != "" {
		p.t.Errorf("the browser still keeps %s", kept)
	}
}

// relogin comes back after days have passed.
func (p *person) relogin(name string) *person {
	p.t.Helper()
	return p.k.login(p.t, name, longPassword)
}

// TestAHalfYearFromTheRosterToTheLastTalk is a whole cycle as its people do it,
// from an empty office.
func TestAHalfYearFromTheRosterToTheLastTalk(t *testing.T) {
	k := begin(t)
	today := evaluation.DateOf(time.Now())
	personnel, people := k.office(t, map[string][]string{
		"ld01": {"principal"}, "ld02": {"principal"}, "ld03": {"leader"},
		"tq01": {"cadre", "head"}, "tq04": {"cadre", "head"}, "tq05": {"cadre"},
	})

	personnel.goTo("/new/assessment.cycle/plan")
	year, day := today.Year(), today
	if today.Month() <= 6 { // the last half-year that ends with grades
		year, day = year-1, evaluation.NewDate(year-1, 12, 31)
	}
	personnel.answer("", "year", fmt.Sprint(year), "half", "second", "as_of", day.String(),
		"report_by", today.AddDays(5).String(), "rate_by", today.AddDays(8).String(), "decide_by", today.AddDays(12).String())
	cycle := personnel.at()
	id := strings.TrimPrefix(cycle, "/assessment/")
	personnel.goTo(cycle + "/preflight")
	personnel.sees("可以启动")
	personnel.act("/records/"+id, "open", "述职")

	sheets := map[string]string{}
	for _, login := range []string{"tq01", "tq04", "tq05"} {
		p := people[login]
		p.goTo("/todo")
		sheets[login] = p.first("/records/")
		p.act(sheets[login], "submit_report", "述职", "virtue", "坚定", "ability", "熟悉业务", "diligence", "全勤",
			"results", "完成任务", "integrity", "廉洁", "summary", "半年来完成了各项任务。")
	}
	// Two people without an account hand in paper: the section enters it, a leader compares.
	personnel.goTo(cycle + "/acts/enter_summary")
	personnel.wellMade("cycle-paper")
	personnel.fills("summary", "一年来在窗口服务居民。")
	personnel.click(".worksheet-end .btn-primary")
	personnel.sees("已办理 2 行")
	for _, sheet := range personnel.links("/records/") {
		if strings.Contains(sheet, id) {
			continue
		}
		personnel.lacks(sheet, "check_summary")
		people["ld01"].act(sheet, "check_summary", "")
	}
	personnel.act("/records/"+id, "start_rating", "请先由2名保管人")
	for _, keeper := range []*person{personnel, people["ld01"]} {
		keeper.act("/records/"+id, "keep", "已担任票箱保管人", "passphrase", keepersPassphrase, "again", keepersPassphrase)
	}
	personnel.goTo(cycle)
	personnel.wellMade("cycle-keepers")
	personnel.act("/records/"+id, "start_rating", "")
	for login, p := range people {
		p.goTo("/assessment/rate")
		if login == "ld01" {
			p.wellMade("rate")
		}
		p.rates("90", "88", "91", "87", "93", "称职")
		if login == "tq01" {
			p.goTo(sheets["tq04"])
			p.sees("没有找到")
		}
	}
	personnel.act("/records/"+id, "close_rating", "口令不对", "anyway", "1", "passphrase", "not one of theirs")
	personnel.wellMade("cycle-passphrase")
	personnel.answer("民主测评已结束", "anyway", "1", "passphrase", keepersPassphrase)
	together := func(p *person, act string, rows int, cells ...string) {
		p.goTo(cycle + "/acts/" + act)
		p.wellMade("cycle-" + act)
		for i := 0; i+1 < len(cells); i += 2 {
			p.fills(cells[i], cells[i+1])
		}
		p.click(".worksheet-end .btn-primary")
		p.sees(fmt.Sprintf("已办理 %d 行", rows))
	}
	together(personnel, "verify", 3, "notes", "情况属实。")
	together(people["ld03"], "propose", 5, "grade", "competent", "comment", "工作踏实。", "strengths", "善于做群众工作。", "improvements", "加强调研。")
	personnel.act("/records/"+id, "start_deciding", "")
	together(people["ld01"], "decide", 5) // the proposed grades are preselected
	for _, login := range []string{"tq01", "tq04", "tq05"} {
		people[login].goTo(sheets[login])
		if strings.Contains(people[login].text(), "工作踏实") {
			t.Errorf("%s sees the comment before the result is out", login)
		}
	}
	personnel.act("/records/"+id, "publish_notice", "")
	personnel.act("/records/"+id, "close_notice", "次日起方可结束公示")

	k.wait(t, 12) // five working days and two week-ends, or a holiday
	for login := range people {
		people[login] = people[login].relogin(login)
	}
	personnel = personnel.relogin("zuzhi")
	personnel.act("/records/"+id, "close_notice", "反馈谈话")
	personnel.act("/records/"+id, "close", "苏芳嘉") // refused: names who is missing
	personnel.goTo(cycle + "/wall")
	if talks := personnel.links("/records/"); len(talks) != 5 {
		t.Fatalf("%d talks on the wall: %v", len(talks), talks)
	}
	then := today.AddDays(12).String()
	together(people["ld03"], "tell", 2, "affirmed", "服务居民耐心。", "improve", "加强政策学习。")
	for _, talk := range people["ld03"].links("/records/") {
		if strings.Contains(talk, id) {
			continue
		}
		personnel.act(talk, "note_signature", "", "signed", then)
		personnel.lacks(talk, "lock")
		people["ld01"].act(talk, "lock", "")
	}
	people["ld02"].goTo(cycle + "/acts/schedule")
	talks := slices.DeleteFunc(people["ld02"].links("/records/"), func(href string) bool { return strings.Contains(href, id) })
	if len(talks) != 3 {
		t.Fatalf("%d talks of principal leaders: %v", len(talks), talks)
	}
	for _, talk := range talks {
		leader := people["ld02"]
		leader.act(talk, "schedule", "", "on", then, "time", "09:30", "place", "三楼小会议室")
		leader.goTo(talk + "/acts/record")
		leader.sees("谈话参考")
		leader.answer("至少", "held_on", then, "achievements.0.text", "主动承担动迁工作") // a shortcoming is missing
		leader.act(talk, "record", "", "held_on", then, "achievements.0.text", "主动承担动迁工作", "shortcomings.0.text", "调研偏少",
			"improvements.0.what", "每月走访两次", "improvements.0.due", today.AddMonths(3).String(), "private_note", "可考虑交流")
		leader.act(talk, "release", "")
	}
	for _, login := range []string{"tq01", "tq04", "tq05"} {
		p := people[login]
		p.goTo("/todo")
		talk := p.first("/records/")
		p.goTo(talk)
		p.sees("调研偏少")
		if strings.Contains(p.text(), "可考虑交流") {
			t.Errorf("%s reads the private note", login)
		}
		p.act(talk, "acknowledge", "", "comment", "同意")
		personnel.act(talk, "lock", "")
	}
	personnel.act("/records/"+id, "close", "已结束")
	people["tq05"].goTo(sheets["tq05"])
	people["tq05"].sees("工作踏实")
	people["tq05"].sees("申请复核或申诉")
}

// once is the one-time password on the slip of a login, of those that are open.
func (p *person) once(login string) string {
	p.t.Helper()
	words := strings.Fields(ask[string](p.ctx, p.t, `[...document.querySelectorAll(".slip code")].map(c => c.innerText).join(" ")`))
	for i := 0; i+1 < len(words); i += 2 {
		if words[i] == login {
			return words[i+1]
		}
	}
	p.t.Fatalf("no slip of %s in %q", login, words)
	return ""
}
