//go:build browser

package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// worker is one of the 240 people of a large office.
type worker struct{ no, name, sex, born, unit, post, level, establishment string }

// largeStaff are 240 people in four departments: 40 of section level, 80 other civil
// servants, 60 of an institution and 60 by contract.
func largeStaff() []worker {
	surnames, given := []rune("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"), []rune("平安祥和敏静思远志强文华建国明")
	list := make([]worker, 240)
	for i := range list {
		w := worker{
			no: fmt.Sprintf("TQ%03d", i+1), name: string(surnames[i%16]) + string(given[i/16]) + string(given[(i*7)%15]), sex: "男", born: "1985.10",
			unit: yearUnits[i%4], level: "副科级", establishment: "行政编", post: "副科长",
		}
		switch {
		case i >= 180:
			w.level, w.establishment, w.post = "", "编外聘用", "窗口人员"
		case i >= 120:
			w.level, w.establishment, w.post = "九级职员", "事业编", "工作人员"
		case i >= 40:
			w.level, w.post = "一级科员", "科员"
		}
		list[i] = w
	}
	return list
}

// largeOffice writes a workbook of three leaders and largeStaff.
func largeOffice(t *testing.T) string {
	t.Helper()
	sheet := roster.Sheet{Name: "花名册"}
	add := func(cells ...string) {
		var row []roster.Cell
		for j, text := range cells {
			row = append(row, roster.Cell{Text: text, Row: len(sheet.Rows) + 1, Col: j + 1})
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	add("人员编号", "姓名", "性别", "出生日期", "部门", "现任职务", "职级", "任现职务时间", "编制类别", "参加工作时间", "进入本单位时间")
	add("LD01", "沈国栋", "男", "1970.04", "领导班子", "党工委书记", "正处级", "2021.03", "行政编", "1992.07", "2021.03")
	add("LD02", "陆文娟", "女", "1971.04", "领导班子", "办事处主任", "正处级", "2021.03", "行政编", "1993.07", "2021.03")
	add("LD03", "顾建平", "男", "1972.04", "领导班子", "党工委副书记", "副处级", "2021.03", "行政编", "1994.07", "2021.03")
	for _, w := range largeStaff() {
		add(w.no, w.name, w.sex, w.born, w.unit, w.post, w.level, "2020.05", w.establishment, "2008.07", "2015.11")
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

var yearUnits = []string{"党政办公室", "综合治理办公室", "社会保障科", "市政管理科"}

// largeYear is the office of largeOffice in its last year.
type largeYear struct {
	kaoji
	t         *testing.T
	year      int
	today     evaluation.Date
	personnel *person
	people    map[string]*person
}

// later lets days pass; everybody logs in again.
func (o *largeYear) later(days int) {
	o.t.Helper()
	o.wait(o.t, days)
	o.today = evaluation.DateOf(time.Now()).AddDays(days)
	for login := range o.people {
		o.people[login] = o.people[login].relogin(login)
	}
	o.personnel = o.personnel.relogin("zuzhi")
}

// sheet fills in a field of every row of a worksheet and sends them all.
func (o *largeYear) sheet(p *person, path string, rows int, fields ...string) {
	o.t.Helper()
	p.goTo(path)
	for i := 0; i+1 < len(fields); i += 2 {
		p.fills(fields[i], fields[i+1])
	}
	p.click(".worksheet-end .btn-primary")
	p.sees(fmt.Sprintf("已办理 %d 行", rows))
}

// quarters assesses the quarters of the year that can still be: nobody writes a note, and
// the leader in charge comments on all 240 people on one page.
func (o *largeYear) quarters() {
	o.t.Helper()
	var rounds []string
	o.personnel.goTo("/new/routine.round/open")
	offered := ask[string](o.personnel.ctx, o.t, `[...document.querySelectorAll("[name=period], [name=period] option")].map(o => o.value).join(" ")`)
	for period := range strings.FieldsSeq(offered) {
		if !strings.HasPrefix(period, fmt.Sprint(o.year, "Q")) {
			continue
		}
		o.personnel.goTo("/new/routine.round/open")
		o.personnel.answer("", "period", period, "note_by", o.today.String(), "propose_by", o.today.AddDays(5).String())
		o.personnel.awaits("已全部写完")
		rounds = append(rounds, o.personnel.at())
	}
	o.later(1) // the last day for notes is over
	for _, round := range rounds {
		id := round[strings.LastIndex(round, "/")+1:]
		o.sheet(o.people["ld03"], "/routine/"+id+"/propose", 240, "grade", "fair", "comment", "工作认真。")
		o.personnel.act("/records/"+id, "hand_in", "")
		o.people["ld01"].act("/records/"+id, "fix", "")
	}
}

// starts does an act that writes for many people, and waits until all is written.
func (o *largeYear) starts(record, act, says string) {
	o.t.Helper()
	o.personnel.act(record, act, "")
	o.personnel.awaits(says)
}

// cycle plans and opens a half-year in which nobody is rated, with all people on paper.
func (o *largeYear) cycle(half, asOf string, people int) (page, record string) {
	o.t.Helper()
	o.personnel.goTo("/new/assessment.cycle/plan")
	o.personnel.answer("", "year", fmt.Sprint(o.year), "half", half, "as_of", asOf, "report_by", o.today.AddDays(5).String(),
		"rate_by", o.today.AddDays(8).String(), "decide_by", o.today.AddDays(12).String(), "without_rating", "1")
	page = o.personnel.at()
	record = "/records/" + strings.TrimPrefix(page, "/assessment/")
	o.starts(record, "open", "述职")
	o.sheet(o.personnel, page+"/acts/enter_summary", people, "summary", "一年来认真完成本职工作。")
	// Somebody else compares what one has entered, all at once.
	o.people["ld01"].goTo("/lists/assessment.sheet?state=entered")
	ask[bool](o.people["ld01"].ctx, o.t, `(() => { // all of the list, or from the first to the last of the page
		const all = document.querySelector("input[name=all]");
		if (all) { all.click(); return true }
		const boxes = [...document.querySelectorAll("tbody input[name=id]")];
		for (const [box, shift] of [[boxes[0], false], [boxes.at(-1), true]]) box.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, shiftKey: shift}));
		return true })()`)
	o.people["ld01"].click("button[name=act][value=check_summary]")
	o.people["ld01"].click("form[data-choose] [type=submit]")
	o.people["ld01"].awaits(fmt.Sprintf("办成 %d 件", people))
	return page, record
}

func TestAYearOf240PeopleToTheFiledLists(t *testing.T) {
	k := begin(t)
	o := &largeYear{kaoji: k, t: t, today: evaluation.DateOf(time.Now())}
	asOf := o.today.String()
	if o.year = o.today.Year(); o.today.Month() < time.October { // the year before, whose last quarter can be assessed
		o.year--
		asOf = fmt.Sprintf("%d-12-20", o.year)
	}
	o.personnel, o.people = k.officeOf(t, largeOffice(t), yearUnits, map[string][]string{"ld01": {"principal"}, "ld02": {"principal"}, "ld03": {"leader"}})
	o.quarters()

	page, record := o.cycle("first", fmt.Sprintf("%d-06-20", o.year), 40)
	o.sheet(o.people["ld03"], page+"/acts/comment", 40, "judgement", "fair", "comment", "半年来工作扎实。")
	o.personnel.act(record, "start_deciding", "")
	o.sheet(o.people["ld01"], page+"/acts/judge", 40)
	o.personnel.lacks(record, "publish_notice")
	o.starts(record, "conclude", "反馈谈话")

	page, record = o.cycle("second", asOf, 240)
	o.people["ld03"].goTo(page + "/acts/propose")
	o.people["ld03"].grades("grade", map[string]string{"称职": "称职", "合格": "合格"})
	o.people["ld03"].fills("comment", "认真履职。")
	o.people["ld03"].click(".worksheet-end .btn-primary")
	o.people["ld03"].sees("已办理 240 行")
	o.personnel.act(record, "start_deciding", "")
	o.penalised(page)
	o.personnel.act(record, "publish_notice", "")
	o.later(14)
	o.starts(record, "close_notice", "反馈谈话")
	o.sheet(o.people["ld03"], page+"/acts/tell", 200, "affirmed", "服务居民耐心。")
	o.filed(page)
}

// filed reads the filing lists, and has the lists and all 240 forms as files.
func (o *largeYear) filed(page string) {
	o.t.Helper()
	p := o.personnel
	p.goTo(page + "/filing")
	p.wellMade("filing")
	for _, want := range []string{"公务员", "事业单位工作人员", "编外聘用人员", "记过", "不确定等次"} {
		p.sees(want)
	}
	counts := ask[string](p.ctx, o.t, `[...document.querySelectorAll("main section table")].filter((_, i) => i < 99).map(t => t.querySelectorAll("tbody tr").length).join(" ")`)
	// A category has its numbers in a row, then those with another grade; the civil servant with the penalty stands alone.
	if counts != "1 119 1 1 60 1 60" {
		o.t.Errorf("the lists have %s rows", counts)
	}
	for _, file := range []string{"/filing/docx", "/filing/xlsx", "/forms/docx", "/forms/xlsx"} {
		if status := ask[int](p.ctx, o.t, fmt.Sprintf(`fetch(%q).then(r => r.status)`, page+file)); status != 200 {
			o.t.Errorf("%s: %d", file, status)
		}
	}
	forms := ask[int](p.ctx, o.t, fmt.Sprintf(`fetch(%q).then(r => r.text()).then(t => (t.match(/年度考核登记表<|年度考核表</g) || []).length)`, page+"/forms/print"))
	if forms != 240 {
		o.t.Errorf("%d forms are printed at once, want 240", forms)
	}
}

// penalised decides the grades after one person got a penalty: that row is refused with the
// reason, and gets no grade.
func (o *largeYear) penalised(page string) {
	o.t.Helper()
	o.personnel.goTo("/search?q=TQ041")
	person := ask[string](o.personnel.ctx, o.t, `[...document.querySelectorAll("main a")].find(a => a.closest("li, tr, div").innerText.includes("TQ041")).getAttribute("href").split("?")[0].split("/").pop()`)
	o.personnel.act("/records/"+person, "absence", "", "kind", "demerit", "source", "浦监〔2026〕1号", "from", o.today.String())
	principal := o.people["ld01"]
	principal.goTo(page + "/acts/decide")
	principal.click(".worksheet-end .btn-primary")
	principal.sees("已办理 239 行")
	principal.sees("不能确定等次")
	ask[bool](principal.ctx, o.t, `(() => {
		const row = [...document.querySelectorAll("[data-row]")].find(r => r.querySelector('[name$=".grade"]'));
		row.querySelector('[name$=".grade"]').value = "none";
		row.querySelector('[name$=".differing"]').value = "处分决定当年不确定等次。";
		return true })()`)
	principal.click(".worksheet-end .btn-primary")
	principal.sees("已办理 1 行")
}

// grades chooses in every row of a worksheet the first of some words that the row offers.
func (p *person) grades(field string, words map[string]string) {
	p.t.Helper()
	var list []string
	for w := range words {
		list = append(list, fmt.Sprintf("%q", w))
	}
	ask[bool](p.ctx, p.t, fmt.Sprintf(`(() => {
		for (const f of document.querySelectorAll('[name$=".%s"]')) {
			const o = [...f.options].find(o => [%s].includes(o.text));
			if (o) { f.value = o.value; f.dispatchEvent(new Event("input", {bubbles: true})); }
		}
		return true;
	})()`, field, strings.Join(list, ",")))
}
