package assessment_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
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
		w.do(w.who(no), talk, "acknowledge", &assessment.CommentInput{})
		w.refused("assessment.talks_missing", w.try(w.personnel(), cycle, "close", nil))
		w.do(w.personnel(), talk, "lock", nil)
	}
	w.do(w.personnel(), cycle, "close", nil)
	if r := w.load(cycle); r.State != assessment.CycleClosed || r.Pending || len(r.Waiting) != 0 || !r.Due.IsZero() {
		t.Errorf("cycle %s, waiting %v, due %s, pending %t", r.State, r.Waiting, r.Due, r.Pending)
	}
	for _, no := range assessedHere() {
		if r := w.load(w.sheet(cycle, no)); r.State != assessment.SheetClosed || len(r.Waiting) != 0 || len(evaluation.VerifyHistory(&r)) > 0 {
			t.Errorf("%s: %s %v", no, r.State, r.Waiting)
		}
	}
	w.refused("assessment.second_person", w.try(w.personnel(), cycle, "reopen", nil))
	w.do(w.principal(), cycle, "reopen", nil)
	if r := w.load(w.sheet(cycle, "a1")); r.State != assessment.SheetPublished {
		t.Errorf("sheet of a cycle that was reopened: %s", r.State)
	}
}

func TestOpeningDrawsTheParticipantsAndFreezesWhatWasTrue(t *testing.T) {
	w := newWorld(t)
	r, err := w.Create(t.Context(), w.personnel(), assessment.KindCycle, "plan", evaluation.Creation{Input: plan()})
	w.must(err)
	checks, err := w.assess.Preflight(t.Context(), "o", payload[assessment.Cycle](w, r.ID))
	w.must(err)
	for _, want := range []string{"assessment.finding.leave", "assessment.finding.admonition", "assessment.finding.seconded", "assessment.check.calendar", "assessment.check.charge", "assessment.check.fine"} {
		if !slices.ContainsFunc(checks, func(c assessment.Check) bool { return c.Say.Key == want && c.Level != assessment.LevelStop }) {
			t.Errorf("the pre-flight check does not say %s: %+v", want, checks)
		}
	}
	w.do(w.personnel(), r.ID, "open", nil)
	c := payload[assessment.Cycle](w, r.ID)
	if len(c.Participants) != 12 || w.load(w.sheet(r.ID, "c3")).State != assessment.SheetExempt {
		t.Fatalf("%d participants, c3 is %s", len(c.Participants), w.load(w.sheet(r.ID, "c3")).State)
	}
	sheet := w.load(w.sheet(r.ID, "a2"))
	sh := payload[assessment.Sheet](w, sheet.ID)
	// Five leaders but the husband, four heads, five of the same department who are no head.
	for i, n := range []int{4, 4, 5} {
		if sh.Groups[i].Eligible != n || len(sh.Raters[i].People) != n {
			t.Errorf("group %+v has %v, want %d", sh.Groups[i], sh.Raters[i].People, n)
		}
	}
	seen := map[string]bool{}
	for _, g := range sh.Raters {
		for _, p := range g.People {
			if seen[p] || p == w.people["a2"] || p == w.people["l3"] {
				t.Errorf("%s rates a2 in %s", p, g.Group)
			}
			seen[p] = true
		}
	}
	if !slices.Equal(sheet.Waiting, []string{evaluation.WaitPerson(w.people["a2"])}) || sheet.Due != date("2026-12-04") {
		t.Errorf("waiting %v, due %s", sheet.Waiting, sheet.Due)
	}
	_, err = w.Create(t.Context(), w.personnel(), assessment.KindCycle, "plan", evaluation.Creation{Input: plan()})
	w.refused("assessment.cycle_exists", err)
}

func TestAPlanOutOfOrderIsRefusedFieldByField(t *testing.T) {
	w := newWorld(t)
	in := plan()
	in.AsOf, in.RateBy, in.DecideBy = date("2026-06-30"), date("2026-12-01"), date("2026-11-01")
	_, err := w.Create(t.Context(), w.personnel(), assessment.KindCycle, "plan", evaluation.Creation{Input: in})
	e := w.refusal("assessment.as_of", err)
	for _, f := range []string{"as_of", "rate_by", "decide_by"} {
		if e.Fields[f].Key == "" {
			t.Errorf("nothing is said of %s: %v", f, e)
		}
	}
	in = plan()
	in.Year, in.AsOf, in.ReportBy = 2019, date("2019-11-30"), date("2019-12-01")
	r, err := w.Create(t.Context(), w.personnel(), assessment.KindCycle, "plan", evaluation.Creation{Input: in})
	w.must(err)
	w.refused("assessment.check.nobody", w.try(w.personnel(), r.ID, "open", nil))
}

