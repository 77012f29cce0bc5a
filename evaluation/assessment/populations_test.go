package assessment_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/signoff"
)

// The year of everybody: a4 to a7 and d4 to d7 are civil servants below section level, b4
// to b7 staff of an institution, c4 to c7 contract staff; c5 has no account.
var everybody = stageOf(func(t testing.TB) (*world, string) {
	t.Helper()
	w := &world{officetest.New(t)}
	for prefix, establishment := range map[string]string{"b": "事业编", "c": "聘用"} {
		for _, n := range []string{"4", "5", "6", "7"} {
			_, err := w.Act(t.Context(), w.Personnel(), w.People[prefix+n], w.Stored(w.People[prefix+n]).Version, "amend",
				evaluation.Change{Input: &roster.Amend{Establishment: establishment}, Reason: "核对编制"})
			w.Must(err)
		}
	}
	w.Mute.Store("干部c5", true)
	return w, w.opened()
})

// year begins a test with the year of everybody.
func year(t *testing.T) (*world, string) {
	t.Helper()
	w, cycle := everybody.begin(t)
	w.Mute.Store("干部c5", true)
	return w, cycle
}

func sectionLevel() []string {
	return []string{"a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "c3", "d1", "d2", "d3"}
}

func others() (list []string) {
	for _, u := range []string{"a", "b", "c", "d"} {
		for _, n := range []string{"4", "5", "6", "7"} {
			list = append(list, u+n)
		}
	}
	return list
}

func TestEverybodyTakesPartInTheYearByPopulation(t *testing.T) {
	w, cycle := year(t)
	if c := officetest.Payload[assessment.Cycle](w.World, cycle); len(c.Participants) != 28 {
		t.Fatalf("%d participants, want 12 of section level and 16 others, without the five leaders", len(c.Participants))
	}
	for no, want := range map[string][3]string{
		"a1": {"civil", "section", "civil"}, "a4": {"civil", "civil", "civil"},
		"b4": {"institution", "institution", "institution"}, "c4": {"contract", "contract", "institution"},
	} {
		sh := officetest.Payload[assessment.Sheet](w.World, w.sheet(cycle, no))
		if got := [3]string{sh.Category, sh.Population, sh.Scale}; got != want {
			t.Errorf("%s: %v, want %v", no, got, want)
		}
		if rated := len(sh.Raters) > 0; rated != (no == "a1") {
			t.Errorf("%s is rated: %t", no, rated)
		}
	}
	checks, err := w.Assessment.Preflight(t.Context(), "o", officetest.Payload[assessment.Cycle](w.World, cycle))
	w.Must(err)
	parts := map[string]any{}
	for _, c := range checks {
		if strings.HasPrefix(c.Say.Key, "assessment.check.population") {
			if p, is := c.Say.Args["population"].(evaluation.Problem); is {
				parts[p.Key] = c.Say.Args["n"]
			}
		}
	}
	for key, n := range map[string]int{"section": 12, "civil": 8, "institution": 4, "contract": 4} {
		if parts["assessment.population."+key] != n {
			t.Errorf("the pre-flight check counts %v of %s, want %d: %v", parts["assessment.population."+key], key, n, parts)
		}
	}
	seats, err := w.Assessment.Seats(t.Context(), w.view(cycle))
	w.Must(err)
	// 20 % of 20 civil servants are 4; of four people of an institution, and of four by contract, none.
	if len(seats.Categories) != 3 || seats.All.Allowed != 4 || seats.Categories[0].Eligible != 20 || seats.Categories[0].Allowed != 4 || seats.Categories[1].Allowed+seats.Categories[2].Allowed != 0 {
		t.Errorf("seats %+v", seats.Categories)
	}
}

// Whoever has no establishment in the roster is named before the year is opened, also
// those with a level, because the year would assess them as civil servants.
func TestThePreflightNamesWhoHasNoEstablishment(t *testing.T) {
	w, cycle := year(t)
	named := func() (list []string) {
		checks, err := w.Assessment.Preflight(t.Context(), "o", officetest.Payload[assessment.Cycle](w.World, cycle))
		w.Must(err)
		for _, c := range checks {
			if c.Say.Key == "assessment.check.establishment" {
				list = append(list, c.Name)
			}
		}
		slices.Sort(list)
		return list
	}
	var want []string // of departments a and d, and the section-level cadres of b and c
	for _, u := range []string{"a", "b", "c", "d"} {
		for _, n := range []string{"1", "2", "3", "4", "5", "6", "7"} {
			if n < "4" || u == "a" || u == "d" {
				want = append(want, "干部"+u+n)
			}
		}
	}
	if got := named(); !slices.Equal(got, want) {
		t.Errorf("named: %v\nwant %v", got, want)
	}
	_, err := w.Act(t.Context(), w.Personnel(), w.People["a1"], w.Stored(w.People["a1"]).Version, "amend", evaluation.Change{Input: &roster.Amend{Establishment: "行政编"}, Reason: "核对编制"})
	w.Must(err)
	if got := named(); !slices.Equal(got, want[1:]) {
		t.Errorf("named after the correction: %v", got)
	}
}

// What the year would take for something else is named before it is opened: a word for an
// establishment that means nothing, and a level of probation without a recorded time. A
// recruit of the year was not transferred.
func TestThePreflightNamesWordsThatMeanNothingAndUnrecordedProbation(t *testing.T) {
	w, cycle := year(t)
	w.Enter("a9", "a", roster.LevelProbation, false)
	named := func() map[string][]string {
		checks, err := w.Assessment.Preflight(t.Context(), "o", officetest.Payload[assessment.Cycle](w.World, cycle))
		w.Must(err)
		out := map[string][]string{}
		for _, c := range checks {
			out[c.Say.Key] = append(out[c.Say.Key], c.Name)
		}
		return out
	}
	change := func(act string, who string, input any) {
		t.Helper()
		_, err := w.Act(t.Context(), w.Personnel(), w.People[who], w.Stored(w.People[who]).Version, act, evaluation.Change{Input: input, Reason: "核对"})
		w.Must(err)
	}
	first := named()
	if got := first["assessment.check.probation"]; !slices.Equal(got, []string{"干部a9"}) || len(first["assessment.check.establishment_unknown"]) > 0 {
		t.Errorf("probation: %v, unknown words: %v", got, first["assessment.check.establishment_unknown"])
	}
	as := officetest.Payload[assessment.Cycle](w.World, cycle).AsOf
	change("absence", "a9", &roster.Away{Kind: roster.Probation, From: as.AddDays(-600), To: as.AddDays(-240), Source: "前一单位"})
	if got := named()["assessment.check.probation"]; !slices.Equal(got, []string{"干部a9"}) {
		t.Errorf("with a probation that has ended: %v", got)
	}
	imported := officetest.Payload[roster.Person](w.World, w.People["a1"]) // the act refuses the word, an import names it
	imported.Establishment = "乱写编制"
	w.rewrite(w.People["a1"], imported)
	w.Turn("2026-12-02") // the roster is read anew
	change("amend", "a2", &roster.Amend{Establishment: "行政编制"})
	change("absence", "a9", &roster.Away{Kind: roster.Probation, From: as.AddDays(-30), To: as.AddDays(30), Source: "录用通知"})
	then := named()
	if got := then["assessment.check.establishment_unknown"]; !slices.Equal(got, []string{"干部a1"}) || len(then["assessment.check.probation"]) > 0 {
		t.Errorf("unknown words: %v, probation: %v", got, then["assessment.check.probation"])
	}
	joined := evaluation.NewDate(as.Year(), 1, 5)
	for no, worked := range map[string]evaluation.Date{"x1": joined, "x2": joined.AddMonths(-36)} {
		_, err := w.Create(t.Context(), w.Personnel(), roster.KindPerson, "enter", evaluation.Creation{Input: &roster.Enter{
			No: no, Name: "干部" + no, Sex: roster.Male, Born: evaluation.NewDate(1990, 5, 1), WorkedSince: worked, Joined: joined,
			Department: w.Units["a"], Post: "职务" + no, PostSince: joined, Level: "二级科员", LevelSince: joined,
		}})
		w.Must(err)
	}
	var transferred []string
	for key, names := range named() {
		for _, name := range names {
			if strings.HasPrefix(name, "干部x") && strings.Contains(key, "transfer") {
				transferred = append(transferred, name)
			}
		}
	}
	if !slices.Equal(transferred, []string{"干部x2"}) {
		t.Errorf("called transferred: %v, in %v", transferred, named())
	}
}

// Whoever has no level is named, also before a first half, in which they would be missing:
// a head of a department who came from a form without a level, for instance.
func TestThePreflightNamesCivilServantsWithoutALevel(t *testing.T) {
	w, cycle := year(t)
	named := func(half string) (list []string) {
		c := officetest.Payload[assessment.Cycle](w.World, cycle)
		c.Half = half
		checks, err := w.Assessment.Preflight(t.Context(), "o", c)
		w.Must(err)
		for _, c := range checks {
			if c.Say.Key == "assessment.check.level" {
				list = append(list, c.Name)
			}
		}
		return list
	}
	if got := named(assessment.SecondHalf); got != nil {
		t.Fatalf("named although there is a level: %v", got)
	}
	w.Enter("a8", "a", "", false)
	for _, half := range []string{assessment.FirstHalf, assessment.SecondHalf} {
		if got := named(half); !slices.Equal(got, []string{"干部a8"}) {
			t.Errorf("%s: %v", half, got)
		}
	}
}

// view is a record as the personnel section sees it.
func (w *world) view(id string) evaluation.View {
	w.T.Helper()
	v, err := w.Get(w.T.Context(), w.Personnel(), id)
	w.Must(err)
	return v
}

func TestWhoIsNotRatedIsCommentedOnAtOnce(t *testing.T) {
	w, cycle := year(t)
	sheet := w.sheet(cycle, "b4")
	summary := &assessment.SummaryInput{Summary: "一年来……"}
	w.Refused("assessment.summary_only", w.Try(w.Who("b4"), sheet, "submit_report", report()))
	w.Do(w.Who("b4"), sheet, "submit_summary", summary)
	if r := w.Stored(sheet); r.State != assessment.SheetVerified || !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.People["l3"])}) {
		t.Fatalf("%s, waiting %v", r.State, r.Waiting)
	}
	w.Do(w.Personnel(), sheet, "return_report", nil)
	w.Do(w.Who("b4"), sheet, "submit_summary", summary)
	_ = w.refusal("assessment.grade_scale", w.Try(w.leader("b4"), sheet, "propose", propose(assessment.Competent)))
	w.Do(w.leader("b4"), sheet, "propose", propose(assessment.Qualified))
	w.Refused("assessment.report_in_full", w.Try(w.Who("a1"), w.sheet(cycle, "a1"), "submit_summary", summary))
	w.Refused("assessment.rate_first", w.Try(w.Personnel(), cycle, "start_deciding", nil))
}

