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
	w.Do(w.Personnel(), it.ID, "take_back", nil)
	if r := w.Stored(it.ID); r.State != archive.Waiting || r.Due != date("2027-01-01") || !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) {
		t.Errorf("taken back: %s, due %s, waits for %v", r.State, r.Due, r.Waiting)
	}
	w.Do(w.Personnel(), it.ID, "leave_out", nil)
	if again := watch(w); len(again) != 1 || again[0].State != archive.LeftOut {
		t.Errorf("left out, and listed again: %+v", again)
	}
}

func TestAFormThatIsNotFinalAnyMoreIsNotWaitedFor(t *testing.T) {
	w := officetest.New(t)
	of := granted(w)
	item := watch(w)[0]
	of.State = commendation.ProposalSubmitted
	_, err := w.Ledger.Put(t.Context(), of)
	w.Must(err)
	watch(w)
	if r := w.Stored(item.ID); r.State != archive.Dropped || len(r.Waiting) > 0 {
		t.Errorf("%s, waits for %v", r.State, r.Waiting)
	}
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
}
