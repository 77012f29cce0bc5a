package routine_test

import (
	"fmt"
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/routine"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/signoff"
)

var date = officetest.Date

// opened is an office with a round of the last quarter of 2026. Departments a and b have
// leader l3 in charge, c has l4, d has nobody; the heads are a1 to d1.
func opened(t *testing.T) (w *officetest.World, round string) {
	w = officetest.New(t)
	r := w.Make(w.Personnel(), routine.KindRound, "open", &routine.OpenInput{
		Period: "2026Q4", DatesInput: routine.DatesInput{NoteBy: date("2026-12-10"), ProposeBy: date("2026-12-20")},
	})
	return w, r.ID
}

// sheet is that of a person.
func sheet(w *officetest.World, round, no string) string {
	for _, p := range officetest.Payload[routine.Round](w, round).Participants {
		if p.Person == w.People[no] {
			return p.Sheet
		}
	}
	return ""
}

func TestARoundAsksEverybodyTheOfficeManagesAndWaitsForTheSuperior(t *testing.T) {
	w, round := opened(t)
	p := officetest.Payload[routine.Round](w, round)
	if len(p.Participants) != 28 || p.From != date("2026-10-01") || p.To != date("2026-12-31") {
		t.Errorf("%d people from %s to %s, want the 28 of four departments and no leaders", len(p.Participants), p.From, p.To)
	}
	for no, want := range map[string]evaluation.Actor{
		"a4": w.Who("a1", evaluation.RoleHead),   // the head
		"a1": w.Who("l3", evaluation.RoleLeader), // the leader in charge
	} {
		id := sheet(w, round, no)
		w.Do(w.Who(no), id, "note", &routine.NoteInput{Note: "完成协调三件。"})
		r := w.Stored(id)
		if len(r.Waiting) != 1 || r.Waiting[0] != evaluation.WaitPerson(want.Person) || r.Due != date("2026-12-20") {
			t.Errorf("%s waits for %v until %s", no, r.Waiting, r.Due)
		}
		w.Do(want, id, "propose", &routine.ProposeInput{Grade: routine.Good})
	}
	id := sheet(w, round, "d1") // heads a department that nobody is in charge of
	w.Do(w.Who("d1"), id, "note", &routine.NoteInput{Note: "完成日常工作。"})
	if r := w.Stored(id); len(r.Waiting) != 1 || r.Waiting[0] != evaluation.WaitRole(evaluation.RolePrincipal) {
		t.Errorf("d1 waits for %v", r.Waiting)
	}
	a2 := sheet(w, round, "a2") // married to l3, and the head is no relative
	w.Do(w.Who("a2"), a2, "note", &routine.NoteInput{Note: "完成日常工作。"})
	w.Refused("recused", w.Try(w.Who("l3", evaluation.RoleLeader), a2, "propose", &routine.ProposeInput{Grade: routine.Good}))
	w.Refused("not_found", w.Try(w.Who("b1", evaluation.RoleHead), a2, "propose", &routine.ProposeInput{Grade: routine.Good}))
	w.Refused("routine.comment_first", w.Try(w.Who("a1", evaluation.RoleHead), a2, "propose", &routine.ProposeInput{Grade: routine.Poor}))
	_, err := w.Create(t.Context(), w.Personnel(), routine.KindRound, "open", evaluation.Creation{Input: &routine.OpenInput{
		Period: "2026Q4", DatesInput: routine.DatesInput{NoteBy: date("2026-12-10"), ProposeBy: date("2026-12-20")},
	}})
	w.Refused("routine.exists", err)
}