func TestWhoHasNoAccountTakesPartOnPaper(t *testing.T) {
	w, cycle := year(t)
	sheet := w.sheet(cycle, "c5")
	paper := &assessment.PaperInput{Signed: officetest.Date("2026-11-30")}
	paper.Summary = "一年来在居民区服务。"
	if r := w.Stored(sheet); !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) {
		t.Errorf("waits for %v", r.Waiting)
	}
	w.Refused(signoff.HasAccount, w.Try(w.Personnel(), w.sheet(cycle, "c4"), "enter_summary", paper))
	w.Do(w.Personnel(), sheet, "enter_summary", paper)
	w.Refused(signoff.SecondPerson, w.Try(w.Personnel(), sheet, "check_summary", nil))
	w.Do(w.principal(), sheet, "check_summary", nil)
	sh := officetest.Payload[assessment.Sheet](w.World, sheet)
	if w.Stored(sheet).State != assessment.SheetVerified || sh.Report.Paper.By != "组织科" || sh.Report.Paper.Checked == "" {
		t.Errorf("%s %+v", w.Stored(sheet).State, sh.Report.Paper)
	}
}

// everybodyDecided brings the year of everybody to its notice.
func (w *world) everybodyDecided(cycle string) {
	w.T.Helper()
	paper := &assessment.PaperInput{Signed: officetest.Date("2026-11-30")}
	paper.Summary = "总结"
	for _, no := range others() {
		sheet := w.sheet(cycle, no)
		if no == "c5" {
			w.Do(w.Personnel(), sheet, "enter_summary", paper)
			w.Do(w.principal(), sheet, "check_summary", nil)
			continue
		}
		w.Do(w.Who(no), sheet, "submit_summary", &assessment.SummaryInput{Summary: "总结"})
	}
	for _, no := range sectionLevel() {
		w.Do(w.Who(no), w.sheet(cycle, no), "submit_report", report())
	}
	w.Keep(cycle)
	w.Do(w.Personnel(), cycle, "start_rating", &assessment.AnywayInput{})
	w.rated(cycle)
	for _, no := range sectionLevel() {
		w.Do(w.Personnel(), w.sheet(cycle, no), "verify", &assessment.NotesInput{Notes: "情况属实"})
		w.Do(w.leader(no), w.sheet(cycle, no), "propose", propose(assessment.Competent))
	}
	for _, no := range others() {
		grade := assessment.Competent
		if strings.ContainsAny(no, "bc") {
			grade = assessment.Qualified
		}
		w.Do(w.leader(no), w.sheet(cycle, no), "propose", propose(grade))
	}
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
}

