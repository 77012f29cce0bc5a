package bonus_test

import (
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
