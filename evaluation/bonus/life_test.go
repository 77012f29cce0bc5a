package bonus_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/notice"
	"kaoji/evaluation/roster"
)

type world struct {
	*officetest.World
	t      *testing.T
	period string
}

func newWorld(t *testing.T) *world {
	t.Parallel()
	return &world{World: officetest.New(t), t: t}
}

func (w *world) principal() evaluation.Actor { return w.Who("l1", evaluation.RolePrincipal) }

func (w *world) second() evaluation.Actor { return w.Outside("fuhe", evaluation.RolePersonnel) }

func (w *world) head(unit string) evaluation.Actor {
	return w.Who(unit+"1", evaluation.RoleHead, evaluation.RoleCadre)
}

func plan() *bonus.Plan {
	return &bonus.Plan{
		Name: "按工作量和实绩分配办法", Floor: 20, WorkShare: 40, ResultShare: 30, QualityShare: 10,
		Workload:  []bonus.WorkRow{{Name: "办结事项", Unit: "件", Points: "1"}},
		Results:   []bonus.GoalRow{{Name: "重点任务", Unit: "项", Points: "100", How: bonus.HowRatio, Most: 100}},
		Excellent: 120, Competent: 100, Ungraded: 100, Excluded: []string{roster.Warning},
		Outside: []bonus.LevelRow{{Level: roster.LevelDivisionHead}, {Level: roster.LevelDivisionDeputy}},
	}
}

func (w *world) scheme(p *bonus.Plan) string {
	w.t.Helper()
	r := w.Make(w.Personnel(), bonus.KindScheme, "draft", p)
	w.Do(w.principal(), r.ID, "issue", nil)
	return r.ID
}

func (w *world) input(scheme string) *bonus.PeriodInput {
	return &bonus.PeriodInput{
		Title: "2026年上半年工作奖金", From: officetest.Date("2026-01-01"), To: officetest.Date("2026-06-30"), Scheme: scheme,
		Pool: "100000.01", Document: "浦财〔2026〕118号", DocumentOn: officetest.Date("2026-06-20"), EntriesBy: officetest.Date("2026-12-10"), Approved: true,
	}
}

// begun is a period whose entries are open.
func (w *world) begun(p *bonus.Plan) *world {
	w.t.Helper()
	w.period = w.Make(w.Personnel(), bonus.KindPeriod, "open", w.input(w.scheme(p))).ID
	w.Do(w.Personnel(), w.period, "begin", nil)
	return w
}

func (w *world) lines() []bonus.Line {
	return officetest.Payload[bonus.Period](w.World, w.period).Lines
}

func (w *world) line(no string) bonus.Line {
	w.t.Helper()
	i := slices.IndexFunc(w.lines(), func(l bonus.Line) bool { return l.Person == w.People[no] })
	if i < 0 {
		w.t.Fatalf("no line of %s", no)
	}
	return w.lines()[i]
}

func did(cases, reached, quality int) *bonus.EntryInput {
	return &bonus.EntryInput{
		Workload: []bonus.Quantity{{Item: 1, Quantity: strconv.Itoa(cases)}}, Results: []bonus.Reached{{Item: 1, Target: "10", Actual: strconv.Itoa(reached)}}, Quality: strconv.Itoa(quality),
	}
}

// entered enters and verifies everybody who takes part, a2 and a3 alike.
func (w *world) entered() {
	w.t.Helper()
	for i, l := range w.lines() {
		if len(l.Out) > 0 {
			continue
		}
		in, unit := did(50+i, 8, 90), strings.ToLower(l.No[:1])
		if l.Person == w.People["a2"] || l.Person == w.People["a3"] {
			in = did(120, 10, 95)
		}
		who := w.head(unit)
		if l.No[1:] == "1" {
			who = w.Personnel() // nobody enters the own
		}
		w.Do(who, l.Entry, "enter", in)
		w.Do(w.second(), l.Entry, "verify", nil)
	}
}