func TestWithoutANoteTheSuperiorGoesOnWhenItIsOverdue(t *testing.T) {
	w, round := opened(t)
	id := sheet(w, round, "b3")
	head := w.Who("b1", evaluation.RoleHead)
	w.Must(w.Watch(t.Context(), w.Service, officetest.Office, date("2026-12-10")))
	w.Refused("state", w.Try(head, id, "propose", &routine.ProposeInput{Grade: routine.Fair}))
	w.Turn("2026-12-11")
	w.Must(w.Watch(t.Context(), w.Service, officetest.Office, date("2026-12-11")))
	w.Do(head, id, "propose", &routine.ProposeInput{Grade: routine.Fair})
	w.Refused("state", w.Try(w.Who("b3"), id, "note", &routine.NoteInput{Note: "补写小结。"}))
}

// propose proposes grades for everybody: good for the first so many.
func propose(w *officetest.World, round string, good int) {
	w.Turn("2026-12-11")
	w.Must(w.Watch(w.T.Context(), w.Service, officetest.Office, date("2026-12-11")))
	principal := w.Who("l1", evaluation.RolePrincipal)
	for i, p := range officetest.Payload[routine.Round](w, round).Participants {
		in := &routine.ProposeInput{Grade: routine.Fair}
		if i < good {
			in.Grade = routine.Good
		}
		w.Do(principal, p.Sheet, "propose", in)
	}
}

// 40 % of 28 are 11.2 people: 11 are within the share, 12 need a reason.
func TestMoreThanTheShareOfGoodNeedsAReason(t *testing.T) {
	for _, c := range []struct {
		good int
		over string
		why  string
	}{{11, "", ""}, {12, "", "routine.over"}, {12, "本季度防汛任务重", ""}} {
		t.Run(fmt.Sprint(c.good, c.over), func(t *testing.T) {
			w, round := opened(t)
			w.Refused("routine.left", w.Try(w.Personnel(), round, "hand_in", &routine.HandInInput{}))
			propose(w, round, c.good)
			err := w.Try(w.Personnel(), round, "hand_in", &routine.HandInInput{Over: c.over})
			if c.why != "" {
				w.Refused(c.why, err)
				return
			}
			w.Must(err)
			p := officetest.Payload[routine.Round](w, round)
			if p.Over != c.over || !slices.Equal(p.Count.Shares, []routine.Share{{Category: desk.Civil, Of: 28, Good: c.good, Most: 11}}) || p.Count.Grades[routine.Good] != c.good || p.Count.Of != 28 {
				t.Errorf("%+v, reason %q", p.Count, p.Over)
			}
			w.Refused("routine.handed_in", w.Try(w.Who("l1", evaluation.RolePrincipal), p.Participants[0].Sheet, "propose", &routine.ProposeInput{Grade: routine.Fair}))
		})
	}
}

func TestThePersonSeesTheResultWhenItIsFixedAndCanObject(t *testing.T) {
	w, round := opened(t)
	propose(w, round, 5)
	id := sheet(w, round, "c3")
	sees := func(field string) bool {
		v, err := w.Get(t.Context(), w.Who("c3"), id)
		w.Must(err)
		return v.Shows(field)
	}
	if sees("grade") || sees("comment") || !sees("note") {
		t.Error("the person reads a grade that is not fixed, or not the own note")
	}
	w.Do(w.Personnel(), round, "hand_in", &routine.HandInInput{})
	principal := w.Who("l1", evaluation.RolePrincipal)
	w.Do(principal, round, "fix", nil)
	if !sees("grade") || w.Stored(id).State != routine.SheetFixed {
		t.Errorf("fixed, and the person does not read it: %s", w.Stored(id).State)
	}
	if p := officetest.Payload[routine.Sheet](w, id); p.ObjectBy != date("2026-12-18") { // five working days after Friday, December 11
		t.Errorf("objections until %s", p.ObjectBy)
	}
	w.Refused("not_found", w.Try(w.Who("c4"), id, "object", &routine.ObjectInput{Text: "不符合实际。"}))
	w.Do(w.Who("c3"), id, "object", &routine.ObjectInput{Text: "防汛工作没有写。"})
	l5 := assigned(w, id)
	w.Do(l5, id, "answer", &routine.AnswerInput{Grade: routine.Good, Answer: "经核实，予以调整。"})
	p := officetest.Payload[routine.Sheet](w, id)
	if p.Grade != routine.Good || p.Objection.Was != routine.Fair {
		t.Errorf("grade %s, before %s", p.Grade, p.Objection.Was)
	}
	w.Refused("routine.objected", w.Try(w.Who("c3"), id, "object", &routine.ObjectInput{Text: "还有一件事。"}))
	w.Turn("2026-12-21")
	w.Refused("routine.too_late", w.Try(w.Who("c5"), sheet(w, round, "c5"), "object", &routine.ObjectInput{Text: "不同意。"}))
	got, err := w.Routine.Results(t.Context(), officetest.Office, []string{w.People["c3"], w.People["c5"]}, 2026)
	w.Must(err)
	if r := got[w.People["c3"]]; len(r) != 1 || r[0].Period != "2026Q4" || r[0].Grade != routine.Good {
		t.Errorf("results %+v", got)
	}
}

