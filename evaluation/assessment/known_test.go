package assessment_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// known are the special cases that a reader is shown for a sheet today.
func (w *world) known(who evaluation.Actor, sheet string) ([]assessment.Finding, bool) {
	w.T.Helper()
	v, err := w.Get(w.T.Context(), who, sheet)
	w.Must(err)
	all, err := w.Assessment.Known(w.T.Context(), []evaluation.View{v})
	w.Must(err)
	list, shown := all[sheet]
	return list, shown
}

func TestVerifyingAsksForTheSpecialCasesLikeProposingDoes(t *testing.T) {
	w, cycle := rated.begin(t)
	d1 := w.sheet(cycle, "d1")
	w.penalised("d1", roster.Demerit)
	if list, shown := w.known(w.Personnel(), d1); !shown || len(list) != 1 || list[0].Kind != roster.Demerit {
		t.Errorf("before it is verified one is shown %+v", list)
	}
	w.Do(w.Personnel(), d1, "verify", &assessment.NotesInput{Notes: "情况属实"})
	sh := officetest.Payload[assessment.Sheet](w.World, d1)
	if len(sh.Findings) != 1 || sh.Findings[0].Kind != roster.Demerit || sh.Asked != evaluation.DateOf(w.Now()) {
		t.Errorf("verified on %s with %+v", sh.Asked, sh.Findings)
	}
}

// What is shown today leaves the grades that the act accepts, each of them and no other; the
// person is not shown what is newly known.
func TestTheGradesThatAreLeftAreThoseThatTheActAccepts(t *testing.T) {
	w, cycle := verified.begin(t)
	w.penalised("a1", roster.Warning)
	w.penalised("d1", roster.Demerit)
	w.penalised("d2", roster.PartyRemoval)
	for no, want := range map[string][]string{
		"a1": {assessment.Competent, assessment.Basic, assessment.Incompetent}, "d1": {assessment.None}, "d2": {assessment.Incompetent}, "c1": assessment.Grades(),
	} {
		id := w.sheet(cycle, no)
		list, _ := w.known(w.leader(no), id)
		sh := officetest.Payload[assessment.Sheet](w.World, id)
		left := sh.Open(list)
		if !slices.Equal(left, want) {
			t.Errorf("%s is left %v, want %v", no, left, want)
		}
		for _, grade := range append(assessment.Grades(), assessment.None) {
			err := w.Try(w.leader(no), id, "propose", propose(grade))
			if accepted := err == nil; accepted != slices.Contains(left, grade) {
				t.Errorf("%s, %s is accepted: %t", no, grade, accepted)
			}
			if err == nil {
				w.Do(w.leader(no), id, "withdraw_proposal", nil)
			}
		}
	}
	if list, shown := w.known(w.Who("d1"), w.sheet(cycle, "d1")); shown {
		t.Errorf("the person is shown %+v", list)
	}
}

// Of several special cases the heaviest counts; a case that is open goes before all,
// because nothing can be decided before it is closed.
func TestOfSeveralSpecialCasesTheHeaviestCounts(t *testing.T) {
	sh := &assessment.Sheet{}
	for _, c := range []struct{ cases, left []string }{
		{[]string{assessment.NotExcellent, assessment.AtMostBasic}, []string{assessment.Basic, assessment.Incompetent}},
		{[]string{assessment.AtMostBasic, assessment.MustIncompetent, assessment.NotExcellent}, []string{assessment.Incompetent}},
		{[]string{assessment.NotExcellent, assessment.NoGrade}, []string{assessment.None}},
		{[]string{assessment.NoGrade, assessment.MustIncompetent}, []string{assessment.Incompetent}},
		{[]string{assessment.MustIncompetent, assessment.Deferred}, []string{assessment.None}},
		{[]string{assessment.CommentOnly, assessment.AtMostBasic}, []string{assessment.None}},
	} {
		for range 2 { // in any order
			var list []assessment.Finding
			for _, one := range c.cases {
				list = append(list, assessment.Finding{Consequence: one})
			}
			if left := sh.Open(list); !slices.Equal(left, c.left) {
				t.Errorf("%v leave %v, want %v", c.cases, left, c.left)
			}
			slices.Reverse(c.cases)
		}
	}
}

// Whoever has left meanwhile is shown as such, and the others are shown.
func TestWhoIsNoLongerOnTheRosterOfTheDayIsShownAsDeparted(t *testing.T) {
	w, cycle := verified.begin(t)
	w.Do(w.Personnel(), w.People["d1"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: officetest.Date("2026-11-20")})
	list, _ := w.known(w.Personnel(), w.sheet(cycle, "d1"))
	if len(list) != 1 || list[0].Consequence != assessment.Departed || list[0].From != officetest.Date("2026-11-20") {
		t.Errorf("shown: %+v", list)
	}
	w.Refused("assessment.departed.departed", w.Try(w.principal(), w.sheet(cycle, "d1"), "propose", propose(assessment.Competent)))
	if _, shown := w.known(w.Personnel(), w.sheet(cycle, "d2")); !shown {
		t.Error("the others are not shown")
	}
}

// Acts for which there is nothing are not on the page, and say why by their address.
func TestActsForWhichThereIsNothingAreNotOnThePage(t *testing.T) {
	w, cycle := told.begin(t)
	a1 := w.sheet(cycle, "a1")
	nothing := map[string]string{"keep_grade": "assessment.no_change", "revise_grade": "assessment.no_change", "confirm_grade": "assessment.no_supplement", "add_grade": "assessment.not_deferred"}
	for _, who := range []evaluation.Actor{w.Personnel(), w.principal()} {
		v, err := w.Get(t.Context(), who, a1)
		w.Must(err)
		for act := range nothing {
			if v.Grants(act) {
				t.Errorf("%s is on the page of %s: %v", act, who.Name, v.Blocked)
			}
		}
	}
	for act, why := range nothing {
		who := w.principal()
		if act == "confirm_grade" {
			who = w.Personnel()
		}
		w.Refused(why, w.Bar(t.Context(), who, a1, act))
	}
	w.penalised("a1", roster.Warning)
	w.watched()
	v, err := w.Get(t.Context(), w.principal(), a1)
	w.Must(err)
	if v.Offers("keep_grade") || v.Usual != "revise_grade" {
		t.Errorf("the usual act is %q: %v", v.Usual, v.Acts)
	}
}