// announced brings a begun period to the notice.
func (w *world) announced() {
	w.t.Helper()
	w.entered()
	w.Turn("2026-12-07")
	w.Do(w.Personnel(), w.period, "compute", nil)
	w.Do(w.Personnel(), w.period, "announce", nil)
}

func (w *world) exported() {
	w.t.Helper()
	w.announced()
	w.Turn("2026-12-15")
	w.Do(w.Personnel(), w.period, "close_notice", nil)
	w.Do(w.principal(), w.period, "approve", nil)
	w.Do(w.Personnel(), w.period, "export", nil)
}

func TestAPeriodGoesFromThePoolToPayroll(t *testing.T) {
	w := newWorld(t).begun(plan())
	if l := w.line("l1"); len(l.Out) != 1 || l.Out[0].Why != bonus.ReasonLevel {
		t.Errorf("the principal takes part: %+v", l.Out)
	}
	if r := w.Stored(w.line("a2").Entry); r.State != bonus.EntryOpen || r.Unit != w.Units["a"] || !slices.Contains(r.Waiting, evaluation.WaitHead(w.Units["a"])) || r.Due != officetest.Date("2026-12-10") {
		t.Errorf("%+v", r)
	}
	w.Refused("bonus.not_verified", w.Try(w.Personnel(), w.period, "compute", nil))
	w.entered()
	w.Refused("bonus.contest_runs", w.Try(w.Personnel(), w.period, "compute", nil))
	w.Do(w.Who("a3"), w.line("a3").Entry, "accept", nil)
	w.Do(w.Who("b4"), w.line("b4").Entry, "contest", &bonus.ContestInput{Text: "质量分偏低"})
	w.Turn("2026-12-07")
	w.Refused("bonus.contested", w.Try(w.Personnel(), w.period, "compute", nil))
	w.Do(w.principal(), w.line("b4").Entry, "answer", &bonus.ContestAnswer{Outcome: bonus.OutcomeStands, Answer: "三件逾期，记分无误"})
	w.Do(w.Personnel(), w.period, "compute", nil)
	sum := int64(0)
	for _, l := range w.lines() {
		sum += l.Amount
	}
	if sum != 100_000_01 {
		t.Errorf("the amounts add up to %d", sum)
	}
	if a, b := w.line("a2"), w.line("a3"); a.Level == b.Level || a.Amount-b.Amount > 1 || b.Amount-a.Amount > 1 || a.Amount == 0 {
		t.Errorf("the same work of %s and %s gets %d and %d", a.Level, b.Level, a.Amount, b.Amount)
	}
	w.Do(w.Personnel(), w.period, "announce", nil)
	w.Do(w.Who("b3"), w.period, "object", &bonus.ObjectInput{Text: "我科走访未计入"})
	w.Turn("2026-12-15")
	w.Refused("notice.unanswered", w.Try(w.Personnel(), w.period, "close_notice", nil))
	answer := &notice.AnswerInput{Number: 1, Answer: "走访不在本期指标内"}
	w.Refused("bonus.computed_it", w.Try(w.Personnel(), w.period, "answer", answer))
	w.Refused("notice.own", w.Try(w.Who("b3", evaluation.RolePersonnel), w.period, "answer", answer))
	w.Do(w.second(), w.period, "answer", answer)
	w.Do(w.principal(), w.period, "answer", answer) // where the section is one person
	w.Do(w.Personnel(), w.period, "close_notice", nil)
	w.Do(w.principal(), w.period, "approve", nil)
	w.Do(w.Personnel(), w.period, "export", nil)
	for _, act := range []string{"reopen", "compute", "cancel"} {
		w.Refused("state", w.Try(w.Personnel(), w.period, act, nil))
	}
	if r := w.Stored(w.period); r.State != bonus.PeriodExported || len(r.Waiting) > 0 || r.Period != "2026H1" {
		t.Errorf("%+v", r)
	}
}

