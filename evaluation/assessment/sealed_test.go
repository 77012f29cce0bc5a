package assessment_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/sealed"
)

// upload stores a file of personnel.
func (w *world) upload(id, media string) *sealed.Input {
	w.T.Helper()
	w.Must(w.Store.PutBlob(w.T.Context(), evaluation.Blob{
		Office: officetest.Office, ID: id, Name: id, Type: media, Owner: w.Personnel().Account, Created: time.Now(),
	}, []byte("%PDF-1.7 "+id)))
	return &sealed.Input{Copy: []string{id}}
}

// copies are how the copies of a record stand, as personnel see it.
func (w *world) copies(id string) []sealed.Standing {
	w.T.Helper()
	list, err := w.Assessment.Copies(w.T.Context(), w.view(id))
	w.Must(err)
	return list
}

// signed brings somebody's talk to its end: the person agrees.
func (w *world) signed(cycle, no string) string {
	w.T.Helper()
	talk := w.talked(cycle, no)
	w.Do(w.Who(no), talk, "acknowledge", &assessment.CommentInput{Comment: "同意"})
	w.Do(w.Personnel(), talk, "lock", nil)
	return talk
}

// corrected changes the grade of somebody by a review.
func (w *world) corrected(cycle, no, grade string) {
	w.T.Helper()
	review, err := w.file(no, cycle, assessment.TypeReview)
	w.Must(err)
	w.Do(w.Personnel(), review.ID, "assign", &assessment.AssignInput{Reviewer: w.People["l4"]})
	w.Do(w.Who("l4", evaluation.RoleLeader), review.ID, "decide", &assessment.OutcomeInput{Outcome: assessment.OutcomeChanged, Grade: grade, Answer: "属实"})
}

func TestACopyIsAttachedByPersonnelToWhatIsLocked(t *testing.T) {
	w, cycle := decided.begin(t)
	sheet := w.sheet(cycle, "a2")
	pdf := w.upload("pdf", "application/pdf")
	w.Refused("error.state", w.Try(w.Personnel(), sheet, sealed.Act, pdf))
	w.Refused("error.state", w.Try(w.Personnel(), cycle, sealed.Act, pdf))
	w.noticed(cycle)
	w.Refused("assessment.unanswered", w.Try(w.Personnel(), sheet, sealed.Act, pdf))
	w.signed(cycle, "a2")
	for _, who := range []evaluation.Actor{w.principal(), w.Who("l3", evaluation.RoleLeader), w.Who("a2"), w.Who("a1")} {
		if err := w.Try(who, sheet, sealed.Act, pdf); err == nil {
			t.Errorf("%s attaches a copy", who.Name)
		}
	}
	w.Refused("recused", w.Try(w.Who("a2", evaluation.RolePersonnel), sheet, sealed.Act, pdf))
	if e := w.refusal("sealed.format", w.Try(w.Personnel(), sheet, sealed.Act, w.upload("picture", "image/png"))); e.Fields["copy"].Key != "sealed.format" {
		t.Errorf("a picture: %v", e.Fields)
	}
	_ = w.refusal("error.field.required", w.Try(w.Personnel(), sheet, sealed.Act, &sealed.Input{}))
	w.Do(w.Personnel(), sheet, sealed.Act, pdf)
	_ = w.refusal("error.field.file", w.Try(w.Personnel(), cycle, sealed.Act, pdf)) // it belongs to the sheet
	w.Do(w.Personnel(), cycle, sealed.Act, w.upload("ofd", "application/ofd"))
	one := w.copies(sheet)
	b, err := w.Store.BlobInfo(t.Context(), officetest.Office, "pdf")
	w.Must(err)
	if len(one) != 1 || !one[0].Same || !one[0].File || one[0].Format != sealed.PDF || one[0].SHA256 != b.SHA256 || one[0].Name != "组织科" || one[0].On != officetest.Date("2026-12-24") || len(one[0].Content) != 64 {
		t.Errorf("%+v", one)
	}
	if entry := w.Stored(sheet).History[one[0].Entry-1]; entry.Act != sealed.Act {
		t.Errorf("entry %d is %s", one[0].Entry, entry.Act)
	}
	if all := w.copies(cycle); len(all) != 1 || !all[0].Same || all[0].Format != sealed.OFD {
		t.Errorf("%+v", all)
	}
	// The person sees the own; others who do not see the sheet do not; the cycle's are for those who run it.
	if !slices.Contains(w.reads(w.Who("a2"), sheet), "sealed") || w.reads(w.Who("a1"), sheet) != nil || slices.Contains(w.reads(w.Who("a2"), cycle), "sealed") {
		t.Error("the copies are shown to others, or not to the person")
	}
	if list, err := w.Assessment.Copies(t.Context(), evaluation.View{Record: w.Stored(cycle)}); err != nil || list != nil {
		t.Errorf("who does not see them is told %v, %v", list, err)
	}
}

