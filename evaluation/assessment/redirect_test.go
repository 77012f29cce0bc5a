package assessment_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

func (w *world) waits(id string, want ...string) {
	w.T.Helper()
	if r := w.Stored(id); !slices.Equal(r.Waiting, want) {
		w.T.Errorf("%s %s waits for %v, want %v", r.Kind, r.State, r.Waiting, want)
	}
}

func (w *world) watchAll() {
	w.T.Helper()
	w.Must(w.Watch(w.T.Context(), w.Service, officetest.Office, evaluation.DateOf(w.Now())))
}

// l3 is in charge of department a and hands it to l4: proposals, and talks in which people are
// told the result, wait for l4 from then on.
func TestWhatWaitsForALeaderInChargeGoesToThePresentOne(t *testing.T) {
	w, cycle := year(t)
	w.Do(w.Who("a4"), w.sheet(cycle, "a4"), "submit_summary", &assessment.SummaryInput{Summary: "总结"})
	l3, l4 := evaluation.WaitPerson(w.People["l3"]), evaluation.WaitPerson(w.People["l4"])
	sheet := w.sheet(cycle, "a4")
	w.waits(sheet, l3)
	today := evaluation.DateOf(w.Now())
	due := w.Stored(sheet).Due
	w.Do(w.Personnel(), w.Units["a"], "end_charge", &roster.EndCharge{Person: w.People["l3"], To: today.AddDays(-1)})
	w.Do(w.Personnel(), w.Units["a"], "charge", &roster.TakeCharge{Person: w.People["l4"], From: today})
	w.watchAll()
	w.waits(sheet, l4)
	if r := w.Stored(sheet); r.Due != due {
		t.Errorf("due %s, was %s", r.Due, due)
	}
	n := len(w.Stored(sheet).History)
	w.watchAll()
	if len(w.Stored(sheet).History) != n {
		t.Error("it is passed on again without a change")
	}
	w.Do(w.Who("l4", evaluation.RoleLeader), sheet, "propose", propose(assessment.Competent))
}

// A leader in charge who leaves passes the talks on, also on the last day.
func TestATalkGoesOnWhenTheLeaderInChargeLeaves(t *testing.T) {
	w, cycle := year(t)
	w.everybodyNoticed(cycle)
	w.Turn("2026-12-24")
	waiting, objected := w.participant(cycle, "a4").Talk, w.participant(cycle, "a5").Talk
	w.Do(w.leader("a5"), objected, "tell", &assessment.ToldInput{HeldOn: officetest.Date("2026-12-24"), Affirmed: "工作认真"})
	w.Do(w.Who("a5"), objected, "object", &assessment.TextInput{Text: "与事实不符"})
	l3, l4 := evaluation.WaitPerson(w.People["l3"]), evaluation.WaitPerson(w.People["l4"])
	w.waits(waiting, l3)
	w.waits(objected, l3)
	w.Do(w.Personnel(), w.People["l3"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: officetest.Date("2026-12-24")})
	for range 2 {
		w.watchAll()
		w.waits(waiting, evaluation.WaitRole(evaluation.RolePrincipal))
		w.waits(objected, evaluation.WaitRole(evaluation.RolePersonnel)) // who hands it over
	}
	w.Refused("assessment.held_by.principal", w.Try(w.Personnel(), waiting, "hand_over", &assessment.HandOverInput{Talker: w.People["l4"]}))
	_, err := w.Act(t.Context(), w.Personnel(), objected, w.Stored(objected).Version, "hand_over", evaluation.Change{Input: &assessment.HandOverInput{Talker: w.People["l4"]}, Reason: "原谈话人调离"})
	w.Must(err)
	w.waits(objected, l4)
	w.Do(w.Who("l4", evaluation.RoleLeader), objected, "reply", &assessment.TextInput{Text: "经核实，维持"})
	w.Do(w.Personnel(), objected, "lock", nil)
	w.Do(w.principal(), waiting, "tell", &assessment.ToldInput{HeldOn: officetest.Date("2026-12-24"), Affirmed: "工作认真"})
}

// Whoever takes over the talk of a principal leader who has left is the next to act.
func TestATalkThatIsHandedOverAfterItsTalkerLeftWaitsForTheNewOne(t *testing.T) {
	w, cycle := told.begin(t)
	talk := w.participant(cycle, "a2").Talk
	w.Do(w.principal(), talk, "schedule", &assessment.ScheduleInput{On: evaluation.DateOf(w.Now()), Time: "09:30", Place: "小会议室"})
	w.Do(w.Personnel(), w.People["l1"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: evaluation.DateOf(w.Now())})
	w.watchAll()
	w.waits(talk, evaluation.WaitRole(evaluation.RolePersonnel))
	_, err := w.Act(t.Context(), w.Personnel(), talk, w.Stored(talk).Version, "hand_over", evaluation.Change{Input: &assessment.HandOverInput{Talker: w.People["l2"]}, Reason: "原谈话人调离"})
	w.Must(err)
	w.waits(talk, evaluation.WaitPerson(w.People["l2"]))
}