// everybodyNoticed is a year in which everybody got the proposed grade and the notice is over.
func (w *world) everybodyNoticed(cycle string) {
	w.T.Helper()
	w.everybodyDecided(cycle)
	for _, no := range append(sectionLevel(), others()...) {
		sheet := w.sheet(cycle, no)
		w.Do(w.principal(), sheet, "decide", &assessment.DecideInput{Grade: officetest.Payload[assessment.Sheet](w.World, sheet).Proposal.Grade})
	}
	w.noticed(cycle)
}

func TestEachCategoryHasItsOwnQuotaAndTheLeaderInChargeTellsTheOthers(t *testing.T) {
	w, cycle := year(t)
	w.everybodyDecided(cycle)
	w.Refused("assessment.no_seat", w.Try(w.principal(), w.sheet(cycle, "b4"), "decide", &assessment.DecideInput{Grade: assessment.Excellent, Differing: "突出", Conditions: everything()}))
	for _, no := range []string{"a1", "a4", "d4", "d5"} {
		w.Do(w.principal(), w.sheet(cycle, no), "decide", &assessment.DecideInput{Grade: assessment.Excellent, Differing: "突出", Conditions: everything()})
	}
	w.Refused("assessment.no_seat", w.Try(w.principal(), w.sheet(cycle, "d6"), "decide", &assessment.DecideInput{Grade: assessment.Excellent, Differing: "突出", Conditions: everything()}))
	for _, no := range append(sectionLevel(), others()...) {
		if sheet := w.Stored(w.sheet(cycle, no)); sheet.State == assessment.SheetProposed {
			w.Do(w.principal(), sheet.ID, "decide", &assessment.DecideInput{Grade: officetest.Payload[assessment.Sheet](w.World, sheet.ID).Proposal.Grade})
		}
	}
	w.noticed(cycle)
	w.Turn("2026-12-24")
	told := &assessment.ToldInput{HeldOn: officetest.Date("2026-12-24"), Affirmed: "工作认真"}
	section, civil, paper := w.participant(cycle, "a1").Talk, w.participant(cycle, "a4").Talk, w.participant(cycle, "c5").Talk
	w.Refused("assessment.held_by.charge", w.Try(w.leader("a1"), section, "tell", told))
	w.Refused("assessment.held_by.principal", w.Try(w.principal(), civil, "schedule", &assessment.ScheduleInput{On: officetest.Date("2026-12-24"), Time: "09:30", Place: "小会议室"}))
	if r := w.Stored(civil); !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.People["l3"])}) {
		t.Errorf("the talk waits for %v", r.Waiting)
	}
	w.Refused("error.not_found", w.Try(w.Who("l4", evaluation.RoleLeader), civil, "tell", told))
	w.Do(w.leader("a4"), civil, "tell", told)
	w.Do(w.Who("a4"), civil, "acknowledge", &assessment.CommentInput{})
	w.Do(w.Personnel(), civil, "lock", nil)
	w.Do(w.leader("c5"), paper, "tell", told)
	w.Do(w.Personnel(), paper, "note_signature", &assessment.SignatureInput{Signed: officetest.Date("2026-12-24")})
	w.Refused(signoff.SecondPerson, w.Try(w.Personnel(), paper, "lock", nil))
	w.Do(w.principal(), paper, "lock", nil)
	graded, err := w.Assessment.YearGrades(t.Context(), "o", nil, 2026, 2026)
	w.Must(err)
	if graded[w.People["b5"]][2026] != assessment.Qualified || graded[w.People["a4"]][2026] != assessment.Excellent {
		t.Errorf("grades of the year %v", graded)
	}
}

