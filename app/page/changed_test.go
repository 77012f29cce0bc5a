package page_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// Whoever looks at a changed grade reads what changed: kind, document, day and consequence, on
// the page of the sheet and beside the form; and the corrections in the words of the grade.
func TestWhatChangedIsSaidWhereTheGradeIsReviewed(t *testing.T) {
	p := newPraise(t)
	today := evaluation.DateOf(time.Now())
	who := p.openedYear(today.AddDays(-3))
	p.told(who, assessment.Excellent, today.AddDays(-2))
	p.do(t, roster.KindPerson, who.Person, "absence", &roster.Away{Kind: roster.Warning, Source: "浦监〔2026〕9号", From: today})
	if err := p.pages.Assessment.Watch(t.Context(), p.service, office, today); err != nil {
		t.Fatal(err)
	}
	sheet := "/records/" + who.Sheet
	for where, page := range map[string]string{
		"the page": p.principal.get(sheet), "the page of the section": p.personnel.get(sheet), "the form": p.principal.get(sheet + "/acts/revise_grade"),
	} {
		for _, want := range []string{"政务警告", "浦监〔2026〕9号", "不得确定为优秀等次"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s does not say %s", where, want)
			}
		}
	}
	pagetest.Check(t, p.principal.body)
	if form := p.principal.get(sheet + "/acts/keep_grade"); p.principal.status < 400 || !strings.Contains(form, "不能评为优秀") {
		t.Errorf("keeping: %d\n%s", p.principal.status, form)
	}
	p.submit(p.principal, sheet, "revise_grade", "", url.Values{"grade": {assessment.Competent}, "reason": {"受处分"}})
	page := p.principal.get(sheet)
	if strings.Contains(page, ">"+assessment.Competent+"<") || strings.Contains(page, ">"+assessment.Excellent+"<") || !strings.Contains(page, "更正记录") {
		t.Errorf("the corrections are said in codes:\n%s", page)
	}
}
