package assessment_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

func (w *world) file(no, cycle, kind string) (evaluation.Record, error) {
	return w.Create(w.T.Context(), w.Who(no), assessment.KindAppeal, "file", evaluation.Creation{
		Input: &assessment.AppealInput{Sheet: w.sheet(cycle, no), Type: kind, Text: "与事实不符"},
	})
}

func (w *world) objects(who evaluation.Actor, cycle, no string) (evaluation.Record, error) {
	return w.Create(w.T.Context(), who, assessment.KindObjection, "register", evaluation.Creation{
		Input: &assessment.ObjectionInput{Cycle: cycle, Person: w.People[no], Text: "有异议"},
	})
}

func TestAnObjectionIsAnsweredBySomebodyWhoHadNoPartBeforeTheNoticeCloses(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	_, err := w.objects(w.Who("a4"), cycle, "a1")
	w.Refused("assessment.no_notice", err)
	w.reported(cycle)
	w.rated(cycle)
	w.decided(cycle)
	w.Turn("2026-12-15")
	w.Do(w.Personnel(), cycle, "publish_notice", nil)
	_, err = w.objects(w.Who("a4"), cycle, "a2")
	w.Refused("assessment.not_on_notice", err)
	o, err := w.objects(w.Who("a4"), cycle, "a1")
	w.Must(err)
	if o.Due != officetest.Date("2026-12-22") || o.State != assessment.CaseRegistered {
		t.Errorf("%s, due %s", o.State, o.Due)
	}
	if keys := w.reads(w.Who("a1"), o.ID); keys != nil {
		t.Errorf("whom it is about reads %v", keys)
	}
	if keys := w.reads(w.Who("a4"), o.ID); !slices.Contains(keys, "text") || slices.Contains(keys, "comment") {
		t.Errorf("who objects reads %v", keys)
	}
	w.Refused("assessment.had_part", w.Try(w.Personnel(), o.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l3"]}))
	w.Refused("assessment.recused", w.Try(w.Personnel(), o.ID, "assign", &assessment.AssignInput{Reviewer: w.People["a4"]}))
	w.Do(w.Personnel(), o.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l5"]})
	w.Turn("2026-12-23")
	w.Refused("assessment.objections_open", w.Try(w.Personnel(), cycle, "close_notice", nil))
	l5 := w.Who("l5", evaluation.RoleDiscipline)
	w.Refused("assessment.outcome_grade", w.Try(l5, o.ID, "answer", &assessment.OutcomeInput{Outcome: assessment.OutcomeChanged, Answer: "属实"}))
	w.Do(l5, o.ID, "answer", &assessment.OutcomeInput{Outcome: assessment.OutcomeChanged, Grade: assessment.Competent, Answer: "属实"})
	w.rerun(o.ID)
	sh := officetest.Payload[assessment.Sheet](w.World, w.sheet(cycle, "a1"))
	if sh.Grade != assessment.Competent || len(sh.Corrections) != 1 || sh.Corrections[0].Case != o.ID || sh.Decision.Grade != assessment.Excellent {
		t.Errorf("%s %+v", sh.Grade, sh.Corrections)
	}
	w.Do(w.Personnel(), cycle, "close_notice", nil)
}

func TestAReviewThenAnAppealWithinTheirDeadlines(t *testing.T) {
	w, cycle := told.begin(t) // told on 2026-12-23
	_, err := w.Create(t.Context(), w.Who("a1"), assessment.KindAppeal, "file", evaluation.Creation{
		Input: &assessment.AppealInput{Sheet: w.sheet(cycle, "a3"), Type: assessment.TypeReview, Text: "x"},
	})
	w.Refused("error.not_found", err)
	w.Turn("2027-01-23")
	_, err = w.file("a2", cycle, assessment.TypeReview)
	w.Refused("assessment.too_late", err)
	w.Turn("2027-01-22")
	review, err := w.file("a3", cycle, assessment.TypeReview)
	w.Must(err)
	if review.Due != officetest.Date("2027-02-22") { // 30 days later is a Sunday
		t.Errorf("due %s", review.Due)
	}
	if sh := officetest.Payload[assessment.Sheet](w.World, w.sheet(cycle, "a3")); sh.Grade != assessment.Incompetent {
		t.Errorf("the grade does not stand meanwhile: %s", sh.Grade)
	}
	_, err = w.file("a3", cycle, assessment.TypeReview)
	w.Refused("assessment.filed_before", err)
	_, err = w.file("a3", cycle, assessment.TypeAppeal)
	w.Refused("assessment.review_open", err)
	w.Refused("assessment.no_extension", w.Try(w.Personnel(), review.ID, "extend", nil))
	w.Refused("assessment.had_part", w.Try(w.Personnel(), review.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l1"]}))
	w.Do(w.Personnel(), review.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l4"]})
	l4, l5 := w.Who("l4", evaluation.RoleLeader), w.Who("l5", evaluation.RoleDiscipline)
	if err := w.Try(l5, review.ID, "decide", &assessment.OutcomeInput{Outcome: assessment.OutcomeUpheld, Answer: "维持"}); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("somebody else decides: %v", err)
	}
	w.Do(l4, review.ID, "decide", &assessment.OutcomeInput{Outcome: assessment.OutcomeUpheld, Answer: "维持"})
	if r := w.Stored(review.ID); !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.People["a3"])}) {
		t.Errorf("a decision waits for its receipt by %v", r.Waiting)
	}
	w.Turn("2027-03-02") // the person was away; the 15 days run from the receipt, not from the decision
	w.Refused("error.day.span", w.Try(w.Personnel(), review.ID, "note_receipt", &assessment.ReceiptInput{On: officetest.Date("2027-01-21")}))
	w.Refused("error.day.span", w.Try(w.Personnel(), review.ID, "note_receipt", &assessment.ReceiptInput{On: officetest.Date("2027-03-03")}))
	w.Do(w.Who("a3"), review.ID, "receive", nil)
	w.Refused("assessment.received", w.Try(w.Personnel(), review.ID, "note_receipt", &assessment.ReceiptInput{On: officetest.Date("2027-02-01")}))
	w.Turn("2027-03-18") // 15 days end on 17 March, a Wednesday
	_, err = w.file("a3", cycle, assessment.TypeAppeal)
	w.Refused("assessment.too_late", err)
	w.Turn("2027-03-17")
	appeal, err := w.file("a3", cycle, assessment.TypeAppeal)
	w.Must(err)
	if appeal.Due != officetest.Date("2027-05-17") { // 60 days: 16 May, a Sunday
		t.Errorf("due %s", appeal.Due)
	}
	w.Do(w.Personnel(), appeal.ID, "extend", nil)
	if r := w.Stored(appeal.ID); r.Due != officetest.Date("2027-06-15") { // 30 days from the end of the 60, not from the Monday after
		t.Errorf("extended to %s", r.Due)
	}
	w.Refused("assessment.no_extension", w.Try(w.Personnel(), appeal.ID, "extend", nil))
	w.Do(w.Personnel(), appeal.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l5"]})
	w.Do(l5, appeal.ID, "decide", &assessment.OutcomeInput{Outcome: assessment.OutcomeChanged, Grade: assessment.Basic, Answer: "予以变更"})
	if sh := officetest.Payload[assessment.Sheet](w.World, w.sheet(cycle, "a3")); sh.Grade != assessment.Basic || sh.Corrections[0].Case != appeal.ID {
		t.Errorf("%s %+v", sh.Grade, sh.Corrections)
	}
}

func TestAnAppealNeverMakesItWorseAndCanBeWithdrawn(t *testing.T) {
	w, cycle := told.begin(t)
	appeal, err := w.file("a2", cycle, assessment.TypeAppeal)
	w.Must(err)
	_, err = w.file("a2", cycle, assessment.TypeReview)
	w.Refused("assessment.appeal_after", err)
	w.Do(w.Personnel(), appeal.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l5"]})
	w.Refused("assessment.heavier", w.Try(w.Who("l5", evaluation.RoleDiscipline), appeal.ID, "decide",
		&assessment.OutcomeInput{Outcome: assessment.OutcomeChanged, Grade: assessment.Basic, Answer: "x"}))
	if err := w.Try(w.Who("a1"), appeal.ID, "withdraw", nil); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("another withdraws: %v", err)
	}
	w.Do(w.Who("a2"), appeal.ID, "withdraw", nil)
	if r := w.Stored(appeal.ID); r.State != assessment.CaseWithdrawn || len(r.Waiting) != 0 || !r.Due.IsZero() {
		t.Errorf("%s %v %s", r.State, r.Waiting, r.Due)
	}
}

// Whoever decided the review does not decide the appeal against it, nor the review of a
// grade who answered an objection to it.
func TestAnAppealIsDecidedBySomebodyWhoDidNotDecideTheReview(t *testing.T) {
	w, cycle := told.begin(t)
	review, err := w.file("a3", cycle, assessment.TypeReview)
	w.Must(err)
	w.Do(w.Personnel(), review.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l5"]})
	w.Do(w.Who("l5", evaluation.RoleDiscipline), review.ID, "decide", &assessment.OutcomeInput{Outcome: assessment.OutcomeUpheld, Answer: "维持"})
	w.Do(w.Who("a3"), review.ID, "receive", nil)
	appeal, err := w.file("a3", cycle, assessment.TypeAppeal)
	w.Must(err)
	w.Refused("assessment.had_part", w.Try(w.Personnel(), appeal.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l5"]}))
	w.Mute.Store("干部l4", true) // could not read it
	w.Refused("desk.no_account", w.Try(w.Personnel(), appeal.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l4"]}))
	w.Mute.Delete("干部l4")
	w.Do(w.Personnel(), appeal.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l4"]})
}

// The answer offers the grades that it accepts, and the sheet what can still be raised.
func TestAnAnswerAndASheetOfferWhatIsAccepted(t *testing.T) {
	w, cycle := told.begin(t) // told on 2026-12-23; a3 is incompetent
	raisable := func(no string, want ...string) {
		t.Helper()
		v, err := w.Get(t.Context(), w.Who(no), w.sheet(cycle, no))
		w.Must(err)
		got, err := w.Assessment.Raisable(t.Context(), &v)
		if w.Must(err); !slices.Equal(got, want) {
			t.Errorf("%s can raise %v, want %v", no, got, want)
		}
	}
	raisable("a3", assessment.TypeReview, assessment.TypeAppeal)
	review, err := w.file("a3", cycle, assessment.TypeReview)
	w.Must(err)
	raisable("a3")
	got, err := w.Assessment.Replacing(t.Context(), officetest.Office, officetest.Payload[assessment.Case](w.World, review.ID))
	w.Must(err)
	if want := []string{assessment.Excellent, assessment.Competent, assessment.Basic}; !slices.Equal(got, want) {
		t.Errorf("the answer offers %v, want %v", got, want)
	}
	w.Do(w.Personnel(), review.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l5"]})
	w.Do(w.Who("l5", evaluation.RoleDiscipline), review.ID, "decide", &assessment.OutcomeInput{Outcome: assessment.OutcomeUpheld, Answer: "维持"})
	w.Do(w.Who("a3"), review.ID, "receive", nil)
	raisable("a3", assessment.TypeAppeal)
	w.Turn("2027-01-23")
	raisable("a2")
}

// An appeal without a review is filed within 30 days from the result.
func TestAnAppealWithoutAReviewHasThirtyDays(t *testing.T) {
	w, cycle := told.begin(t) // told on 2026-12-23
	w.Turn("2027-01-23")
	_, err := w.file("a3", cycle, assessment.TypeAppeal)
	w.Refused("assessment.too_late", err)
	w.Turn("2027-01-22")
	_, err = w.file("a3", cycle, assessment.TypeAppeal)
	w.Must(err)
}
