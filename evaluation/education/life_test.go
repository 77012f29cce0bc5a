package education_test

import (
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
)

func TestTheAudienceIsChosenByRuleAndFrozenAtTheStart(t *testing.T) {
	w := officetest.New(t)
	for name, c := range map[string]struct {
		change func(*education.CampaignInput)
		want   int
	}{
		"everybody":        {func(in *education.CampaignInput) { in.Units = nil }, 33},
		"a department":     {func(*education.CampaignInput) {}, 7},
		"its head":         {func(in *education.CampaignInput) { in.Group = education.GroupHeads }, 1},
		"all but heads":    {func(in *education.CampaignInput) { in.Group = education.GroupOthers }, 6},
		"section level":    {func(in *education.CampaignInput) { in.Units, in.Levels = nil, []string{education.BandSection} }, 8},
		"division level":   {func(in *education.CampaignInput) { in.Units, in.Levels = nil, []string{education.BandDivision} }, 5},
		"ranks of one dep": {func(in *education.CampaignInput) { in.Levels = []string{education.BandRank} }, 5},
	} {
		in := input(w)
		c.change(in)
		id := w.Make(w.Personnel(), education.KindCampaign, "draft", in).ID
		w.Do(w.Personnel(), id, "start", nil)
		if n := len(officetest.Payload[education.Campaign](w, id).People); n != c.want {
			t.Errorf("%s: %d people, want %d", name, n, c.want)
		}
	}
	in := input(w)
	in.Levels = []string{education.BandStaff}
	empty := w.Make(w.Personnel(), education.KindCampaign, "draft", in).ID
	w.Refused("education.nobody", w.Try(w.Personnel(), empty, "start", nil))
}

func TestSomebodyWhoComesLaterIsAdmittedByName(t *testing.T) {
	w := running(t)
	w.Refused("education.already_in", w.Try(w.Personnel(), w.campaign, "admit", &education.AdmitInput{Person: w.People["a4"]}))
	w.Do(w.Personnel(), w.campaign, "admit", &education.AdmitInput{Person: w.People["b4"]})
	if p := w.part("b4"); p.Name != "干部b4" || p.Since != date("2026-12-01") {
		t.Errorf("admitted as %+v", p)
	}
	if n := len(officetest.Payload[education.Campaign](w.World, w.campaign).People); n != 8 {
		t.Errorf("%d people", n)
	}
	if got := w.Offered(w.Personnel(), w.campaign, "admit"); !strings.Contains(got, "admit") {
		t.Error("nobody else can be admitted")
	}
	for _, id := range w.People {
		if _, in := officetest.Payload[education.Campaign](w.World, w.campaign).Member(id); !in {
			_ = w.Try(w.Personnel(), w.campaign, "admit", &education.AdmitInput{Person: id}) // some are not in the office
		}
	}
	if got := w.Offered(w.Personnel(), w.campaign, "admit"); strings.Contains(got, "admit") {
		t.Error("to admit somebody is offered where everybody takes part")
	}
	w.Refused("education.everybody_in", w.Try(w.Personnel(), w.campaign, "admit", &education.AdmitInput{Person: w.People["a4"]}))
}

// learn does all that is asked of somebody but the sessions.
func (w *school) learn(no string) {
	w.T.Helper()
	r := w.record(education.KindReflection, no).ID
	w.Do(w.Who(no), r, "submit", &education.SubmitInput{Text: long})
	w.Do(w.Personnel(), r, "accept", &education.WordsInput{})
	w.Do(w.Who(no), w.record(education.KindPart, no).ID, "take_test", answers("A", "AB", ""))
}

func TestAPartIsCompleteWhenNothingIsOwed(t *testing.T) {
	w := running(t)
	one, two := w.session("2"), w.session("1.5")
	w.note(one, "present", "a4")
	w.learn("a4")
	mine := w.record(education.KindPart, "a4").ID
	w.is(mine, education.PartOpen) // 2 of 3.5 hours
	w.note(two, "present", "a4")
	w.is(mine, education.PartComplete)
	if p := w.part("a4"); p.Hours != "3.5" || p.CompletedOn != date("2026-12-01") || len(w.Stored(mine).Waiting) != 0 {
		t.Errorf("complete: %+v, waits for %v", p, w.Stored(mine).Waiting)
	}
	w.note(two, "absent", "a4") // a correction opens it again
	w.is(mine, education.PartOpen)
}

