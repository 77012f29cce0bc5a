package reserve_test

import (
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/training"
)

var date = officetest.Date

func principal(w *officetest.World) evaluation.Actor { return w.Who("l1", evaluation.RolePrincipal) }
func second(w *officetest.World) evaluation.Actor    { return w.Who("l2", evaluation.RolePrincipal) }

func nomination(w *officetest.World, person, responsible string) *reserve.NominateInput {
	return &reserve.NominateInput{
		Person: w.People[person], Target: reserve.TargetDeputy, Channel: "recommendation", Grounds: "连续两年牵头完成重点项目，群众评价好。",
		Responsible: w.People[responsible],
	}
}

var checks = &reserve.CheckInput{File: "齐全", Matters: "一致", Discipline: "无问题", Complaints: "无反映"}

func meeting(w *officetest.World) *reserve.VoteInput {
	return &reserve.VoteInput{On: evaluation.DateOf(w.Now()), Meeting: "党工委会议", Present: 7, For: 6, Abstain: 1}
}

// at takes somebody to a state of the list.
func at(w *officetest.World, person, responsible string, state evaluation.State) string {
	w.T.Helper()
	id := w.Make(w.Personnel(), reserve.KindCandidate, "nominate", nomination(w, person, responsible)).ID
	for _, step := range []struct {
		to  evaluation.State
		who evaluation.Actor
		act string
		in  any
	}{
		{reserve.Nominated, w.Personnel(), "check", checks},
		{reserve.Checked, w.Personnel(), "vote", meeting(w)},
		{reserve.Reviewed, principal(w), "approve", &reserve.OpinionInput{Words: "同意。"}},
		{reserve.Reviewed, second(w), "approve", &reserve.OpinionInput{}},
		{reserve.Approved, w.Personnel(), "start", nil},
	} {
		if w.Stored(id).State == state && state != reserve.Reviewed || step.act == "approve" && state == reserve.Reviewed {
			break
		}
		if step.act == "start" {
			plan(w, person, responsible)
		}
		w.Do(step.who, id, step.act, step.in)
	}
	if got := w.Stored(id).State; got != state {
		w.T.Fatalf("is %s, not %s", got, state)
	}
	return id
}

func plan(w *officetest.World, person, responsible string) string {
	w.T.Helper()
	today := evaluation.DateOf(w.Now())
	return w.Make(w.Personnel(), training.KindPlan, "open", &training.OpenInput{
		Person: w.People[person], Responsible: w.People[responsible],
		AmendInput: training.AmendInput{Goals: "能独立负责一个条线。", From: today, Until: today.AddMonths(24), Hours: 90},
	}).ID
}

func waits(w *officetest.World, id string) string { return strings.Join(w.Stored(id).Waiting, ",") }

func TestSomebodyGoesFromTheNominationToThePost(t *testing.T) {
	w := officetest.New(t)
	id := at(w, "b4", "b1", reserve.Training)
	if r := w.Stored(id); r.Due != date("2027-12-01") || waits(w, id) != "role:personnel" { // twelve months (D-14)
		t.Errorf("due %s, waits for %v", r.Due, r.Waiting)
	}
	ready := &reserve.ReviewInput{Outcome: reserve.OutcomeReady, Words: "各项任务完成较好。"}
	w.Refused("reserve.never_reported", w.Try(w.Personnel(), id, "propose", ready))
	w.Refused("reserve.no_proposal", w.Try(principal(w), id, "review", ready))
	w.Turn("2027-05-20")
	report(w, "b4", "b1")
	w.Turn("2027-11-25")
	w.Do(w.Personnel(), id, "propose", ready)
	if waits(w, id) != "role:principal" {
		t.Error(waits(w, id))
	}
	w.Do(principal(w), id, "review", &reserve.ReviewInput{Outcome: reserve.OutcomeKeep, Words: "再锻炼一年。"})
	if r := w.Stored(id); r.State != reserve.Training || r.Due != date("2028-11-27") { // the 25th is a Saturday
		t.Errorf("%s, due %s", r.State, r.Due)
	}
	w.Do(w.Personnel(), id, "propose", ready)
	w.Do(principal(w), id, "review", ready)
	w.Do(w.Personnel(), id, "promote", &reserve.PromoteInput{Post: "科室b副科长", Document: "浦塘委〔2027〕21号", On: date("2027-11-20")})
	c := officetest.Payload[reserve.Candidate](w, id)
	if r := w.Stored(id); r.State != reserve.Promoted || len(r.Waiting) > 0 || len(c.Reviews) != 2 || c.Reviews[0].Proposed != reserve.OutcomeReady || c.Reviews[1].Plan.Args["reports"] != "1" || c.Reviews[1].Plan.Args["taken"] != "0" {
		t.Errorf("%s %+v", r.State, c.Reviews)
	}
}

