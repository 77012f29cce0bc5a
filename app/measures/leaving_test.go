package measures_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/routine"
)

// a3 has a note on the quarter to write. a3 leaves: the section, which can go on with it,
// finds it among what it has to do, once, and everybody's history is whole.
func TestWhatWaitsForSomebodyWhoHasLeftGoesToWhoCanGoOnWithIt(t *testing.T) {
	w := officetest.New(t)
	round := w.Make(w.Personnel(), routine.KindRound, "open", &routine.OpenInput{
		Period: "2026Q4", DatesInput: routine.DatesInput{NoteBy: officetest.Date("2026-12-10"), ProposeBy: officetest.Date("2026-12-20")},
	}).ID
	sheets := map[string]string{}
	for _, p := range officetest.Payload[routine.Round](w, round).Participants {
		for no, id := range w.People {
			if id == p.Person {
				sheets[no] = p.Sheet
			}
		}
	}
	watch := func() {
		t.Helper()
		w.Must(w.Watch(t.Context(), w.Service, officetest.Office, evaluation.DateOf(w.Now())))
	}
	watch()
	before, err := w.TodoCount(t.Context(), w.Personnel())
	w.Must(err)
	if got := w.Stored(sheets["a3"]).Waiting; !slices.Equal(got, []string{evaluation.WaitPerson(w.People["a3"])}) {
		t.Fatalf("waits for %v", got)
	}
	w.Do(w.Personnel(), w.People["a3"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: officetest.Date("2026-12-01")})
	watch()
	watch()
	r := w.Stored(sheets["a3"])
	if !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) {
		t.Fatalf("waits for %v", r.Waiting)
	}
	if e := r.History[len(r.History)-1]; e.Act != evaluation.ActReaddress || e.From != r.State || e.To != r.State || r.History[len(r.History)-2].Act == e.Act {
		t.Errorf("the history ends with %+v", e)
	}
	if bad := evaluation.VerifyHistory(nil, &r); len(bad) > 0 {
		t.Error(bad)
	}
	if after, err := w.TodoCount(t.Context(), w.Personnel()); err != nil || after != before+1 {
		t.Errorf("%d to do, %d before: %v", after, before, err)
	}
	if got := w.Stored(sheets["b3"]).Waiting; !slices.Equal(got, []string{evaluation.WaitPerson(w.People["b3"])}) {
		t.Errorf("of somebody who is here: %v", got)
	}
	w.Do(w.Personnel(), sheets["a3"], "exempt", nil) // and it goes on
}
