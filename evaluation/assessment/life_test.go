package assessment_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

func TestACycleRunsFromPlanToClosing(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	w.reported(cycle)
	w.rated(cycle)
	w.decided(cycle)
	w.noticed(cycle)
	for _, no := range assessedHere() {
		talk := w.talked(cycle, no)
		w.Do(w.Who(no), talk, "acknowledge", &assessment.CommentInput{})
		w.Refused("assessment.talks_missing", w.Try(w.Personnel(), cycle, "close", nil))
		w.Do(w.Personnel(), talk, "lock", nil)
	}
	w.Do(w.Personnel(), cycle, "close", nil)
	if r := w.Stored(cycle); r.State != assessment.CycleClosed || r.Pending || len(r.Waiting) != 0 || !r.Due.IsZero() {
		t.Errorf("cycle %s, waiting %v, due %s, pending %t", r.State, r.Waiting, r.Due, r.Pending)
	}
	for _, no := range assessedHere() {
		if r := w.Stored(w.sheet(cycle, no)); r.State != assessment.SheetClosed || len(r.Waiting) != 0 || len(evaluation.VerifyHistory(nil, &r)) > 0 {
			t.Errorf("%s: %s %v", no, r.State, r.Waiting)
		}
	}
	w.Refused("assessment.second_person", w.Try(w.Personnel(), cycle, "reopen", nil))
	w.Do(w.principal(), cycle, "reopen", nil)
	if r := w.Stored(w.sheet(cycle, "a1")); r.State != assessment.SheetPublished {
		t.Errorf("sheet of a cycle that was reopened: %s", r.State)
	}
}

func TestOpeningDrawsTheParticipantsAndFreezesWhatWasTrue(t *testing.T) {
	w := newWorld(t)
	r, err := w.Create(t.Context(), w.Personnel(), assessment.KindCycle, "plan", evaluation.Creation{Input: plan()})
	w.Must(err)
	checks, err := w.Assessment.Preflight(t.Context(), "o", officetest.Payload[assessment.Cycle](w.World, r.ID))
	w.Must(err)
	for _, want := range []string{"assessment.finding.leave", "assessment.finding.admonition", "assessment.finding.seconded", "assessment.check.calendar", "assessment.check.charge", "assessment.check.fine"} {
		if !slices.ContainsFunc(checks, func(c desk.Check) bool { return c.Say.Key == want && c.Level != desk.LevelStop }) {
			t.Errorf("the pre-flight check does not say %s: %+v", want, checks)
		}
	}
	w.Do(w.Personnel(), r.ID, "open", nil)
	c := officetest.Payload[assessment.Cycle](w.World, r.ID)
	if len(c.Participants) != 12 || w.Stored(w.sheet(r.ID, "c3")).State != assessment.SheetExempt {
		t.Fatalf("%d participants, c3 is %s", len(c.Participants), w.Stored(w.sheet(r.ID, "c3")).State)
	}
	sheet := w.Stored(w.sheet(r.ID, "a2"))
	sh := officetest.Payload[assessment.Sheet](w.World, sheet.ID)
	// Five leaders but the husband, four heads, five of the same department who are no head.
	for i, n := range []int{4, 4, 5} {
		if sh.Groups[i].Eligible != n || len(sh.Raters[i].People) != n {
			t.Errorf("group %+v has %v, want %d", sh.Groups[i], sh.Raters[i].People, n)
		}
	}
	seen := map[string]bool{}
	for _, g := range sh.Raters {
		for _, p := range g.People {
			if seen[p] || p == w.People["a2"] || p == w.People["l3"] {
				t.Errorf("%s rates a2 in %s", p, g.Group)
			}
			seen[p] = true
		}
	}
	if !slices.Equal(sheet.Waiting, []string{evaluation.WaitPerson(w.People["a2"])}) || sheet.Due != officetest.Date("2026-12-04") {
		t.Errorf("waiting %v, due %s", sheet.Waiting, sheet.Due)
	}
	_, err = w.Create(t.Context(), w.Personnel(), assessment.KindCycle, "plan", evaluation.Creation{Input: plan()})
	w.Refused("assessment.cycle_exists", err)
}

