package bonus_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/desk"
)

func TestAnApprovedAmountIsAFactForThePersonAndThoseWhoSeeAll(t *testing.T) {
	w := newWorld(t).begun(plan())
	w.announced()
	a4 := w.People["a4"]
	facts := func(from, to string) []desk.Fact {
		t.Helper()
		var f, u evaluation.Date
		if from != "" {
			f, u = officetest.Date(from), officetest.Date(to)
		}
		return w.Facts(w.Bonus, a4, f, u)
	}
	if list := facts("", ""); len(list) != 0 {
		t.Fatalf("before the approval: %+v", list)
	}
	w.Turn("2026-12-15")
	w.Do(w.Personnel(), w.period, "close_notice", nil)
	w.Do(w.principal(), w.period, "approve", nil)
	w.Do(w.Personnel(), w.period, "export", nil)
	a := w.Make(w.Personnel(), bonus.KindAdjustment, "propose", &bonus.AdjustInput{Period: w.period, Grounds: "漏计", Rows: []bonus.AdjustRow{
		{Person: a4, Yuan: "-20"}, {Person: w.People["a5"], Yuan: "20"},
	}}).ID
	w.Do(w.principal(), a, "approve", nil)
	list := facts("2026-12-15", "2026-12-15")
	if len(list) != 1 || list[0].Record != w.line("a4").Entry || list[0].Say.Args["amount"] != bonus.Yuan(w.line("a4").Amount-20_00) {
		t.Fatalf("%+v", list)
	}
	why, err := w.Bonus.Why(t.Context(), w.Who("a4"), w.view(w.Who("a4")), a4)
	w.Must(err)
	given, err := w.Bonus.Given(t.Context(), officetest.Office, a4, []string{w.period, a})
	w.Must(err)
	if got := given[w.period]; len(given) != 1 || got.Final != why.Final || got.Title != why.Title {
		t.Errorf("given %+v, explained %+v", given, why)
	}
	if outside := facts("2026-12-16", "2026-12-31"); len(outside) != 0 {
		t.Errorf("of another day: %+v", outside)
	}
	for name, c := range map[string]struct {
		who  evaluation.Actor
		told int
	}{
		"the person": {w.Who("a4"), 1}, "personnel": {w.Personnel(), 1}, "a principal leader": {w.principal(), 1},
		"the head": {w.head("a"), 0}, "the leader in charge": {w.Who("l3", evaluation.RoleLeader), 0}, "discipline": {w.Outside("jigong", evaluation.RoleDiscipline), 0},
		"a colleague": {w.Who("a5"), 0}, "somebody outside the roster": {w.Outside("x", evaluation.RoleAuditor), 0},
	} {
		if got := desk.Told(facts("", ""), c.who, a4); len(got) != c.told {
			t.Errorf("%s is told %+v", name, got)
		}
	}
}

// What a program before left open in an approved period is ended by the watch.
func TestAnApprovedPeriodLeavesNoOpenEntriesAndOffersNoAct(t *testing.T) {
	w := newWorld(t).begun(plan())
	w.announced()
	w.Turn("2026-12-15")
	w.Do(w.Personnel(), w.period, "close_notice", nil)
	entry := w.line("a4").Entry
	before := w.Stored(entry)
	if before.State != bonus.EntryVerified {
		t.Fatalf("a4's entry is %s", before.State)
	}
	w.Do(w.principal(), w.period, "approve", nil)
	settled := func(when string) {
		t.Helper()
		entries, err := w.Find(t.Context(), evaluation.Query{Office: officetest.Office, Kinds: []string{bonus.KindEntry}, Parents: []string{w.period}, Limit: evaluation.MaxLimit})
		w.Must(err)
		for _, r := range entries.Records {
			if k, _ := w.Kind(bonus.KindEntry); !slices.Contains(k.Final, r.State) || len(r.Waiting) > 0 || !r.Due.IsZero() {
				t.Errorf("%s, %s is %s and waits for %v until %s", when, r.Subject, r.State, r.Waiting, r.Due)
			}
			for _, who := range []evaluation.Actor{w.Personnel(), {Office: officetest.Office, Account: "own", Person: r.Subject, Roles: []evaluation.Role{evaluation.RoleCadre}}, w.head("a"), w.principal()} {
				v, err := w.Get(t.Context(), who, r.ID)
				if evaluation.CodeOf(err) == evaluation.CodeNotFound {
					continue
				}
				w.Must(err)
				if len(v.Acts) > 0 {
					t.Errorf("%s, %v is offered %v of %s", when, who.Roles, v.Acts, r.Subject)
				}
			}
		}
	}
	settled("approved")
	now := w.Stored(entry)
	now.State, now.Waiting, now.Due = before.State, before.Waiting, before.Due
	_, err := w.Store.Put(t.Context(), now)
	w.Must(err)
	w.Must(w.Bonus.Watch(t.Context(), w.Service, officetest.Office, evaluation.DateOf(w.Now())))
	settled("after the watch")
	w.Do(w.Personnel(), w.period, "export", nil)
	settled("exported")
}
