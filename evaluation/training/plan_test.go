package training_test

import (
	"testing"

	"pgregory.net/rapid"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/training"
)

var date = officetest.Date

// plan is one that nothing speaks against, for 2026 and 2027.
func plan(w *officetest.World, person, responsible string) *training.OpenInput {
	return &training.OpenInput{
		Person: w.People[person], Responsible: w.People[responsible],
		AmendInput: training.AmendInput{
			Goals: "能独立负责一个条线的工作。", From: date("2026-12-01"), Until: date("2028-11-30"), Hours: 180,
			Milestones: []training.MilestoneRow{{What: "牵头完成一个项目", Due: date("2027-03-31")}},
		},
	}
}

func opened(w *officetest.World, person, responsible string) string {
	w.T.Helper()
	return w.Make(w.Personnel(), training.KindPlan, "open", plan(w, person, responsible)).ID
}

var told = &training.ReportInput{Progress: "能按计划完成任务。", Lacks: "统筹经验不足。", Next: "参与综合执法协调。"}

func TestAPlanGoesFromItsOpeningToItsEnd(t *testing.T) {
	w := officetest.New(t)
	id := opened(w, "b4", "b1")
	r := w.Stored(id)
	if r.State != training.Running || r.Due != date("2027-03-31") || len(r.Waiting) != 2 {
		t.Errorf("%s, due %s, waits for %v", r.State, r.Due, r.Waiting)
	}
	head := w.Who("b1", evaluation.RoleHead)
	w.Turn("2027-03-20")
	w.Do(head, id, "note_milestone", &training.MilestoneInput{Number: 1, On: date("2027-03-18"), Note: "验收通过"})
	w.Refused("training.all_reached", w.Try(head, id, "note_milestone", &training.MilestoneInput{Number: 1, On: date("2027-03-18")}))
	if got := w.Offered(head, id, "note_milestone"); got != "report" {
		t.Errorf("a plan whose tasks are done offers %s", got)
	}
	if r = w.Stored(id); r.Due != date("2027-06-01") || len(r.Waiting) != 1 { // six months after 1 December
		t.Errorf("due %s, waits for %v", r.Due, r.Waiting)
	}
	w.Do(w.Who("b4"), id, "summarise", &training.SummaryInput{Text: "本阶段参加了两个项目。"})
	w.Do(w.Personnel(), id, "note_posting", &training.PostingInput{Kind: "grassroots", Place: "浦塘一居", From: date("2027-01-04")})
	w.Do(w.Personnel(), id, "note_posting", &training.PostingInput{Kind: "grassroots", Place: "浦塘一居", From: date("2027-01-04"), To: date("2027-03-05")})
	w.Do(w.Personnel(), id, "note_study", &training.StudyInput{On: date("2027-02-10"), Topic: "基层治理", Hours: 100})
	if facts := w.Facts(w.Training, w.People["b4"], date("2027-02-01"), date("2027-02-28")); len(facts) != 1 || facts[0].Goes != desk.GoesTraining {
		t.Errorf("%+v", facts)
	}
	for _, day := range []string{"2027-05-20", "2027-11-20", "2028-05-20", "2028-11-20"} {
		w.Turn(day)
		w.Do(head, id, "report", told)
	}
	w.Refused("training.all_reported", w.Try(head, id, "report", told))
	if r = w.Stored(id); r.Due != date("2028-11-30") || r.Waiting[0] != evaluation.WaitRole(evaluation.RolePersonnel) {
		t.Errorf("due %s, waits for %v", r.Due, r.Waiting)
	}
	w.Refused("training.still_open", w.Try(w.Personnel(), id, "complete", &training.CompleteInput{Result: "达到目标"}))
	w.Do(w.Personnel(), id, "complete", &training.CompleteInput{Result: "达到目标", Without: "余下学时下年补足"})
	p := officetest.Payload[training.Plan](w, id)
	if len(p.Reports) != 4 || len(p.Postings) != 1 || p.Postings[0].To.IsZero() || p.Ended != date("2028-11-20") {
		t.Errorf("%+v", p)
	}
	got, err := w.Training.Punctual(t.Context(), officetest.Office, w.People["b1"], date("2028-12-31"))
	if want := [3]int{4, 0, 0}; err != nil || counts(got) != want {
		t.Errorf("%+v %v", got, err)
	}
}

