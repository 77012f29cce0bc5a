package assessment_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/routine"
)

// penalised enters a penalty decided today.
func (w *world) penalised(no, kind string) {
	w.T.Helper()
	w.Do(w.Personnel(), w.People[no], "absence", &roster.Away{Kind: kind, Source: "浦监〔2026〕7号", From: evaluation.DateOf(w.Now())})
}

// watched lets the measure hold the grades against the roster.
func (w *world) watched() {
	w.T.Helper()
	w.Must(w.Assessment.Watch(w.T.Context(), w.Service, "o", evaluation.DateOf(w.Now())))
}

func TestAWarningEnteredAfterTheOpeningStopsExcellentAtEveryStep(t *testing.T) {
	w, cycle := verified.begin(t)
	a1, c1 := w.sheet(cycle, "a1"), w.sheet(cycle, "c1")
	w.penalised("a1", roster.Warning)
	w.Refused("assessment.not_excellent.sanction", w.Try(w.leader("a1"), a1, "propose", propose(assessment.Excellent)))
	for _, no := range assessedHere() {
		grade := gradeOf(no)
		if no == "a1" {
			grade = assessment.Competent
		}
		w.Do(w.leader(no), w.sheet(cycle, no), "propose", propose(grade))
	}
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	w.penalised("c1", roster.PartyWarning) // between proposal and decision
	w.Refused("assessment.not_excellent.sanction", w.Try(w.principal(), c1, "decide", &assessment.DecideInput{Grade: assessment.Excellent}))
	w.Do(w.principal(), c1, "decide", &assessment.DecideInput{Grade: assessment.Competent, Differing: "受党内警告"})
	for _, no := range assessedHere() {
		grade := gradeOf(no)
		switch no {
		case "c1":
			continue
		case "a1":
			grade = assessment.Competent
		}
		w.Do(w.principal(), w.sheet(cycle, no), "decide", &assessment.DecideInput{Grade: grade})
	}
	w.penalised("b1", roster.Demerit) // between decision and notice
	e := w.refusal("assessment.facts_changed", w.Try(w.Personnel(), cycle, "publish_notice", nil))
	if e.Message.Args["names"] != "干部b1" {
		t.Errorf("%v", e.Message.Args)
	}
	b1 := w.sheet(cycle, "b1")
	w.Do(w.principal(), b1, "undo_decision", nil)
	w.Do(w.principal(), b1, "decide", &assessment.DecideInput{Grade: assessment.None, Differing: "受记过处分"})
	w.Do(w.Personnel(), cycle, "publish_notice", nil)
	w.penalised("d1", roster.PartyRemoval) // during the notice
	w.Turn("2026-12-23")
	w.Refused("assessment.facts_changed", w.Try(w.Personnel(), cycle, "close_notice", nil))
	w.Refused("assessment.cycle_state.notice", w.Try(w.principal(), w.sheet(cycle, "d2"), "undo_decision", nil))
	w.Do(w.principal(), w.sheet(cycle, "d1"), "undo_decision", nil)
	w.Do(w.principal(), w.sheet(cycle, "d1"), "decide", &assessment.DecideInput{Grade: assessment.Incompetent, Differing: "撤销党内职务"})
	w.Do(w.Personnel(), cycle, "close_notice", nil)
}

func TestADeferredGradeIsNeverExcellentAfterAWarning(t *testing.T) {
	w := newWorld(t)
	w.Do(w.Personnel(), w.People["d2"], "absence", &roster.Away{Kind: roster.Investigation, Source: "浦纪立〔2026〕1号", From: officetest.Date("2026-10-01")})
	cycle := w.verifying()
	grades := func(no string) string {
		switch no {
		case "d2":
			return assessment.None
		case "a1", "c1":
			return assessment.Competent // both places stay free
		}
		return gradeOf(no)
	}
	for _, no := range assessedHere() {
		in := propose(grades(no))
		if no == "d2" { // no comment while the case is open
			in = &assessment.ProposeInput{Grade: assessment.None}
		}
		w.Do(w.leader(no), w.sheet(cycle, no), "propose", in)
	}
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	for _, no := range assessedHere() {
		w.Do(w.principal(), w.sheet(cycle, no), "decide", &assessment.DecideInput{Grade: grades(no)})
	}
	w.noticed(cycle)
	w.Turn("2027-01-20")
	w.penalised("d2", roster.Warning)
	w.Do(w.Personnel(), w.People["d2"], "end_absence", &roster.EndAbsence{Kind: roster.Investigation, From: officetest.Date("2026-10-01"), To: officetest.Date("2027-01-20")})
	d2 := w.sheet(cycle, "d2")
	w.Refused("assessment.not_excellent.sanction", w.Try(w.principal(), d2, "add_grade", &assessment.AddGradeInput{Grade: assessment.Excellent, Source: "浦纪结〔2027〕1号"}))
	w.Do(w.principal(), d2, "add_grade", &assessment.AddGradeInput{Grade: assessment.Competent, Source: "浦纪结〔2027〕1号"})
	w.watched()
	if sh := officetest.Payload[assessment.Sheet](w.World, d2); sh.Grade != assessment.Competent || len(sh.Changes) != 0 {
		t.Errorf("%s %+v", sh.Grade, sh.Changes)
	}
}