func TestItIsSaidWhetherARecordStillSaysWhatWasSealedAndWhichActChangedIt(t *testing.T) {
	w, cycle := told.begin(t)
	w.signed(cycle, "a2")
	w.signed(cycle, "a3")
	sheet, other := w.sheet(cycle, "a3"), w.sheet(cycle, "a2")
	for id, in := range map[string]*sealed.Input{sheet: w.upload("1", "application/pdf"), other: w.upload("2", "application/pdf"), cycle: w.upload("3", "application/pdf")} {
		w.Do(w.Personnel(), id, sealed.Act, in)
	}
	w.Turn("2026-12-28")
	w.corrected(cycle, "a3", assessment.Basic)
	for _, c := range []struct {
		id   string
		acts []string // "" for a record that says the same
	}{{sheet, []string{"correct_grade", "ask_again"}}, {cycle, []string{"correct_grade"}}, {other, nil}} {
		one := w.copies(c.id)[0]
		var acts []string
		for _, change := range one.Changed {
			acts = append(acts, change.Act)
			if change.Act == "correct_grade" && change.Record != sheet || change.Subject != w.People["a3"] || change.On != officetest.Date("2026-12-28") {
				t.Errorf("%+v", change)
			}
		}
		if one.Same != (c.acts == nil) || !slices.Equal(acts, c.acts) || !one.File {
			t.Errorf("%s: same %t, changed by %v, want %v", c.id, one.Same, acts, c.acts)
		}
	}
	// Another copy follows; the first one stays, and its answer, too.
	w.Turn("2026-12-29")
	w.Refused("assessment.unanswered", w.Try(w.Personnel(), sheet, sealed.Act, &sealed.Input{Copy: []string{"1"}}))
	w.Do(w.Who("a3"), w.participant(cycle, "a3").Talk, "acknowledge", &assessment.CommentInput{})
	w.Do(w.Personnel(), sheet, sealed.Act, w.upload("4", "application/pdf"))
	w.Do(w.Personnel(), cycle, sealed.Act, w.upload("5", "application/pdf"))
	for _, id := range []string{sheet, cycle} {
		if list := w.copies(id); len(list) != 2 || !list[0].Same || list[1].Same || list[1].Changed[0].Act != "correct_grade" {
			t.Errorf("%+v", list)
		}
	}
}

func TestClosingAndReopeningChangesNothingOfWhatWasSealed(t *testing.T) {
	w, cycle := told.begin(t)
	for _, no := range assessedHere() {
		w.signed(cycle, no)
	}
	w.Do(w.Personnel(), w.sheet(cycle, "a2"), sealed.Act, w.upload("1", "application/pdf"))
	w.Do(w.Personnel(), cycle, sealed.Act, w.upload("2", "application/pdf"))
	w.Do(w.Personnel(), cycle, "close", nil)
	if r := w.Stored(w.sheet(cycle, "a2")); r.State != assessment.SheetClosed {
		t.Fatal(r.State)
	}
	w.Do(w.Personnel(), w.sheet(cycle, "a2"), sealed.Act, w.upload("3", "application/pdf"))
	w.Do(w.principal(), cycle, "reopen", nil)
	for _, id := range []string{w.sheet(cycle, "a2"), cycle} {
		for _, one := range w.copies(id) {
			if !one.Same || len(one.Changed) > 0 {
				t.Errorf("%+v", one)
			}
		}
	}
}

func TestWhatWasChangedBehindTheProgramsBackIsSaidToo(t *testing.T) {
	w, cycle := told.begin(t)
	sheet := w.sheet(cycle, "a2")
	w.signed(cycle, "a2")
	w.Do(w.Personnel(), sheet, sealed.Act, w.upload("1", "application/pdf"))
	r := w.Stored(sheet)
	r.Payload = bytes.Replace(r.Payload, []byte(`"grade":"competent","ground"`), []byte(`"grade":"excellent","ground"`), 1)
	_, err := w.Store.Put(t.Context(), r)
	w.Must(err)
	if one := w.copies(sheet)[0]; one.Same || one.Changed != nil {
		t.Errorf("%+v", one)
	}
}

