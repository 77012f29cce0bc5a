package routine_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/routine"
)

func watch(w *officetest.World) {
	w.T.Helper()
	w.Must(w.Watch(w.T.Context(), w.Service, officetest.Office, evaluation.DateOf(w.Now())))
}

// a1 heads department a and leaves: what waited for the head waits for l3, who is in charge,
// or for a principal leader where l3 is related; then for a5, who is appointed.
func TestWhatWaitsForAHeadWhoLeavesGoesToThePresentSuperior(t *testing.T) {
	w, round := opened(t)
	for _, no := range []string{"a2", "a4"} {
		w.Do(w.Who(no), sheet(w, round, no), "note", &routine.NoteInput{Note: "完成协调三件。"})
	}
	goals := w.Make(w.Who("a4"), routine.KindGoals, "draft", &routine.DraftInput{Year: 2026, ItemsInput: routine.ItemsInput{Items: []routine.ItemInput{
		{What: "加装电梯", By: date("2026-12-20")},
	}}}).ID
	w.Do(w.Who("a4"), goals, "offer", nil)
	waits := func(id string, want ...string) {
		t.Helper()
		if r := w.Stored(id); !slices.Equal(r.Waiting, want) {
			t.Errorf("%s waits for %v, want %v", r.Kind, r.Waiting, want)
		}
	}
	w.Turn("2026-12-02")
	w.Do(w.Personnel(), w.People["a1"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: date("2026-12-01")})
	watch(w)
	a4 := sheet(w, round, "a4")
	l3 := evaluation.WaitPerson(w.People["l3"])
	waits(a4, l3)
	waits(goals, l3)
	waits(sheet(w, round, "a2"), evaluation.WaitRole(evaluation.RolePrincipal)) // married to l3
	if r := w.Stored(a4); r.Due != date("2026-12-20") || r.History[len(r.History)-1].Act != "redirect" {
		t.Errorf("due %s, the history ends with %s", r.Due, r.History[len(r.History)-1].Act)
	}
	n := len(w.Stored(a4).History)
	watch(w)
	if len(w.Stored(a4).History) != n {
		t.Error("it is passed on again without a change")
	}
	w.Do(w.Personnel(), w.People["a5"], "appoint", &roster.Appoint{Department: w.Units["a"], Post: "科长", PostSince: date("2026-12-02"), Heads: true})
	watch(w)
	a5 := evaluation.WaitPerson(w.People["a5"])
	waits(a4, a5)
	waits(goals, a5)
	w.Do(w.Who("a5", evaluation.RoleHead), a4, "propose", &routine.ProposeInput{Grade: routine.Good})
	w.Do(w.Who("a5", evaluation.RoleHead), goals, "agree", nil)
}

// On the last day in the office the head is still on the roster and cannot sign in any more:
// what waits for the head goes on once, and not back.
func TestWhatWaitsForAHeadGoesOnOnTheLastDay(t *testing.T) {
	w, round := opened(t)
	w.Do(w.Who("a4"), sheet(w, round, "a4"), "note", &routine.NoteInput{Note: "完成协调三件。"})
	w.Do(w.Personnel(), w.People["a1"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: evaluation.DateOf(w.Now())})
	id := sheet(w, round, "a4")
	for range 3 {
		watch(w)
		if r := w.Stored(id); !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.People["l3"])}) {
			t.Errorf("waits for %v", r.Waiting)
		}
	}
	var passed []string
	for _, e := range w.Stored(id).History {
		if e.Act == "redirect" || e.Act == evaluation.ActReaddress {
			passed = append(passed, e.Act)
		}
	}
	if len(passed) != 1 {
		t.Errorf("passed on by %v", passed)
	}
}

// What an earlier version gave to the section, which cannot propose, goes to who can.
func TestAProposalThatWaitsForTheSectionGoesToThePresentSuperior(t *testing.T) {
	w, round := opened(t)
	id := sheet(w, round, "a4")
	w.Do(w.Who("a4"), id, "note", &routine.NoteInput{Note: "完成协调三件。"})
	r := w.Stored(id)
	r.Waiting = []string{evaluation.WaitRole(evaluation.RolePersonnel)}
	_, err := w.Store.Put(t.Context(), r)
	w.Must(err)
	watch(w)
	if got := w.Stored(id).Waiting; !slices.Equal(got, []string{evaluation.WaitPerson(w.People["a1"])}) {
		t.Errorf("waits for %v", got)
	}
}