func TestAPlanOutOfOrderIsRefusedFieldByField(t *testing.T) {
	w := newWorld(t)
	in := plan()
	in.AsOf, in.RateBy, in.DecideBy = officetest.Date("2026-06-30"), officetest.Date("2026-12-01"), officetest.Date("2026-11-01")
	_, err := w.Create(t.Context(), w.Personnel(), assessment.KindCycle, "plan", evaluation.Creation{Input: in})
	e := w.refusal("assessment.as_of", err)
	for _, f := range []string{"as_of", "rate_by", "decide_by"} {
		if e.Fields[f].Key == "" {
			t.Errorf("nothing is said of %s: %v", f, e)
		}
	}
	in = plan()
	in.Year, in.AsOf, in.ReportBy = 2019, officetest.Date("2019-11-30"), officetest.Date("2019-12-01")
	r, err := w.Create(t.Context(), w.Personnel(), assessment.KindCycle, "plan", evaluation.Creation{Input: in})
	w.Must(err)
	w.Refused("assessment.check.nobody", w.Try(w.Personnel(), r.ID, "open", nil))
}

func TestEachStageRefusesWhatDoesNotBelongToItAndNamesWhoIsMissing(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	a1 := w.sheet(cycle, "a1")
	e := w.refusal("assessment.reports_missing", w.Try(w.Personnel(), cycle, "start_rating", &assessment.AnywayInput{}))
	if e.Fields["anyway"].Args["count"] != 11 || !strings.Contains(fmt.Sprint(e.Fields["anyway"].Args["names"]), "干部a1") {
		t.Errorf("%v", e.Fields["anyway"].Args)
	}
	if err := w.Try(w.Who("a2"), a1, "submit_report", report()); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("another's report: %v", err)
	}
	w.Do(w.Who("a1"), a1, "submit_report", report())
	w.Refused("assessment.cycle_state.reporting", w.Try(w.Personnel(), a1, "verify", &assessment.NotesInput{Notes: "x"}))
	w.Do(w.Personnel(), a1, "return_report", nil)
	if r := w.Stored(a1); !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.People["a1"])}) {
		t.Errorf("a returned report waits for %v", r.Waiting)
	}
	w.Do(w.Personnel(), a1, "waive_report", nil)
	w.Keep(cycle)
	w.Do(w.Personnel(), cycle, "start_rating", &assessment.AnywayInput{Anyway: true})
	e = w.refusal("assessment.turnout_low", w.Try(w.Personnel(), cycle, "close_rating", &assessment.CountInput{Passphrase: officetest.Passphrase}))
	if e.Fields["anyway"].Args["count"] != 11 {
		t.Errorf("%v", e.Fields["anyway"].Args)
	}
	w.Do(w.Personnel(), cycle, "close_rating", &assessment.CountInput{Passphrase: officetest.Passphrase, AnywayInput: assessment.AnywayInput{Anyway: true}})
	if sh := officetest.Payload[assessment.Sheet](w.World, a1); sh.Result == nil || sh.Result.Shown || !slices.Contains(sh.Result.Invalid, "attendance") {
		t.Errorf("a rating that nobody took part in: %+v", sh.Result)
	}
	w.Refused("assessment.proposals_missing", w.Try(w.Personnel(), cycle, "start_deciding", nil))
	w.Do(w.Personnel(), a1, "verify", &assessment.NotesInput{Notes: "情况属实"})
	if r := w.Stored(a1); !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.People["l3"])}) || r.Due != officetest.Date("2026-12-15") {
		t.Errorf("waiting %v due %s", r.Waiting, r.Due)
	}
}

func TestWhatACycleCausesElsewhereComesToTheSameEndWhenItRunsAgain(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	again := func() { w.rerun(cycle) }
	again()
	w.reported(cycle)
	again()
	w.rated(cycle)
	again()
	w.decided(cycle)
	w.noticed(cycle)
	again()
	for _, no := range assessedHere() {
		w.Do(w.Personnel(), w.participant(cycle, no).Talk, "excuse", nil)
	}
	w.Do(w.Personnel(), cycle, "close", nil)
	again()
}