// Whoever has no account objects on paper, in time if it was handed in in time; the answer
// is shown on paper, too.
func TestAnObjectionToAQuarterOnPaper(t *testing.T) {
	w, round := opened(t)
	propose(w, round, 0)
	w.Do(w.Personnel(), round, "hand_in", &routine.HandInInput{})
	principal := w.Who("l1", evaluation.RolePrincipal)
	w.Do(principal, round, "fix", nil) // on 2026-12-11, objections until 2026-12-18
	w.Mute.Store("干部c3", true)
	id := sheet(w, round, "c3")
	w.Turn("2026-12-22")
	enter := func(no, on string) error {
		return w.Try(w.Personnel(), sheet(w, round, no), "enter_objection", &routine.ObjectionPaper{ObjectInput: routine.ObjectInput{Text: "防汛工作没有写。"}, HandedIn: date(on)})
	}
	w.Refused(signoff.HasAccount, enter("c4", "2026-12-18"))
	w.Refused("error.day.span", enter("c3", "2026-12-19"))
	w.Refused("error.day.span", enter("c3", "2026-12-10"))
	w.Must(enter("c3", "2026-12-17"))
	w.Refused(signoff.SecondPerson, w.Try(w.Personnel(), id, "check_objection", nil))
	if got, err := w.Routine.Results(t.Context(), officetest.Office, []string{w.People["c3"]}, 2026); err != nil || len(got[w.People["c3"]]) != 1 {
		t.Errorf("the grade does not hold meanwhile: %+v, %v", got, err)
	}
	_, err := w.Act(t.Context(), w.Personnel(), id, w.Stored(id).Version, "drop_objection", evaluation.Change{Reason: "日期有误"})
	w.Must(err)
	w.Must(enter("c3", "2026-12-18"))
	w.Refused("state", w.Try(w.Personnel(), id, "assign", &routine.AssignInput{Reviewer: w.People["l5"]}))
	w.Do(principal, id, "check_objection", nil)
	if o := officetest.Payload[routine.Sheet](w, id).Objection; o.Due != date("2027-01-11") { // 15 working days after it was handed in, with 1 January
		t.Errorf("the answer is due on %s", o.Due)
	}
	w.Do(assigned(w, id), id, "answer", &routine.AnswerInput{Grade: routine.Good, Answer: "经核实，予以调整。"})
	if r := w.Stored(id); !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) {
		t.Errorf("the answer waits for %v", r.Waiting)
	}
	w.Do(w.Personnel(), id, "note_signature", &signoff.ReceiptInput{Signed: date("2026-12-22"), Words: "无意见"})
	w.Refused(signoff.SecondPerson, w.Try(w.Personnel(), id, "check_signature", nil))
	w.Do(principal, id, "check_signature", nil)
	if o := officetest.Payload[routine.Sheet](w, id).Objection; o.On != date("2026-12-18") || o.Paper.Checked == "" || o.Receipt.Paper.Checked == "" || len(w.Stored(id).Waiting) != 0 {
		t.Errorf("%+v, waiting %v", o, w.Stored(id).Waiting)
	}
	w.Refused("signoff.nothing_to_tell", w.Try(w.Personnel(), sheet(w, round, "c4"), "check_signature", nil))
}

