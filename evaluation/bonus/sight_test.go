package bonus_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

func TestEverybodySeesTheOwnAmountOnceItIsAnnouncedAndNothingOfOthers(t *testing.T) {
	w := newWorld(t).begun(plan())
	w.entered()
	w.Turn("2026-12-07")
	w.Do(w.Personnel(), w.period, "compute", nil)
	cadre := w.Who("a4")
	_, err := w.Bonus.Why(t.Context(), cadre, w.view(cadre), w.People["a4"])
	w.Refused("not_found", err) // not announced
	w.Do(w.Personnel(), w.period, "announce", nil)
	why, err := w.Bonus.Why(t.Context(), cadre, w.view(cadre), w.People["a4"])
	w.Must(err)
	if why.Amount != w.line("a4").Amount || !why.Same || len(why.Nodes) < 6 {
		t.Errorf("%+v", why)
	}
	for _, who := range []evaluation.Actor{cadre, w.head("a"), w.Who("l3", evaluation.RoleLeader), w.Who("a5", evaluation.RoleDiscipline)} {
		_, err = w.Bonus.Why(t.Context(), who, w.view(who), w.People["a6"])
		w.Refused("not_found", err)
		_, err = w.Bonus.Sheet(t.Context(), w.view(who))
		w.Refused("forbidden", err)
		if v := w.view(who); bytes.Contains(v.Payload, []byte("lines")) || bytes.Contains(v.Payload, []byte(w.People["a6"])) {
			t.Errorf("%v reads the lines", who.Roles)
		}
	}
	for _, who := range []evaluation.Actor{w.Personnel(), w.principal()} {
		if v := w.view(who); bytes.Contains(v.Payload, []byte(`"amount"`)) {
			t.Errorf("%v reads the lines without a note", who.Roles)
		}
	}
}

func TestTheSheetProvesItselfAndSaysWhatHasDrifted(t *testing.T) {
	w := newWorld(t).begun(plan())
	w.announced()
	sheet, err := w.Bonus.Sheet(t.Context(), w.view(w.Personnel()))
	w.Must(err)
	if !sheet.Same || len(sheet.Drifted) != 0 || sheet.Pool != 100_000_01 {
		t.Errorf("same %v, drifted %v", sheet.Same, sheet.Drifted)
	}
	c := sheet.Compare
	if c.Taking != 28 || c.Flat.Most-c.Flat.Least > 1 || c.Flat.Gini.N != 0 || c.Flat.Rho.Known || c.ByRank.Eta.N != 10000 || c.ByRank.Rho.N < 7000 ||
		c.Actual.Eta.N >= c.ByRank.Eta.N || c.Actual.Gini.N == 0 {
		t.Errorf("%+v", c)
	}
	// Somebody tampers with one amount: the sheet and the approval see it.
	r := w.Stored(w.period)
	r.Payload = bytes.Replace(r.Payload, []byte(`"amount":`), []byte(`"amount":1`), 1)
	_, err = w.Store.Put(t.Context(), r)
	w.Must(err)
	sheet, err = w.Bonus.Sheet(t.Context(), w.view(w.Personnel()))
	w.Must(err)
	if sheet.Same {
		t.Error("a changed amount passes")
	}
	w.Turn("2026-12-15")
	w.Do(w.Personnel(), w.period, "close_notice", nil)
	w.Refused("bonus.differs", w.Try(w.principal(), w.period, "approve", nil))
}

func TestTheNoticeGivesNoAmountOfOneOrTwoPeople(t *testing.T) {
	w := newWorld(t)
	p := plan()
	p.LeastDays = 1
	w.begun(p)
	w.announced()
	posted, err := w.Bonus.Posted(t.Context(), w.view(w.Who("a4")))
	w.Must(err)
	sum := int64(0)
	for _, x := range posted {
		sum += x.Amount
		if x.Taking < 3 && x.Taking > 0 {
			t.Errorf("%+v", x)
		}
	}
	if sum != 100_000_01 || len(posted) != 4 {
		t.Errorf("%+v", posted)
	}
}

func TestAnExplanationAddsUp(t *testing.T) {
	w := newWorld(t).begun(plan())
	w.announced()
	for _, no := range []string{"a2", "b5"} {
		why, err := w.Bonus.Why(t.Context(), w.Personnel(), w.view(w.Personnel()), w.People[no])
		w.Must(err)
		last := why.Nodes[len(why.Nodes)-1]
		if last.Value != bonus.Yuan(why.Amount) {
			t.Errorf("%s ends with %s", no, last.Value)
		}
		for _, n := range why.Nodes {
			if n.Label.Key == "bonus.why.workload" && !slices.ContainsFunc(strings.Fields(n.Formula), func(s string) bool { return s == "40%" }) {
				t.Errorf("%+v", n)
			}
		}
	}
	why, err := w.Bonus.Why(t.Context(), w.Personnel(), w.view(w.Personnel()), w.People["l1"])
	w.Must(err)
	if len(why.Nodes) != 0 || why.Amount != 0 || len(why.Out) != 1 {
		t.Errorf("%+v", why)
	}
}

func TestMoneyIsReadAndWrittenToTheFen(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "1.5": 150, "-120.50": -12050, "486000.01": 48600001, "0.09": 9} {
		if n, ok := bonus.ParseHundredths(text); !ok || n != want {
			t.Errorf("%s is %d", text, n)
		}
		if n, ok := bonus.ParseHundredths(bonus.WriteHundredths(want)); !ok || n != want {
			t.Errorf("%d does not come back", want)
		}
		if n, ok := bonus.ParseHundredths(bonus.Yuan(want)); !ok || n != want {
			t.Errorf("%d does not come back", want)
		}
	}
	for _, text := range []string{"", "1.234", "１", "1e5", "--1", "12345678901", "1,000"} {
		if n, ok := bonus.ParseHundredths(text); ok {
			t.Errorf("%q is read as %d", text, n)
		}
	}
}

func TestPeriodsAreCalledAsPeopleCallThem(t *testing.T) {
	for want, span := range map[string][2]string{
		"2026H1": {"2026-01-01", "2026-06-30"}, "2026H2": {"2026-07-01", "2026-12-31"}, "2026": {"2026-01-01", "2026-12-31"},
		"2026Q3": {"2026-07-01", "2026-09-30"}, "2026-02": {"2026-02-01", "2026-02-28"}, "2026-07": {"2026-01-15", "2026-07-14"},
	} {
		if got := bonus.PeriodName(officetest.Date(span[0]), officetest.Date(span[1])); got != want {
			t.Errorf("%v is %s, want %s", span, got, want)
		}
	}
}