func TestThePoolComesFromAboveWithItsDocument(t *testing.T) {
	w := newWorld(t)
	scheme := w.scheme(plan())
	for key, change := range map[string]func(*bonus.PeriodInput){
		"bonus.not_approved":   func(in *bonus.PeriodInput) { in.Approved = false },
		"error.field.required": func(in *bonus.PeriodInput) { in.Document = " " },
		"bonus.yuan":           func(in *bonus.PeriodInput) { in.Pool = "100.001" },
		"bonus.span":           func(in *bonus.PeriodInput) { in.To = officetest.Date("2025-12-31") },
		"bonus.document_on":    func(in *bonus.PeriodInput) { in.DocumentOn = officetest.Date("2027-01-01") },
		"bonus.entries_by":     func(in *bonus.PeriodInput) { in.EntriesBy = officetest.Date("2025-01-01") },
		"bonus.no_scheme":      func(in *bonus.PeriodInput) { in.Scheme = w.Units["a"] },
	} {
		in := w.input(scheme)
		change(in)
		_, err := w.Create(t.Context(), w.Personnel(), bonus.KindPeriod, "open", evaluation.Creation{Input: in})
		w.Refused(key, err)
	}
	draft := w.Make(w.Personnel(), bonus.KindScheme, "draft", plan()).ID
	_, err := w.Create(t.Context(), w.Personnel(), bonus.KindPeriod, "open", evaluation.Creation{Input: w.input(draft)})
	w.Refused("bonus.no_scheme", err)
}

func TestASchemeHasVersionsAndAPeriodKeepsIts(t *testing.T) {
	w := newWorld(t).begun(plan())
	other := plan()
	other.Floor, other.WorkShare = 60, 0
	second := w.scheme(other)
	if n := officetest.Payload[bonus.Scheme](w.World, second).Number; n != 2 {
		t.Errorf("version %d", n)
	}
	w.Refused("state", w.Try(w.Personnel(), second, "edit", other))
	w.Do(w.principal(), officetest.Payload[bonus.Period](w.World, w.period).Scheme, "retire", nil)
	if p := officetest.Payload[bonus.Period](w.World, w.period); p.Version != 1 || p.Plan.WorkShare != 40 {
		t.Errorf("%+v", p.Plan)
	}
	for key, change := range map[string]func(*bonus.Plan){
		"bonus.shares_sum":      func(p *bonus.Plan) { p.Floor = 21 },
		"bonus.no_indicator":    func(p *bonus.Plan) { p.Workload = nil },
		"bonus.points":          func(p *bonus.Plan) { p.Workload[0].Points = "0" },
		"bonus.indicator_twice": func(p *bonus.Plan) { p.Results = append(p.Results, p.Results[0]) },
		"bonus.no_level":        func(p *bonus.Plan) { p.Ranks = []bonus.RankRow{{Level: "司级", Factor: 110}} },
		"bonus.level_twice": func(p *bonus.Plan) {
			p.Ranks = []bonus.RankRow{{Level: "正科级", Factor: 110}, {Level: "正科级", Factor: 120}}
		},
	} {
		in := plan()
		change(in)
		_, err := w.Create(t.Context(), w.Personnel(), bonus.KindScheme, "draft", evaluation.Creation{Input: in})
		w.Refused(key, err)
	}
}

func TestTheCadreContestsInTimeAndSomebodyElseAnswers(t *testing.T) {
	w := newWorld(t).begun(plan())
	entry := w.line("a4").Entry
	w.Refused("bonus.second_person", w.firstTry(entry))
	w.Do(w.second(), entry, "verify", nil)
	w.Do(w.Who("a4"), entry, "contest", &bonus.ContestInput{Text: "还有 12 件没有计入"})
	answer := &bonus.ContestAnswer{Outcome: bonus.OutcomeChanged, Answer: "属实，退回更正"}
	w.Refused("bonus.had_part", w.Try(w.both(), entry, "answer", answer))
	w.Refused("bonus.had_part", w.Try(w.second(), entry, "answer", answer))
	w.Do(w.principal(), entry, "answer", answer)
	w.Do(w.head("a"), entry, "enter", did(62, 8, 90))
	w.Do(w.second(), entry, "verify", nil)
	w.Turn("2026-12-09")
	w.Refused("bonus.contest_over", w.Try(w.Who("a4"), entry, "contest", &bonus.ContestInput{Text: "太晚了"}))
	if e := officetest.Payload[bonus.Entry](w.World, entry); len(e.Contests) != 1 || e.Contests[0].Answer == "" || len(e.Earlier) != 1 || e.Earlier[0].Work[0] != "50" {
		t.Errorf("%+v", e)
	}
}

