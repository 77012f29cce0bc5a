package appraisal_test

import (
	"fmt"
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

func TestNothingOfAPublishedRoundChangesWithTheRoster(t *testing.T) {
	w := small(t)
	round := w.published(planned())
	before := w.round(round)
	w.Refused("state", w.Try(w.Personnel(), round, "amend", planned()))
	w.seat(1, 8)
	w.liaise("d4", 1, "2024-01-01")
	w.Do(w.Personnel(), w.People["b4"], "end_liaison", &roster.EndLiaison{Committee: w.committees[0], To: officetest.Date("2026-11-30")})
	w.Do(w.Personnel(), round, "extend", &appraisal.ExtendInput{VoteBy: officetest.Date("2026-12-18"), OpinionBy: officetest.Date("2026-12-22")})
	w.Refused("error.day.from", w.Try(w.Personnel(), round, "extend", &appraisal.ExtendInput{VoteBy: officetest.Date("2026-12-10"), OpinionBy: officetest.Date("2026-12-22")}))
	if f, ok := w.task("k1m8"); ok {
		t.Errorf("who joined later may vote: %+v", f)
	}
	w.vote("k1m1", "80 80")
	after := w.round(round)
	after.VoteBy, after.OpinionBy = before.VoteBy, before.OpinionBy
	if a, b := fmt.Sprintf("%+v", before), fmt.Sprintf("%+v", after); a != b {
		t.Errorf("%s\n%s", a, b)
	}
}

func TestARelativeMarksNobodyOfTheFamilyAndTheCommitteesBallotsAreKeptApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.related["k1m2"], w.related["k1m3"] = "b4", "b4"
	w.Mute.Store("k1m3", true)
	w.committee(6)
	w.liaise("b4", 1, "2025-01-01")
	w.liaise("c4", 1, "2025-01-01")
	in := planned()
	in.Code = true
	round := w.published(in)
	p := w.round(round).Panels[0]
	if p.Joined || p.Raters[1].Way != appraisal.WayAccount || p.Raters[2].Way != "" {
		t.Errorf("%+v", p)
	}
	f, _ := w.task("k1m2")
	if len(f.Cadres) != 1 || f.Cadres[0].Person != w.People["c4"] {
		t.Errorf("the relative's form is %+v", f.Cadres)
	}
	err := w.Appraisal.Cast(t.Context(), w.members["k1m2"], round, appraisal.Ballot{Rows: []appraisal.Row{
		{Person: w.People["b4"], Points: "90 90"}, {Person: w.People["c4"], Points: "90 90"},
	}})
	w.Refused("appraisal.not_on_form", err)
	if _, ok := w.task("k1m3"); ok {
		t.Error("a relative without an account votes")
	}
	w.related["k1m4"] = "c4" // a tie that is entered after publishing
	w.seat(1, 6)
	f, _ = w.task("k1m4")
	if err := w.Appraisal.Cast(t.Context(), w.members["k1m4"], round, marks(f, "80 80")); evaluation.CodeOf(err) != evaluation.CodeRecused {
		t.Errorf("a relative whose tie came later votes: %v", err)
	}
}

func TestACommitteeWithASingleRaterSignsAndCastsNoBallot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.committee(1)
	w.committee(6)
	w.liaise("b4", 1, "2025-01-01")
	w.liaise("b4", 2, "2025-01-01")
	round := w.published(planned())
	f, ok := w.task("k1m1")
	if !ok || !f.Named {
		t.Fatalf("the form does not say that it is named: %+v", f)
	}
	w.Refused("appraisal.named", w.Appraisal.Cast(t.Context(), w.members["k1m1"], round, marks(f, "80 80")))
	if f, _ := w.task("k2m1"); f.Named || f.Floor != 5 {
		t.Errorf("%+v", f)
	}
	for m := range 6 {
		w.vote(fmt.Sprintf("k2m%d", m+1), "80 80")
	}
	w.tally(round)
	x := w.result(round, "b4")
	if !x.Shown || x.Eligible != 6 || x.Panels[0].State != appraisal.PanelNamed || x.Panels[1].State != appraisal.PanelShown {
		t.Errorf("%+v", x)
	}
}

