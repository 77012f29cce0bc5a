package assessment_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// leaves records somebody's last day in the office.
func (w *world) leaves(no, day string) {
	w.T.Helper()
	w.Do(w.Personnel(), w.People[no], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: officetest.Date(day)})
}

// takenOut checks that a sheet waits for personnel who take the person out of the cycle.
func (w *world) takenOut(sheet string) {
	w.T.Helper()
	section := []string{evaluation.WaitRole(evaluation.RolePersonnel)}
	w.watched()
	if r := w.Stored(sheet); !slices.Equal(r.Waiting, section) {
		w.T.Errorf("%s waits for %v", r.State, r.Waiting)
	}
	v, err := w.Get(w.T.Context(), w.Personnel(), sheet)
	w.Must(err)
	if v.Usual != "exempt" {
		w.T.Errorf("the usual act is %q", v.Usual)
	}
	w.Do(w.Personnel(), sheet, "exempt", &assessment.ExemptInput{Ground: assessment.ExemptElsewhere})
	sh := officetest.Payload[assessment.Sheet](w.World, sheet)
	if !slices.ContainsFunc(sh.Findings, func(f assessment.Finding) bool { return f.Consequence == assessment.Departed }) {
		w.T.Errorf("the sheet does not say that the person has left: %+v", sh.Findings)
	}
}

// who was transferred is assessed by the present office. The roster of the cycle's day
// does not have a2 any more; b1 leaves later, and before the period ends.
func TestWhoHasLeftIsTakenOutOfTheCycle(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	w.reported(cycle)
	w.rated(cycle)
	w.Turn("2026-12-12")
	for _, no := range []string{"a2", "b1"} {
		w.Do(w.Personnel(), w.sheet(cycle, no), "verify", &assessment.NotesInput{Notes: "情况属实"})
	}
	w.leaves("a2", "2026-11-20")
	w.leaves("b1", "2026-12-11")
	seats := func() int {
		seats, err := w.Assessment.Seats(t.Context(), w.view(cycle))
		w.Must(err)
		return seats.All.Eligible
	}
	before := seats()
	for _, no := range []string{"a2", "b1"} {
		sheet := w.sheet(cycle, no)
		w.Refused("assessment.departed.departed", w.Try(w.leader(no), sheet, "propose", propose(assessment.Competent)))
		v, err := w.Get(t.Context(), w.leader(no), sheet)
		w.Must(err)
		if v.Usual != "" || v.Offers("propose") {
			t.Errorf("%s: %q is usual", no, v.Usual)
		}
		known, err := w.Assessment.Known(t.Context(), []evaluation.View{w.view(sheet)})
		w.Must(err)
		if !slices.ContainsFunc(known[sheet], func(f assessment.Finding) bool { return f.Kind == assessment.KindDeparted }) {
			t.Errorf("%s: known today is %+v", no, known[sheet])
		}
	}
	standing, err := w.Assessment.Standing(t.Context(), w.view(cycle))
	w.Must(err)
	if len(standing.Gone) != 2 {
		t.Errorf("gone: %+v", standing.Gone)
	}
	w.takenOut(w.sheet(cycle, "a2"))
	w.takenOut(w.sheet(cycle, "b1"))
	if n := seats(); n != before-2 {
		t.Errorf("%d should take part, before %d", n, before)
	}
}

// A departure that is cancelled gives the sheet back to whoever had it.
func TestACancelledDepartureGivesTheSheetBack(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	sheet := w.sheet(cycle, "a2")
	had := w.Stored(sheet)
	w.Turn("2026-12-02")
	w.leaves("a2", "2026-12-01")
	w.watched()
	w.watched()
	w.Do(w.Personnel(), w.People["a2"], "reinstate", nil)
	w.watched()
	if r := w.Stored(sheet); !slices.Equal(r.Waiting, had.Waiting) || r.Due != had.Due || officetest.Payload[assessment.Sheet](w.World, sheet).Held != nil {
		t.Errorf("waits for %v until %s, before for %v until %s", r.Waiting, r.Due, had.Waiting, had.Due)
	}
}

// Who stays until the period ends is assessed here, although the grade is decided later.
func TestWhoLeavesWhenThePeriodIsOverIsAssessedHere(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	w.reported(cycle)
	w.rated(cycle)
	sheet := w.sheet(cycle, "a2")
	w.Do(w.Personnel(), sheet, "verify", &assessment.NotesInput{Notes: "情况属实"})
	w.Turn("2027-01-08")
	w.leaves("a2", "2026-12-31")
	w.Do(w.leader("a2"), sheet, "propose", propose(assessment.Competent))
}

// A grade of somebody who leaves before the notice does not go on it unseen: the decision is
// taken back and the person taken out, or the grade is kept with a reason.
func TestTheGradeOfWhoLeavesBeforeTheNoticeIsAskedAbout(t *testing.T) {
	w, cycle := decided.begin(t)
	w.Turn("2026-12-15")
	a2, b1 := w.sheet(cycle, "a2"), w.sheet(cycle, "b1")
	w.leaves("a2", "2026-12-14")
	w.leaves("b1", "2026-12-14")
	w.Refused("assessment.facts_changed", w.Try(w.Personnel(), cycle, "publish_notice", nil))
	w.watched()
	for _, sheet := range []string{a2, b1} {
		if n := len(officetest.Payload[assessment.Sheet](w.World, sheet).Changes); n != 1 {
			t.Fatalf("%d changes", n)
		}
	}
	w.Refused("assessment.keep_principal", w.Try(w.Personnel(), a2, "keep_grade", nil))
	w.Do(w.principal(), a2, "keep_grade", nil)
	w.Do(w.principal(), b1, "undo_decision", nil)
	w.takenOut(b1)
	w.Do(w.Personnel(), cycle, "publish_notice", nil)
}

// A participant whose first day in the office is corrected to a later one takes part.
func TestWhoCameLaterThanTheRosterSaidTakesPart(t *testing.T) {
	w := newWorld(t)
	w.comes("a8", "a", "一级主任科员", "2026-11-20")
	cycle := w.opened()
	w.Turn("2026-12-05")
	sheet := w.sheet(cycle, "a8")
	r := w.Stored(w.People["a8"])
	p := officetest.Payload[roster.Person](w.World, r.ID)
	p.Joined, p.Appointments[0].From = officetest.Date("2026-12-01"), officetest.Date("2026-12-01")
	w.rewrite(r.ID, p)
	w.Do(w.Who("a8"), sheet, "submit_report", report())
	known, err := w.Assessment.Known(t.Context(), []evaluation.View{w.view(sheet)})
	w.Must(err)
	if slices.ContainsFunc(known[sheet], func(f assessment.Finding) bool { return f.Kind == assessment.KindDeparted }) {
		t.Errorf("departed: %+v", known[sheet])
	}
}

// The ground of an exemption follows from why the person left; what the roster does not say is
// left to personnel.
func TestTheGroundFollowsFromWhyThePersonLeft(t *testing.T) {
	for _, why := range append(roster.Leavings(), "") {
		want := assessment.ExemptNotStaff
		switch why {
		case roster.LeavingTransfer:
			want = assessment.ExemptElsewhere
		case roster.LeavingOther, "":
			want = ""
		}
		if got := assessment.GroundOf(why); got != want {
			t.Errorf("%s: %s, want %s", why, got, want)
		}
	}
}