// both heads department a and is of the section.
func (w *world) both() evaluation.Actor {
	return w.Who("a1", evaluation.RoleHead, evaluation.RolePersonnel)
}

// firstTry enters and lets the same account verify.
func (w *world) firstTry(entry string) error {
	w.t.Helper()
	w.Do(w.both(), entry, "enter", did(50, 8, 90))
	return w.Try(w.both(), entry, "verify", nil)
}

// personnel is the word for nobody but the section.
var personnel = []string{evaluation.WaitRole(evaluation.RolePersonnel)}

func TestPersonnelEntersWhereThereIsNoHeadAndOnlyThere(t *testing.T) {
	w := newWorld(t).begun(plan())
	entry, own := w.line("a4").Entry, w.line("a1").Entry
	head := []string{evaluation.WaitHead(w.Units["a"])}
	if got := w.Stored(own).Waiting; !slices.Equal(got, personnel) {
		t.Errorf("the head's own waits for %v", got)
	}
	w.Refused("bonus.head_enters", w.Try(w.Personnel(), entry, "enter", did(50, 8, 90)))
	waits := func(want []string) {
		t.Helper()
		w.Must(w.Watch(t.Context(), w.Service, officetest.Office, evaluation.DateOf(w.Now())))
		if got := w.Stored(entry).Waiting; !slices.Equal(got, want) {
			t.Errorf("waits for %v, want %v", got, want)
		}
	}
	waits(head)
	w.Turn("2026-12-02")
	w.Do(w.Personnel(), w.People["a1"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: officetest.Date("2026-12-01")})
	waits(personnel)
	version := w.Stored(entry).Version
	waits(personnel)
	if w.Stored(entry).Version != version {
		t.Error("addressed again for nothing")
	}
	w.Do(w.Personnel(), entry, "enter", did(50, 8, 90))
	w.Refused("bonus.second_person", w.Try(w.Personnel(), entry, "verify", nil))
	w.Do(w.second(), entry, "return", nil)
	if got := w.Stored(entry).Waiting; !slices.Equal(got, personnel) {
		t.Errorf("returned, it waits for %v", got)
	}
	w.Refused("error.forbidden", w.Try(w.second(), entry, "address", nil))
	w.Do(w.Personnel(), w.People["a1"], "reinstate", nil)
	waits(head)
	w.Refused("bonus.head_enters", w.Try(w.Personnel(), entry, "enter", did(50, 8, 90)))
}

func TestNobodyEntersTheOwnOrARelativesWork(t *testing.T) {
	w := newWorld(t).begun(plan())
	w.Refused("recused", w.Try(w.head("a"), w.line("a1").Entry, "enter", did(1, 1, 1)))
	w.Refused("recused", w.Try(w.Who("l3", evaluation.RoleLeader), w.line("a2").Entry, "enter", did(1, 1, 1)))
	w.Refused("not_found", w.Try(w.head("b"), w.line("a4").Entry, "enter", did(1, 1, 1)))
	w.Do(w.Who("l3", evaluation.RoleLeader), w.line("a1").Entry, "enter", did(1, 1, 1))
	w.Refused("bonus.item", w.Try(w.head("a"), w.line("a4").Entry, "enter", &bonus.EntryInput{Workload: []bonus.Quantity{{Item: 2, Quantity: "1"}}}))
	w.Refused("bonus.no_target", w.Try(w.head("a"), w.line("a4").Entry, "enter", &bonus.EntryInput{}))
}