func report(w *officetest.World, person, responsible string) {
	w.T.Helper()
	r, _, runs, err := w.Training.Of(w.T.Context(), officetest.Office, w.People[person])
	if w.Must(err); !runs {
		w.T.Fatal("no plan")
	}
	w.Do(w.Who(responsible), r.ID, "report", &training.ReportInput{Progress: "好", Lacks: "经验", Next: "锻炼"})
}

func TestTheListingTakesTwoPrincipalLeadersWhoDidNotNominate(t *testing.T) {
	w := officetest.New(t)
	id := at(w, "b4", "b1", reserve.Reviewed)
	w.Do(principal(w), id, "approve", &reserve.OpinionInput{})
	if r := w.Stored(id); r.State != reserve.Reviewed {
		t.Error("one was enough")
	}
	w.Refused("reserve.second_person", w.Try(principal(w), id, "approve", &reserve.OpinionInput{}))
	w.Refused("forbidden", w.Try(w.Personnel(), id, "approve", &reserve.OpinionInput{}))
	w.Do(second(w), id, "return", nil)
	if c := officetest.Payload[reserve.Candidate](w, id); w.Stored(id).State != reserve.Nominated || !c.Opinions[0].Void {
		t.Errorf("%+v", c.Opinions)
	}
	both := w.Who("l1", evaluation.RolePrincipal, evaluation.RolePersonnel)
	own := w.Make(both, reserve.KindCandidate, "nominate", nomination(w, "b5", "b1")).ID
	w.Do(both, own, "check", checks)
	w.Do(both, own, "vote", meeting(w))
	w.Refused("reserve.second_person", w.Try(both, own, "approve", &reserve.OpinionInput{}))
}

func TestVotesAreASignalAndClose(t *testing.T) {
	w := officetest.New(t)
	id := at(w, "b4", "b1", reserve.Checked)
	in := meeting(w)
	in.Present = 8
	w.Refused("reserve.votes", w.Try(w.Personnel(), id, "vote", in))
	in.Present, in.For, in.Against = 7, 1, 5
	w.Do(w.Personnel(), id, "vote", in) // however few: the leaders decide (B-12)
	w.Do(principal(w), id, "approve", &reserve.OpinionInput{})
	w.Do(second(w), id, "approve", &reserve.OpinionInput{})
	if w.Stored(id).State != reserve.Approved {
		t.Error(w.Stored(id).State)
	}
}

// Each bar is told with its document, its end and its record, holds to its last
// day and no longer (C-18, C-19; C-22; C-23; C-25).
func TestTheCheckSaysInWordsWhatBars(t *testing.T) {
	for _, c := range []struct {
		kind  string
		to    string
		until string // "" lasts
	}{
		{roster.Admonition, "2026-12-31", "2026-12-31"}, {roster.Admonition, "", "2027-05-01"}, // six months (C-18)
		{roster.Warning, "", "2027-05-01"},                                            // six months (C-23)
		{roster.Demerit, "", "2027-11-01"}, {roster.SeriousDemerit, "", "2028-05-01"}, // 12 and 18 months (C-23)
		{roster.Demotion, "", "2028-11-01"}, {roster.Removal, "", "2028-11-01"}, // 24 months (C-23)
		{roster.PartyWarning, "", "2027-11-01"}, {roster.PartySeriousWarning, "", "2028-05-01"}, {roster.PartyRemoval, "", "2028-11-01"}, // (C-22)
		{roster.PartyProbationOne, "", ""}, // until it is lifted
		{roster.Investigation, "", ""},
		{roster.Suspended, "", "2027-05-01"}, {roster.Suspended, "2026-12-20", "2026-12-20"}, // six months at most (C-25)
		{roster.Adjusted, "", "2027-11-01"},                                                                             // one year (C-25)
		{roster.Relieved, "", "2028-11-01"}, {roster.Resignation, "", "2028-11-01"}, {roster.Demoted, "", "2028-11-01"}, // two years for a higher post (C-25)
	} {
		w := officetest.New(t)
		w.Do(w.Personnel(), w.People["b4"], "absence", &roster.Away{Kind: c.kind, Detail: "工作失误", Source: "浦塘纪〔2026〕9号", From: date("2026-11-01"), To: date(c.to)})
		id := at(w, "b4", "b1", reserve.Nominated)
		w.Do(w.Personnel(), id, "check", checks)
		if got := w.Stored(id).State; got != reserve.Nominated {
			t.Errorf("%s: %s", c.kind, got)
		}
		f := officetest.Payload[reserve.Candidate](w, id).Findings[0]
		if !f.Blocks || f.Says.Args["document"] != "浦塘纪〔2026〕9号" || f.Until != date(c.until) || f.Record != w.People["b4"] || f.Says.Key != "reserve.finding."+c.kind {
			t.Errorf("%s: %+v", c.kind, f)
		}
		if c.until == "" {
			continue
		}
		w.Turn(c.until)
		w.Do(w.Personnel(), id, "check", checks)
		if got := w.Stored(id).State; got != reserve.Nominated {
			t.Errorf("%s on its last day: %s", c.kind, got)
		}
		w.Turn(date(c.until).AddDays(1).String())
		w.Do(w.Personnel(), id, "check", checks)
		if got := w.Stored(id).State; got != reserve.Checked {
			t.Errorf("%s the day after: %s", c.kind, got)
		}
	}
}

