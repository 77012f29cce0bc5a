package assessment_test

import (
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// comes enters somebody who joins the office on a day.
func (w *world) comes(no, unit, level, day string) {
	w.T.Helper()
	on := officetest.Date(day)
	r := w.Make(w.Personnel(), roster.KindPerson, "enter", &roster.Enter{
		No: no, Name: "干部" + no, Sex: roster.Male, Born: officetest.Date("1998-05-01"), WorkedSince: on, Joined: on,
		Department: w.Units[unit], Post: "职务" + no, PostSince: on, Level: level, LevelSince: on,
	})
	w.People[no] = r.ID
}

func (w *world) adds(cycle string, nos ...string) error {
	w.T.Helper()
	in := &assessment.AddInput{}
	for _, no := range nos {
		in.People = append(in.People, w.People[no])
	}
	return w.Try(w.Personnel(), cycle, "add_people", in)
}

func (w *world) addable(cycle string) int {
	w.T.Helper()
	list, err := w.Assessment.Addable(w.T.Context(), w.view(cycle))
	w.Must(err)
	return len(list)
}

// a recruit is assessed with a comment and without a grade, and counts in the base of
// the quota.
func TestWhoComesAfterTheOpeningIsAddedWithOwnSpecialCases(t *testing.T) {
	w, cycle := year(t)
	eligible := func() int {
		seats, err := w.Assessment.Seats(t.Context(), w.view(cycle))
		w.Must(err)
		return seats.All.Eligible
	}
	before := eligible()
	if v := w.view(cycle); v.Grants("add_people") || w.addable(cycle) != 0 {
		t.Fatal("there is nobody to add, and the act is on the page")
	}
	w.Turn("2026-12-03")
	w.comes("a8", "a", "一级科员", "2026-12-02")
	w.comes("a9", "a", "二级调研员", "2026-12-02") // assessed above
	w.Do(w.Personnel(), w.People["a8"], "absence", &roster.Away{Kind: roster.Probation, Source: "录用通知", From: officetest.Date("2026-12-02"), To: officetest.Date("2027-12-01")})
	if n := w.addable(cycle); n != 1 {
		t.Fatalf("%d can be added", n)
	}
	w.Refused("assessment.not_addable", w.adds(cycle, "a9"))
	w.Refused("assessment.takes_part", w.adds(cycle, "a1"))
	w.Refused("error.field.required", w.adds(cycle))
	if err := w.Try(w.principal(), cycle, "add_people", &assessment.AddInput{People: []string{w.People["a8"]}}); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("a leader adds people: %v", err)
	}
	w.Must(w.adds(cycle, "a8"))
	w.rerun(cycle)
	if n := eligible(); n != before+1 || w.addable(cycle) != 0 {
		t.Errorf("%d should take part, before %d", n, before)
	}
	sheet := w.sheet(cycle, "a8")
	sh, r := officetest.Payload[assessment.Sheet](w.World, sheet), w.Stored(sheet)
	if sh.Added != officetest.Date("2026-12-03") || r.State != assessment.SheetReporting || r.Due != officetest.Date("2026-12-04") || !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.People["a8"])}) {
		t.Errorf("added on %s, %s, due %s, waits for %v", sh.Added, r.State, r.Due, r.Waiting)
	}
	kinds := func() (list []string) {
		for _, f := range officetest.Payload[assessment.Sheet](w.World, sheet).Findings {
			list = append(list, f.Kind+" "+f.Consequence)
		}
		slices.Sort(list)
		return list
	}
	want := []string{roster.Probation + " " + assessment.CommentOnly} // a recruit was not transferred
	if !slices.Equal(kinds(), want) {
		t.Errorf("special cases %v, want %v", kinds(), want)
	}
	w.Do(w.Who("a8"), sheet, "submit_summary", &assessment.SummaryInput{Summary: "试用期总结"})
	w.Refused("assessment.no_grade.probation", w.Try(w.leader("a8"), sheet, "propose", propose(assessment.Competent)))
	w.Do(w.leader("a8"), sheet, "propose", propose(assessment.None))
	if !slices.Equal(kinds(), want) {
		t.Errorf("asked again %v, want %v", kinds(), want)
	}
}