func TestACancelledRoundFreesItsPeriod(t *testing.T) {
	w, round := opened(t)
	_, err := w.Act(t.Context(), w.Personnel(), round, w.Stored(round).Version, "cancel", evaluation.Change{Reason: "周期有误"})
	w.Must(err)
	if r := w.Stored(sheet(w, round, "a4")); r.State != routine.SheetDropped || r.History[len(r.History)-1].Act != "drop" {
		t.Errorf("its sheets are %s", r.State)
	}
	w.Make(w.Personnel(), routine.KindRound, "open", &routine.OpenInput{
		Period: "2026Q4", DatesInput: routine.DatesInput{NoteBy: date("2026-12-10"), ProposeBy: date("2026-12-20")},
	})
}

func TestWhoHasNoAccountIsTakenInAgainForTheComment(t *testing.T) {
	w, round := opened(t)
	w.Mute.Store("干部c3", true)
	id := sheet(w, round, "c3")
	_, err := w.Act(t.Context(), w.Personnel(), id, w.Stored(id).Version, "exempt", evaluation.Change{Reason: "借调"})
	w.Must(err)
	w.Do(w.Personnel(), id, "include", nil)
	if r := w.Stored(id); r.State != routine.SheetCommenting || slices.Contains(r.Waiting, evaluation.WaitPerson(w.People["c3"])) {
		t.Errorf("%s, waiting for %v", r.State, r.Waiting)
	}
}

func TestGoalsAreAgreedAndTellWhatWasReached(t *testing.T) {
	w := officetest.New(t)
	r := w.Make(w.Who("a4"), routine.KindGoals, "draft", &routine.DraftInput{Year: 2026, ItemsInput: routine.ItemsInput{Items: []routine.ItemInput{
		{What: "加装电梯", Target: "完成6部", By: date("2026-12-20")}, {What: "垃圾分类", By: date("2026-12-31")},
	}}})
	head := w.Who("a1", evaluation.RoleHead)
	w.Refused("not_found", w.Try(head, r.ID, "agree", nil)) // not offered yet, so not to be seen
	w.Do(w.Who("a4"), r.ID, "offer", nil)
	w.Do(head, r.ID, "agree", nil)
	w.Refused("routine.no_goal", w.Try(w.Who("a4"), r.ID, "progress", &routine.ProgressInput{Word: "顺利", Actual: []routine.ActualInput{{Goal: 3, Actual: "完成"}}}))
	w.Do(w.Who("a4"), r.ID, "progress", &routine.ProgressInput{Word: "顺利", Actual: []routine.ActualInput{{Goal: 1, Actual: "完成4部"}}})
	p := officetest.Payload[routine.Goals](w, r.ID)
	if p.Items[0].Actual != "完成4部" || len(p.Words) != 1 {
		t.Errorf("%+v", p)
	}
	if facts := w.Facts(w.Routine, w.People["a4"], date("2026-07-01"), date("2026-12-31")); len(facts) != 1 || facts[0].Goes != desk.GoesResults {
		t.Errorf("the self-report begins with %+v", facts)
	}
	w.Turn("2027-03-31")
	w.Must(w.Watch(t.Context(), w.Service, officetest.Office, date("2027-03-31")))
	if s := w.Stored(r.ID).State; s != routine.GoalsAgreed {
		t.Errorf("%s while the year is assessed", s)
	}
	w.Turn("2027-04-01")
	w.Must(w.Watch(t.Context(), w.Service, officetest.Office, date("2027-04-01")))
	if s := w.Stored(r.ID).State; s != routine.GoalsFinished {
		t.Errorf("%s when it is over", s)
	}
}