func TestACampaignClosesWhenNobodyOwesAnythingOrItIsSaidWhy(t *testing.T) {
	w := running(t)
	id := w.session("3.5")
	w.Refused("education.sessions_left", w.Try(w.Personnel(), w.campaign, "close", &education.CloseInput{}))
	w.Refused("education.sessions_left", w.Try(w.Personnel(), w.campaign, "cancel", nil))
	w.note(id, "present", "a4", "a5", "a6")
	w.Do(w.Personnel(), id, "hold", nil)
	w.Do(w.Personnel(), id, "close", nil)
	w.learn("a4")
	w.Do(w.Personnel(), w.record(education.KindPart, "a5").ID, "excuse", nil)
	w.is(w.record(education.KindReflection, "a5").ID, education.ReflectionWaived)
	w.Refused("education.people_left", w.Try(w.Personnel(), w.campaign, "close", &education.CloseInput{}))
	w.Refused("error.field.required", w.Try(w.Personnel(), w.campaign, "close", &education.CloseInput{Unfinished: true}))
	w.Do(w.Personnel(), w.campaign, "close", &education.CloseInput{Unfinished: true, Why: "长期病假"})
	for no, want := range map[string]evaluation.State{"a4": education.PartComplete, "a5": education.PartExcused, "a6": education.PartUnfinished} {
		w.is(w.record(education.KindPart, no).ID, want)
	}
	if c := officetest.Payload[education.Campaign](w.World, w.campaign); c.Left != 5 || c.LeftFor == "" {
		t.Errorf("closed with %d left", c.Left)
	}
	list, err := education.Completion(t.Context(), w, w.Personnel(), w.campaign)
	w.Must(err)
	if all := education.Whole(list); all.All != 7 || all.Complete != 1 || all.Excused != 1 || all.Unfinished != 5 || all.Open != 0 {
		t.Errorf("completion is %+v", all)
	}
	if list, err = education.Completion(t.Context(), w, w.Who("b1", evaluation.RoleHead), w.campaign); err != nil || len(list) != 0 {
		t.Errorf("the head of another department counts %+v, %v", list, err)
	}
}

func TestWhatSomebodyWroteIsForThoseWhoHaveToReadIt(t *testing.T) {
	w := running(t)
	id := w.record(education.KindReflection, "a4").ID
	w.Refused("error.field.too_short", w.Try(w.Who("a4"), id, "submit", &education.SubmitInput{Text: "太短"}))
	w.Do(w.Who("a4"), id, "submit", &education.SubmitInput{Text: long})
	w.is(id, education.ReflectionWithHead)
	head := w.Who("a1", evaluation.RoleHead)
	for name, c := range map[string]struct {
		who  evaluation.Actor
		want bool
	}{
		"the author": {w.Who("a4"), true}, "the head": {head, true}, "the section": {w.Personnel(), true},
		"a colleague": {w.Who("a5"), false}, "another head": {w.Who("b1", evaluation.RoleHead), false},
		"a principal": {w.Who("l1", evaluation.RolePrincipal), false}, "the leader in charge": {w.Who("l3", evaluation.RoleLeader), false},
		"the administrator": {w.Outside("admin", evaluation.RoleAdmin), false},
	} {
		v, err := w.Get(t.Context(), c.who, id)
		if got := err == nil && strings.Contains(string(v.Payload), "知足知趣"); got != c.want {
			t.Errorf("%s reads it: %v", name, got)
		}
	}
	w.Do(head, id, "return", nil)
	if v, err := w.Get(t.Context(), head, id); err != nil || strings.Contains(string(v.Payload), "知足知趣") {
		t.Errorf("the head still reads what went back: %v", err)
	}
	w.Turn("2026-12-21")
	w.Do(w.Who("a4"), id, "submit", &education.SubmitInput{Text: long + "补充。"})
	w.Do(head, id, "accept", &education.WordsInput{Words: "认识深刻。"})
	if r := officetest.Payload[education.Reflection](w.World, id); !r.Late || len(r.Reviews) != 2 {
		t.Errorf("is %+v", r)
	}
	if w.part("a4").ReflectedOn.IsZero() {
		t.Error("the part does not know of it")
	}
	// The head's own goes to the section: nobody reviews themselves.
	own := w.record(education.KindReflection, "a1").ID
	w.Do(w.Who("a1"), own, "submit", &education.SubmitInput{Text: long})
	w.is(own, education.ReflectionSubmitted)
}

