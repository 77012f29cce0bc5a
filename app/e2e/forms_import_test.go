//go:build browser

package e2e_test

import (
	"fmt"

	"github.com/chromedp/chromedp"
)

// comparesForms uploads a zip of forms, and sees the comparison.
func (p *person) comparesForms(path string) {
	p.t.Helper()
	p.goTo("/roster/import")
	p.do(chromedp.SetUploadFiles(chromedp.CSS("#forms"), []string{path}))
	p.click(`form[action$="/roster/forms"] [type=submit]`)
	p.sees("任免表导入")
}

// takesForms imports the forms of the comparison that is open; new people without a
// folder go into a department, and the departments that there are not yet are opened.
func (p *person) takesForms(unit string) {
	p.t.Helper()
	p.set("department", unit)
	ask[bool](p.ctx, p.t, `(() => { for (const box of document.querySelectorAll("input[name=open]")) box.checked = true; return true })()`)
	p.click("main form[method=post] .form-end [type=submit]")
	p.awaits("已全部写完")
}

// counts fails if the roster has another number of people.
func (p *person) counts(people int) {
	p.t.Helper()
	p.goTo("/roster")
	p.sees(fmt.Sprintf("共 %d 人", people))
}

// formOf is the address of the appointment form of somebody.
func (p *person) formOf(name string) string {
	p.t.Helper()
	p.goTo("/roster?q=" + name)
	p.goTo(p.first("/roster/people/"))
	return ask[string](p.ctx, p.t, `[...document.querySelectorAll("main a")].find(a => a.innerText.includes("任免表信息") && a.pathname.startsWith("/records/")).pathname`)
}

// importsGrades takes the grades of a workbook over, all that are new.
func (p *person) importsGrades(path string) {
	p.t.Helper()
	p.goTo("/results/import")
	p.wellMade("grades-import")
	p.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{path}))
	p.submit()
	p.sees("已核对，尚未导入")
	p.wellMade("grades-compared")
	p.click("main form[method=post] .form-end [type=submit]")
	p.awaits("已全部写完")
}