func TestAChangeOfTheFactsAfterTheDecisionIsATaskAndNoRewrite(t *testing.T) {
	w, cycle := told.begin(t)
	a1, c1 := w.sheet(cycle, "a1"), w.sheet(cycle, "c1")
	w.watched()
	if sh := officetest.Payload[assessment.Sheet](w.World, a1); len(sh.Changes) != 0 {
		t.Fatalf("nothing has changed: %+v", sh.Changes)
	}
	w.Refused("assessment.no_change", w.Try(w.principal(), a1, "revise_grade", &assessment.ReviseInput{Grade: assessment.Competent}))
	w.penalised("a1", roster.Warning) // on 23 December, entered after the person was told
	w.penalised("c1", roster.Warning)
	w.watched()
	w.watched() // finds nothing new
	r, sh := w.Stored(a1), officetest.Payload[assessment.Sheet](w.World, a1)
	if sh.Grade != assessment.Excellent || len(sh.Changes) != 1 || sh.Changes[0].Findings[0].Consequence != assessment.NotExcellent ||
		!slices.Contains(r.Waiting, evaluation.WaitRole(evaluation.RolePersonnel)) {
		t.Fatalf("%s %+v, waiting %v", sh.Grade, sh.Changes, r.Waiting)
	}
	w.Refused("assessment.not_excellent.sanction", w.Try(w.principal(), a1, "revise_grade", &assessment.ReviseInput{Grade: assessment.Excellent}))
	inQuestion := func(no string) bool { // on the list of those who follow for 嘉奖
		of, err := w.Results.Lists(t.Context(), officetest.Office, 2026, officetest.Date("2027-01-15"), w.People[no])
		w.Must(err)
		return slices.ContainsFunc(of.Lines, func(l results.Line) bool { return l.What == results.Commend && slices.Equal(l.Questioned, []int{2026}) })
	}
	if !inQuestion("a1") {
		t.Error("the list does not say that the grade is in question")
	}
	w.Do(w.principal(), a1, "revise_grade", &assessment.ReviseInput{Grade: assessment.Competent})
	if inQuestion("a1") {
		t.Error("a grade that was revised is still in question")
	}
	sh = officetest.Payload[assessment.Sheet](w.World, a1)
	if sh.Grade != assessment.Competent || sh.Corrections[0].Old != assessment.Excellent || sh.Changes[0].Outcome != assessment.ChangeRevised || len(w.Stored(a1).Waiting) != 0 {
		t.Errorf("%s %+v %+v", sh.Grade, sh.Corrections, sh.Changes)
	}
	for _, who := range []evaluation.Actor{w.Personnel(), w.principal()} {
		w.Refused("assessment.not_excellent.sanction", w.Try(who, c1, "keep_grade", nil))
	}
	// Personnel, who can do nothing but ask, read why; principal leaders can revise the grade.
	for stuck, who := range map[string]evaluation.Actor{"assessment.not_excellent.sanction": w.Personnel(), "": w.principal()} {
		v, err := w.Get(t.Context(), who, c1)
		if w.Must(err); v.Stuck.Key != stuck || (v.Usual == "") == (stuck == "") {
			t.Errorf("%v: usual %q, stuck %v", who.Roles, v.Usual, v.Stuck)
		}
		tasks, err := w.Tasks(t.Context(), who)
		w.Must(err)
		found := slices.ContainsFunc(tasks, func(task evaluation.Task) bool {
			return slices.ContainsFunc(task.Views, func(v evaluation.View) bool { return v.ID == c1 && v.Stuck.Key == stuck })
		})
		if !found {
			t.Errorf("%v: no task says %q", who.Roles, stuck)
		}
	}
	w.lifted("c1", roster.Warning, "2026-12-23") // entered by mistake: nothing bars the grade any more
	w.Do(w.Personnel(), c1, "keep_grade", nil)
	w.watched()
	if sh := officetest.Payload[assessment.Sheet](w.World, c1); sh.Grade != assessment.Excellent || len(sh.Changes) != 1 || sh.Changes[0].Outcome != assessment.ChangeKept {
		t.Errorf("a grade that was kept: %s %+v", sh.Grade, sh.Changes)
	}
	w.Turn("2027-02-01")
	w.penalised("b1", roster.Demerit) // of the next year
	w.watched()
	if sh := officetest.Payload[assessment.Sheet](w.World, w.sheet(cycle, "b1")); len(sh.Changes) != 0 {
		t.Errorf("a penalty of the next year: %+v", sh.Changes)
	}
}