func TestADeductionIsProposedByOneAndConfirmedByAnother(t *testing.T) {
	w := newWorld(t).begun(plan())
	propose := func(no string) *bonus.DeductionInput {
		return &bonus.DeductionInput{Period: w.period, Person: w.People[no], Points: 5, Grounds: "两件来信未按期答复"}
	}
	d := w.Make(w.head("a"), bonus.KindDeduction, "propose", propose("a4")).ID
	w.Do(w.Who("a4"), d, "reply", &bonus.ReplyInput{Reply: "当时借调在外"})
	w.entered()
	w.Turn("2026-12-07")
	w.Refused("bonus.deduction_open", w.Try(w.Personnel(), w.period, "compute", nil))
	w.Refused("forbidden", w.Try(w.head("a"), d, "confirm", nil))
	w.Do(w.Who("l3", evaluation.RoleLeader), d, "confirm", nil)
	own := w.Make(w.Who("l3", evaluation.RoleLeader), bonus.KindDeduction, "propose", propose("a5")).ID
	w.Refused("bonus.second_person", w.Try(w.Who("l3", evaluation.RoleLeader), own, "confirm", nil))
	w.Refused("bonus.only_proposer", w.Try(w.Personnel(), own, "withdraw", nil))
	w.Do(w.principal(), own, "reject", nil)
	w.Do(w.Personnel(), w.period, "compute", nil)
	if a, b := w.line("a4"), w.line("a5"); a.Deducted != 5 || b.Deducted != 0 {
		t.Errorf("deducted %d and %d", a.Deducted, b.Deducted)
	}
	_, err := w.Create(t.Context(), w.Personnel(), bonus.KindDeduction, "propose", evaluation.Creation{Input: propose("a6")})
	w.Refused("bonus.not_entering", err)
}

func TestAPenaltyShortPresenceAndTheGradeKeepOutWithTheirReasons(t *testing.T) {
	w := newWorld(t)
	w.Do(w.Personnel(), w.People["b4"], "absence", &roster.Away{
		Kind: roster.Warning, Detail: "政务警告", Source: "示纪〔2026〕3号", From: officetest.Date("2026-05-01"), To: officetest.Date("2026-10-31"),
	})
	w.Do(w.Personnel(), w.People["b5"], "absence", &roster.Away{
		Kind: roster.Leave, Detail: "病假", Source: "请假单", From: officetest.Date("2026-01-11"), To: officetest.Date("2026-06-30"),
	})
	p := plan()
	p.LeastDays = 30
	w.begun(p)
	if out := w.line("b4").Out; len(out) != 1 || out[0].Why != roster.Warning || out[0].Source != "示纪〔2026〕3号" || out[0].To != officetest.Date("2026-10-31") {
		t.Errorf("%+v", out)
	}
	if l := w.line("b5"); l.Days != 10 || len(l.Out) != 1 || l.Out[0].Why != bonus.ReasonDays {
		t.Errorf("%+v", l)
	}
	if l := w.line("b6"); l.Days != 181 || len(l.Out) != 0 || l.Grade != bonus.GradeNone {
		t.Errorf("%+v", l)
	}
}

