package page_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

// The mark of the committees is kept in hundredths; the cadre and the head read
// points, and enter points with decimals.
func TestAMarkIsReadInPointsAndEnteredWithItsDecimals(t *testing.T) {
	w := newTreasury(t)
	entry := ""
	for _, l := range w.lines() {
		if l.Person == w.member.ID {
			entry = l.Entry
		}
	}
	r, err := w.store.Get(t.Context(), office, entry)
	if err != nil {
		t.Fatal(err)
	}
	e, err := evaluation.PayloadOf[bonus.Entry](r)
	if err != nil {
		t.Fatal(err)
	}
	e.Facts.Appraisal, e.Facts.Cases, e.Quality, e.Work[0] = 9053, "12.33", "90.53", "12.33"
	if r.Payload, err = json.Marshal(e); err != nil {
		t.Fatal(err)
	}
	if _, err = w.store.Put(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	own := w.login("own", w.member.ID, evaluation.RoleCadre)
	if got := own.get("/records/" + entry); !strings.Contains(got, "90.53") || strings.Contains(got, "9053") || strings.Contains(got, "百分之一") {
		t.Errorf("the cadre reads:\n%s", got)
	}
	sheet := w.head.get("/bonus/" + w.period + "/entries?unit=" + w.unit)
	for _, want := range []string{`value="90.53"`, `value="12.33"`, `inputmode="decimal"`, "居委考评 90.53 分", "办结 12.33 件"} {
		if !strings.Contains(sheet, want) {
			t.Errorf("no %s on the head's sheet:\n%s", want, sheet)
		}
	}
	form := rowsOf(sheet)
	figuresIn(form, entry, "5.5", "92.5", "90.25", "85.96")
	if got := w.head.post("/bonus/"+w.period+"/entries", form); w.head.status != 200 {
		t.Fatalf("%d\n%s", w.head.status, got)
	}
	if got := own.get("/records/" + entry); !strings.Contains(got, "85.96") || !strings.Contains(got, "92.5") || !strings.Contains(got, "5.5") {
		t.Errorf("what was entered is not read:\n%s", got)
	}
}

// A label that names hundredths or tenths shows people a number that is kept, not
// the one that is meant.
func TestNoLabelNamesTheUnitThatANumberIsKeptIn(t *testing.T) {
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	kept := regexp.MustCompile(`百分之一|十分之一|千分之一|hundredths|tenths|thousandths|\(fen\)`)
	for _, lang := range text.Languages() {
		for key, said := range catalog.Keys(lang) {
			if strings.Contains(key, ".field.") && kept.MatchString(said) {
				t.Errorf("%s says %q", key, said)
			}
		}
	}
}

// The entry waits until a day in a year for which no notice of holidays can be
// there yet: the list, the record and what was computed with it say so.
func TestADeadlineThatDependsOnAnUnpublishedNoticeSaysSoWhereItStands(t *testing.T) {
	w := newTreasury(t)
	entry := ""
	for _, l := range w.lines() {
		if l.Person == w.member.ID {
			entry = l.Entry
		}
	}
	set := func(by evaluation.Date) {
		r, err := w.store.Get(t.Context(), office, entry)
		if err != nil {
			t.Fatal(err)
		}
		e, err := evaluation.PayloadOf[bonus.Entry](r)
		if err != nil {
			t.Fatal(err)
		}
		e.ContestBy, r.State, r.Due, r.Waiting = by, bonus.EntryVerified, by, []string{evaluation.WaitPerson(w.member.ID)}
		if r.Payload, err = json.Marshal(e); err != nil {
			t.Fatal(err)
		}
		if _, err = w.store.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		w.service.Forget(office)
	}
	own := w.login("own", w.member.ID, evaluation.RoleCadre)
	set(evaluation.NewDate(2049, 3, 4))
	for path, want := range map[string]int{"/todo": 1, "/": 1, "/records/" + entry: 2} {
		if got := own.get(path); strings.Count(got, "2049年放假安排未公布") < want {
			t.Errorf("%s does not say that the notice is not published:\n%s", path, got)
		}
	}
	set(evaluation.NewDate(2026, 3, 4))
	for _, path := range []string{"/todo", "/records/" + entry} {
		if got := own.get(path); strings.Contains(got, "放假安排未公布") {
			t.Errorf("%s warns of a published year", path)
		}
	}
}