func TestAttachmentsAreTheSendersOwnAndWithinTheBound(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	sheet := w.sheet(cycle, "a1")
	put := func(id, owner string, size int) {
		w.Must(w.Store.PutBlob(t.Context(), evaluation.Blob{Office: "o", ID: id, Name: id, Type: "application/pdf", Owner: owner, Created: w.Now()}, make([]byte, size)))
	}
	put("mine", "account-a1", 10)
	put("theirs", "account-a2", 10)
	with := func(files ...string) *assessment.ReportInput {
		in := report()
		in.Files = files
		return in
	}
	w.Refused("error.field.file", w.Try(w.Who("a1"), sheet, "submit_report", with("none")))
	w.Refused("error.field.file", w.Try(w.Who("a1"), sheet, "submit_report", with("mine", "theirs")))
	w.Do(w.Who("a1"), sheet, "submit_report", with("mine"))
	b, err := w.Store.BlobInfo(t.Context(), "o", "mine")
	w.Must(err)
	if b.Record != sheet {
		t.Errorf("the attachment is held by %q", b.Record)
	}
	w.Do(w.Personnel(), sheet, "return_report", nil)
	w.Do(w.Who("a1"), sheet, "submit_report", with("mine"))
	w.Do(w.Personnel(), sheet, "return_report", nil)
	put("large", "account-a1", 2048)
	w.Make(w.Personnel(), rulepack.KindOverride, "set", &rulepack.SetInput{
		Key: "attachment.bytes", Value: "1024", Source: "本单位决定", Reason: "存储有限", ValidFrom: officetest.Date("2026-01-01"),
	})
	w.Refused("error.file_too_large", w.Try(w.Who("a1"), sheet, "submit_report", with("mine", "large")))
}

func TestWhoeverIsInChargeOfADepartmentRatesAmongTheLeaders(t *testing.T) {
	w := newWorld(t)
	w.Enter("x1", "d", "四级调研员", false)
	w.Do(w.Personnel(), w.Units["d"], "charge", &roster.TakeCharge{Person: w.People["x1"], From: officetest.Date("2026-01-01")})
	cycle := w.opened()
	for _, no := range []string{"a1", "d2"} { // for d2 a colleague too, but that comes second
		sh := officetest.Payload[assessment.Sheet](w.World, w.sheet(cycle, no))
		if !slices.Contains(sh.Raters[0].People, w.People["x1"]) || slices.Contains(sh.Raters[2].People, w.People["x1"]) {
			t.Errorf("%s is rated by %+v", no, sh.Raters)
		}
	}
}

// A proposal that is made before the cycle decides waits for nobody, because nobody could
// decide on it; then all wait for the principal leaders, also one that is made again.
func TestProposalsWaitForADecisionWhenTheCycleDecides(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	w.reported(cycle)
	w.rated(cycle)
	w.verified(cycle)
	waits := func(when string, want ...string) {
		t.Helper()
		for _, no := range assessedHere() {
			if r := w.Stored(w.sheet(cycle, no)); !slices.Equal(r.Waiting, want) || r.Due.IsZero() == (len(want) > 0) {
				t.Errorf("%s, %s waits for %v by %s", when, no, r.Waiting, r.Due)
			}
		}
	}
	for _, no := range assessedHere() {
		w.Do(w.leader(no), w.sheet(cycle, no), "propose", propose(gradeOf(no)))
	}
	waits("before the cycle decides")
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	waits("then", evaluation.WaitRole(evaluation.RolePrincipal))
	w.Do(w.leader("a1"), w.sheet(cycle, "a1"), "withdraw_proposal", nil)
	w.Do(w.leader("a1"), w.sheet(cycle, "a1"), "propose", propose(gradeOf("a1")))
	waits("after a proposal was made again", evaluation.WaitRole(evaluation.RolePrincipal))
}

// The year is assessed at its end or at the beginning of the next one: what is planned
// then is the year that is over, and a plan at another time is warned of.
func TestTheYearIsAssessedInItsMonths(t *testing.T) {
	for day, want := range map[string]string{
		"2026-12-01": "2026 second", "2027-01-31": "2026 second", "2027-02-01": "2027 first", "2027-06-30": "2027 first", "2027-07-01": "2027 second",
	} {
		year, half, err := assessment.Due(officetest.Date(day), rules(t))
		if got := fmt.Sprint(year, " ", half); err != nil || got != want {
			t.Errorf("%s: %s %v, want %s", day, got, err, want)
		}
	}
	w := newWorld(t)
	r, err := w.Create(t.Context(), w.Personnel(), assessment.KindCycle, "plan", evaluation.Creation{Input: plan()})
	w.Must(err)
	for day, warned := range map[string]bool{"2026-09-01": true, "2026-11-30": true, "2026-12-01": false, "2027-01-31": false, "2027-02-01": true} {
		w.Turn(day)
		checks, err := w.Assessment.Preflight(t.Context(), "o", officetest.Payload[assessment.Cycle](w.World, r.ID))
		w.Must(err)
		if got := slices.ContainsFunc(checks, func(c desk.Check) bool { return c.Say.Key == "assessment.check.season" }); got != warned {
			t.Errorf("%s: warned %t", day, got)
		}
	}
}
