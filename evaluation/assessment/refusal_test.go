package assessment_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// Rule A-19 (公务员考核规定（试行）第二十七条).
func TestWhoeverRefusesAfterTwoRecordedTalksIsGradedIncompetent(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	id := w.sheet(cycle, "d2")
	talk := func(on, talker string) *assessment.RefusalInput {
		return &assessment.RefusalInput{On: officetest.Date(on), Talker: w.People[talker], Said: "参加考核是义务", Answer: "不参加"}
	}
	grade := &assessment.RefusalGradeInput{Evidence: "两次谈话均有记录，无正当理由"}
	w.Refused("error.day.span", w.Try(w.Personnel(), id, "note_refusal", talk("2026-12-02", "d1")))
	w.Refused("assessment.recused", w.Try(w.Personnel(), id, "note_refusal", talk("2026-12-01", "d2")))
	w.Do(w.Personnel(), id, "note_refusal", talk("2026-12-01", "d1"))
	w.Turn("2026-12-03")
	w.Refused("error.day.span", w.Try(w.Personnel(), id, "note_refusal", talk("2026-12-01", "l1")))
	for _, no := range assessedHere() {
		if no != "d2" {
			w.Do(w.Who(no), w.sheet(cycle, no), "submit_report", report())
		}
	}
	w.Keep(cycle)
	w.Do(w.Personnel(), cycle, "start_rating", &assessment.AnywayInput{Anyway: true})
	w.Refused("assessment.cycle_state.rating", w.Try(w.principal(), id, "grade_refusal", grade))
	w.rated(cycle)
	w.Refused("assessment.refusal_talks", w.Try(w.principal(), id, "grade_refusal", grade))
	w.Do(w.Personnel(), id, "note_refusal", talk("2026-12-03", "l1"))
	if r := w.Stored(id); !slices.Contains(r.Waiting, evaluation.WaitRole(evaluation.RolePrincipal)) {
		t.Errorf("nobody is asked for the grade: %v", r.Waiting)
	}
	w.Refused("forbidden", w.Try(w.Personnel(), id, "grade_refusal", grade))
	w.Do(w.principal(), id, "grade_refusal", grade)
	sh := officetest.Payload[assessment.Sheet](w.World, id)
	if sh.Grade != assessment.Incompetent || !sh.Decision.Refusal || w.Stored(id).State != assessment.SheetGraded || len(sh.Refusals) != 2 {
		t.Errorf("%s %+v", sh.Grade, sh.Decision)
	}
	if keys := w.reads(w.Who("d2"), id); !slices.Contains(keys, "refusals") || slices.Contains(keys, "decision") {
		t.Errorf("before it is told the person reads %v", keys)
	}
}

func TestADecisionOnARefusalCanBeTakenBackAndTheReportComeAfterAll(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	id := w.sheet(cycle, "d2")
	for _, day := range []string{"2026-12-01", "2026-12-02"} {
		w.Turn(day)
		w.Do(w.Personnel(), id, "note_refusal", &assessment.RefusalInput{On: officetest.Date(day), Talker: w.People["l1"], Said: "教育", Answer: "不参加"})
	}
	for _, no := range assessedHere() {
		if no != "d2" {
			w.Do(w.Who(no), w.sheet(cycle, no), "submit_report", report())
		}
	}
	w.Keep(cycle)
	w.Do(w.Personnel(), cycle, "start_rating", &assessment.AnywayInput{Anyway: true})
	w.rated(cycle)
	w.Do(w.principal(), id, "grade_refusal", &assessment.RefusalGradeInput{Evidence: "无正当理由"})
	for _, no := range assessedHere() {
		if no != "d2" {
			w.Do(w.Personnel(), w.sheet(cycle, no), "verify", &assessment.NotesInput{Notes: "情况属实"})
			w.Do(w.leader(no), w.sheet(cycle, no), "propose", propose(gradeOf(no)))
		}
	}
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	w.Do(w.principal(), id, "undo_decision", nil)
	r := w.Stored(id)
	if sh := officetest.Payload[assessment.Sheet](w.World, id); r.State != assessment.SheetReporting || sh.Grade != "" || sh.Decision.Refusal {
		t.Errorf("%s %+v", r.State, sh.Decision)
	}
	w.Do(w.Who("d2"), id, "submit_report", report())
	w.Do(w.Personnel(), id, "verify", &assessment.NotesInput{Notes: "情况属实"})
	w.Do(w.principal(), id, "propose", propose(assessment.Competent))
	w.Do(w.principal(), id, "decide", &assessment.DecideInput{Grade: assessment.Competent})
}

// Who has no account takes part on paper, after a talk about refusing, too.
func TestAfterATalkAboutRefusingTheSheetOfWhoHasNoAccountWaitsForPersonnel(t *testing.T) {
	w := newWorld(t)
	w.Mute.Store("干部d2", true)
	id := w.sheet(w.opened(), "d2")
	for _, day := range []string{"2026-12-01", "2026-12-02"} {
		w.Turn(day)
		w.Do(w.Personnel(), id, "note_refusal", &assessment.RefusalInput{On: officetest.Date(day), Talker: w.People["l1"], Said: "教育", Answer: "不参加"})
		if r := w.Stored(id); r.Waiting[0] != evaluation.WaitRole(evaluation.RolePersonnel) || slices.Contains(r.Waiting, evaluation.WaitPerson(w.People["d2"])) {
			t.Errorf("%s: waiting for %v", day, r.Waiting)
		}
	}
	w.Do(w.Personnel(), id, "enter_summary", &assessment.PaperInput{SummaryInput: assessment.SummaryInput{Summary: "一年来完成了任务"}, Signed: officetest.Date("2026-12-02")})
}