func TestWhatHappensAfterTheCheckBarsTheNextStep(t *testing.T) {
	w := officetest.New(t)
	id := at(w, "b4", "b1", reserve.Reviewed)
	w.Do(w.Personnel(), w.People["b4"], "absence", &roster.Away{Kind: roster.Admonition, Source: "浦塘组〔2026〕3号", From: date("2026-11-01"), To: date("2027-05-01")})
	w.Refused("reserve.finding.admonition", w.Try(principal(w), id, "approve", &reserve.OpinionInput{}))
	w.Turn("2027-05-02")
	w.Do(principal(w), id, "approve", &reserve.OpinionInput{})
	w.Do(second(w), id, "approve", &reserve.OpinionInput{})
}

func TestCareerIsBorneInMindAndBarsNobody(t *testing.T) {
	w := officetest.New(t)
	id := at(w, "b4", "b1", reserve.Checked)
	list := officetest.Payload[reserve.Candidate](w, id).Findings
	if len(list) != 2 || list[0].Rule != "promotion.posts" || list[1].Rule != "rotation.grassroots" || list[0].Blocks || list[1].Blocks {
		t.Errorf("%+v", list)
	}
}

func TestNobodyIsEnteredWithoutAPersonResponsible(t *testing.T) {
	w := officetest.New(t)
	for want, change := range map[string]func(*reserve.NominateInput){
		"error.field.required":   func(in *reserve.NominateInput) { in.Responsible = "" },
		"desk.own_ward":          func(in *reserve.NominateInput) { in.Responsible = in.Person },
		"desk.related":           func(in *reserve.NominateInput) { in.Person, in.Responsible = w.People["a2"], w.People["l3"] },
		"desk.nobody":            func(in *reserve.NominateInput) { in.Responsible = "nobody" },
		"reserve.leads":          func(in *reserve.NominateInput) { in.Person = w.People["l4"] },
		"reserve.no_person":      func(in *reserve.NominateInput) { in.Person = "nobody" },
		"error.field.too_short":  func(in *reserve.NominateInput) { in.Grounds = "好" },
		"reserve.listed_already": func(in *reserve.NominateInput) { in.Person = w.People["c4"] },
	} {
		if want == "reserve.listed_already" {
			at(w, "c4", "c1", reserve.Nominated)
		}
		in := nomination(w, "b4", "b1")
		change(in)
		_, err := w.Create(t.Context(), w.Personnel(), reserve.KindCandidate, "nominate", evaluation.Creation{Input: in})
		w.Refused(want, err)
	}
}

