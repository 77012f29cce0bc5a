package archive_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/archive"
	"kaoji/evaluation/commendation"
)

var date = officetest.Date

// granted stores a reward of a2 that the district granted, as measure 2 leaves it.
func granted(w *officetest.World) evaluation.Record {
	w.T.Helper()
	r := evaluation.Record{
		Office: w.Personnel().Office, ID: "01900000-0000-7000-8000-00000000a2a2", Kind: commendation.KindProposal, Unique: "a2", State: commendation.ProposalGranted,
		Subject: w.People["a2"], Unit: w.Units["a"], Created: w.Now(), Changed: w.Now(), Payload: []byte("{}"),
		History: []evaluation.Entry{{Seq: 1, At: w.Now(), Account: "a", Act: "begin", To: commendation.ProposalGranted}},
	}
	stored, err := w.Ledger.Put(w.T.Context(), r)
	w.Must(err)
	return stored
}

func watch(w *officetest.World) []evaluation.Record {
	w.T.Helper()
	w.Must(w.Archive.Watch(w.T.Context(), w.Service, w.Personnel().Office, evaluation.DateOf(w.Now())))
	found, err := w.Find(w.T.Context(), evaluation.Query{Office: w.Personnel().Office, Kinds: []string{archive.KindItem}})
	w.Must(err)
	return found.Records
}

func TestAFinalFormIsListedOnceForAMonthAndTicked(t *testing.T) {
	w := officetest.New(t) // on 2026-12-01
	granted(w)
	watch(w)
	items := watch(w)
	if len(items) != 1 {
		t.Fatalf("%d items", len(items))
	}
	it := items[0]
	if p := officetest.Payload[archive.Item](w, it.ID); it.Due != date("2027-01-01") || it.Subject != w.People["a2"] || p.Class != 7 || p.Arose != date("2026-12-01") {
		t.Errorf("due %s, %+v", it.Due, p)
	}
	w.Turn("2026-12-10")
	w.Refused("archive.before", w.Try(w.Personnel(), it.ID, "file", &archive.FileInput{On: date("2026-11-30")}))
	w.Do(w.Personnel(), it.ID, "file", &archive.FileInput{On: date("2026-12-09")})
	if r := w.Stored(it.ID); r.State != archive.Filed || len(r.Waiting) > 0 {
		t.Errorf("%s, waits for %v", r.State, r.Waiting)
	}
	w.Refused("forbidden", w.Try(w.Who("l1", evaluation.RolePrincipal), it.ID, "take_back", nil))
	w.Do(w.Personnel(), it.ID, "take_back", nil)
	if p := officetest.Payload[archive.Item](w, it.ID); !p.FiledOn.IsZero() || p.FiledBy != "" || p.Why == "" {
		t.Errorf("taken back: %+v", p)
	}
	if r := w.Stored(it.ID); r.State != archive.Waiting || r.Due != date("2027-01-01") || !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) {
		t.Errorf("taken back: %s, due %s, waits for %v", r.State, r.Due, r.Waiting)
	}
	w.Do(w.Personnel(), it.ID, "file", &archive.FileInput{On: date("2026-12-10")})
	if p := officetest.Payload[archive.Item](w, it.ID); p.Why != "" {
		t.Errorf("in the file, and still said why it was not: %+v", p)
	}
	w.Do(w.Personnel(), it.ID, "take_back", nil)
	w.Do(w.Personnel(), it.ID, "leave_out", nil)
	if again := watch(w); len(again) != 1 || again[0].State != archive.LeftOut {
		t.Errorf("left out, and listed again: %+v", again)
	}
}

// Whether it waits or is in the file: the form of a record that was opened again is another
// one, which waits anew once it is final.
func TestTheNextFormOfARecordThatWasOpenedAgainWaitsAnew(t *testing.T) {
	w := officetest.New(t) // on 2026-12-01
	of := granted(w)
	item := watch(w)[0]
	for _, filed := range []bool{false, true} {
		if filed {
			w.Do(w.Personnel(), item.ID, "file", &archive.FileInput{On: evaluation.DateOf(w.Now())})
		}
		of.State = commendation.ProposalSubmitted
		of = put(w, of)
		watch(w)
		if r := w.Stored(item.ID); r.State != archive.Dropped || len(r.Waiting) > 0 {
			t.Errorf("filed: %t, opened again: %s, waits for %v", filed, r.State, r.Waiting)
		}
		w.Turn(evaluation.DateOf(w.Now()).AddDays(9).String())
		of.State, of.Changed = commendation.ProposalGranted, w.Now()
		of = put(w, of)
		items := watch(w)
		today := evaluation.DateOf(w.Now())
		if p := officetest.Payload[archive.Item](w, item.ID); len(items) != 1 || items[0].State != archive.Waiting || items[0].Due != today.AddMonths(1) || p.Arose != today || !p.FiledOn.IsZero() || p.FiledBy != "" {
			t.Errorf("filed: %t, final again: %d items, %s, due %s, %+v", filed, len(items), items[0].State, items[0].Due, p)
		}
	}
}

// A reward of a department has no personnel file, and what became final more than a year ago
// is taken to be there.
func TestOnlyFormsOfPeopleOfTheLastYearAreListed(t *testing.T) {
	for says, change := range map[string]func(*evaluation.Record){
		"of a department": func(r *evaluation.Record) { r.Subject = "" },
		"long ago":        func(r *evaluation.Record) { r.Changed = r.Changed.AddDate(0, 0, -366) },
		"not granted":     func(r *evaluation.Record) { r.State = commendation.ProposalSubmitted },
	} {
		w := officetest.New(t)
		of := granted(w)
		change(&of)
		put(w, of)
		if items := watch(w); len(items) != 0 {
			t.Errorf("%s: %d items", says, len(items))
		}
	}
}

func TestOnlyThePersonnelSectionTicksAndOnlyOnce(t *testing.T) {
	w := officetest.New(t)
	granted(w)
	item := watch(w)[0]
	w.Refused("forbidden", w.Try(w.Who("l1", evaluation.RolePrincipal), item.ID, "file", &archive.FileInput{On: date("2026-12-01")}))
	w.Refused("error.day.to", w.Try(w.Personnel(), item.ID, "file", &archive.FileInput{On: date("2026-12-02")}))
	w.Do(w.Personnel(), item.ID, "file", &archive.FileInput{On: date("2026-12-01")})
	w.Refused("error.state", w.Try(w.Personnel(), item.ID, "file", &archive.FileInput{On: date("2026-12-01")}))
}

// put stores a record as its measure would leave it.
func put(w *officetest.World, r evaluation.Record) evaluation.Record {
	w.T.Helper()
	stored, err := w.Ledger.Put(w.T.Context(), r)
	w.Must(err)
	return stored
}

func TestItemsAreForThoseWhoRunTheMeasures(t *testing.T) {
	w := officetest.New(t)
	granted(w)
	item := watch(w)[0]
	for who, sees := range map[*evaluation.Actor]bool{
		new(w.Personnel()): true, new(w.Who("l1", evaluation.RolePrincipal)): true, new(w.Who("l3", evaluation.RoleLeader)): false, new(w.Who("a2", evaluation.RoleCadre)): false,
	} {
		if _, err := w.Get(t.Context(), *who, item.ID); (err == nil) != sees {
			t.Errorf("%s: %v", who.Name, err)
		}
	}
	w.Do(w.Personnel(), item.ID, "leave_out", nil)
	if p := officetest.Payload[archive.Item](w, item.ID); p.Why == "" {
		t.Errorf("it is not said why it was left out: %+v", p)
	}
}