// Whoever told somebody the result answers the objection to it, whether a principal leader or
// the leader in charge did, and can correct the record; otherwise no such talk could end.
func TestALeaderInChargeRepliesToAnObjection(t *testing.T) {
	w, cycle := year(t)
	w.everybodyNoticed(cycle)
	w.Turn("2026-12-24")
	talk := w.participant(cycle, "a4").Talk
	w.Do(w.leader("a4"), talk, "tell", &assessment.ToldInput{HeldOn: officetest.Date("2026-12-24"), Affirmed: "工作认真"})
	w.Do(w.Who("a4"), talk, "object", &assessment.TextInput{Text: "与事实不符"})
	w.Refused("assessment.reply_missing", w.Try(w.Personnel(), talk, "lock", nil))
	w.Refused("error.not_found", w.Try(w.Who("l4", evaluation.RoleLeader), talk, "reply", &assessment.TextInput{Text: "经核实"}))
	w.Do(w.leader("a4"), talk, "reply", &assessment.TextInput{Text: "经核实，予以更正"})
	w.Do(w.Personnel(), talk, "lock", nil)
	if _, err := w.Act(t.Context(), w.leader("a4"), talk, w.Stored(talk).Version, "amend", evaluation.Change{
		Input: &assessment.AmendTalkInput{Achievements: []assessment.Point{{Text: "服务居民耐心"}}, Shortcomings: []assessment.Point{}}, Reason: "笔误",
	}); err != nil {
		t.Errorf("the record cannot be corrected: %v", err)
	}
}

