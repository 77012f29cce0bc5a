//go:build browser

package e2e_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// row puts a value into a field of somebody's row of a worksheet; of boxes it ticks all.
func (p *person) row(name, field, value string) {
	p.t.Helper()
	said := ask[string](p.ctx, p.t, fmt.Sprintf(`(() => {
		const [name, field, value] = [%q, %q, %q];
		const row = [...document.querySelectorAll("[data-row]")].find(r => r.querySelector("th").innerText.trim().startsWith(name));
		if (!row) return "no row";
		const all = [...row.querySelectorAll('[name$=".' + field + '"]')];
		if (!all.length) return "no field";
		for (const f of all) {
			if (f.type === "checkbox") f.checked = true;
			else if (f.options) {
				const o = [...f.options].find(o => o.value === value || o.text === value);
				if (!o) return "no option in " + [...f.options].map(o => o.text).join();
				f.value = o.value;
			} else f.value = value;
			f.dispatchEvent(new Event("input", {bubbles: true}));
		}
		return "" })()`, name, field, value))
	if said != "" {
		p.t.Fatalf("at %s, %s, %s=%s: %s", p.at(), name, field, value, said)
	}
}

// sends sends a worksheet, of which so many rows are done.
func (p *person) sends(rows int) {
	p.t.Helper()
	p.click(".worksheet-end .btn-primary")
	p.sees(fmt.Sprintf("已办理 %d 行", rows))
}

// starts does an act that writes for many people, and waits until all is written: the page
// of the progress leads on then.
func (o *largeYear) starts(record, act string) {
	o.t.Helper()
	o.personnel.act(record, act, "")
	for range 1200 {
		if gone, err := chromedp.Run(o.personnel.ctx, chromedp.Evaluate[bool](`document.readyState === "complete" && !location.pathname.endsWith("/progress")`)); err == nil && gone {
			return
		}
		select {
		case <-o.personnel.ctx.Done():
		case <-time.After(100 * time.Millisecond):
		}
	}
	o.t.Fatalf("%s of %s is not written", act, record)
}

// chosen does an act with all of a list that somebody sees.
func (p *person) chosen(list, act string, n int) {
	p.t.Helper()
	p.goTo(list)
	ask[bool](p.ctx, p.t, `(() => { // all of the list, or from the first to the last of the page
		const all = document.querySelector("input[name=all]");
		if (all) { all.click(); return true }
		const boxes = [...document.querySelectorAll("tbody input[name=id]")];
		for (const [box, shift] of [[boxes[0], false], [boxes.at(-1), true]]) box.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, shiftKey: shift}));
		return true })()`)
	p.click("button[name=act][value=" + act + "]")
	p.click("form[data-choose] [type=submit]")
	p.awaits(fmt.Sprintf("办成 %d 件", n))
}

// cycle plans and opens a half-year with all people on paper, and the 40 section-level
// cadres are rated by those of the leadership.
func (o *largeYear) cycle(half, asOf string, people int) (page, record string) {
	o.t.Helper()
	o.personnel.goTo("/new/assessment.cycle/plan")
	o.personnel.answer("", "year", fmt.Sprint(o.year), "half", half, "as_of", asOf, "report_by", o.today.AddDays(5).String(),
		"rate_by", o.today.AddDays(8).String(), "decide_by", o.today.AddDays(12).String())
	page = o.personnel.at()
	record = "/records/" + strings.TrimPrefix(page, "/assessment/")
	o.starts(record, "open")
	o.personnel.goTo(page + "/acts/enter_summary")
	o.personnel.fills("summary", "一年来认真完成本职工作。")
	o.personnel.sends(people)
	// Somebody else compares what one has entered, all at once.
	o.people["ld01"].chosen("/lists/assessment.sheet?state=entered", "check_summary", people)
	o.rated(page, record)
	return page, record
}

// rated has the section-level cadres rated, and the section verifies what they reported.
func (o *largeYear) rated(page, record string) {
	o.t.Helper()
	for _, keeper := range []*person{o.personnel, o.people["ld01"]} {
		keeper.act(record, "keep", "已担任票箱保管人", "passphrase", keepersPassphrase, "again", keepersPassphrase)
	}
	o.personnel.act(record, "start_rating", "")
	for _, login := range []string{"ld01", "ld02", "ld03"} {
		o.people[login].goTo("/assessment/rate")
		o.people[login].rates("90", "88", "91", "87", "93", "称职")
	}
	o.personnel.act(record, "close_rating", "民主测评已结束", "anyway", "1", "passphrase", keepersPassphrase)
	o.personnel.goTo(page + "/acts/verify")
	o.personnel.fills("notes", "情况属实。")
	o.personnel.sends(40)
}

