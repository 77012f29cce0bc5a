package rotation_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

// fresh is somebody who joined department a on 1 July 2026.
func fresh(w *officetest.World, no string) string {
	return enter(w, no, "a", "2026-07-01", "2026-07-01")
}

func assign(w *officetest.World, newcomer, mentor string) *rotation.AssignInput {
	in := &rotation.AssignInput{Newcomer: w.People[newcomer], MentorInput: rotation.MentorInput{Mentor: w.People[mentor]}}
	if mentor[0] != 'a' {
		in.Other = "本部门暂无合适人选"
	}
	return in
}

func goals() *rotation.PlanInput {
	return &rotation.PlanInput{Direction: "一年内独立承担窗口业务。", Goals: []rotation.Goal{{What: "熟悉办事流程", How: "跟班", By: date("2027-03-01")}}}
}

// mentored is a newcomer with a mentor and a plan, since 1 December 2026.
func mentored(w *officetest.World, newcomer, mentor string) string {
	w.T.Helper()
	fresh(w, newcomer)
	id := w.Make(w.Personnel(), rotation.KindMentoring, "assign", assign(w, newcomer, mentor)).ID
	inState(w, id, rotation.Planning)
	w.Do(w.Who(mentor), id, "plan", goals())
	return id
}

func mentoring(w *officetest.World, id string) *rotation.Mentoring {
	w.T.Helper()
	return officetest.Payload[rotation.Mentoring](w, id)
}

func waits(w *officetest.World, id string, due string, who ...string) {
	w.T.Helper()
	r := w.Stored(id)
	for i, no := range who {
		who[i] = evaluation.WaitPerson(w.People[no])
	}
	if r.Due.String() != due || !slices.Equal(r.Waiting, who) {
		w.T.Errorf("waits for %v until %s, want %v until %s", r.Waiting, r.Due, who, due)
	}
}

func note(w *officetest.World) *rotation.NoteInput {
	return &rotation.NoteInput{On: evaluation.DateOf(w.Now()), Text: "带教窗口业务，进展正常。", Remark: "性格偏内向，宜多安排对外工作。"}
}

func ownNote(w *officetest.World) *rotation.OwnNoteInput {
	return &rotation.OwnNoteInput{On: evaluation.DateOf(w.Now()), Text: "学会了叫号系统，政策还不熟。"}
}

var words = &rotation.WordsInput{Words: "一年来学习踏实，能够独立办理窗口业务。"}