func TestThePeriodOfADay(t *testing.T) {
	for _, c := range []struct {
		day    string
		months int
		want   string
	}{{"2026-01-01", 3, "2026Q1"}, {"2026-12-31", 3, "2026Q4"}, {"2026-06-30", 6, "2026H1"}, {"2026-07-01", 6, "2026H2"}, {"2026-02-28", 1, "2026-02"}} {
		if got := routine.PeriodOf(date(c.day), c.months); got != c.want {
			t.Errorf("%s by %d months: %s, want %s", c.day, c.months, got, c.want)
		}
	}
	if got := fmt.Sprint(routine.Periods(date("2026-03-31"), 3)); got != "[2026Q1 2025Q4 2025Q3 2025Q2 2025Q1]" {
		t.Errorf("the periods of a year: %s", got)
	}
}

// A low grade in a quarter bars the grade excellent of the year, in words; a quarter
// without a grade bars nobody.
func TestALowQuarterBarsExcellentOfTheYear(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-10-08")
	r := w.Make(w.Personnel(), routine.KindRound, "open", &routine.OpenInput{
		Period: "2026Q3", DatesInput: routine.DatesInput{NoteBy: date("2026-10-09"), ProposeBy: date("2026-10-12")},
	})
	w.Turn("2026-10-12")
	w.Must(w.Watch(t.Context(), w.Service, officetest.Office, date("2026-10-12")))
	principal := w.Who("l1", evaluation.RolePrincipal)
	for _, p := range officetest.Payload[routine.Round](w, r.ID).Participants {
		in := &routine.ProposeInput{Grade: routine.Fair}
		if p.Person == w.People["a1"] {
			in = &routine.ProposeInput{Grade: routine.Ordinary, Comment: "两项工作没有按时完成。"}
		}
		w.Do(principal, p.Sheet, "propose", in)
	}
	w.Do(w.Personnel(), r.ID, "hand_in", &routine.HandInInput{})
	w.Do(principal, r.ID, "fix", nil)
	w.Turn("2026-12-01")
	cycle := w.Make(w.Personnel(), assessment.KindCycle, "plan", &assessment.PlanInput{
		Year: 2026, Half: assessment.SecondHalf, AsOf: date("2026-12-01"), ReportBy: date("2026-12-08"), RateBy: date("2026-12-15"), DecideBy: date("2026-12-25"),
	})
	w.Do(w.Personnel(), cycle.ID, "open", nil)
	n := 0
	for _, p := range officetest.Payload[assessment.Cycle](w, cycle.ID).Participants {
		findings := officetest.Payload[assessment.Sheet](w, p.Sheet).Findings
		low := slices.ContainsFunc(findings, func(f assessment.Finding) bool {
			return f.Kind == assessment.KindRoutine && f.Consequence == assessment.NotExcellent && f.Detail == "2026Q3"
		})
		if low != (p.Person == w.People["a1"]) {
			t.Errorf("%s: %+v", p.Name, findings)
		}
		if low {
			n++
			if got := findings[0].Say(); got.Key != "assessment.finding.routine" {
				t.Errorf("in words: %+v", got)
			}
		}
	}
	if n != 1 {
		t.Errorf("%d people are barred, want a1", n)
	}
}

