package assessment_test

import (
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// lifted takes a penalty back that was entered on a day.
func (w *world) lifted(no, kind, on string) {
	w.T.Helper()
	w.Do(w.Personnel(), w.People[no], "annul_absence", &roster.AnnulAbsence{Kind: kind, From: officetest.Date(on)})
}

// line returns the line of a person on the filing lists.
func (w *world) line(cycle, no string) assessment.FilingLine {
	w.T.Helper()
	filing, err := w.Assessment.Filing(w.T.Context(), w.view(cycle))
	w.Must(err)
	for _, f := range filing {
		for _, l := range f.Lists {
			for _, line := range l.Lines {
				if line.Person.ID == w.People[no] {
					return line
				}
			}
		}
	}
	return assessment.FilingLine{}
}

// A case that is opened after the grade was told asks to reconsider it: the task comes once,
// personnel cannot close it, and a principal leader keeps the grade or takes it back.
func TestACaseThatIsOpenedAfterTheGradeWasToldIsATask(t *testing.T) {
	w, cycle := told.begin(t)
	a1, d1 := w.sheet(cycle, "a1"), w.sheet(cycle, "d1")
	for _, no := range []string{"a1", "d1"} {
		w.penalised(no, roster.Investigation)
	}
	w.Turn("2026-12-24")
	w.watched()
	for _, id := range []string{a1, d1} {
		sh := officetest.Payload[assessment.Sheet](w.World, id)
		if len(sh.Changes) != 1 || sh.Changes[0].Findings[0].Consequence != assessment.Reconsider {
			t.Fatalf("%+v", sh.Changes)
		}
		w.Refused("assessment.keep_principal", w.Try(w.Personnel(), id, "keep_grade", nil))
	}
	if f := w.line(cycle, "a1").Findings; len(f) != 1 || f[0].Kind != roster.Investigation {
		t.Errorf("the filing list names %+v", f)
	}
	w.Do(w.principal(), a1, "keep_grade", nil)
	w.Refused("assessment.grade_same", w.Try(w.principal(), d1, "revise_grade", &assessment.ReviseInput{Grade: gradeOf("d1")}))
	w.Do(w.principal(), d1, "revise_grade", &assessment.ReviseInput{Grade: assessment.None})
	for _, day := range []string{"2026-12-25", "2027-01-10"} {
		w.Turn(day)
		w.watched()
	}
	for _, id := range []string{a1, d1} {
		if sh := officetest.Payload[assessment.Sheet](w.World, id); len(sh.Changes) != 1 {
			t.Errorf("asked again: %+v", sh.Changes)
		}
	}
	if f := w.line(cycle, "a1").Findings; len(f) != 1 || f[0].Consequence != assessment.Reconsider {
		t.Errorf("kept, and the filing list names %+v", f)
	}
	w.Do(w.Personnel(), w.People["d1"], "end_absence", &roster.EndAbsence{Kind: roster.Investigation, From: officetest.Date("2026-12-23"), To: officetest.Date("2027-01-10")})
	w.Turn("2027-01-11")
	w.Do(w.principal(), d1, "add_grade", &assessment.AddGradeInput{Grade: assessment.Competent, Source: "浦纪结〔2027〕1号"})
}

// A penalty that is no longer recorded is said with what it had followed from it.
func TestAnAnnulledPenaltyIsSaidAsSuch(t *testing.T) {
	w := newWorld(t)
	w.penalised("d2", roster.Demerit)
	cycle := w.verifying()
	grade := func(no string) string {
		if no == "d2" {
			return assessment.None
		}
		return gradeOf(no)
	}
	for _, no := range assessedHere() {
		w.Do(w.leader(no), w.sheet(cycle, no), "propose", propose(grade(no)))
	}
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	for _, no := range assessedHere() {
		w.Do(w.principal(), w.sheet(cycle, no), "decide", &assessment.DecideInput{Grade: grade(no)})
	}
	w.noticed(cycle)
	w.lifted("d2", roster.Demerit, "2026-12-01")
	w.watched()
	d2 := w.sheet(cycle, "d2")
	sh := officetest.Payload[assessment.Sheet](w.World, d2)
	if len(sh.Changes) != 1 || len(sh.Changes[0].Findings) != 0 || len(sh.Changes[0].Gone) != 1 || sh.Changes[0].Gone[0].Kind != roster.Demerit {
		t.Fatalf("%+v", sh.Changes)
	}
	w.Refused("assessment.grade_needed", w.Try(w.principal(), d2, "keep_grade", nil))
	w.Do(w.principal(), d2, "revise_grade", &assessment.ReviseInput{Grade: assessment.Competent})
}

// Without a record of probation the level alone says that somebody is on it; a record of
// a time that is over says that it ended.
func TestALevelOfProbationIsASpecialCaseUnlessARecordSaysThatItEnded(t *testing.T) {
	for name, c := range map[string]struct {
		absences []roster.Absence
		want     int
	}{
		"nothing recorded": {nil, 1},
		"ended":            {[]roster.Absence{{Kind: roster.Probation, From: dayOf("2025-09-01"), To: dayOf("2026-08-31")}}, 0},
		"running":          {[]roster.Absence{{Kind: roster.Probation, From: dayOf("2026-09-01"), To: dayOf("2027-08-31")}}, 1},
		"later":            {[]roster.Absence{{Kind: roster.Probation, From: dayOf("2027-01-01"), To: dayOf("2027-12-31")}}, 1},
	} {
		m := roster.Member{Joined: dayOf("2015-01-01"), Level: roster.LevelProbation, Establishment: "行政编", Absences: c.absences}
		got, err := assessment.Eligibility(m, assessment.On(dayOf("2026-11-30")), rules(t))
		if err != nil || len(got) != c.want || c.want == 1 && (got[0].Kind != roster.Probation || got[0].Consequence != assessment.CommentOnly) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

// While a case is open no comment is written.
func TestNoCommentIsWrittenDuringAnInvestigation(t *testing.T) {
	w, cycle := verified.begin(t)
	d2 := w.sheet(cycle, "d2")
	w.penalised("d2", roster.Investigation)
	in := propose(assessment.None)
	in.Comment = "工作扎实"
	w.Refused("assessment.no_comment", w.Try(w.leader("d2"), d2, "propose", in))
	w.Do(w.leader("d2"), d2, "propose", &assessment.ProposeInput{Grade: assessment.None})
}

// Who does not take part for a reason of another kind goes on counting among those who should.
func TestOnlySomeGroundsTakeAPersonOutOfThoseWhoShouldTakePart(t *testing.T) {
	w, cycle := verified.begin(t)
	eligible := func() int {
		seats, err := w.Assessment.Seats(t.Context(), w.view(cycle))
		w.Must(err)
		return seats.All.Eligible
	}
	before := eligible()
	w.Do(w.Personnel(), w.sheet(cycle, "d2"), "exempt", &assessment.ExemptInput{Ground: assessment.ExemptOther})
	if n := eligible(); n != before {
		t.Errorf("another reason: %d of %d should take part", n, before)
	}
	w.Do(w.Personnel(), w.sheet(cycle, "d3"), "exempt", &assessment.ExemptInput{Ground: assessment.ExemptNotStaff})
	if n := eligible(); n != before-1 {
		t.Errorf("not on the staff: %d of %d should take part", n, before)
	}
}
