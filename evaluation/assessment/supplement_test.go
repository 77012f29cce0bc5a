package assessment_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// freed is a cycle told on 23 December 2026 in which one of the two places for
// the excellent grade is free again: an objection to a1 was borne out.
var freed = decided.then(func(w *world, cycle string) {
	w.Turn("2026-12-15")
	w.Do(w.Personnel(), cycle, "publish_notice", nil)
	w.answered(cycle, "a1", assessment.OutcomeInput{Outcome: assessment.OutcomeChanged, Grade: assessment.Competent, Answer: "属实"})
	w.Turn("2026-12-23")
	w.Do(w.Personnel(), cycle, "close_notice", nil)
})

// answered is an objection of a4 from registering to the answer.
func (w *world) answered(cycle, no string, in assessment.OutcomeInput) {
	w.T.Helper()
	o, err := w.objects(w.Who("a4"), cycle, no)
	w.Must(err)
	w.Do(w.Personnel(), o.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l4"]})
	w.Do(w.Who("l4", evaluation.RoleLeader), o.ID, "answer", &in)
	w.rerun(o.ID)
}

// reviewed is a review that l5 decides: excellent.
func (w *world) reviewed(cycle, no string) error {
	w.T.Helper()
	r, err := w.file(no, cycle, assessment.TypeReview)
	w.Must(err)
	w.Do(w.Personnel(), r.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l5"]})
	err = w.Try(w.Who("l5", evaluation.RoleDiscipline), r.ID, "decide", &assessment.OutcomeInput{Outcome: assessment.OutcomeChanged, Grade: assessment.Excellent, Answer: "予以变更"})
	if err == nil {
		w.rerun(r.ID)
	}
	return err
}

func TestAnExcellentGradeThatComesLaterGoesOnANoticeOfItsOwn(t *testing.T) {
	w, cycle := freed.begin(t)
	w.Must(w.reviewed(cycle, "a2"))
	id := w.sheet(cycle, "a2")
	sh := officetest.Payload[assessment.Sheet](w.World, id)
	if sh.Grade != assessment.Competent || len(sh.Supplements) != 1 || sh.Supplements[0].Until != officetest.Date("2026-12-30") {
		t.Fatalf("before the notice is over: %s %+v", sh.Grade, sh.Supplements)
	}
	if r := w.Stored(id); !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) || r.Due != officetest.Date("2026-12-30") {
		t.Errorf("waiting %v, due %s", r.Waiting, r.Due)
	}
	w.rerun(id)
	lines := officetest.Payload[assessment.Cycle](w.World, cycle).Supplements
	if len(lines) != 1 || lines[0].Person != w.People["a2"] || lines[0].Until != officetest.Date("2026-12-30") {
		t.Errorf("the office reads %+v", lines)
	}
	if keys := w.reads(w.Who("b4"), cycle); !slices.Contains(keys, "supplements") {
		t.Errorf("a colleague reads %v of the cycle", keys)
	}
	w.Refused("assessment.no_seat", w.reviewed(cycle, "b1")) // the place is taken while the notice runs
	w.Refused("assessment.notice_runs", w.Try(w.Personnel(), id, "confirm_grade", nil))
	if v := w.view(id); v.StuckAct != "confirm_grade" || v.Stuck.Key != "assessment.notice_runs" { // and not that the grade cannot be kept
		t.Errorf("%s is refused: %v", v.StuckAct, v.Stuck)
	}
	_, err := w.objects(w.Who("a4"), cycle, "c1") // whose notice is over
	w.Refused("assessment.not_on_notice", err)
	o, err := w.objects(w.Who("a4"), cycle, "a2")
	w.Must(err)
	if p := officetest.Payload[assessment.Case](w.World, o.ID); p.Standing != assessment.Excellent || o.Due != officetest.Date("2026-12-30") {
		t.Errorf("contested %s, due %s", p.Standing, o.Due)
	}
	w.Turn("2026-12-31")
	w.Refused("assessment.objections_open", w.Try(w.Personnel(), id, "confirm_grade", nil))
	w.Do(w.Personnel(), o.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l4"]})
	w.Do(w.Who("l4", evaluation.RoleLeader), o.ID, "answer", &assessment.OutcomeInput{Outcome: assessment.OutcomeUpheld, Answer: "维持"})
	w.Do(w.Personnel(), id, "confirm_grade", nil)
	sh = officetest.Payload[assessment.Sheet](w.World, id)
	if sh.Grade != assessment.Excellent || len(sh.Corrections) != 1 || sh.Corrections[0].Old != assessment.Competent || sh.Corrections[0].Case == "" {
		t.Errorf("%s %+v", sh.Grade, sh.Corrections)
	}
	w.Refused("assessment.no_supplement", w.Try(w.Personnel(), id, "confirm_grade", nil))
	_, err = w.objects(w.Who("a4"), cycle, "a2")
	w.Refused("assessment.no_notice", err)
}

func TestAnObjectionToALaterNoticeKeepsTheGradeFromComingAbout(t *testing.T) {
	w, cycle := freed.begin(t)
	w.Must(w.reviewed(cycle, "a2"))
	w.answered(cycle, "a2", assessment.OutcomeInput{Outcome: assessment.OutcomeChanged, Grade: assessment.Competent, Answer: "属实"})
	sh := officetest.Payload[assessment.Sheet](w.World, w.sheet(cycle, "a2"))
	if sh.Grade != assessment.Competent || sh.Supplements[0].Outcome != assessment.SupplementDropped {
		t.Errorf("%s %+v", sh.Grade, sh.Supplements)
	}
	w.Turn("2026-12-31")
	w.Refused("assessment.no_supplement", w.Try(w.Personnel(), w.sheet(cycle, "a2"), "confirm_grade", nil))
	w.Must(w.reviewed(cycle, "b1")) // its place is free again
}