// half plans and opens the first half of 2026, in June.
func (w *world) half(without bool) string {
	w.T.Helper()
	w.Turn("2026-06-20")
	r, err := w.Create(w.T.Context(), w.Personnel(), assessment.KindCycle, "plan", evaluation.Creation{Input: &assessment.PlanInput{
		Year: 2026, Half: assessment.FirstHalf, AsOf: officetest.Date("2026-06-20"), ReportBy: officetest.Date("2026-06-24"), RateBy: officetest.Date("2026-06-26"),
		DecideBy: officetest.Date("2026-06-29"), WithoutRating: without,
	}})
	w.Must(err)
	w.Do(w.Personnel(), r.ID, "open", nil)
	return r.ID
}

func TestTheFirstHalfEndsWithAJudgementAndWithoutAGrade(t *testing.T) {
	t.Parallel()
	w := &world{officetest.New(t)}
	w.Do(w.Personnel(), w.People["b2"], "absence", &roster.Away{Kind: roster.Investigation, Source: "塘纪〔2026〕7号", From: officetest.Date("2026-05-06")})
	cycle := w.half(true)
	if c := officetest.Payload[assessment.Cycle](w.World, cycle); len(c.Participants) != 12 {
		t.Fatalf("%d participants, want those of section level", len(c.Participants))
	}
	for _, no := range sectionLevel() {
		sheet := w.sheet(cycle, no)
		w.Do(w.Who(no), sheet, "submit_summary", &assessment.SummaryInput{Summary: "半年来……"})
		in := &assessment.JudgementInput{Comment: "工作扎实", Judgement: "good"}
		if no == "a1" {
			w.Refused("assessment.only_year", w.Try(w.leader(no), sheet, "propose", propose(assessment.Excellent)))
			_ = w.refusal("assessment.grade_scale", w.Try(w.leader(no), sheet, "comment", &assessment.JudgementInput{Comment: "好", Judgement: assessment.Excellent}))
			_ = w.refusal("assessment.grade_needed", w.Try(w.leader(no), sheet, "comment", &assessment.JudgementInput{Comment: "好", Judgement: assessment.None}))
		}
		if no == "b2" { // under investigation: neither comment nor judgement
			in = &assessment.JudgementInput{Judgement: assessment.None}
		}
		w.Do(w.leader(no), sheet, "comment", in)
	}
	w.Refused("assessment.nobody_rated", w.Try(w.Personnel(), cycle, "start_rating", &assessment.AnywayInput{}))
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	for _, no := range sectionLevel() {
		sheet := w.sheet(cycle, no)
		w.Do(w.principal(), sheet, "judge", &assessment.JudgeInput{Judgement: officetest.Payload[assessment.Sheet](w.World, sheet).Proposal.Grade})
	}
	w.Refused("assessment.only_year", w.Try(w.Personnel(), cycle, "publish_notice", nil))
	w.Do(w.Personnel(), cycle, "conclude", nil)
	if r := w.Stored(w.sheet(cycle, "a1")); r.State != assessment.SheetPublished || w.Stored(cycle).State != assessment.CycleFeedback {
		t.Errorf("sheet %s", r.State)
	}
	if r := w.Stored(w.participant(cycle, "a1").Talk); r.State != assessment.TalkWaiting || !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePrincipal)}) {
		t.Errorf("talk %s, waiting %v", r.State, r.Waiting)
	}
	grade, _, _, err := w.Assessment.GradeOf(t.Context(), "o", w.People["a1"], 2026)
	w.Must(err)
	latest, err := w.Assessment.Grades(t.Context(), "o", officetest.Date("2026-12-31"))
	w.Must(err)
	if grade != "" || len(latest) != 0 {
		t.Errorf("a judgement counts as the grade %q, %v", grade, latest)
	}
	seats, err := w.Assessment.Seats(t.Context(), w.view(cycle))
	w.Must(err)
	if seats.All.Allowed != 0 || len(seats.Categories) != 0 {
		t.Errorf("a half-year has seats: %+v", seats)
	}
}

