package reminder_test

import (
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/reminder"
)

var date = officetest.Date

// The two principal leaders, and the leader in charge of a and b.
func principal(w *officetest.World) evaluation.Actor { return w.Who("l1", evaluation.RolePrincipal) }
func second(w *officetest.World) evaluation.Actor    { return w.Who("l2", evaluation.RolePrincipal) }
func charge(w *officetest.World) evaluation.Actor {
	return w.Who("l3", evaluation.RoleLeader, evaluation.RoleCadre)
}

// proposal is one that nothing speaks against.
func proposal(w *officetest.World, no, level, mode string) *reminder.ProposeInput {
	in := &reminder.ProposeInput{Person: w.People[no], ContentInput: reminder.ContentInput{
		Level: level, Mode: mode, Source: "observation", Background: "近期窗口排队时间长，有群众反映。", Cause: "收到群众对窗口服务态度的反映",
		Points: "请注意服务态度。", Talker: w.People["l1"],
	}}
	if level == reminder.LevelAdmonition {
		in.Grounds = []string{"duty"}
	}
	return in
}

// approved is a talk that has been through its approval.
func approved(w *officetest.World, no, level, mode string) string {
	w.T.Helper()
	r := w.Make(w.Personnel(), reminder.KindTalk, "propose", proposal(w, no, level, mode))
	w.Do(charge(w), r.ID, "check", &reminder.OpinionInput{Words: "同意"})
	w.Do(principal(w), r.ID, "approve", &reminder.OpinionInput{})
	if level == reminder.LevelAdmonition {
		w.Do(second(w), r.ID, "confirm", &reminder.OpinionInput{})
	}
	state(w, r.ID, reminder.Approved)
	return r.ID
}

func state(w *officetest.World, id string, want evaluation.State) {
	w.T.Helper()
	if got := w.Stored(id).State; got != want {
		w.T.Fatalf("is %s, not %s", got, want)
	}
}

func appointment(w *officetest.World, level string) *reminder.ScheduleInput {
	in := &reminder.ScheduleInput{On: evaluation.DateOf(w.Now()), Time: "09:30", Place: "党群办公室", Talker: w.People["l1"]}
	if level == reminder.LevelAdmonition {
		in.Recorder = w.People["d4"]
	}
	return in
}

func record(w *officetest.World) *reminder.HoldInput {
	return &reminder.HoldInput{
		On: evaluation.DateOf(w.Now()), Time: "09:30", Place: "党群办公室", Reason: "收到群众对服务态度的反映。", Explanation: "当日人手不足。",
		Watch: "注意沟通方式。", Measures: "一周内提出改进办法。",
	}
}

// held is a talk whose record the person can read.
func held(w *officetest.World, no, level string) string {
	w.T.Helper()
	id := approved(w, no, level, reminder.ModeTalk)
	w.Do(w.Personnel(), id, "schedule", appointment(w, level))
	w.Do(principal(w), id, "hold", record(w))
	w.Do(principal(w), id, "release", nil)
	return id
}

// called registers a concern about somebody.
func called(w *officetest.World, no, contact, topic string) evaluation.Record {
	w.T.Helper()
	return w.Make(w.Personnel(), concern.KindMatter, "register", &concern.RegisterInput{
		Channel: "hotline", Received: evaluation.DateOf(w.Now()), Contact: contact,
		About: concern.About{Person: w.People[no], Category: "attitude", Topic: topic, Content: "窗口人员态度生硬。"},
	})
}

// exposure enters what a department handled in November.
func exposure(w *officetest.World, unit string, n int, people map[string]int) string {
	w.T.Helper()
	in := &reminder.ExposureInput{Period: "2026-11", Basis: reminder.BasisCases, Unit: w.Units[unit], Count: n}
	for no, c := range people {
		in.People = append(in.People, reminder.CountRow{Person: w.People[no], Count: c})
	}
	return w.Make(w.Personnel(), reminder.KindExposure, "enter", in).ID
}

func scan(w *officetest.World) string {
	w.T.Helper()
	return w.Make(w.Personnel(), reminder.KindScan, "run", &reminder.ScanInput{
		To: evaluation.DateOf(w.Now()), UnitBasis: reminder.BasisCases, PeopleBasis: reminder.BasisCases,
	}).ID
}

func findings(w *officetest.World, who evaluation.Actor, id string) reminder.Findings {
	w.T.Helper()
	v, err := w.Get(w.T.Context(), who, id)
	w.Must(err)
	f, err := w.Reminder.Findings(w.T.Context(), who, evaluation.DateOf(w.Now()), v)
	w.Must(err)
	return f
}

func office(t testing.TB) *officetest.World { return officetest.New(t) }