func TestReportsAreCountedFromTheFirstDayHoweverLateTheLastOneCame(t *testing.T) {
	w := officetest.New(t)
	id := opened(w, "b4", "b1")
	head := w.Who("b1", evaluation.RoleHead)
	w.Turn("2027-07-10") // due on 1 June
	w.Do(head, id, "report", told)
	if p := officetest.Payload[training.Plan](w, id); !p.Reports[0].Late || p.ReportBy != date("2027-12-01") {
		t.Errorf("%+v", p)
	}
	w.Refused("forbidden", w.Try(w.Personnel(), id, "report", told))
	w.Do(head, id, "report", told) // the round that ends on 1 December has begun
	w.Refused("training.early", w.Try(head, id, "report", told))
	w.Turn("2028-12-20") // 1 June passed, 30 November was the last
	w.Do(head, id, "report", told)
	p := officetest.Payload[training.Plan](w, id)
	if len(p.Reports) != 4 || !p.Reports[2].On.IsZero() || !p.Reports[3].Late || !p.ReportBy.IsZero() {
		t.Errorf("%+v", p.Reports)
	}
	got, err := w.Training.Punctual(t.Context(), officetest.Office, w.People["b1"], date("2028-12-31"))
	if want := [3]int{1, 2, 1}; err != nil || counts(got) != want {
		t.Errorf("%+v %v", got, err)
	}
	// Behind the counts, by due day: 1 June 2027 came on 10 July, 1 December on time, 1 June 2028 never, 30 November on 20 December.
	want := []string{"2027-06-01 2027-07-10 late", "2027-12-01 2027-07-10 on_time", "2028-06-01  missed", "2028-11-30 2028-12-20 late"}
	for i, r := range got.Reports {
		on := ""
		if !r.On.IsZero() {
			on = r.On.String()
		}
		if line := r.DueBy.String() + " " + on + " " + r.State; i >= len(want) || line != want[i] || r.Plan != id || r.Name == "" {
			t.Errorf("report %d: %s, want %v", i, line, want)
		}
	}
	if len(got.Reports) != len(want) {
		t.Errorf("%+v", got.Reports)
	}
}

func TestNothingGoesOnWhileNobodyIsResponsible(t *testing.T) {
	for why, leave := range map[string]func(w *officetest.World){
		desk.GapLeft: func(w *officetest.World) {
			w.Do(w.Personnel(), w.People["b1"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: date("2027-03-31")})
		},
		desk.GapMoved: func(w *officetest.World) {
			w.Do(w.Personnel(), w.People["b1"], "appoint", &roster.Appoint{
				Department: w.Units["c"], Post: "调研员", PostSince: date("2027-04-01"), Level: roster.LevelSectionHead,
			})
		},
		desk.GapRelated: func(w *officetest.World) {
			w.Do(w.Personnel(), w.People["b1"], "relate", &roster.Relate{Person: w.People["b4"], Relation: "舅甥"})
		},
	} {
		w := officetest.New(t)
		id := opened(w, "b4", "b1")
		head, me := w.Who("b1", evaluation.RoleHead), w.Who("b4")
		w.Turn("2027-04-02")
		leave(w)
		// Blocked at once, before Kaoji has looked.
		w.Refused("training.vacant", w.Try(me, id, "summarise", &training.SummaryInput{Text: "小结"}))
		w.Refused("training.vacant", w.Try(w.Personnel(), id, "note_study", &training.StudyInput{On: date("2027-04-01"), Topic: "课", Hours: 1}))
		for range 2 { // a second look changes nothing
			w.Must(w.Training.Watch(t.Context(), w, officetest.Office, date("2027-04-02")))
		}
		r := w.Stored(id)
		if p := officetest.Payload[training.Plan](w, id); r.State != training.Vacant || r.Waiting[0] != "role:personnel" || p.Gap.Why != why || len(r.Parties) > 0 {
			t.Errorf("%s: %s waits for %v, %+v", why, r.State, r.Waiting, p.Gap)
		}
		for _, act := range []string{"report", "note_milestone", "amend", "complete"} {
			err := w.Try(w.Personnel(), id, act, nil)
			if code := evaluation.CodeOf(err); code != evaluation.CodeState && code != evaluation.CodeForbidden {
				t.Errorf("%s in a gap: %v", act, err)
			}
		}
		_, err := w.Get(t.Context(), head, id)
		w.Refused("not_found", err)
		w.Do(w.Personnel(), id, "hand_over", &training.HandOverInput{Responsible: w.People["b2"]})
		if r = w.Stored(id); r.State != training.Running || r.Parties[0] != w.People["b2"] {
			t.Errorf("%s: after the hand-over %s %v", why, r.State, r.Parties)
		}
		w.Do(me, id, "summarise", &training.SummaryInput{Text: "小结"})
	}
}