// D-11: probation of one year; D-13: one named mentor, one year, a plan, a note
// every quarter, an opinion at the end of probation. Joined on 1 July 2026 with
// a mentor since 1 December, probation ends first.
func TestAMentoringRunsFromTheNamingToTheConclusion(t *testing.T) {
	w := office(t)
	p := w.Personnel()
	fresh(w, "x1")
	id := w.Make(p, rotation.KindMentoring, "assign", assign(w, "x1", "a3")).ID
	inState(w, id, rotation.Planning)
	m := mentoring(w, id)
	if m.ProbationUntil != date("2027-07-01") || m.Until != date("2027-12-01") || m.CloseOn != date("2027-07-01") || m.MidtermBy != date("2027-06-01") {
		t.Errorf("probation until %s, mentoring until %s, opinions by %s, middle %s", m.ProbationUntil, m.Until, m.CloseOn, m.MidtermBy)
	}
	if !slices.Equal(m.NoteBy, []evaluation.Date{date("2027-03-01"), date("2027-06-01")}) {
		t.Errorf("notes by %v", m.NoteBy)
	}
	waits(w, id, "2026-12-16", "a3")
	w.Refused("state", w.Try(w.Who("a3"), id, "note", note(w)))
	w.Do(w.Who("a3"), id, "plan", goals())
	waits(w, id, "2027-03-01", "a3", "x1")
	w.Turn("2027-02-20")
	w.Do(w.Who("a3"), id, "note", note(w))
	waits(w, id, "2027-03-01", "x1")
	w.Do(w.Who("x1"), id, "own_note", ownNote(w))
	waits(w, id, "2027-06-01", "a3", "x1")
	w.Turn("2027-05-20")
	w.Do(w.Who("a3"), id, "note", note(w))
	w.Do(w.Who("a3"), id, "midterm", &rotation.MidtermInput{Progress: "目标过半", Measures: "安排独立值班"})
	w.Refused("rotation.midterm_done", w.Try(w.Who("a3"), id, "midterm", &rotation.MidtermInput{Progress: "目标过半", Measures: "安排独立值班"}))
	w.Refused("rotation.too_early", w.Try(p, id, "close", nil))
	w.Turn("2027-06-01") // P-64: thirty days before
	watch(w)
	inState(w, id, rotation.Closing)
	waits(w, id, "2027-07-01", "a3", "x1", "a1")
	w.Do(w.Who("a3"), id, "mentor_opinion", words)
	w.Refused("not_found", w.Try(w.Who("b1", evaluation.RoleHead), id, "head_opinion", words))
	w.Do(w.Who("a1", evaluation.RoleHead), id, "head_opinion", words)
	w.Do(w.Who("x1"), id, "own_opinion", words)
	if got := w.Stored(id).Waiting; !slices.Equal(got, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) {
		t.Errorf("waits for %v", got)
	}
	in := &rotation.ConcludeInput{Outcome: "fit", Words: "同意按期转正。", Training: 10}
	w.Refused("rotation.lacking", w.Try(p, id, "conclude", in)) // the second note of the newcomer
	w.Do(w.Who("x1"), id, "own_note", ownNote(w))
	w.Refused("rotation.untrained", w.Try(p, id, "conclude", in)) // D-12: twelve days
	in.Training = 12
	w.Do(p, id, "conclude", in)
	inState(w, id, rotation.Concluded)
	for no, want := range map[string]string{"x1": "rotation.fact.mentored", "a3": "rotation.fact.mentor", "a1": ""} {
		facts := w.Facts(w.Rotation, w.People[no], date("2027-01-01"), evaluation.Date{})
		if len(facts) != min(1, len(want)) || want != "" && (facts[0].Say.Key != want || facts[0].On != date("2027-06-01") || (facts[0].Goes != "") != (no == "a3")) {
			t.Errorf("%s: %+v", no, facts)
		}
	}
	l := officetest.Payload[rotation.Load](w, all(w, rotation.KindLoad)[0].ID)
	if len(l.Pupils) != 0 || len(l.Past) != 1 {
		t.Errorf("%+v", l)
	}
}