func TestTheWordsOfTheJudgementAreTheOffices(t *testing.T) {
	t.Parallel()
	w := &world{officetest.New(t)}
	w.Make(w.Personnel(), rulepack.KindOverride, "set", &rulepack.SetInput{
		Key: "assessment.half.grades", Value: "出色, 良好, 一般, 需努力", Source: "塘街办〔2026〕2号", Reason: "本单位用词", ValidFrom: officetest.Date("2026-01-01"),
	})
	cycle := w.half(true)
	sheet := w.sheet(cycle, "a1")
	w.Do(w.Who("a1"), sheet, "submit_summary", &assessment.SummaryInput{Summary: "半年来……"})
	_ = w.refusal("assessment.grade_scale", w.Try(w.leader("a1"), sheet, "comment", &assessment.JudgementInput{Comment: "好", Judgement: "good"}))
	w.Do(w.leader("a1"), sheet, "comment", &assessment.JudgementInput{Comment: "好", Judgement: "出色"})
	if got := assessment.Word("出色"); got.Args["word"] != "出色" {
		t.Errorf("the office's word is said as %+v", got)
	}
}

// before makes a cycle and its sheets as a program without populations left them.
func (w *world) before(cycle string) {
	w.T.Helper()
	newer := func(e rulepack.Entry) bool {
		return strings.HasPrefix(e.Key, "assessment.populations") || strings.HasPrefix(e.Key, "assessment.establishments") || e.Key == "assessment.half.grades"
	}
	c := officetest.Payload[assessment.Cycle](w.World, cycle)
	for i := range c.Participants {
		c.Participants[i].Population = ""
	}
	c.Rules.Values = slices.DeleteFunc(c.Rules.Values, newer)
	w.rewrite(cycle, c)
	for _, no := range sectionLevel() {
		sheet := w.sheet(cycle, no)
		sh := officetest.Payload[assessment.Sheet](w.World, sheet)
		sh.Category, sh.Population, sh.Scale = "", "", ""
		sh.Rules.Values = slices.DeleteFunc(sh.Rules.Values, newer)
		w.rewrite(sheet, sh)
	}
}

