package roster_test

import (
	"encoding/json"
	"slices"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// earlier puts an absence into the roster as an earlier version stored it.
func (d *section) earlier(t *testing.T, id string, a roster.Absence) {
	t.Helper()
	r, err := d.store.Get(t.Context(), d.office, id)
	if err != nil {
		t.Fatal(err)
	}
	p, err := evaluation.PayloadOf[roster.Person](r)
	if err != nil {
		t.Fatal(err)
	}
	p.Absences = append(p.Absences, a)
	if r.Payload, err = json.Marshal(p); err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.Put(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	d.source.Changed(r)
}

func (d *section) stored(t *testing.T, id string) (evaluation.Record, *roster.Person) {
	t.Helper()
	r, err := d.store.Get(t.Context(), d.office, id)
	if err != nil {
		t.Fatal(err)
	}
	p, err := evaluation.PayloadOf[roster.Person](r)
	if err != nil {
		t.Fatal(err)
	}
	return r, p
}

func TestPersonnelIsAskedWhatAMergedPenaltyOfAnEarlierVersionIs(t *testing.T) {
	d := newSection(t)
	unit := d.department(t, "财务科", 1)
	id, other := d.person(t, entry("A1", unit)), d.person(t, entry("A2", unit))
	d.earlier(t, id, roster.Absence{Kind: roster.HeavyPenalty, Source: "示监〔2025〕3号", From: date("2025-03-10")})
	watch := func() {
		t.Helper()
		book, err := d.source.Book(t.Context(), d.office)
		if err != nil {
			t.Fatal(err)
		}
		d.must(t, "", roster.Watch(t.Context(), d.Service, book))
	}
	watch()
	watch() // asks once
	r, _ := d.stored(t, id)
	if !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) {
		t.Errorf("waiting for %v", r.Waiting)
	}
	if r, _ := d.stored(t, other); len(r.Waiting) > 0 {
		t.Errorf("somebody without a penalty waits for %v", r.Waiting)
	}
	for name, c := range map[string]struct {
		in   roster.Classify
		want string
	}{
		"another day":    {roster.Classify{Kind: roster.HeavyPenalty, From: date("2025-03-11"), As: roster.SeriousDemerit}, "roster.absence_none"},
		"another family": {roster.Classify{Kind: roster.HeavyPenalty, From: date("2025-03-10"), As: roster.PartyRemoval}, "roster.class_other"},
	} {
		got := fields(d.act(t.Context(), id, "classify", &c.in))
		if got["from"] != c.want && got["as"] != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	d.must(t, "", d.act(t.Context(), id, "classify", &roster.Classify{Kind: roster.HeavyPenalty, From: date("2025-03-10"), As: roster.SeriousDemerit}))
	r, p := d.stored(t, id)
	if p.Absences[0].Kind != roster.SeriousDemerit || p.Absences[0].Source != "示监〔2025〕3号" || len(r.Waiting) > 0 {
		t.Errorf("%+v, waiting for %v", p.Absences, r.Waiting)
	}
	if err := d.act(t.Context(), id, "absence", &roster.Away{Kind: roster.HeavyPenalty, From: date("2026-01-01")}); err == nil {
		t.Error("a merged kind was entered anew")
	}
}

func TestEveryPenaltyOfTheTableCanBeEnteredAndSeveralOverlap(t *testing.T) {
	d := newSection(t)
	id := d.person(t, entry("A1", d.department(t, "财务科", 1)))
	for _, kind := range roster.AbsenceKinds() {
		if !roster.Penalty(kind) {
			continue
		}
		for _, from := range []string{"2026-01-01", "2026-05-31"} {
			d.must(t, "", d.act(t.Context(), id, "absence", &roster.Away{Kind: kind, Source: "文号", From: date(from)}))
		}
		if err := d.act(t.Context(), id, "absence", &roster.Away{Kind: kind, From: date("2026-01-01")}); fields(err)["kind"] != "roster.absence_twice" {
			t.Errorf("%s twice on one day: %v", kind, err)
		}
	}
}

func TestWhoeverLeavesIsNotWaitedFor(t *testing.T) {
	d := newSection(t)
	id := d.person(t, entry("A1", d.department(t, "财务科", 1)))
	d.earlier(t, id, roster.Absence{Kind: roster.HeavyPenalty, Source: "示监〔2025〕3号", From: date("2025-03-10")})
	book, err := d.source.Book(t.Context(), d.office)
	d.must(t, "", err)
	d.must(t, "", roster.Watch(t.Context(), d.Service, book))
	if r, _ := d.stored(t, id); len(r.Waiting) == 0 {
		t.Fatal("nobody is asked which penalty it is")
	}
	d.must(t, "", d.act(t.Context(), id, "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: date("2026-06-30")}))
	if r, _ := d.stored(t, id); r.State != roster.StateDeparted || len(r.Waiting) > 0 {
		t.Errorf("%s, waiting for %v", r.State, r.Waiting)
	}
}