func TestEachStageRefusesWhatDoesNotBelongToItAndNamesWhoIsMissing(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	a1 := w.sheet(cycle, "a1")
	e := w.refusal("assessment.reports_missing", w.try(w.personnel(), cycle, "start_rating", &assessment.AnywayInput{}))
	if e.Message.Args["count"] != 11 || !strings.Contains(fmt.Sprint(e.Message.Args["names"]), "干部a1") {
		t.Errorf("%v", e.Message.Args)
	}
	if err := w.try(w.who("a2"), a1, "submit_report", report()); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("another's report: %v", err)
	}
	w.do(w.who("a1"), a1, "submit_report", report())
	w.refused("assessment.cycle_state.reporting", w.try(w.personnel(), a1, "verify", &assessment.NotesInput{Notes: "x"}))
	w.do(w.personnel(), a1, "return_report", nil)
	if r := w.load(a1); !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.people["a1"])}) {
		t.Errorf("a returned report waits for %v", r.Waiting)
	}
	w.do(w.personnel(), a1, "waive_report", nil)
	w.do(w.personnel(), cycle, "start_rating", &assessment.AnywayInput{Anyway: true})
	e = w.refusal("assessment.turnout_low", w.try(w.personnel(), cycle, "close_rating", &assessment.AnywayInput{}))
	if e.Message.Args["count"] != 11 {
		t.Errorf("%v", e.Message.Args)
	}
	w.do(w.personnel(), cycle, "close_rating", &assessment.AnywayInput{Anyway: true})
	if sh := payload[assessment.Sheet](w, a1); sh.Result == nil || sh.Result.Shown || !slices.Contains(sh.Result.Invalid, "attendance") {
		t.Errorf("a rating that nobody took part in: %+v", sh.Result)
	}
	w.refused("assessment.proposals_missing", w.try(w.personnel(), cycle, "start_deciding", nil))
	w.do(w.personnel(), a1, "verify", &assessment.NotesInput{Notes: "情况属实"})
	if r := w.load(a1); !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.people["l3"])}) || r.Due != date("2026-12-15") {
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
		w.do(w.personnel(), w.participant(cycle, no).Talk, "excuse", nil)
	}
	w.do(w.personnel(), cycle, "close", nil)
	again()
}

func TestAttachmentsAreTheSendersOwnAndWithinTheBound(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	sheet := w.sheet(cycle, "a1")
	put := func(id, owner string, size int) {
		w.must(w.store.PutBlob(t.Context(), evaluation.Blob{Office: "o", ID: id, Name: id, Type: "application/pdf", Owner: owner, Created: w.now}, make([]byte, size)))
	}
	put("mine", "account-a1", 10)
	put("theirs", "account-a2", 10)
	with := func(files ...string) *assessment.ReportInput {
		in := report()
		in.Files = files
		return in
	}
	w.refused("assessment.file_missing", w.try(w.who("a1"), sheet, "submit_report", with("none")))
	w.refused("assessment.file_missing", w.try(w.who("a1"), sheet, "submit_report", with("mine", "theirs")))
	w.do(w.who("a1"), sheet, "submit_report", with("mine"))
	b, err := w.store.BlobInfo(t.Context(), "o", "mine")
	w.must(err)
	if b.Record != sheet {
		t.Errorf("the attachment is held by %q", b.Record)
	}
	w.do(w.personnel(), sheet, "return_report", nil)
	w.do(w.who("a1"), sheet, "submit_report", with("mine"))
}

func TestWhoeverIsInChargeOfADepartmentRatesAmongTheLeaders(t *testing.T) {
	w := newWorld(t)
	w.enter("x1", "d", "四级调研员", false)
	w.system(w.units["d"], "charge", &roster.TakeCharge{Person: w.people["x1"], From: date("2026-01-01")})
	cycle := w.opened()
	for _, no := range []string{"a1", "d2"} { // for d2 a colleague too, but that comes second
		sh := payload[assessment.Sheet](w, w.sheet(cycle, no))
		if !slices.Contains(sh.Raters[0].People, w.people["x1"]) || slices.Contains(sh.Raters[2].People, w.people["x1"]) {
			t.Errorf("%s is rated by %+v", no, sh.Raters)
		}
	}
}