// rewrite stores another payload of a record.
func (w *world) rewrite(id string, payload any) {
	w.T.Helper()
	r := w.Stored(id)
	var err error
	r.Payload, err = json.Marshal(payload)
	w.Must(err)
	_, err = w.Store.Put(w.T.Context(), r)
	w.Must(err)
}

func TestAHalfYearThatBeganBeforeKeepsItsGrades(t *testing.T) {
	t.Parallel()
	w := &world{officetest.New(t)}
	cycle := w.half(false)
	w.before(cycle)
	for _, no := range sectionLevel() {
		w.Do(w.Who(no), w.sheet(cycle, no), "submit_report", report())
	}
	w.Keep(cycle)
	w.Do(w.Personnel(), cycle, "start_rating", &assessment.AnywayInput{})
	w.rated(cycle)
	for _, no := range sectionLevel() {
		sheet := w.sheet(cycle, no)
		w.Do(w.Personnel(), sheet, "verify", &assessment.NotesInput{Notes: "情况属实"})
		w.Refused("assessment.only_half", w.Try(w.leader(no), sheet, "comment", &assessment.JudgementInput{Comment: "好", Judgement: "good"}))
		grade := assessment.Competent
		if no == "a1" {
			grade = assessment.Excellent
		}
		w.Do(w.leader(no), sheet, "propose", propose(grade))
	}
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	for _, no := range sectionLevel() {
		grade := officetest.Payload[assessment.Sheet](w.World, w.sheet(cycle, no)).Proposal.Grade
		w.Do(w.principal(), w.sheet(cycle, no), "decide", &assessment.DecideInput{Grade: grade})
	}
	w.Do(w.Personnel(), cycle, "publish_notice", nil)
	w.Turn("2026-07-10")
	w.Do(w.Personnel(), cycle, "close_notice", nil)
	grade, _, _, err := w.Assessment.GradeOf(t.Context(), "o", w.People["a1"], 2026)
	w.Must(err)
	if grade != assessment.Excellent {
		t.Errorf("the grade of a half-year that began before is %q", grade)
	}
	if r := w.Stored(w.participant(cycle, "a1").Talk); !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePrincipal)}) {
		t.Errorf("its talk waits for %v", r.Waiting)
	}
}