func TestAPeriodIsAboutTheGoalsThatAreDueOrReachedInIt(t *testing.T) {
	goal := func(by, actual, done string) routine.Goal {
		g := routine.Goal{What: by, By: date(by), Actual: actual}
		if done != "" {
			g.Done = date(done)
		}
		return g
	}
	for name, c := range map[string]struct {
		goal routine.Goal
		want bool
	}{
		"due in it":                      {goal("2026-09-30", "", ""), true},
		"due later, something reached":   {goal("2026-12-20", "完成2部", ""), true},
		"due later, nothing reached yet": {goal("2026-12-20", "", ""), false},
		"due later, reached before":      {goal("2026-12-20", "完成", "2026-05-01"), false},
		"due before, reached in it":      {goal("2026-05-01", "完成", "2026-08-01"), true},
		"due before, reached before":     {goal("2026-05-01", "完成", "2026-04-01"), false},
		"due before, nothing reached":    {goal("2026-05-01", "", ""), false},
	} {
		p := routine.Goals{Items: []routine.Goal{c.goal}}
		if got := p.Within(date("2026-07-01"), date("2026-09-30")); (len(got) == 1) != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// What the head proposed stays on the sheet when the leader in charge proposes something
// else, and nobody hands a period in before its last month.
func TestAProposalThatIsReplacedIsKeptAndAPeriodIsHandedInNearItsEnd(t *testing.T) {
	w, round := opened(t)
	w.Turn("2026-11-30")
	id := sheet(w, round, "b3")
	w.Do(w.Who("b3"), id, "note", &routine.NoteInput{Note: "完成三件。"})
	w.Do(w.Who("b1", evaluation.RoleHead), id, "propose", &routine.ProposeInput{Grade: routine.Good, Comment: "主动"})
	w.Do(w.Who("l3", evaluation.RoleLeader), id, "propose", &routine.ProposeInput{Grade: routine.Fair, Comment: "按时"})
	w.Do(w.Who("l3", evaluation.RoleLeader), id, "propose", &routine.ProposeInput{Grade: routine.Fair, Comment: "按时完成"})
	sh := officetest.Payload[routine.Sheet](w, id)
	want := routine.Proposed{Grade: routine.Good, Comment: "主动", ByName: "干部b1", On: date("2026-11-30")}
	if len(sh.Earlier) != 1 || sh.Earlier[0].Grade != want.Grade || sh.Earlier[0].Comment != want.Comment || sh.Earlier[0].On != want.On || sh.Grade != routine.Fair {
		t.Errorf("%+v", sh)
	}
	if v, err := w.Get(t.Context(), w.Who("b3"), id); err != nil || v.Shows("earlier") {
		t.Errorf("the person reads what was proposed before: %v", err)
	}
	w.Refused("routine.too_early", w.Try(w.Personnel(), round, "hand_in", &routine.HandInInput{}))
	w.Turn("2026-12-01")
	w.Refused("routine.left", w.Try(w.Personnel(), round, "hand_in", &routine.HandInInput{}))
}

// After a change of the rhythm no month is assessed twice.
func TestAPeriodThatAnotherOneOverlapsIsNotOpened(t *testing.T) {
	w, _ := opened(t)
	w.Make(w.Personnel(), rulepack.KindOverride, "set", &rulepack.SetInput{Key: "assessment.routine.months", Value: "1", Source: "浦委组〔2026〕12号", Reason: "按月考核", ValidFrom: date("2026-12-01")})
	_, err := w.Create(t.Context(), w.Personnel(), routine.KindRound, "open", evaluation.Creation{Input: &routine.OpenInput{
		Period: "2026-11", DatesInput: routine.DatesInput{NoteBy: date("2026-12-10"), ProposeBy: date("2026-12-20")},
	}})
	w.Refused("routine.overlaps", err)
	w.Make(w.Personnel(), routine.KindRound, "open", &routine.OpenInput{
		Period: "2026-09", DatesInput: routine.DatesInput{NoteBy: date("2026-12-10"), ProposeBy: date("2026-12-20")},
	})
	_, err = w.Create(t.Context(), w.Personnel(), rulepack.KindOverride, "set", evaluation.Creation{Input: &rulepack.SetInput{
		Key: "assessment.routine.months", Value: "5", Source: "浦委组〔2026〕13号", Reason: "试试", ValidFrom: date("2026-12-02"),
	}})
	w.Refused("rulepack.only", err)
}