func TestATestIsGradedExactlyAndTriedAsOftenAsTheRuleSays(t *testing.T) {
	w := running(t)
	mine := w.record(education.KindPart, "a4").ID
	w.Refused("education.no_option", w.Try(w.Who("a4"), mine, "take_test", answers("C", "", "")))
	w.Do(w.Who("a4"), mine, "take_test", answers("A", "ABC", "")) // 4 of 10: 40 percent
	if a := w.part("a4").Attempts[0]; a.Points != 4 || a.Of != 10 || a.Passed || a.Pending {
		t.Errorf("the first attempt is %+v", a)
	}
	w.Do(w.Who("a4"), mine, "take_test", answers("A", "", "我的体会")) // 4, and something to read
	w.Refused("education.test_grading", w.Try(w.Who("a4"), mine, "take_test", answers("A", "AB", "")))
	if !slices.Contains(w.Stored(mine).Waiting, evaluation.WaitRole(evaluation.RolePersonnel)) {
		t.Error("waits for nobody to grade it")
	}
	grade := func(points int) *education.GradeInput {
		return &education.GradeInput{Grades: []education.GradeRow{{Question: 3, Points: points}}}
	}
	w.Refused("education.too_many_points", w.Try(w.Personnel(), mine, "grade", grade(3)))
	w.Do(w.Personnel(), mine, "grade", grade(1)) // 5 of 10, P-43 asks 60 percent
	w.Do(w.Who("a4"), mine, "take_test", answers("A", "", ""))
	w.Refused("education.test_spent", w.Try(w.Who("a4"), mine, "take_test", answers("A", "AB", ""))) // P-44: three
	w.Do(w.Personnel(), mine, "grant_attempt", nil)
	w.Refused("education.not_spent", w.Try(w.Personnel(), mine, "grant_attempt", nil))
	w.Do(w.Who("a4"), mine, "take_test", answers("", "BA", "我的体会")) // 4 + 2 = 6: just enough
	w.Do(w.Personnel(), mine, "grade", grade(2))
	if p := w.part("a4"); p.PassedOn.IsZero() || len(p.Attempts) != 4 {
		t.Errorf("not passed: %+v", p.Attempts)
	}
	w.Refused("education.test_passed", w.Try(w.Who("a4"), mine, "take_test", answers("A", "", "")))
}

func TestTheKeyOfATestAndItsAnswersAreNotForOthers(t *testing.T) {
	w := running(t)
	mine := w.record(education.KindPart, "a4").ID
	w.Do(w.Who("a4"), mine, "take_test", answers("A", "", "只给审阅人看"))
	reads := func(who evaluation.Actor, id, text string) bool {
		v, err := w.Get(t.Context(), who, id)
		return err == nil && strings.Contains(string(v.Payload), text)
	}
	for _, who := range []evaluation.Actor{w.Who("a4"), w.Who("a1", evaluation.RoleHead), w.Who("l1", evaluation.RolePrincipal), w.Who("l3", evaluation.RoleLeader)} {
		if reads(who, w.campaign, "推诿") || !reads(who, w.campaign, "争先创优") {
			t.Errorf("%s reads the questions with their answers, or not the campaign", who.Name)
		}
		if got := reads(who, mine, "只给审阅人看"); got != (who.Person == w.People["a4"]) {
			t.Errorf("%s reads the answers: %v", who.Name, got)
		}
	}
	if !reads(w.Personnel(), mine, "只给审阅人看") {
		t.Error("who grades cannot read")
	}
}

func TestACampaignThatIsWrongIsNotStarted(t *testing.T) {
	w := officetest.New(t)
	for want, change := range map[string]func(*education.CampaignInput){
		"education.hours":        func(in *education.CampaignInput) { in.Hours = "2.25" },
		"education.before_first": func(in *education.CampaignInput) { in.To = date("2026-11-30") },
		"education.no_unit":      func(in *education.CampaignInput) { in.Units = []string{"x"} },
		"education.reflect_by":   func(in *education.CampaignInput) { in.ReflectBy = evaluation.Date{} },
	} {
		in := input(w)
		change(in)
		_, err := w.Create(t.Context(), w.Personnel(), education.KindCampaign, "draft", evaluation.Creation{Input: in})
		w.Refused(want, err)
	}
	id := w.Make(w.Personnel(), education.KindCampaign, "draft", input(w)).ID
	for want, row := range map[string]education.QuestionRow{
		"education.options":         {Form: "single", Text: "？", Options: "甲", Answer: "A", Points: 1},
		"education.answer.single":   {Form: "single", Text: "？", Options: "甲\n乙", Answer: "AB", Points: 1},
		"education.answer.multiple": {Form: "multiple", Text: "？", Options: "甲\n乙", Answer: "AC", Points: 1},
		"education.answer.truth":    {Form: "truth", Text: "？", Answer: "对", Points: 1},
	} {
		w.Refused(want, w.Try(w.Personnel(), id, "set_test", &education.TestInput{TestBy: date("2026-12-20"), Questions: []education.QuestionRow{row}}))
	}
	w.Refused("error.forbidden", w.Try(w.Who("a1", evaluation.RoleHead), w.Make(w.Personnel(), education.KindSession, "plan", &education.PlanInput{
		Campaign: id, SessionContent: education.SessionContent{Title: "学习", On: date("2026-12-02"), Time: "09:00", Place: "会议室", Hours: "1"},
	}).ID, "open", nil))
	w.Turn("2027-01-01")
	w.Refused("education.over", w.Try(w.Personnel(), id, "start", nil))
}