// What the person says in the talk is on the form, and so is what was said before.
func TestAnAnswerThatComesAgainIsAChangeOfWhatWasSealed(t *testing.T) {
	w, cycle := told.begin(t)
	sheet, talk := w.sheet(cycle, "a2"), w.signed(cycle, "a2")
	w.Do(w.Personnel(), sheet, sealed.Act, w.upload("1", "application/pdf"))
	w.Turn("2026-12-25")
	w.Do(w.principal(), talk, "reopen", nil)
	w.Do(w.principal(), talk, "release", nil)
	w.Do(w.Who("a2"), talk, "object", &assessment.TextInput{Text: "请再考虑"})
	one := w.copies(sheet)[0]
	var acts []string
	for _, change := range one.Changed {
		acts = append(acts, change.Act)
		if change.Record != talk || change.Subject != w.People["a2"] {
			t.Errorf("%+v", change)
		}
	}
	if one.Same || !slices.Equal(acts, []string{"reopen", "object"}) {
		t.Errorf("same %t, changed by %v", one.Same, acts)
	}
}

// Whoever is excused from the talk in writing has nothing to sign.
func TestACopyIsAttachedWithoutAnAnswerWhereThereIsNoTalk(t *testing.T) {
	w, cycle := told.begin(t)
	w.Do(w.principal(), w.participant(cycle, "a2").Talk, "excuse", nil)
	w.Do(w.Personnel(), w.sheet(cycle, "a2"), sealed.Act, w.upload("1", "application/pdf"))
}

// A decided grade of excellent is first on notice: until it is over, the form is as it was.
func TestAGradeOnNoticeChangesTheFilingListsAndNotYetTheForm(t *testing.T) {
	w, cycle := freed.begin(t)
	sheet := w.sheet(cycle, "a2")
	w.signed(cycle, "a2")
	w.Do(w.Personnel(), sheet, sealed.Act, w.upload("1", "application/pdf"))
	w.Do(w.Personnel(), cycle, sealed.Act, w.upload("2", "application/pdf"))
	w.Turn("2026-12-25")
	w.Must(w.reviewed(cycle, "a2"))
	if one := w.copies(sheet)[0]; !one.Same {
		t.Errorf("the form: %+v", one)
	}
	if one := w.copies(cycle)[0]; one.Same || len(one.Changed) != 1 || one.Changed[0].Act != "correct_grade" || one.Changed[0].Record != sheet {
		t.Errorf("the lists: %+v", one)
	}
	w.Turn("2027-01-15")
	w.Do(w.Personnel(), sheet, "confirm_grade", nil)
	if one := w.copies(sheet)[0]; one.Same || one.Changed[0].Act != "confirm_grade" {
		t.Errorf("the form when the notice is over: %+v", one)
	}
}

// Rule A-17 holds for a changed grade, too.
func TestWhoAnsweredIsAskedAboutAChangedGrade(t *testing.T) {
	w, cycle := told.begin(t)
	talk := w.signed(cycle, "a3")
	w.Turn("2026-12-28")
	w.corrected(cycle, "a3", assessment.Basic)
	r, own := w.Stored(talk), officetest.Payload[assessment.Talk](w.World, talk).Own()
	if r.State != assessment.TalkReleased || !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.People["a3"])}) || r.Due.IsZero() {
		t.Errorf("%s, waiting %v until %s", r.State, r.Waiting, r.Due)
	}
	if own.Answer.Kind != "" || len(own.Former) != 1 || own.Former[0].Grade != assessment.Incompetent || own.Former[0].Answer.On != officetest.Date("2026-12-24") || own.Former[0].Answer.Text != "同意" {
		t.Errorf("%+v", own)
	}
	w.Do(w.Who("a3"), talk, "object", &assessment.TextInput{Text: "不同意"})
	w.rerun(w.sheet(cycle, "a3"))
	if own := officetest.Payload[assessment.Talk](w.World, talk).Own(); own.Answer.Text != "不同意" || len(own.Former) != 1 {
		t.Errorf("asked twice: %+v", own)
	}
	if talk := w.participant(cycle, "a2").Talk; w.Stored(talk).State != assessment.TalkWaiting {
		t.Errorf("another talk is %s", w.Stored(talk).State)
	}
}