// talks are those of a principal leader with each section-level cadre, one by one. None of
// the cadres has an account: they sign on paper, which one enters and another compares.
func (o *largeYear) talks(page string) {
	o.t.Helper()
	leader, today := o.people["ld02"], o.today.String()
	leader.goTo(page + "/acts/schedule")
	for field, value := range map[string]string{"on": today, "time": "09:30", "place": "三楼小会议室"} {
		leader.fills(field, value)
	}
	leader.sends(40)
	leader.goTo("/lists/assessment.talk?state=scheduled")
	talks := ask[[]string](leader.ctx, o.t, `[...document.querySelectorAll("main tbody tr")].map(r => r.querySelector("a").pathname)`)
	if len(talks) != 40 {
		o.t.Fatalf("%d talks of a principal leader, want 40", len(talks))
	}
	for _, talk := range talks {
		leader.act(talk, "record", "", "held_on", today, "achievements.0.text", "主动承担动迁工作", "shortcomings.0.text", "调研偏少",
			"improvements.0.what", "每月走访两次", "improvements.0.due", o.today.AddMonths(3).String())
	}
	leader.chosen("/lists/assessment.talk?state=held", "release", 40)
	for _, talk := range talks {
		o.personnel.act(talk, "note_signature", "", "signed", today)
	}
	o.people["ld01"].chosen("/lists/assessment.talk?state=acknowledged", "lock", 40)
}

// closes is the year of all: proposed, changed by what December brings, decided, put on
// notice, and told to everybody but those of section level, with whom a principal leader
// talks.
func (o *largeYear) closes() {
	page, record := o.cycle("second", o.today.String(), 240)
	o.yearPage = page
	o.proposes(page)
	o.personnel.act(record, "start_deciding", "")
	o.decides(page)
	o.personnel.act(record, "publish_notice", "")
	o.later(14)
	o.starts(record, "close_notice")
	o.people["ld03"].goTo(page + "/acts/tell")
	o.people["ld03"].fills("affirmed", "服务居民耐心。")
	o.people["ld03"].sends(200)
	o.talks(page)
}

// proposes proposes the grades of all. Who had a quarter 一般 is not offered the grade 优秀,
// with the reason.
func (o *largeYear) proposes(page string) {
	leader := o.people["ld03"]
	leader.goTo(page + "/acts/propose")
	leader.sees("不得确定为优秀等次")
	leader.grades("grade", "称职", "合格")
	leader.fills("comment", "认真履职。")
	for _, f := range followed {
		if f.quarter != "" {
			leader.barred(f.name, f.proposed)
			leader.row(f.name, "grade", f.decided)
			continue
		}
		leader.row(f.name, "grade", f.proposed)
		switch f.proposed {
		case "优秀":
			leader.row(f.name, "conditions", "")
		case "不称职":
			leader.row(f.name, "ground", "results")
			leader.row(f.name, "evidence", "两项重点工作没有完成，见督查通报。")
		}
	}
	leader.sends(240)
}

// decides decides the grades after two people got a penalty: the proposed grades of these
// are not offered. 记过 leaves no grade, 警告 none that is excellent.
func (o *largeYear) decides(page string) {
	o.penalised = o.today
	for _, f := range followed {
		if f.december != "" {
			o.personnel.act("/records/"+o.ids[f.name], "absence", "", "kind", f.december, "source", fmt.Sprintf("浦监〔%d〕1号", o.year), "from", o.today.String())
		}
	}
	principal := o.people["ld01"]
	principal.goTo(page + "/acts/decide")
	for _, f := range followed {
		if f.december != "" {
			principal.barred(f.name, f.proposed)
			principal.row(f.name, "grade", f.decided)
			principal.row(f.name, "differing", "十二月受到处分。")
		}
	}
	principal.sends(240)
}

// barred fails if somebody's row of a worksheet offers a grade.
func (p *person) barred(name, grade string) {
	p.t.Helper()
	if offered := ask[string](p.ctx, p.t, fmt.Sprintf(`(() => {
		const row = [...document.querySelectorAll("[data-row]")].find(r => r.querySelector("th").innerText.trim().startsWith(%q));
		return [...row.querySelector('[name$=".grade"]').options].map(o => o.text).join() })()`, name)); strings.Contains(offered, grade) {
		p.t.Errorf("%s is offered %s", name, offered)
	}
}

// filed reads the filing lists, and has the lists and all 240 forms as files.
func (o *largeYear) filed() {
	p, page := o.personnel, o.yearPage
	p.goTo(page + "/filing")
	p.wellMade("filing")
	for _, want := range []string{"公务员", "事业单位工作人员", "编外聘用人员", "记过", "试用期", "不确定等次"} {
		p.sees(want)
	}
	// A category has its numbers in a row, then 优秀, the other grades, and those without one:
	// of 120 civil servants 4, 114, and the two with 记过 and on probation; of 60 of the
	// institution 1 and 59; of 60 by contract none is excellent.
	counts := ask[string](p.ctx, o.t, `[...document.querySelectorAll("main section table")].map(t => t.querySelectorAll("tbody tr").length).join(" ")`)
	if counts != "1 4 114 2 1 1 59 1 60" {
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

// grades chooses in every row of a worksheet the first of some words that the row offers.
func (p *person) grades(field string, words ...string) {
	p.t.Helper()
	ask[bool](p.ctx, p.t, fmt.Sprintf(`(() => {
		for (const f of document.querySelectorAll('[name$=".%s"]')) {
			const o = [...f.options].find(o => %q.split(" ").includes(o.text));
			if (o) { f.value = o.value; f.dispatchEvent(new Event("input", {bubbles: true})); }
		}
		return true;
	})()`, field, strings.Join(words, " ")))
}