func TestAChangeOfTheFactsAfterTheClosingIsATask(t *testing.T) {
	w, cycle := told.begin(t)
	a1, c1 := w.sheet(cycle, "a1"), w.sheet(cycle, "c1")
	w.penalised("c1", roster.Warning)
	w.watched() // the task about c1 is open when the half-year is closed
	for _, no := range assessedHere() {
		talk := w.talked(cycle, no)
		w.Do(w.Who(no), talk, "acknowledge", &assessment.CommentInput{})
		w.Do(w.Personnel(), talk, "lock", nil)
	}
	w.Do(w.Personnel(), cycle, "close", nil)
	w.penalised("a1", roster.Warning)
	w.watched()
	for _, id := range []string{a1, c1} {
		if r := w.Stored(id); r.State != assessment.SheetClosed || !slices.Contains(r.Waiting, evaluation.WaitRole(evaluation.RolePersonnel)) {
			t.Errorf("%s waits for %v", r.State, r.Waiting)
		}
		w.Do(w.principal(), id, "revise_grade", &assessment.ReviseInput{Grade: assessment.Competent})
		if r := w.Stored(id); len(r.Waiting) > 0 {
			t.Errorf("settled, and waits for %v", r.Waiting)
		}
	}
}

// quarter fixes the round of a quarter: ordinary or poor for some people, fair for the
// others.
func (w *world) quarter(period string, low map[string]string) {
	w.T.Helper()
	today := evaluation.DateOf(w.Now())
	r := w.Make(w.Personnel(), routine.KindRound, "open", &routine.OpenInput{Period: period, DatesInput: routine.DatesInput{NoteBy: today, ProposeBy: today}})
	w.Turn(today.AddDays(1).String())
	w.Must(w.Routine.Watch(w.T.Context(), w.Service, "o", today.AddDays(1)))
	for _, p := range officetest.Payload[routine.Round](w.World, r.ID).Participants {
		in := &routine.ProposeInput{Grade: routine.Fair}
		for no, grade := range low {
			if p.Person == w.People[no] {
				in = &routine.ProposeInput{Grade: grade, Comment: "两项工作没有按时完成。"}
			}
		}
		w.Do(w.principal(), p.Sheet, "propose", in)
	}
	w.Do(w.Personnel(), r.ID, "hand_in", &routine.HandInInput{})
	w.Do(w.principal(), r.ID, "fix", nil)
}

// A low quarter that is fixed after excellent was decided is a task like a penalty, whether
// the quarter is over or not; the grade stays until somebody decides.
func TestALowQuarterFixedAfterExcellentWasDecidedIsATask(t *testing.T) {
	for _, day := range []string{"2026-12-23", "2027-01-06"} {
		t.Run(day, func(t *testing.T) {
			w, cycle := told.begin(t)
			a1, c1 := w.sheet(cycle, "a1"), w.sheet(cycle, "c1") // the two who are excellent
			w.Turn(day)
			w.quarter("2026Q4", map[string]string{"a1": routine.Poor, "d2": routine.Poor})
			w.watched()
			w.watched() // finds nothing new
			r, sh := w.Stored(a1), officetest.Payload[assessment.Sheet](w.World, a1)
			if sh.Grade != assessment.Excellent || len(sh.Changes) != 1 || !slices.Contains(r.Waiting, evaluation.WaitRole(evaluation.RolePersonnel)) {
				t.Fatalf("%s %+v, waiting %v", sh.Grade, sh.Changes, r.Waiting)
			}
			if f := sh.Changes[0].Findings; len(f) != 1 || f[0].Kind != assessment.KindRoutine || f[0].Detail != "2026Q4" || f[0].Grade != routine.Poor {
				t.Errorf("%+v", f)
			}
			for _, id := range []string{c1, w.sheet(cycle, "d2")} {
				if sh := officetest.Payload[assessment.Sheet](w.World, id); len(sh.Changes) != 0 {
					t.Errorf("%s with %s: %+v", sh.Person.Name, sh.Grade, sh.Changes)
				}
			}
			w.Refused("assessment.not_excellent.routine", w.Try(w.principal(), a1, "revise_grade", &assessment.ReviseInput{Grade: assessment.Excellent}))
			w.Do(w.principal(), a1, "revise_grade", &assessment.ReviseInput{Grade: assessment.Competent})
			if sh := officetest.Payload[assessment.Sheet](w.World, a1); sh.Grade != assessment.Competent || sh.Changes[0].Outcome != assessment.ChangeRevised {
				t.Errorf("%s %+v", sh.Grade, sh.Changes)
			}
		})
	}
}