// Who is added before the rating is rated like the others; afterwards without a rating.
func TestWhoIsAddedWhenTheRatingHasBegunIsNotRated(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	w.Turn("2026-12-01")
	w.comes("a8", "a", "一级主任科员", "2026-12-01")
	w.Must(w.adds(cycle, "a8"))
	if sh := officetest.Payload[assessment.Sheet](w.World, w.sheet(cycle, "a8")); len(sh.Groups) != 3 || len(sh.Raters[0].People) == 0 {
		t.Errorf("raters %+v", sh.Raters)
	}
	w.Do(w.Who("a8"), w.sheet(cycle, "a8"), "submit_report", report())
	w.reported(cycle)
	w.comes("b8", "b", "一级主任科员", "2026-12-01")
	w.Turn("2026-12-07")
	w.Must(w.adds(cycle, "b8"))
	b8 := w.sheet(cycle, "b8")
	if sh, r := officetest.Payload[assessment.Sheet](w.World, b8), w.Stored(b8); len(sh.Groups) != 0 || len(sh.Raters) != 0 || r.Due != officetest.Date("2026-12-15") {
		t.Errorf("raters %+v, due %s", sh.Raters, r.Due)
	}
	w.rated(cycle)
	if sh := officetest.Payload[assessment.Sheet](w.World, w.sheet(cycle, "a8")); sh.Result == nil || sh.Result.Returned == 0 {
		t.Errorf("rated: %+v", sh.Result)
	}
	w.Do(w.Who("b8"), b8, "submit_summary", &assessment.SummaryInput{Summary: "总结"})
	w.decidedWith(cycle, "a8", "b8")
	w.Turn("2026-12-15")
	w.comes("c8", "c", "一级主任科员", "2026-12-08")
	w.Refused("assessment.grades_missing", func() error {
		w.Must(w.adds(cycle, "c8"))
		return w.Try(w.Personnel(), cycle, "publish_notice", nil)
	}())
	c8 := w.sheet(cycle, "c8")
	w.Do(w.Who("c8"), c8, "submit_summary", &assessment.SummaryInput{Summary: "总结"})
	w.Do(w.leader("c8"), c8, "propose", propose(assessment.Competent))
	w.Do(w.principal(), c8, "decide", &assessment.DecideInput{Grade: assessment.Competent})
	w.Do(w.Personnel(), cycle, "publish_notice", nil)
	w.comes("d8", "d", "一级主任科员", "2026-12-14")
	if v := w.view(cycle); v.Grants("add_people") || w.addable(cycle) != 0 {
		t.Error("people are added during the notice")
	}
}

// decidedWith grades everybody, and some more people as competent.
func (w *world) decidedWith(cycle string, more ...string) {
	w.T.Helper()
	for _, no := range append(assessedHere(), more...) {
		sheet := w.sheet(cycle, no)
		if w.Stored(sheet).State == assessment.SheetReported {
			w.Do(w.Personnel(), sheet, "verify", &assessment.NotesInput{Notes: "情况属实"})
		}
		w.Do(w.leader(no), sheet, "propose", propose(gradeOf(no)))
	}
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	for _, no := range append(assessedHere(), more...) {
		w.Do(w.principal(), w.sheet(cycle, no), "decide", &assessment.DecideInput{Grade: gradeOf(no)})
	}
}

// Who comes after the assessed period takes part in the next one.
func TestWhoComesAfterThePeriodIsNotAdded(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	w.Turn("2027-01-05")
	w.comes("a8", "a", "一级主任科员", "2027-01-04")
	if n := w.addable(cycle); n != 0 {
		t.Errorf("%d can be added", n)
	}
	w.comes("a9", "a", "一级主任科员", "2026-12-28") // entered late
	w.Must(w.adds(cycle, "a9"))
	if sh := officetest.Payload[assessment.Sheet](w.World, w.sheet(cycle, "a9")); sh.Added != officetest.Date("2026-12-31") || len(sh.Findings) != 0 {
		t.Errorf("%s %+v", sh.Added, sh.Findings)
	}
}

// A cycle whose frozen rules do not say whom it assesses has nobody to add, and its page
// opens.
func TestACycleThatDoesNotSayWhomItAssessesHasNobodyAddable(t *testing.T) {
	w, cycle := year(t)
	c := officetest.Payload[assessment.Cycle](w.World, cycle)
	c.Rules.Values = slices.DeleteFunc(c.Rules.Values, func(e rulepack.Entry) bool {
		return e.Key == "assessment.levels" || strings.HasPrefix(e.Key, "assessment.populations")
	})
	w.rewrite(cycle, c)
	w.comes("a8", "a", "一级科员", "2026-12-01")
	if v := w.view(cycle); v.Grants("add_people") || w.addable(cycle) != 0 {
		t.Error("there is somebody to add")
	}
}

// The sheets of people who are added do not depend on how far the opening has come.
func TestWhoIsAddedGetsASheetAlthoughTheOpeningIsNotFinished(t *testing.T) {
	w, cycle := year(t)
	r := w.Stored(cycle)
	r.Effects[0].Done, r.Effects[0].At, r.Pending = false, 100, true
	_, err := w.Store.Put(t.Context(), r)
	w.Must(err)
	w.comes("a8", "a", "一级科员", "2026-12-01")
	w.Must(w.adds(cycle, "a8"))
	if sheet := w.Stored(w.sheet(cycle, "a8")); sheet.State != assessment.SheetReporting {
		t.Errorf("the sheet is %s", sheet.State)
	}
}