func TestANewLevelAloneIsNoGap(t *testing.T) {
	w := officetest.New(t)
	id := opened(w, "b4", "b1")
	w.Turn("2027-04-02")
	w.Do(w.Personnel(), w.People["b1"], "appoint", &roster.Appoint{
		Department: w.Units["b"], Post: "职务b1", PostSince: date("2027-04-01"), Level: "一级主任科员", Heads: true,
	})
	w.Must(w.Training.Watch(t.Context(), w, officetest.Office, date("2027-04-02")))
	if r := w.Stored(id); r.State != training.Running {
		t.Error(r.State)
	}
}

func TestWhatWasOwedStaysWithWhoOwedItAndTheNewOneHasTime(t *testing.T) {
	w := officetest.New(t)
	id := opened(w, "b4", "b1")
	w.Turn("2027-11-25") // a report was due on 1 June, the next one is on 1 December
	w.Do(w.Personnel(), id, "hand_over", &training.HandOverInput{Responsible: w.People["b2"]})
	p := officetest.Payload[training.Plan](w, id)
	if len(p.Reports) != 1 || p.Reports[0].By != w.People["b1"] || p.ReportBy != date("2027-12-27") { // 30 days, from a Saturday to Monday
		t.Errorf("%+v, due %s", p.Reports, p.ReportBy)
	}
	w.Turn("2027-12-20")
	w.Do(w.Who("b2"), id, "report", told)
	for no, want := range map[string][3]int{"b1": {0, 0, 1}, "b2": {1, 0, 0}, "b3": {}} {
		got, err := w.Training.Punctual(t.Context(), officetest.Office, w.People[no], date("2027-12-31"))
		if err != nil || counts(got) != want || len(got.Reports) != got.Due() {
			t.Errorf("%s: %+v %v", no, got, err)
		}
	}
}

func TestPlansThatBreakARuleAreRefused(t *testing.T) {
	w := officetest.New(t)
	opened(w, "b5", "b1")
	for want, change := range map[string]func(*training.OpenInput){
		"training.no_person":    func(in *training.OpenInput) { in.Person = "nobody" },
		"training.leads":        func(in *training.OpenInput) { in.Person = w.People["l5"] },
		"desk.nobody":           func(in *training.OpenInput) { in.Responsible = "nobody" },
		"desk.own_ward":         func(in *training.OpenInput) { in.Responsible = in.Person },
		"desk.related":          func(in *training.OpenInput) { in.Person, in.Responsible = w.People["a2"], w.People["l3"] },
		"training.until":        func(in *training.OpenInput) { in.Until = in.From },
		"training.outside":      func(in *training.OpenInput) { in.Milestones[0].Due = date("2030-01-01") },
		"training.runs_already": func(in *training.OpenInput) { in.Person = w.People["b5"] },
		"error.field.required":  func(in *training.OpenInput) { in.Responsible = "" },
	} {
		in := plan(w, "b4", "b1")
		change(in)
		_, err := w.Create(t.Context(), w.Personnel(), training.KindPlan, "open", evaluation.Creation{Input: in})
		w.Refused(want, err)
	}
	own := w.Who("b4", evaluation.RolePersonnel)
	_, err := w.Create(t.Context(), own, training.KindPlan, "open", evaluation.Creation{Input: plan(w, "b4", "b1")})
	w.Refused("forbidden", err)
}

