package assessment_test

import (
	"slices"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

func (w *world) file(no, cycle, kind string) (evaluation.Record, error) {
	return w.Create(w.t.Context(), w.who(no), assessment.KindAppeal, "file", evaluation.Creation{
		Input: &assessment.AppealInput{Sheet: w.sheet(cycle, no), Type: kind, Text: "与事实不符"},
	})
}

func (w *world) objects(who evaluation.Actor, cycle, no string) (evaluation.Record, error) {
	return w.Create(w.t.Context(), who, assessment.KindObjection, "register", evaluation.Creation{
		Input: &assessment.ObjectionInput{Cycle: cycle, Person: w.people[no], Text: "有异议"},
	})
}

func TestAnObjectionIsAnsweredBySomebodyWhoHadNoPartBeforeTheNoticeCloses(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	_, err := w.objects(w.who("a4"), cycle, "a1")
	w.refused("assessment.no_notice", err)
	w.reported(cycle)
	w.rated(cycle)
	w.decided(cycle)
	w.on("2026-12-15")
	w.do(w.personnel(), cycle, "publish_notice", nil)
	_, err = w.objects(w.who("a4"), cycle, "a2")
	w.refused("assessment.not_on_notice", err)
	o, err := w.objects(w.who("a4"), cycle, "a1")
	w.must(err)
	if o.Due != date("2026-12-22") || o.State != assessment.CaseRegistered {
		t.Errorf("%s, due %s", o.State, o.Due)
	}
	if keys := w.reads(w.who("a1"), o.ID); keys != nil {
		t.Errorf("whom it is about reads %v", keys)
	}
	if keys := w.reads(w.who("a4"), o.ID); !slices.Contains(keys, "text") || slices.Contains(keys, "comment") {
		t.Errorf("who objects reads %v", keys)
	}
	w.refused("assessment.had_part", w.try(w.personnel(), o.ID, "assign", &assessment.AssignInput{Reviewer: w.people["l3"]}))
	w.refused("assessment.recused", w.try(w.personnel(), o.ID, "assign", &assessment.AssignInput{Reviewer: w.people["a4"]}))
	w.do(w.personnel(), o.ID, "assign", &assessment.AssignInput{Reviewer: w.people["l5"]})
	w.on("2026-12-23")
	w.refused("assessment.objections_open", w.try(w.personnel(), cycle, "close_notice", nil))
	l5 := w.who("l5", evaluation.RoleDiscipline)
	w.refused("assessment.outcome_grade", w.try(l5, o.ID, "answer", &assessment.OutcomeInput{Outcome: assessment.OutcomeChanged, Answer: "属实"}))
	w.do(l5, o.ID, "answer", &assessment.OutcomeInput{Outcome: assessment.OutcomeChanged, Grade: assessment.Competent, Answer: "属实"})
	w.rerun(o.ID)
	sh := payload[assessment.Sheet](w, w.sheet(cycle, "a1"))
	if sh.Grade != assessment.Competent || len(sh.Corrections) != 1 || sh.Corrections[0].Case != o.ID || sh.Decision.Grade != assessment.Excellent {
		t.Errorf("%s %+v", sh.Grade, sh.Corrections)
	}
	w.do(w.personnel(), cycle, "close_notice", nil)
}

func TestAReviewThenAnAppealWithinTheirDeadlines(t *testing.T) {
	w := newWorld(t)
	cycle := w.feedback() // told on 2026-12-23
	_, err := w.Create(t.Context(), w.who("a1"), assessment.KindAppeal, "file", evaluation.Creation{
		Input: &assessment.AppealInput{Sheet: w.sheet(cycle, "a3"), Type: assessment.TypeReview, Text: "x"},
	})
	w.refused("error.not_found", err)
	w.on("2027-01-23")
	_, err = w.file("a2", cycle, assessment.TypeReview)
	w.refused("assessment.too_late", err)
	w.on("2027-01-22")
	review, err := w.file("a3", cycle, assessment.TypeReview)
	w.must(err)
	if review.Due != date("2027-02-22") { // 30 days later is a Sunday
		t.Errorf("due %s", review.Due)
	}
	if sh := payload[assessment.Sheet](w, w.sheet(cycle, "a3")); sh.Grade != assessment.Incompetent {
		t.Errorf("the grade does not stand meanwhile: %s", sh.Grade)
	}
	_, err = w.file("a3", cycle, assessment.TypeReview)
	w.refused("assessment.filed_before", err)
	_, err = w.file("a3", cycle, assessment.TypeAppeal)
	w.refused("assessment.review_open", err)
	w.refused("assessment.no_extension", w.try(w.personnel(), review.ID, "extend", nil))
	w.refused("assessment.had_part", w.try(w.personnel(), review.ID, "assign", &assessment.AssignInput{Reviewer: w.people["l1"]}))
	w.do(w.personnel(), review.ID, "assign", &assessment.AssignInput{Reviewer: w.people["l4"]})
	l4, l5 := w.who("l4", evaluation.RoleLeader), w.who("l5", evaluation.RoleDiscipline)
	if err := w.try(l5, review.ID, "decide", &assessment.OutcomeInput{Outcome: assessment.OutcomeUpheld, Answer: "维持"}); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("somebody else decides: %v", err)
	}
	w.do(l4, review.ID, "decide", &assessment.OutcomeInput{Outcome: assessment.OutcomeUpheld, Answer: "维持"})
	w.on("2027-02-09") // 15 days after 22 January is a Saturday: the last day is Monday the 8th
	_, err = w.file("a3", cycle, assessment.TypeAppeal)
	w.refused("assessment.too_late", err)
	w.on("2027-02-08")
	appeal, err := w.file("a3", cycle, assessment.TypeAppeal)
	w.must(err)
	w.do(w.personnel(), appeal.ID, "extend", nil)
	if r := w.load(appeal.ID); r.Due != date("2027-05-10") { // 60 days: 9 April; 30 more: 9 May, a Sunday
		t.Errorf("extended to %s", r.Due)
	}
	w.refused("assessment.no_extension", w.try(w.personnel(), appeal.ID, "extend", nil))
	w.do(w.personnel(), appeal.ID, "assign", &assessment.AssignInput{Reviewer: w.people["l5"]})
	w.do(l5, appeal.ID, "decide", &assessment.OutcomeInput{Outcome: assessment.OutcomeChanged, Grade: assessment.Basic, Answer: "予以变更"})
	if sh := payload[assessment.Sheet](w, w.sheet(cycle, "a3")); sh.Grade != assessment.Basic || sh.Corrections[0].Case != appeal.ID {
		t.Errorf("%s %+v", sh.Grade, sh.Corrections)
	}
}

func TestAnAppealNeverMakesItWorseAndCanBeWithdrawn(t *testing.T) {
	w := newWorld(t)
	cycle := w.feedback()
	appeal, err := w.file("a2", cycle, assessment.TypeAppeal)
	w.must(err)
	_, err = w.file("a2", cycle, assessment.TypeReview)
	w.refused("assessment.appeal_after", err)
	w.do(w.personnel(), appeal.ID, "assign", &assessment.AssignInput{Reviewer: w.people["l5"]})
	w.refused("assessment.heavier", w.try(w.who("l5", evaluation.RoleDiscipline), appeal.ID, "decide",
		&assessment.OutcomeInput{Outcome: assessment.OutcomeChanged, Grade: assessment.Basic, Answer: "x"}))
	if err := w.try(w.who("a1"), appeal.ID, "withdraw", nil); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("another withdraws: %v", err)
	}
	w.do(w.who("a2"), appeal.ID, "withdraw", nil)
	if r := w.load(appeal.ID); r.State != assessment.CaseWithdrawn || len(r.Waiting) != 0 || !r.Due.IsZero() {
		t.Errorf("%s %v %s", r.State, r.Waiting, r.Due)
	}
}