func TestThePreflightNamesWhatIsMissingAndWhereToMendIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	empty := w.plan(planned())
	w.Keep(empty)
	w.Refused("appraisal.check.nobody", w.Try(w.Personnel(), empty, "publish", nil))
	w.Do(w.Personnel(), empty, "cancel", nil)
	w.related["k1m2"] = "b4"
	w.committee(4)
	w.committee(0)
	w.committee(1)
	w.committee(2)
	w.Mute.Store("k4m1", true)
	w.Mute.Store("k4m2", true)
	w.liaise("b4", 1, "2025-01-01")
	w.liaise("c4", 2, "2025-01-01")
	w.liaise("c4", 3, "2025-01-01")
	w.liaise("d4", 4, "2025-01-01")
	w.liaise("c5", 1, "2026-10-01")
	round := w.plan(planned())
	checks, err := w.Appraisal.Preflight(t.Context(), officetest.Office, w.round(round))
	w.Must(err)
	for _, c := range []struct{ level, key, record string }{
		{desk.LevelStop, "appraisal.check.no_raters", w.committees[1]},
		{desk.LevelStop, "appraisal.check.no_way", w.committees[3]},
		{desk.LevelWarn, "appraisal.check.relative_all", w.committees[0]},
		{desk.LevelWarn, "appraisal.check.named", w.committees[2]},
		{desk.LevelWarn, "appraisal.check.floor", w.People["b4"]},
		{desk.LevelWarn, "appraisal.check.short", w.People["c5"]},
		{desk.LevelWarn, "appraisal.check.no_liaison", w.People["a4"]},
		{desk.LevelFine, "appraisal.check.fine", ""},
	} {
		if !slices.ContainsFunc(checks, func(k desk.Check) bool { return k.Level == c.level && k.Say.Key == c.key && k.Record == c.record }) {
			t.Errorf("%s at %s is not named", c.key, c.record)
		}
	}
	if slices.ContainsFunc(checks, func(k desk.Check) bool { return k.Record == w.People["l3"] }) {
		t.Error("a leader is expected to serve a committee")
	}
	for _, act := range []string{"rehearse", "publish"} {
		if err := w.Try(w.Personnel(), round, act, nil); evaluation.CodeOf(err) != evaluation.CodeState {
			t.Errorf("%s: %v", act, err)
		}
	}
}

func TestContactIsCountedInMonthsOfTheYear(t *testing.T) {
	d := officetest.Date
	year := [2]string{"2026-01-01", "2026-12-01"}
	for name, c := range map[string]struct {
		list []roster.Liaison
		want int
	}{
		"since long":                            {[]roster.Liaison{{Committee: "k", From: d("2020-01-01")}}, 11},
		"four months to the day":                {[]roster.Liaison{{Committee: "k", From: d("2026-03-15"), To: d("2026-07-14")}}, 4},
		"a day less":                            {[]roster.Liaison{{Committee: "k", From: d("2026-03-15"), To: d("2026-07-13")}}, 3},
		"a day less, the last month being long": {[]roster.Liaison{{Committee: "k", From: d("2026-04-15"), To: d("2026-08-13")}}, 3},
		"a day less, beside whole months":       {[]roster.Liaison{{Committee: "k", From: d("2026-01-01"), To: d("2026-01-31")}, {Committee: "k", From: d("2026-07-15"), To: d("2026-08-13")}}, 1},
		"over the end of February":              {[]roster.Liaison{{Committee: "k", From: d("2026-01-31"), To: d("2026-05-30")}}, 4},
		"another committee":                     {[]roster.Liaison{{Committee: "other", From: d("2026-01-01")}}, 0},
		"before the year":                       {[]roster.Liaison{{Committee: "k", From: d("2025-01-01"), To: d("2025-12-31")}}, 0},
		"two that follow each other":            {[]roster.Liaison{{Committee: "k", From: d("2026-03-01"), To: d("2026-04-15")}, {Committee: "k", From: d("2026-04-16"), To: d("2026-06-30")}}, 4},
		"two that overlap":                      {[]roster.Liaison{{Committee: "k", From: d("2026-03-01"), To: d("2026-06-15")}, {Committee: "k", From: d("2026-04-16"), To: d("2026-06-30")}}, 4},
		"two with a gap":                        {[]roster.Liaison{{Committee: "k", From: d("2026-01-01"), To: d("2026-02-15")}, {Committee: "k", From: d("2026-08-01"), To: d("2026-10-15")}}, 4},
		"since ever":                            {[]roster.Liaison{{Committee: "k"}}, 11},
	} {
		if got := appraisal.Contact(c.list, "k", year); got != c.want {
			t.Errorf("%s: %d months, want %d", name, got, c.want)
		}
	}
}

func TestACancelledRoundLeavesTheYearFreeAndNothingToDo(t *testing.T) {
	w := small(t)
	round := w.published(planned())
	w.vote("k1m1", "80 80")
	w.Do(w.Personnel(), round, "cancel", nil)
	for _, c := range w.round(round).Cadres {
		if state := w.Stored(c.Sheet).State; state != appraisal.SheetDropped {
			t.Errorf("a sheet is %s", state)
		}
		for _, tie := range c.Committees {
			if r := w.Stored(tie.Opinion); r.State != appraisal.OpinionDropped || len(r.Waiting) > 0 {
				t.Errorf("an opinion is %s and waits for %v", r.State, r.Waiting)
			}
		}
	}
	if _, ok := w.task("k1m2"); ok {
		t.Error("somebody may still vote")
	}
	w.published(planned())
}