// However the roster changes, no day has a plan that runs in the hands of
// somebody who is not there in that post: it is vacant, or refuses to go on.
func TestNoPlanRunsWithoutAPersonResponsible(t *testing.T) {
	w := officetest.New(t)
	id := opened(w, "b4", "c1")
	day := date("2026-12-02")
	rapid.Check(t, func(rt *rapid.T) {
		day = day.AddDays(rapid.IntRange(1, 20).Draw(rt, "days"))
		w.Turn(day.String())
		who := rapid.SampledFrom([]string{"c1", "c2", "c3", "c5"}).Draw(rt, "who")
		switch rapid.IntRange(0, 3).Draw(rt, "what") {
		case 0:
			_ = w.Try(w.Personnel(), w.People[who], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: day.AddDays(-1)})
		case 1:
			_ = w.Try(w.Personnel(), w.People[who], "reinstate", nil)
		case 2:
			_ = w.Try(w.Personnel(), w.People[who], "appoint", &roster.Appoint{
				Department: w.Units[rapid.SampledFrom([]string{"c", "d"}).Draw(rt, "unit")], Post: "职务" + who, PostSince: day, Level: "一级科员",
			})
		case 3:
			_ = w.Try(w.Personnel(), id, "hand_over", &training.HandOverInput{Responsible: w.People[who]})
		}
		if rapid.Bool().Draw(rt, "look") {
			w.Must(w.Training.Watch(t.Context(), w, officetest.Office, day))
		}
		book, err := w.Desk.Book(t.Context(), officetest.Office)
		w.Must(err)
		p := officetest.Payload[training.Plan](w, id)
		m, here := book.On(day).Member(p.Responsible.Person)
		held := here && m.Department == p.Responsible.Unit && m.Post == p.Responsible.Post
		err = w.Try(w.Personnel(), id, "note_study", &training.StudyInput{On: day, Topic: "课", Hours: 1})
		running := w.Stored(id).State == training.Running
		if (err == nil) != (held && running) {
			rt.Fatalf("on %s with %s (held %v, running %v): %v", day, p.Responsible.Name, held, running, err)
		}
	})
}

func TestTheCadreReadsNoReportAndOthersReadNothing(t *testing.T) {
	w := officetest.New(t)
	id := opened(w, "b4", "b1")
	w.Turn("2027-05-20")
	w.Do(w.Who("b1"), id, "report", told)
	for _, c := range []struct {
		who     evaluation.Actor
		reports bool
	}{
		{w.Who("b4"), false}, {w.Who("b4", evaluation.RolePersonnel, evaluation.RolePrincipal), false}, {w.Who("b1"), true},
		{w.Personnel(), true}, {w.Who("l1", evaluation.RolePrincipal), true},
	} {
		v, err := w.Get(t.Context(), c.who, id)
		w.Must(err)
		p, err := evaluation.PayloadOf[training.Plan](v.Record)
		if w.Must(err); (len(p.Reports) > 0) != c.reports || p.Goals == "" {
			t.Errorf("%s %v: %s", c.who.Name, c.who.Roles, v.Payload)
		}
	}
	for _, who := range []evaluation.Actor{
		w.Who("b5"), w.Who("b2", evaluation.RoleHead), w.Who("l3", evaluation.RoleLeader), w.Who("d7", evaluation.RoleDiscipline),
		w.Outside("admin", evaluation.RoleAdmin), w.Outside("auditor", evaluation.RoleAuditor), w.Outside("s", evaluation.RoleSupervisor),
	} {
		_, err := w.Get(t.Context(), who, id)
		w.Refused("not_found", err)
	}
}

func counts(p training.Punctual) [3]int { return [3]int{p.OnTime, p.Late, p.Missed} }