func TestWhoIsNamedIsHeldAgainstTheRules(t *testing.T) {
	w := office(t)
	for _, no := range []string{"x1", "x2", "x3"} {
		fresh(w, no)
	}
	p := w.Personnel()
	w.Do(p, w.People["x1"], "relate", &roster.Relate{Person: w.People["a4"], Relation: "表兄弟"})
	w.Do(p, w.People["a5"], "absence", &roster.Away{Kind: roster.Seconded, From: date("2026-06-01")})
	try := func(want, newcomer, mentor string, change func(*rotation.AssignInput)) {
		t.Helper()
		in := assign(w, newcomer, mentor)
		if change != nil {
			change(in)
		}
		_, err := w.Create(t.Context(), p, rotation.KindMentoring, "assign", evaluation.Creation{Input: in})
		w.Refused(want, err)
	}
	try("rotation.not_new", "a6", "a3", nil) // since 2020
	try("desk.related", "x1", "a4", nil)
	try("desk.own_ward", "x1", "x1", func(in *rotation.AssignInput) { in.Other = "本人" })
	try("rotation.hindered", "x1", "a5", nil)
	try("rotation.inexperienced", "x1", "x2", func(in *rotation.AssignInput) { in.Other = "同批" })
	try("rotation.other_unit", "x1", "b3", func(in *rotation.AssignInput) { in.Other = "" })
	try("rotation.from", "x1", "a3", func(in *rotation.AssignInput) { in.From = date("2026-06-30") })
	try("rotation.from", "x1", "a3", func(in *rotation.AssignInput) { in.From = date("2026-12-02") })
	w.Make(p, rotation.KindMentoring, "assign", assign(w, "x1", "a3"))
	try("rotation.mentored", "x1", "a6", nil)
	w.Make(p, rotation.KindMentoring, "assign", assign(w, "x2", "a3"))
	try("rotation.full", "x3", "a3", nil) // D-13: at most two
	w.Make(p, rotation.KindMentoring, "assign", assign(w, "x3", "b3"))
	_, err := w.Create(t.Context(), w.Who("a1", evaluation.RoleHead), rotation.KindMentoring, "assign", evaluation.Creation{Input: assign(w, "x3", "a6")})
	w.Refused("forbidden", err)
	for _, n := range must(w.Rotation.Newcomers(t.Context(), officetest.Office, date("2026-12-01"))) {
		if n.Mentoring == "" || n.Mentor == "" {
			t.Errorf("%+v", n)
		}
	}
	c := must(w.Rotation.Candidates(t.Context(), officetest.Office, w.People["x1"], date("2026-12-01")))
	if !c[0].Same || c[0].Against.Key != "" || c[0].Load != 0 || c[len(c)-1].Against.Key == "" || len(c) != 30 { // 28 of the world and the other two
		t.Errorf("%d: %+v", len(c), c)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// The control: without the record of the mentor's load, that is with nothing but
// the count before the write, all eight get the same mentor.
func TestRacingNamingsNeverGiveAMentorMoreThanTwo(t *testing.T) {
	w := office(t)
	for i := range 8 {
		fresh(w, fmt.Sprint("x", i))
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			_, err := w.Create(t.Context(), w.Personnel(), rotation.KindMentoring, "assign", evaluation.Creation{Input: assign(w, fmt.Sprint("x", i), "a3")})
			if err != nil && evaluation.CodeOf(err) != evaluation.CodeInvalid {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	w.Must(w.Resume(t.Context(), officetest.Office, 0))
	n := 0
	for _, r := range all(w, rotation.KindMentoring) {
		m := mentoring(w, r.ID)
		switch {
		case r.State == rotation.Planning && m.Mentor.Person == w.People["a3"]:
			n++
		case r.State != rotation.Vacant || m.Mentor.Person != "" || !slices.Contains(r.Waiting, evaluation.WaitRole(evaluation.RolePersonnel)):
			t.Errorf("%s %+v", r.State, m)
		}
	}
	loads := all(w, rotation.KindLoad)
	if n != 2 || len(loads) != 1 || len(officetest.Payload[rotation.Load](w, loads[0].ID).Pupils) != 2 {
		t.Errorf("%d have the same mentor, %d loads", n, len(loads))
	}
	for _, r := range all(w, rotation.KindMentoring) {
		if r.State == rotation.Vacant {
			w.Refused("not_found", w.Try(w.Who("a3"), r.ID, "plan", goals()))
			w.Do(w.Personnel(), r.ID, "hand_over", &rotation.HandOverInput{MentorInput: rotation.MentorInput{Mentor: w.People["a6"]}, Words: "无"})
			inState(w, r.ID, rotation.Planning)
			break
		}
	}
}

func TestRacingNamingsGiveANewcomerOneMentor(t *testing.T) {
	w := office(t)
	fresh(w, "x1")
	var wg sync.WaitGroup
	for _, mentor := range []string{"a1", "a2", "a3", "a4", "a5", "a6"} {
		wg.Go(func() {
			_, err := w.Create(t.Context(), w.Personnel(), rotation.KindMentoring, "assign", evaluation.Creation{Input: assign(w, "x1", mentor)})
			if code := evaluation.CodeOf(err); err != nil && code != evaluation.CodeInvalid && code != evaluation.CodeConflict {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	w.Must(w.Resume(t.Context(), officetest.Office, 0))
	got := all(w, rotation.KindMentoring)
	if len(got) != 1 || got[0].State != rotation.Planning {
		t.Fatalf("%d mentorings", len(got))
	}
	pupils := 0
	for _, r := range all(w, rotation.KindLoad) {
		pupils += len(officetest.Payload[rotation.Load](w, r.ID).Pupils)
	}
	if pupils != 1 {
		t.Errorf("%d places taken", pupils)
	}
}

func TestWithoutAMentorNothingGoesOnUntilItIsHandedOverOrPaused(t *testing.T) {
	w := office(t)
	p := w.Personnel()
	id := mentored(w, "x1", "a3")
	w.Do(p, w.People["a3"], "appoint", &roster.Appoint{Department: w.Units["a"], Post: "副主任", PostSince: date("2026-11-20"), Level: "副科级"})
	watch(w)
	if m := mentoring(w, id); m.Gap != nil {
		t.Errorf("another post in the department: %+v", m.Gap)
	}
	w.Turn("2026-12-10")
	w.Do(p, w.People["a3"], "appoint", &roster.Appoint{Department: w.Units["b"], Post: "副主任", PostSince: date("2026-12-10"), Level: "副科级"})
	for name, in := range map[string]any{"note": note(w), "plan": goals(), "midterm": &rotation.MidtermInput{Progress: "好", Measures: "无"}} {
		w.Refused("rotation.gap", w.Try(w.Who("a3"), id, name, in)) // before Kaoji has looked
	}
	w.Refused("rotation.gap", w.Try(w.Who("x1"), id, "own_note", ownNote(w)))
	watch(w)
	watch(w)
	r := w.Stored(id)
	if m := mentoring(w, id); m.Gap == nil || m.Gap.Why != desk.GapMoved || !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) || r.Due != date("2026-12-10") {
		t.Fatalf("%+v waits for %v", m.Gap, r.Waiting)
	}
	if n := len(r.History); n != 4 { // assigned, seated, planned, observed once
		t.Errorf("%d entries", n)
	}
	w.Do(p, id, "pause", nil)
	w.Refused("rotation.gap", w.Try(p, id, "resume", nil))
	in := &rotation.HandOverInput{MentorInput: rotation.MentorInput{Mentor: w.People["a3"]}, Words: "培养计划和记录"}
	w.Refused("rotation.same_mentor", w.Try(p, id, "hand_over", in))
	in.Mentor = w.People["a6"]
	w.Do(p, id, "hand_over", in)
	inState(w, id, rotation.Paused)
	w.Turn("2026-12-20")
	w.Do(p, id, "resume", nil)
	inState(w, id, rotation.Running)
	m := mentoring(w, id)
	if m.Mentor.Person != w.People["a6"] || len(m.Former) != 1 || m.Former[0].Why == "" || m.Gap != nil {
		t.Errorf("%+v", m)
	}
	if m.CloseOn != date("2027-07-11") || m.NoteBy[0] != date("2027-03-11") || m.Until != date("2027-12-11") { // ten days later
		t.Errorf("%s %v %s", m.CloseOn, m.NoteBy, m.Until)
	}
	w.Do(w.Who("a6"), id, "note", note(w))
	w.Refused("not_found", w.Try(w.Who("a3"), id, "note", note(w)))
	loads := map[string]int{}
	for _, r := range all(w, rotation.KindLoad) {
		loads[r.Subject] = len(officetest.Payload[rotation.Load](w, r.ID).Pupils)
	}
	if loads[w.People["a3"]] != 0 || loads[w.People["a6"]] != 1 {
		t.Errorf("%v", loads)
	}
	w.Do(p, w.People["x1"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: date("2026-12-19")})
	w.Refused("rotation.newcomer_left", w.Try(w.Who("a6"), id, "note", note(w)))
	w.Do(p, id, "end", nil)
	inState(w, id, rotation.Ended)
}

func TestTheHeadWhoMentorsDoesNotSpeakForTheDepartment(t *testing.T) {
	w := office(t)
	id := mentored(w, "x1", "a1")
	w.Turn("2027-06-10")
	watch(w)
	head := w.Who("a1", evaluation.RoleHead, evaluation.RoleCadre)
	w.Refused("rotation.only_head", w.Try(head, id, "head_opinion", words))
	w.Do(head, id, "mentor_opinion", words)
	w.Do(w.Who("l3", evaluation.RoleLeader), id, "head_opinion", words)
}

func TestWhatTheNewcomerAndTheOthersReadOfAMentoring(t *testing.T) {
	w := office(t)
	id := mentored(w, "x1", "a3")
	w.Do(w.Who("a3"), id, "note", note(w))
	read := func(who evaluation.Actor) *rotation.Mentoring {
		t.Helper()
		v, err := w.Get(t.Context(), who, id)
		w.Must(err)
		m, err := evaluation.PayloadOf[rotation.Mentoring](v.Record)
		w.Must(err)
		return m
	}
	x1, a3, a1 := w.Who("x1"), w.Who("a3"), w.Who("a1", evaluation.RoleHead)
	if m := read(x1); len(m.Notes) != 1 || len(m.Remarks) != 0 || m.Mentor.Name == "" {
		t.Errorf("%+v", m)
	}
	if m := read(w.Who("x1", evaluation.RolePersonnel)); len(m.Remarks) != 0 { // OwnOnly: whatever else x1 is
		t.Errorf("%+v", m.Remarks)
	}
	if read(a3).Remarks == nil || read(a1).Remarks != nil || read(w.Who("l3", evaluation.RoleLeader)).Remarks == nil {
		t.Error("the remarks are for the mentor, personnel and the leader in charge")
	}
	w.Turn("2027-06-10")
	watch(w)
	w.Do(a3, id, "mentor_opinion", words)
	w.Do(x1, id, "own_opinion", words)
	w.Do(a1, id, "head_opinion", words)
	if m := read(x1); m.MentorOpinion != nil || m.HeadOpinion != nil || m.OwnOpinion == nil {
		t.Error("the newcomer reads the others' opinions early")
	}
	if m := read(a3); m.OwnOpinion != nil || m.HeadOpinion != nil || m.MentorOpinion == nil {
		t.Error("the mentor reads the others' opinions early")
	}
	w.Do(w.Personnel(), id, "conclude", &rotation.ConcludeInput{Outcome: "improve", Words: "继续培养", Training: 12, Without: "记录不全，已谈话"})
	for _, who := range []evaluation.Actor{x1, a3, a1} {
		if m := read(who); m.MentorOpinion == nil || m.OwnOpinion == nil || m.HeadOpinion == nil || m.Conclusion == nil {
			t.Errorf("%s does not read how it ended", who.Name)
		}
	}
	for _, who := range []evaluation.Actor{w.Who("a4"), w.Who("b1", evaluation.RoleHead), w.Who("l4", evaluation.RoleLeader), w.Who("d1", evaluation.RoleDiscipline)} {
		if _, err := w.Get(t.Context(), who, id); evaluation.CodeOf(err) != evaluation.CodeNotFound {
			t.Errorf("%s: %v", who.Name, err)
		}
	}
}

func TestEachDayIsServedByItsOwnNoteAndWhatWasLeftOutCanBeMadeGood(t *testing.T) {
	due := []evaluation.Date{date("2026-03-01"), date("2026-06-01"), date("2026-09-01")}
	for _, c := range []struct {
		notes []string
		want  []string
	}{
		{nil, []string{"", "", ""}},
		{[]string{"2026-02-01"}, []string{"2026-02-01", "", ""}},
		{[]string{"2026-02-01", "2026-02-10", "2026-02-20"}, []string{"2026-02-01", "", ""}}, // not for the whole year ahead
		{[]string{"2026-04-01"}, []string{"2026-04-01", "", ""}},                             // late
		{[]string{"2026-04-01", "2026-05-01"}, []string{"2026-04-01", "2026-05-01", ""}},     // and caught up
		{[]string{"2026-03-01", "2026-03-02", "2026-09-05"}, []string{"2026-03-01", "2026-03-02", "2026-09-05"}},
	} {
		var notes []rotation.Note
		for _, n := range c.notes {
			notes = append(notes, rotation.Note{At: date(n)})
		}
		for i, s := range rotation.Slots(due, notes) {
			if s.Written.String() != c.want[i] || s.By != due[i] {
				t.Errorf("%v: slot %d is %+v", c.notes, i, s)
			}
		}
	}
}

func TestANoteMoreNeverLeavesLessDone(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		start := date("2026-01-01")
		var due []evaluation.Date
		for k := range rapid.IntRange(1, 6).Draw(r, "slots") {
			due = append(due, start.AddMonths(3*(k+1)))
		}
		days := rapid.SliceOfN(rapid.IntRange(0, 700), 0, 10).Draw(r, "notes")
		slices.Sort(days)
		var notes []rotation.Note
		for _, d := range days {
			notes = append(notes, rotation.Note{At: start.AddDays(d)})
		}
		done := func(slots []rotation.Slot) (n int) {
			for i, s := range slots {
				if s.Written.IsZero() {
					continue
				}
				n++
				if i > 0 && (!s.Written.After(due[i-1]) || slots[i-1].Written.IsZero()) {
					r.Errorf("slot %d: %+v after %+v", i, s, slots[i-1])
				}
			}
			return n
		}
		before := done(rotation.Slots(due, notes))
		more := append(slices.Clone(notes), rotation.Note{At: start.AddDays(rapid.IntRange(700, 900).Draw(r, "more"))})
		if after := done(rotation.Slots(due, more)); before > len(notes) || after < before || after > before+1 {
			r.Errorf("%d with %d notes, %d with one more", before, len(notes), after)
		}
	})
}