func TestAMistakeAfterExportIsPutRightByAnAdjustment(t *testing.T) {
	w := newWorld(t).begun(plan())
	early := &bonus.AdjustInput{Period: w.period, Grounds: "漏计", Rows: []bonus.AdjustRow{{Person: w.People["a4"], Yuan: "1"}}}
	_, err := w.Create(t.Context(), w.Personnel(), bonus.KindAdjustment, "propose", evaluation.Creation{Input: early})
	w.Refused("bonus.not_exported", err)
	w.exported()
	before := w.lines()
	for key, rows := range map[string][]bonus.AdjustRow{
		"bonus.sum":             {{Person: w.People["a4"], Yuan: "120.50"}},
		"bonus.below_nothing":   {{Person: w.People["a4"], Yuan: "-999999"}},
		"bonus.person_twice":    {{Person: w.People["a4"], Yuan: "1"}, {Person: w.People["a4"], Yuan: "-1"}},
		"bonus.yuan_difference": {{Person: w.People["a4"], Yuan: "0"}},
		"bonus.no_line":         {{Person: w.Units["a"], Yuan: "1"}},
	} {
		_, err := w.Create(t.Context(), w.Personnel(), bonus.KindAdjustment, "propose", evaluation.Creation{
			Input: &bonus.AdjustInput{Period: w.period, Grounds: "漏计", Rows: rows},
		})
		w.Refused(key, err)
	}
	in := &bonus.AdjustInput{Period: w.period, Grounds: "a5 的 12 件误计入 a4", Rows: []bonus.AdjustRow{
		{Person: w.People["a4"], Yuan: "-120.50"}, {Person: w.People["a5"], Yuan: "120.50"},
	}}
	a := w.Make(w.Personnel(), bonus.KindAdjustment, "propose", in).ID
	w.Refused("forbidden", w.Try(w.Personnel(), a, "approve", nil))
	w.Do(w.principal(), a, "approve", nil)
	if !slices.EqualFunc(before, w.lines(), func(x, y bonus.Line) bool { return x.Amount == y.Amount }) {
		t.Error("the period changed")
	}
	why, err := w.Bonus.Why(t.Context(), w.Who("a5"), w.view(w.Who("a5")), w.People["a5"])
	w.Must(err)
	if len(why.Adjustments) != 1 || why.Final != why.Amount+120_50 {
		t.Errorf("%+v", why)
	}
	sheet, err := w.Bonus.Sheet(t.Context(), w.view(w.Personnel()))
	w.Must(err)
	if list := sheet.Adjusts; len(list) != 2 || list[1].No != "A5" || list[1].Was != why.Amount || list[1].Fen != 120_50 || list[0].Fen != -120_50 || !sheet.Same {
		t.Errorf("on the sheet: %+v, same %v", list, sheet.Same)
	}
	_, err = w.Create(t.Context(), w.Who("a5", evaluation.RolePersonnel), bonus.KindAdjustment, "propose", evaluation.Creation{Input: in})
	w.Refused("recused", err)
}

func TestAPenaltyAfterTheDivisionStopsNoticeAndApproval(t *testing.T) {
	w := newWorld(t).begun(plan())
	w.announced()
	w.Turn("2026-12-15")
	w.Do(w.Personnel(), w.period, "close_notice", nil)
	w.Do(w.Personnel(), w.People["b4"], "absence", &roster.Away{
		Kind: roster.Warning, Detail: "警告", Source: "示纪〔2026〕3号", From: officetest.Date("2026-05-01"), To: officetest.Date("2026-10-31"),
	})
	w.Refused("bonus.takers_changed", w.Try(w.principal(), w.period, "approve", nil))
	w.Do(w.principal(), w.period, "reopen", nil)
	w.Do(w.Personnel(), w.period, "compute", nil)
	w.Do(w.Personnel(), w.period, "announce", nil)
	if l := w.line("b4"); l.Amount != 0 || len(l.Out) != 1 {
		t.Errorf("%+v", l)
	}
}

func TestADeductionProposedUnderAnotherSchemeIsNotConfirmed(t *testing.T) {
	w := newWorld(t)
	in := w.input(w.scheme(plan()))
	w.period = w.Make(w.Personnel(), bonus.KindPeriod, "open", in).ID
	d := w.Make(w.Personnel(), bonus.KindDeduction, "propose", &bonus.DeductionInput{Period: w.period, Person: w.People["a4"], Points: 3, Grounds: "迟办"}).ID
	flat := *plan()
	flat.Name, flat.Floor, flat.QualityShare = "不计质量", flat.Floor+flat.QualityShare, 0
	in.Scheme = w.scheme(&flat)
	w.Do(w.Personnel(), w.period, "edit", in)
	w.Do(w.Personnel(), w.period, "begin", nil)
	w.Refused("bonus.no_quality", w.Try(w.principal(), d, "confirm", nil))
	w.Do(w.principal(), d, "reject", nil)
}

