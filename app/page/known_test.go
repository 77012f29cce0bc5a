package page_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// A penalty entered while a cycle runs stands where people verify, propose and decide, and
// the grades that it excludes are not offered.
func TestAPenaltyOfTodayStandsWhereOneDecides(t *testing.T) {
	p, cycle, _, sheets := rated(t)
	p.do(t, assessment.KindCycle, cycle, "close_rating", &assessment.CountInput{Passphrase: passphrase, AnywayInput: assessment.AnywayInput{Anyway: true}})
	for _, sheet := range sheets {
		p.do(t, assessment.KindSheet, sheet, "waive_report", nil)
	}
	sheet, at := sheets[0], "/assessment/"+cycle+"/acts/"
	person := func() string {
		r, err := p.service.Load(t.Context(), office, sheet)
		if err != nil {
			t.Fatal(err)
		}
		return r.Subject
	}()
	penalty := func(kind string) {
		p.do(t, roster.KindPerson, person, "absence", &roster.Away{Kind: kind, Source: "浦监〔2026〕7号", From: evaluation.DateOf(time.Now())})
	}
	said := func(v *visitor, kind string, parts func() map[string]string) {
		t.Helper()
		for where, part := range parts() {
			if !strings.Contains(part, kind) || !strings.Contains(part, "浦监〔2026〕7号") {
				t.Errorf("%s does not say %s:\n%s", where, kind, part)
			}
		}
		pagetest.Check(t, v.body)
	}
	left := func(where, part string, want ...string) {
		t.Helper()
		for _, g := range append(assessment.Grades(), assessment.None) {
			offered := strings.Contains(part, ` value="`+g+`"`)
			if should := slices.Contains(want, g); offered != should {
				t.Errorf("%s offers %s: %t", where, g, offered)
			}
		}
	}

	penalty(roster.Demerit)
	said(p.personnel, "记过", func() map[string]string {
		return map[string]string{
			"the row": rowOf(p.personnel.get(at+"verify"), sheet), "the form": p.personnel.get("/records/" + sheet + "/acts/verify"), "the page": p.personnel.get("/records/" + sheet),
		}
	})
	p.do(t, assessment.KindSheet, sheet, "verify", &assessment.NotesInput{Notes: "情况属实"})
	if page := p.personnel.get("/records/" + sheet); strings.Contains(page, "今日特殊情形") || !strings.Contains(page, "记过") {
		t.Error("verified, and the page says the same twice or nothing")
	}
	row, form := rowOf(p.principal.get(at+"propose"), sheet), p.principal.get("/records/"+sheet+"/acts/propose")
	left("the row", row, assessment.None)
	left("the form", form, assessment.None)
	left("the row of somebody else", rowOf(p.principal.get(at+"propose"), sheets[1])) // not verified: nothing to choose

	p.do(t, assessment.KindSheet, sheets[1], "verify", &assessment.NotesInput{Notes: "情况属实"})
	sheet = sheets[1]
	left("without a special case", rowOf(p.principal.get(at+"propose"), sheet), assessment.Grades()...)
	p.secretaryDoes(t, sheet, "propose", &assessment.ProposeInput{Grade: assessment.Basic, Comment: "有不足"})
	for _, other := range sheets[2:] {
		p.do(t, assessment.KindSheet, other, "verify", &assessment.NotesInput{Notes: "情况属实"})
		p.secretaryDoes(t, other, "propose", &assessment.ProposeInput{Grade: assessment.Competent, Comment: "工作踏实"})
	}
	p.secretaryDoes(t, sheets[0], "propose", &assessment.ProposeInput{Grade: assessment.None, Comment: "受处分"})
	p.proposeOthers(t, cycle)
	p.do(t, assessment.KindCycle, cycle, "start_deciding", nil)
	r, err := p.service.Load(t.Context(), office, sheet)
	if err != nil {
		t.Fatal(err)
	}
	person = r.Subject
	penalty(roster.Warning)
	said(p.principal, "警告", func() map[string]string {
		return map[string]string{"the row": rowOf(p.principal.get(at+"decide"), sheet), "the form": p.principal.get("/records/" + sheet + "/acts/decide"), "the page": p.principal.get("/records/" + sheet)}
	})
	row, form = rowOf(p.principal.get(at+"decide"), sheet), p.principal.get("/records/"+sheet+"/acts/decide")
	left("the row", row, assessment.Competent, assessment.Basic, assessment.Incompetent)
	left("the form", form, assessment.Competent, assessment.Basic, assessment.Incompetent)
	if !strings.Contains(row, "查核后有变化") {
		t.Errorf("the row does not say that it changed: %s", row)
	}
	if own := p.login("own", person, evaluation.RoleCadre); strings.Contains(own.get("/records/"+sheet), "浦监〔2026〕7号") {
		t.Error("the person reads on the own sheet what is newly known")
	}
}