// Goals that stay keep what was reached when another one is rewritten; that one is kept with
// its words among the earlier ones, and nothing is kept of a draft that nobody agreed to.
func TestRewritingAGoalKeepsWhatWasReachedOfTheOthers(t *testing.T) {
	w := officetest.New(t)
	item := func(what, target, by string) routine.ItemInput {
		return routine.ItemInput{What: what, Target: target, By: date(by)}
	}
	items := func(list ...routine.ItemInput) routine.ItemsInput { return routine.ItemsInput{Items: list} }
	lift, waste := item("加装电梯", "完成6部", "2026-12-20"), item("垃圾分类", "全部达标", "2026-12-31")
	id := w.Make(w.Who("a4"), routine.KindGoals, "draft", &routine.DraftInput{Year: 2026, ItemsInput: items(item("加装电梯", "完成5部", "2026-12-20"), waste)}).ID
	rewrite := func(list ...routine.ItemInput) *routine.Goals {
		in := items(list...)
		w.Do(w.Who("a4"), id, "rewrite", &in)
		return officetest.Payload[routine.Goals](w, id)
	}
	if p := rewrite(lift, waste); len(p.Earlier) != 0 {
		t.Errorf("kept of a draft: %+v", p.Earlier)
	}
	w.Do(w.Who("a4"), id, "offer", nil)
	w.Do(w.Who("a1", evaluation.RoleHead), id, "agree", nil)
	w.Do(w.Who("a4"), id, "progress", &routine.ProgressInput{Word: "顺利", Actual: []routine.ActualInput{{Goal: 1, Actual: "完成6部", Done: date("2026-11-30")}, {Goal: 2, Actual: "8个达标"}}})
	lift.By = date("2026-12-30") // later, and the same goal
	p := rewrite(item("垃圾分类", "12个达标", "2026-12-31"), lift)
	if g := p.Items[1]; g.Actual != "完成6部" || g.Done != date("2026-11-30") || g.By != lift.By {
		t.Errorf("of the goal that stays: %+v", g)
	}
	if g := p.Items[0]; g.Actual != "" || !g.Done.IsZero() {
		t.Errorf("of the goal that is new: %+v", g)
	}
	want := routine.Replaced{Goal: routine.Goal{What: "垃圾分类", Target: "全部达标", By: date("2026-12-31"), Actual: "8个达标"}, Until: evaluation.DateOf(w.Now())}
	if len(p.Earlier) != 1 || p.Earlier[0] != want {
		t.Errorf("earlier %+v, want %+v", p.Earlier, want)
	}
	if p.By != "" || p.ByName != "" || !p.On.IsZero() {
		t.Errorf("%s agreed to new goals on %s", p.ByName, p.On)
	}
	if p := rewrite(lift, waste); len(p.Earlier) != 1 {
		t.Errorf("kept of goals that nobody agreed to: %+v", p.Earlier)
	}
}

// comes enters somebody who joins the office on a day.
func comes(w *officetest.World, no, level, day string) {
	w.T.Helper()
	on := date(day)
	w.People[no] = w.Make(w.Personnel(), roster.KindPerson, "enter", &roster.Enter{
		No: no, Name: "干部" + no, Sex: roster.Male, Born: date("1998-05-01"), WorkedSince: on, Joined: on,
		Department: w.Units["a"], Post: "职务" + no, PostSince: on, Level: level, LevelSince: on,
	}).ID
}

func TestWhoComesAfterTheOpeningIsAddedToARound(t *testing.T) {
	w, round := opened(t)
	addable := func() int {
		t.Helper()
		v, err := w.Get(t.Context(), w.Personnel(), round)
		w.Must(err)
		list, err := w.Routine.Addable(t.Context(), v)
		w.Must(err)
		return len(list)
	}
	add := func(nos ...string) error {
		in := &routine.AddInput{}
		for _, no := range nos {
			in.People = append(in.People, w.People[no])
		}
		return w.Try(w.Personnel(), round, "add_people", in)
	}
	if addable() != 0 {
		t.Fatal("there is somebody to add")
	}
	w.Turn("2026-12-03")
	comes(w, "a8", "一级科员", "2026-12-02")
	comes(w, "a9", "二级调研员", "2026-12-02") // assessed above
	if n := addable(); n != 1 {
		t.Fatalf("%d can be added", n)
	}
	w.Refused("routine.not_addable", add("a9"))
	w.Refused("routine.takes_part", add("a1"))
	w.Refused("error.field.required", add())
	w.Must(add("a8"))
	id := sheet(w, round, "a8")
	if r := w.Stored(id); r.State != routine.SheetNoting || r.Due != date("2026-12-10") || r.Parent != round || addable() != 0 {
		t.Errorf("%s, due %s", r.State, r.Due)
	}
	w.Turn("2026-12-14") // the last day for notes is over
	comes(w, "a7b", "一级科员", "2026-12-11")
	w.Must(add("a7b"))
	if r := w.Stored(sheet(w, round, "a7b")); r.State != routine.SheetNoting || r.Due != date("2026-12-20") {
		t.Errorf("%s, due %s", r.State, r.Due)
	}
	w.Do(w.Who("a7b"), sheet(w, round, "a7b"), "note", &routine.NoteInput{Note: "熟悉工作。"})
	propose(w, round, 0)
	w.Do(w.Personnel(), round, "hand_in", &routine.HandInInput{})
	if p := officetest.Payload[routine.Round](w, round); p.Count.Of != 30 {
		t.Errorf("%d are assessed", p.Count.Of)
	}
	comes(w, "a10", "一级科员", "2026-12-11")
	if addable() != 0 {
		t.Error("people are added to a round that is handed in")
	}
}

// A round that an earlier version cancelled left its sheets as exempt.
func TestSheetsOfARoundThatWasCancelledBeforeAreDropped(t *testing.T) {
	w, round := opened(t)
	id := sheet(w, round, "a4")
	_, err := w.Act(t.Context(), w.Personnel(), id, w.Stored(id).Version, "exempt", evaluation.Change{Reason: "借调"})
	w.Must(err)
	r := w.Stored(round)
	r.State = routine.RoundCancelled
	_, err = w.Store.Put(t.Context(), r)
	w.Must(err)
	watch(w)
	if s := w.Stored(id).State; s != routine.SheetDropped {
		t.Errorf("the sheet is %s", s)
	}
}
