//go:build browser

package e2e_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// figures fills the empty figures of the sheet of entries, row by row.
func (p *person) figures(rows ...string) {
	p.t.Helper()
	ask[bool](p.ctx, p.t, fmt.Sprintf(`(() => {
		const rows = %q.split(";").map(r => r.split(" "));
		[...document.querySelectorAll('form[data-worksheet] tbody tr')].filter(tr => tr.querySelector("td input")).forEach((tr, i) => {
			[...tr.querySelectorAll("td input")].forEach((f, k) => { if (!f.value) f.value = rows[i %% rows.length][k] });
		});
		return true })()`, strings.Join(rows, ";")))
	p.click(`form[data-worksheet] .worksheet-end [type=submit]`)
}

// workbook downloads the workbook of entries, fills its lines and sends it back.
func (p *person) workbook(period string, figures ...string) {
	p.t.Helper()
	p.goTo(period + "/entries")
	raw := ask[string](p.ctx, p.t, fmt.Sprintf(`fetch(%q).then(r => r.arrayBuffer()).then(b => btoa(String.fromCharCode(...new Uint8Array(b))))`, period+"/entries/table"))
	file, err := base64.StdEncoding.DecodeString(raw)
	if err != nil {
		p.t.Fatal(err)
	}
	sheets, err := xlsx.Read(file)
	if err != nil {
		p.t.Fatal(err)
	}
	for i, row := range sheets[0].Rows {
		if i == 0 {
			continue
		}
		check := row[len(row)-1]
		row = row[:3:3]
		for k, f := range figures {
			row = append(row, roster.Cell{Text: f, Row: i + 1, Col: 4 + k})
		}
		sheets[0].Rows[i] = append(row, check)
	}
	if file, err = xlsx.Bytes(sheets); err != nil {
		p.t.Fatal(err)
	}
	path := filepath.Join(p.t.TempDir(), "录入.xlsx")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		p.t.Fatal(err)
	}
	p.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{path}))
	p.click(`form[action$="/table"] [type=submit]`)
}

// verifyAll verifies what is entered of every department.
func (p *person) verifyAll(period string) {
	p.t.Helper()
	p.goTo(period + "/entries")
	for unit := range strings.FieldsSeq(ask[string](p.ctx, p.t, `[...document.querySelectorAll("#unit option")].map(o => o.value).join(" ")`)) {
		p.goTo(period + "/entries?unit=" + unit)
		if ask[bool](p.ctx, p.t, `!!document.querySelector('form[action$="/verify"]')`) {
			p.click(`form[action$="/verify"] [type=submit]`)
			p.sees("已审核，请本人确认")
		}
	}
}