func (w *world) view(who evaluation.Actor) evaluation.View {
	w.t.Helper()
	v, err := w.Get(w.t.Context(), who, w.period)
	w.Must(err)
	return v
}

func TestAReopenedPeriodKeepsWhatItTookBack(t *testing.T) {
	w := newWorld(t).begun(plan())
	w.announced()
	w.Do(w.Who("b3"), w.period, "object", &bonus.ObjectInput{Text: "我的任务完成数有误"})
	w.Do(w.principal(), w.period, "reopen", nil)
	p := officetest.Payload[bonus.Period](w.World, w.period)
	if len(p.Rounds) != 1 || len(p.Rounds[0].Objections) != 1 || len(p.Objections) != 0 || p.Lines[0].Amount != 0 {
		t.Errorf("%+v", p.Rounds)
	}
	entry := w.line("b3").Entry
	w.Do(w.Personnel(), entry, "return", nil)
	w.Do(w.head("b"), entry, "enter", did(99, 10, 90))
	w.Do(w.second(), entry, "verify", nil)
	w.Do(w.Who("b3"), entry, "accept", nil)
	w.Do(w.Personnel(), w.period, "compute", nil)
	w.Do(w.Personnel(), w.period, "announce", nil)
	w.Refused("state", w.Try(w.Personnel(), w.period, "cancel", nil))
}

func TestACancelledPeriodDropsItsEntries(t *testing.T) {
	w := newWorld(t).begun(plan())
	w.Do(w.Personnel(), w.period, "cancel", nil)
	if r := w.Stored(w.line("a4").Entry); r.State != bonus.EntryDropped || len(r.Waiting) > 0 {
		t.Errorf("%+v", r)
	}
}

func TestWhereItIsRequiredAllSignBeforeTheApproval(t *testing.T) {
	w := newWorld(t)
	in := w.input(w.scheme(plan()))
	in.Cosign = []string{bonus.CosignDiscipline, bonus.CosignPerson}
	_, err := w.Create(t.Context(), w.Personnel(), bonus.KindPeriod, "open", evaluation.Creation{Input: in})
	w.Refused("bonus.cosigner", err)
	in.Cosigner = w.People["c1"]
	w.period = w.Make(w.Personnel(), bonus.KindPeriod, "open", in).ID
	w.Do(w.Personnel(), w.period, "begin", nil)
	w.announced()
	w.Turn("2026-12-15")
	w.Do(w.Personnel(), w.period, "close_notice", nil)
	if r := w.Stored(w.period); r.State != bonus.PeriodSigning || r.Due != officetest.Date("2026-12-22") || len(r.Waiting) != 2 {
		t.Errorf("%s %v %v", r.State, r.Due, r.Waiting)
	}
	w.Refused("state", w.Try(w.principal(), w.period, "approve", nil))
	w.Do(w.Outside("jigong", evaluation.RoleDiscipline), w.period, "sign", &bonus.SignInput{Words: "同意"})
	w.Refused("forbidden", w.Try(w.head("b"), w.period, "sign", &bonus.SignInput{}))
	w.Do(w.head("c"), w.period, "return_unsigned", nil)
	if p := officetest.Payload[bonus.Period](w.World, w.period); len(p.Rounds) != 1 || p.ComputedBy != "" {
		t.Errorf("%+v", p.Rounds)
	}
	w.Do(w.Personnel(), w.period, "compute", nil)
	w.Do(w.Personnel(), w.period, "announce", nil)
	w.Turn("2026-12-29")
	w.Do(w.Personnel(), w.period, "close_notice", nil)
	w.Do(w.head("c"), w.period, "sign", &bonus.SignInput{})
	w.Do(w.Outside("jigong", evaluation.RoleDiscipline), w.period, "sign", &bonus.SignInput{})
	w.Do(w.principal(), w.period, "approve", nil)
}
