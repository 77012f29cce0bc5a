package reminder_test

import (
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/results"
)

// noted returns what results knows of admonitions of a person.
func noted(w *officetest.World, no string) (list []results.Use, states []evaluation.State) {
	w.T.Helper()
	found, err := w.Find(w.T.Context(), evaluation.Query{Office: officetest.Office, Kinds: []string{results.KindUse}, Subjects: []string{w.People[no]}, Sort: evaluation.SortID})
	w.Must(err)
	for _, r := range found.Records {
		list, states = append(list, *officetest.Payload[results.Use](w, r.ID)), append(states, r.State)
	}
	return list, states
}

// an admonition because of a grade waits for the improvement, moves with the day of
// the talk, and is taken back with it.
func TestAnAdmonitionIsNotedWithTheYearItFollowsFrom(t *testing.T) {
	w := office(t)
	w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: w.People["a4"], GradeInput: results.GradeInput{Grade: results.Basic}, Year: 2025})
	in := &reminder.ProposeInput{Person: w.People["a4"], ContentInput: reminder.ContentInput{
		Level: reminder.LevelReminder, Mode: reminder.ModeTalk, Source: "assessment", Background: "上年度基本称职。", Cause: "年度考核基本称职", Assessed: 2025,
	}}
	_, err := w.Create(t.Context(), w.Personnel(), reminder.KindTalk, "propose", evaluation.Creation{Input: in})
	w.Refused("reminder.not_assessed", err)
	in.Level, in.Grounds = reminder.LevelAdmonition, []string{"duty"}
	id := w.Make(w.Personnel(), reminder.KindTalk, "propose", in).ID
	w.Do(charge(w), id, "check", &reminder.OpinionInput{})
	w.Do(principal(w), id, "approve", &reminder.OpinionInput{})
	w.Do(second(w), id, "confirm", &reminder.OpinionInput{})
	w.Do(w.Personnel(), id, "schedule", &reminder.ScheduleInput{On: date("2026-12-01"), Time: "09:30", Place: "党群办公室", Talker: w.People["l1"], Recorder: w.People["d4"]})
	if list, _ := noted(w, "a4"); len(list) != 0 {
		t.Fatalf("noted before it was held: %+v", list)
	}
	hold := func(day string) {
		t.Helper()
		w.Turn(day)
		w.Do(principal(w), id, "hold", &reminder.HoldInput{On: date(day), Time: "09:30", Place: "党群办公室", Reason: "原因", Explanation: "说明", Watch: "注意", Measures: "措施"})
	}
	hold("2026-12-01")
	hold("2026-12-02")
	list, states := noted(w, "a4")
	if len(list) != 2 || states[0] != results.Withdrawn || states[1] != results.Improving || list[1].On != date("2026-12-02") || list[1].ImproveBy.IsZero() {
		t.Fatalf("%v %+v", states, list)
	}
	w.Do(second(w), id, "revoke", nil)
	if _, states := noted(w, "a4"); states[1] != results.Withdrawn {
		t.Errorf("%v", states)
	}
}