// TestABonusGoesFromTheSchemeToTheSlip is the story of measure 4 as its people do
// it, from an empty office.
func TestABonusGoesFromTheSchemeToTheSlip(t *testing.T) {
	k := begin(t)
	today := evaluation.DateOf(time.Now())
	admin := k.enter(t, "admin", k.password)
	people := map[string]*person{}
	account := func(login, person string, roles ...string) {
		admin.goTo("/accounts/new")
		fields := []string{"name", login, "display", login}
		if person != "" {
			fields = append(fields, "person", person)
		}
		for _, r := range roles {
			fields = append(fields, "roles", r)
		}
		admin.answer("登录条", fields...)
		people[login] = k.enter(t, login, admin.once(login))
	}
	account("zuzhi", "", "personnel")
	account("fuhe", "", "personnel")
	section := people["zuzhi"]
	section.goTo("/roster/import")
	section.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{smallOffice(t)}))
	section.submit()
	section.click(`a[href$="/acts/apply"]`)
	section.submit()
	section.awaits("已全部写完")
	account("ld01", "LD01", "principal")
	account("tq01", "TQ01", "cadre", "head")
	account("tq02", "TQ02", "cadre")
	account("tq03", "TQ03", "cadre")
	account("tq04", "TQ04", "cadre", "head")
	again := func() {
		for login, p := range people {
			people[login] = p.relogin(login)
		}
		section = people["zuzhi"]
	}

	// Scheme: the example follows what is typed.
	section.goTo("/bonus")
	section.sees("还没有分配期")
	section.wellMade("bonus-empty")
	section.goTo("/bonus/editor")
	section.wellMade("bonus-editor")
	section.set("floor", "30")
	section.fill(`[name="work_share"]`, "30")
	section.awaits("工作量部分 30%")
	section.click(`button[value="save"]`)
	section.sees("分配办法已起草")
	section.wellMade("bonus-scheme")
	scheme := strings.TrimPrefix(section.at(), "/bonus/schemes/")
	people["ld01"].act("/records/"+scheme, "issue", "已印发")

	// Period: without approval from above there is none.
	section.goTo("/new/bonus.period/open")
	fields := []string{
		"title", "半年工作奖金", "from", today.AddDays(-180).String(), "to", today.String(), "scheme", scheme, "pool", "50000.01",
		"document", "浦财〔2026〕118号", "document_on", today.AddDays(-3).String(), "entries_by", today.AddDays(5).String(),
	}
	section.answer("违纪", fields...)
	section.answer("分配期已建立", append(fields, "approved", "1")...)
	period := section.at()
	id := "/records/" + strings.TrimPrefix(period, "/bonus/")
	section.act(id, "begin", "请各科室录入")

	// Entries: a head on the page, another by Excel, theirs by personnel.
	people["tq01"].goTo(period + "/entries")
	people["tq01"].wellMade("bonus-entries")
	people["tq01"].figures("120 30 40 5 10 9 92", "120 30 40 5 10 9 92")
	people["tq01"].sees("已录入，待组织科审核")
	people["tq04"].workbook(period, "多少", "20", "50", "8", "10", "10", "95")
	people["tq04"].sees("请更正标出的内容")
	people["tq04"].workbook(period, "90", "20", "50", "8", "10", "10", "95")
	people["tq04"].sees("已录入，待组织科审核")
	section.goTo(period + "/entries")
	for unit := range strings.FieldsSeq(ask[string](section.ctx, t, `[...document.querySelectorAll("#unit option")].map(o => o.value).join(" ")`)) {
		section.goTo(period + "/entries?unit=" + unit)
		section.figures("100 10 60 20 10 8 90")
		section.sees("已录入，待组织科审核")
	}
	people["fuhe"].verifyAll(period)

	// The cadre contests; somebody without a part answers; it is put right.
	cadre := people["tq02"]
	cadre.goTo("/todo")
	entry := cadre.first("/records/")
	cadre.goTo(entry)
	cadre.sees("办结事项")
	cadre.wellMade("bonus-entry")
	cadre.act(entry, "contest", "异议已提交", "text", "还有 10 件没有计入，台账可查。")
	people["fuhe"].lacks(entry, "answer") // who verified it
	people["ld01"].act(entry, "answer", "已答复", "outcome", "changed", "answer", "属实，退回更正。")
	people["tq01"].goTo(period + "/entries")
	ask[bool](people["tq01"].ctx, t, fmt.Sprintf(`(() => { document.querySelector('[name="%s.workload.0.quantity"]').value = "130"; return true })()`, strings.TrimPrefix(entry, "/records/")))
	people["tq01"].click(`form[data-worksheet] .worksheet-end [type=submit]`)
	people["tq01"].sees("已录入，待组织科审核")
	people["fuhe"].verifyAll(period)
	cadre.act(entry, "accept", "已确认无异议")
	section.act(id, "compute", "期满或本人确认后才能核算")

	k.wait(t, 12) // three working days, whatever holiday
	again()
	section.act(id, "compute", "合计与总额一致")
	people["tq02"].goTo(period + "/why")
	people["tq02"].sees("没有找到")
	section.act(id, "announce", "公示已开始")
	people["tq03"].act(id, "object", "异议已提交", "text", "走访未全部计入。")
	section.lacks(id, "answer") // who computed it
	people["fuhe"].act(id, "answer", "已答复", "number", "1", "answer", "指标只计入户走访。")
	section.act(id, "close_notice", "期满后才能结束")
	section.goTo(period)
	section.wellMade("bonus-period")
	section.goTo(period + "/sheet")
	section.sees("一分不差")
	section.sees("基尼系数")
	section.wellMade("bonus-sheet")
	section.goTo(id + "/print/bonus_notice")
	if strings.Contains(section.text(), "丁嘉") {
		t.Error("the notice names somebody")
	}
	if n := sheets(section.ctx, t); n > 2 {
		t.Errorf("the notice takes %d pages", n)
	}

	k.wait(t, 30)
	again()
	section.act(id, "close_notice", "请主要领导批准")
	people["ld01"].act(id, "approve", "已批准")
	section.act(id, "export", "已锁定")
	section.goTo(period)
	section.sees("下载工资表")
	people["tq02"].goTo("/bonus")
	people["tq02"].sees("我的奖金")
	people["tq02"].wellMade("bonus")
	people["tq02"].goTo(period + "/why")
	people["tq02"].sees("130 件 × 1")
	people["tq02"].sees("应发金额")
	people["tq02"].wellMade("bonus-why")
	people["tq02"].goTo(period + "/sheet")
	people["tq02"].sees("没有办理此事项的权限")
	people["tq02"].goTo(entry + "/print/bonus_slip")
	if n := sheets(people["tq02"].ctx, t); n != 1 {
		t.Errorf("the slip takes %d pages", n)
	}
}
