package assessment_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/signoff"
)

// onPaper enters what somebody handed in on a day.
func (w *world) onPaper(no, cycle, kind, on string) (evaluation.Record, error) {
	return w.Create(w.T.Context(), w.Personnel(), assessment.KindAppeal, "enter_paper", evaluation.Creation{Input: &assessment.AppealPaper{
		AppealInput: assessment.AppealInput{Sheet: w.sheet(cycle, no), Type: kind, Text: "与事实不符"}, On: officetest.Date(on),
	}})
}

func receiptOn(day string, refused bool, words string) *signoff.ReceiptInput {
	return &signoff.ReceiptInput{Signed: officetest.Date(day), Refused: refused, Words: words}
}

// Whoever has no account asks for review and appeals on paper. One official enters it,
// another compares it, and the time limits count from the day on which it was handed in.
func TestAReviewAndAnAppealOnPaperCountFromTheDayTheyWereHandedIn(t *testing.T) {
	w, cycle := told.begin(t) // told on 2026-12-23; a review is asked for until 2027-01-22
	w.Mute.Store("干部a3", true)
	l4, l5 := w.Who("l4", evaluation.RoleLeader), w.Who("l5", evaluation.RoleDiscipline)
	w.Turn("2027-01-26")
	_, err := w.onPaper("a2", cycle, assessment.TypeReview, "2027-01-22")
	w.Refused(signoff.HasAccount, err)
	for day, why := range map[string]string{"2026-12-22": "error.day.span", "2027-01-23": "assessment.too_late", "2027-01-27": "error.day.to"} {
		_, err = w.onPaper("a3", cycle, assessment.TypeReview, day)
		w.Refused(why, err)
	}
	review, err := w.onPaper("a3", cycle, assessment.TypeReview, "2027-01-20")
	w.Must(err)
	w.Refused("state", w.Try(w.Personnel(), review.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l4"]}))
	w.Do(w.Personnel(), review.ID, "reenter_paper", &assessment.AppealPaper{
		AppealInput: assessment.AppealInput{Sheet: w.sheet(cycle, "a3"), Type: assessment.TypeReview, Text: "与事实不符。"}, On: officetest.Date("2027-01-22"),
	})
	if r := w.Stored(review.ID); r.Due != officetest.Date("2027-02-22") || r.On != officetest.Date("2027-01-22") || r.State != assessment.CaseEntered { // 30 days later is a Sunday
		t.Errorf("%s of %s, due %s", r.State, r.On, r.Due)
	}
	w.Refused(signoff.SecondPerson, w.Try(w.Personnel(), review.ID, "check_paper", nil))
	w.Do(w.principal(), review.ID, "check_paper", nil)
	p := officetest.Payload[assessment.Case](w.World, review.ID)
	if p.By != w.People["a3"] || p.Text != "与事实不符。" || p.Paper.By != "组织科" || p.Paper.Checked == "" || w.Stored(review.ID).State != assessment.CaseFiled {
		t.Errorf("%+v %+v", p, p.Paper)
	}
	_, err = w.onPaper("a3", cycle, assessment.TypeReview, "2027-01-22")
	w.Refused("assessment.filed_before", err)
	w.Do(w.Personnel(), review.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l4"]})
	w.Turn("2027-02-10")
	w.Do(l4, review.ID, "decide", &assessment.OutcomeInput{Outcome: assessment.OutcomeUpheld, Answer: "维持"})
	if r := w.Stored(review.ID); !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) {
		t.Errorf("the decision waits for %v", r.Waiting)
	}
	w.Turn("2027-02-20")
	w.Refused("assessment.sign_on_paper", w.Try(w.Personnel(), review.ID, "note_receipt", &assessment.ReceiptInput{On: officetest.Date("2027-02-12")}))
	w.Refused("signoff.how_told", w.Try(w.Personnel(), review.ID, "note_signature", receiptOn("2027-02-12", true, "")))
	w.Refused("error.day.span", w.Try(w.Personnel(), review.ID, "note_signature", receiptOn("2027-02-09", false, "")))
	w.Do(w.Personnel(), review.ID, "note_signature", receiptOn("2027-02-12", true, "当面宣读，本人不签，在场人：干部a1"))
	w.Refused(signoff.SecondPerson, w.Try(w.Personnel(), review.ID, "check_signature", nil))
	_, err = w.onPaper("a3", cycle, assessment.TypeAppeal, "2027-02-19") // the receipt is not compared yet: the deadline has not begun
	w.Must(err)
	w.Do(w.principal(), review.ID, "check_signature", nil)
	w.Refused("signoff.nothing_to_tell", w.Try(w.Personnel(), review.ID, "note_signature", receiptOn("2027-02-12", false, "")))
	if p := officetest.Payload[assessment.Case](w.World, review.ID); p.ReceivedOn != officetest.Date("2027-02-12") || !p.Receipt.Refused || p.Receipt.Paper.Checked == "" || len(w.Stored(review.ID).Waiting) != 0 {
		t.Errorf("received on %s, %+v, waiting %v", p.ReceivedOn, p.Receipt, w.Stored(review.ID).Waiting)
	}
	appeals, err := w.Find(t.Context(), evaluation.Query{Office: officetest.Office, Kinds: []string{assessment.KindAppeal}, States: evaluation.States(assessment.CaseEntered)})
	w.Must(err)
	appeal := appeals.Records[0].ID
	again := func(day string) error {
		return w.Try(w.Personnel(), appeal, "reenter_paper", &assessment.AppealPaper{
			AppealInput: assessment.AppealInput{Sheet: w.sheet(cycle, "a3"), Type: assessment.TypeAppeal, Text: "x"}, On: officetest.Date(day),
		})
	}
	w.Turn("2027-03-10")
	w.Refused("assessment.too_late", again("2027-03-02")) // 15 days from 12 February end on Saturday the 27th: the Monday after counts
	w.Must(again("2027-03-01"))
	w.Do(w.principal(), appeal, "check_paper", nil)
	w.Do(w.Personnel(), appeal, "assign", &assessment.AssignInput{Reviewer: w.People["l5"]})
	w.Do(l5, appeal, "decide", &assessment.OutcomeInput{Outcome: assessment.OutcomeChanged, Grade: assessment.Basic, Answer: "予以变更"})
	if sh := officetest.Payload[assessment.Sheet](w.World, w.sheet(cycle, "a3")); sh.Grade != assessment.Basic {
		t.Errorf("the grade is %s", sh.Grade)
	}
	w.Do(w.Personnel(), appeal, "note_signature", receiptOn("2027-03-10", false, "已收到"))
	w.Do(w.principal(), appeal, "check_signature", nil)
}

func TestARequestOnPaperIsWithdrawnOnPaper(t *testing.T) {
	w, cycle := told.begin(t)
	w.Mute.Store("干部a3", true)
	review, err := w.onPaper("a3", cycle, assessment.TypeReview, "2026-12-23")
	w.Must(err)
	_, err = w.Act(t.Context(), w.Personnel(), review.ID, w.Stored(review.ID).Version, "note_withdrawal", evaluation.Change{Reason: "本人12月23日书面撤回"})
	w.Must(err)
	if r := w.Stored(review.ID); r.State != assessment.CaseWithdrawn || len(r.Waiting) != 0 {
		t.Errorf("%s, waiting %v", r.State, r.Waiting)
	}
	own, err := w.file("a2", cycle, assessment.TypeReview)
	w.Must(err)
	_, err = w.Act(t.Context(), w.Personnel(), own.ID, own.Version, "note_withdrawal", evaluation.Change{Reason: "撤回"})
	w.Refused(signoff.HasAccount, err)
	w.Do(w.Personnel(), own.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l4"]})
	w.Do(w.Who("l4", evaluation.RoleLeader), own.ID, "decide", &assessment.OutcomeInput{Outcome: assessment.OutcomeUpheld, Answer: "维持"})
	w.Refused(signoff.HasAccount, w.Try(w.Personnel(), own.ID, "note_signature", receiptOn("2026-12-23", false, "")))
}

// An objection of somebody without an account that was handed in while the notice ran is
// answered before the notice closes, also if it was entered later.
func TestAnObjectionOnPaperIsAnsweredBeforeTheNoticeCloses(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	w.reported(cycle)
	w.rated(cycle)
	w.decided(cycle)
	w.Turn("2026-12-15")
	w.Do(w.Personnel(), cycle, "publish_notice", nil) // until 2026-12-22
	w.Mute.Store("干部a4", true)
	w.Turn("2026-12-23")
	enter := func(by, on string) (evaluation.Record, error) {
		return w.Create(t.Context(), w.Personnel(), assessment.KindObjection, "enter_paper", evaluation.Creation{Input: &assessment.ObjectionPaper{
			ObjectionInput: assessment.ObjectionInput{Cycle: cycle, Person: w.People["a1"], Text: "有异议"}, By: w.People[by], On: officetest.Date(on),
		}})
	}
	_, err := enter("a5", "2026-12-22")
	w.Refused(signoff.HasAccount, err)
	for _, day := range []string{"2026-12-14", "2026-12-23"} {
		_, err = enter("a4", day)
		w.Refused("assessment.no_notice", err)
	}
	o, err := enter("a4", "2026-12-22")
	w.Must(err)
	if o.State != assessment.CaseEntered || o.Due != officetest.Date("2026-12-22") || w.reads(w.Who("a1"), o.ID) != nil {
		t.Errorf("%s, due %s", o.State, o.Due)
	}
	w.Refused("assessment.objections_open", w.Try(w.Personnel(), cycle, "close_notice", nil))
	w.Refused(signoff.SecondPerson, w.Try(w.Personnel(), o.ID, "check_paper", nil))
	w.Do(w.principal(), o.ID, "check_paper", nil)
	w.Refused("assessment.recused", w.Try(w.Personnel(), o.ID, "assign", &assessment.AssignInput{Reviewer: w.People["a4"]}))
	w.Do(w.Personnel(), o.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l5"]})
	w.Do(w.Who("l5", evaluation.RoleDiscipline), o.ID, "answer", &assessment.OutcomeInput{Outcome: assessment.OutcomeUpheld, Answer: "不属实"})
	if r := w.Stored(o.ID); !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) {
		t.Errorf("the answer waits for %v", r.Waiting)
	}
	w.Do(w.Personnel(), cycle, "close_notice", nil)
	w.Do(w.Personnel(), o.ID, "note_signature", receiptOn("2026-12-23", false, "知道了"))
	w.Do(w.principal(), o.ID, "check_signature", nil)
	if p := officetest.Payload[assessment.Case](w.World, o.ID); p.By != w.People["a4"] || p.Receipt.Words != "知道了" || p.ReceivedOn != officetest.Date("2026-12-23") {
		t.Errorf("%+v", p)
	}
}