func TestAGapBlocksAllButTheHandOverAndTheWithdrawal(t *testing.T) {
	for _, state := range []evaluation.State{reserve.Nominated, reserve.Checked, reserve.Reviewed, reserve.Approved, reserve.Training} {
		w := officetest.New(t)
		id := at(w, "b4", "b1", state)
		w.Turn("2026-12-10")
		w.Do(w.Personnel(), w.People["b1"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: date("2026-12-09")})
		for act, who := range map[string]evaluation.Actor{"check": w.Personnel(), "vote": w.Personnel(), "approve": principal(w), "propose": w.Personnel(), "promote": w.Personnel()} {
			in := map[string]any{
				"check": checks, "vote": meeting(w), "approve": &reserve.OpinionInput{}, "propose": &reserve.ReviewInput{Outcome: "keep", Words: "好"},
				"promote": &reserve.PromoteInput{Post: "副科长", Document: "文", On: date("2026-12-10")},
			}[act]
			kind, _ := w.Kind(reserve.KindCandidate)
			if a, _ := kind.Act(act); !strings.Contains(join(a.From), string(state)) {
				continue
			}
			w.Refused("reserve.gap", w.Try(who, id, act, in))
		}
		w.Must(w.Watch(t.Context(), w, officetest.Office, date("2026-12-10")))
		c := officetest.Payload[reserve.Candidate](w, id)
		if c.Gap == nil || c.Gap.Why != desk.GapLeft || waits(w, id) != "role:personnel" || w.Stored(id).State != state {
			t.Errorf("%s: %+v waits for %s", state, c.Gap, waits(w, id))
		}
		version := w.Stored(id).Version
		w.Must(w.Watch(t.Context(), w, officetest.Office, date("2026-12-11")))
		if w.Stored(id).Version != version {
			t.Error("a gap is noted twice")
		}
		if state == reserve.Training {
			r, _, _, err := w.Training.Of(t.Context(), officetest.Office, w.People["b4"])
			w.Must(err)
			w.Do(w.Personnel(), r.ID, "hand_over", &training.HandOverInput{Responsible: w.People["b2"]})
			w.Must(w.Watch(t.Context(), w, officetest.Office, date("2026-12-10")))
		} else {
			w.Do(w.Personnel(), id, "hand_over", &reserve.HandOverInput{Responsible: w.People["b2"]})
		}
		if c = officetest.Payload[reserve.Candidate](w, id); c.Gap != nil || c.Responsible.Person != w.People["b2"] || len(c.Former) != 1 {
			t.Errorf("%s: after the hand-over %+v %+v", state, c.Gap, c.Responsible)
		}
	}
	w := officetest.New(t)
	id := at(w, "b4", "b1", reserve.Training)
	w.Turn("2026-12-10")
	w.Do(w.Personnel(), w.People["b1"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: date("2026-12-09")})
	w.Do(principal(w), id, "withdraw", nil)
}

func join(list []evaluation.State) string {
	var s []string
	for _, x := range list {
		s = append(s, string(x))
	}
	return strings.Join(s, " ")
}

func TestTrainingBeginsWithAPlanThatKnowsNothingOfTheList(t *testing.T) {
	w := officetest.New(t)
	id := at(w, "b4", "b1", reserve.Approved)
	w.Refused("reserve.no_plan", w.Try(w.Personnel(), id, "start", nil))
	p := plan(w, "b4", "b2") // another one answers for the training
	before := w.Stored(p)
	w.Do(w.Personnel(), id, "start", nil)
	after := w.Stored(p)
	if after.Version != before.Version || strings.Contains(string(after.Payload), id) {
		t.Error("the plan was touched")
	}
	c := officetest.Payload[reserve.Candidate](w, id)
	if c.Plan != p || c.Responsible.Person != w.People["b2"] || len(c.Former) != 1 {
		t.Errorf("%+v", c)
	}
	w.Do(w.Personnel(), p, "stop", nil)
	w.Refused("reserve.no_plan", w.Try(w.Personnel(), id, "propose", &reserve.ReviewInput{Outcome: "keep", Words: "好"}))
	w.Must(w.Watch(t.Context(), w, officetest.Office, date("2026-12-02")))
	if c = officetest.Payload[reserve.Candidate](w, id); c.Gap == nil || c.Gap.Why != reserve.GapPlan {
		t.Errorf("%+v", c.Gap)
	}
	plan(w, "b4", "b1")
	w.Do(w.Personnel(), id, "propose", &reserve.ReviewInput{Outcome: "keep", Words: "好"})
}

func TestTheRegisterCountsWhoIsOnIt(t *testing.T) {
	w := officetest.New(t)
	at(w, "b4", "b1", reserve.Training)
	at(w, "c4", "c1", reserve.Nominated)
	out := at(w, "d4", "d1", reserve.Checked)
	w.Do(w.Personnel(), out, "withdraw", nil)
	r, err := w.Reserve.Register(t.Context(), w.Personnel(), w.List, date("2026-12-01"))
	w.Must(err)
	if len(r.Entries) != 2 || r.Entries[1].State != reserve.Training || r.Ages[0] != (reserve.Count{Key: "over45", N: 2}) || len(r.Units) != 2 {
		t.Errorf("%+v", r)
	}
	// Four heads and four deputies; the old ratio of D-14 is 2 for a head, 1 for a deputy.
	if r.Targets[0] != (reserve.Target{Code: "head", Posts: 4, Ratio: 2, Hint: 8}) || r.Targets[1] != (reserve.Target{Code: "deputy", Listed: 1, Posts: 4, Ratio: 1, Hint: 4}) {
		t.Errorf("%+v", r.Targets)
	}
}
