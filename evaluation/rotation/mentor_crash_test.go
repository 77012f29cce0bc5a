package rotation_test

import (
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/rotation"
)

// places are those that a mentor gives, by mentoring.
func places(w *officetest.World, no string) []string {
	w.T.Helper()
	list := []string{}
	for _, r := range all(w, rotation.KindLoad) {
		if l := officetest.Payload[rotation.Load](w, r.ID); l.Mentor == w.People[no] {
			for _, p := range l.Pupils {
				list = append(list, p.Mentoring)
			}
		}
	}
	return list
}

// killedAfter lets so many writes of an act through and then none; the next
// start resumes. It reports whether anything was cut off.
func killedAfter(w *officetest.World, writes int, act func() error) bool {
	w.T.Helper()
	mortal := &dying{Ledger: w.Store, left: writes}
	w.Ledger = mortal
	w.Must(act())
	w.Ledger = w.Store
	return mortal.left == 0
}

func resumed(w *officetest.World) {
	w.T.Helper()
	for range 2 {
		w.Must(w.Resume(w.T.Context(), officetest.Office, 0))
	}
}

// Between the naming and the place: whatever was stored when the process died,
// the place is there once and the mentor is one.
func TestAPlaceIsNeitherLostNorTakenTwiceWhereverTheProcessIsKilled(t *testing.T) {
	for writes := 1; ; writes++ {
		w := office(t)
		fresh(w, "x1")
		var r evaluation.Record
		cut := killedAfter(w, writes, func() (err error) {
			r, err = w.Create(t.Context(), w.Personnel(), rotation.KindMentoring, "assign", evaluation.Creation{Input: assign(w, "x1", "a3")})
			return err
		})
		resumed(w)
		inState(w, r.ID, rotation.Planning)
		if m, got := mentoring(w, r.ID), places(w, "a3"); m.Mentor.Person != w.People["a3"] || m.Next != nil || len(got) != 1 || got[0] != r.ID {
			t.Fatalf("killed after %d writes: mentor %q, places %v", writes, m.Mentor.Name, got)
		}
		if !cut {
			if writes < 5 {
				t.Errorf("only %d writes", writes)
			}
			return
		}
	}
}

// The same of a hand-over: the former's place is free, the next one's taken.
func TestAHandOverMovesThePlaceOnceWhereverTheProcessIsKilled(t *testing.T) {
	for writes := 1; ; writes++ {
		w := office(t)
		id := mentored(w, "x1", "a3")
		cut := killedAfter(w, writes, func() error {
			return w.Try(w.Personnel(), id, "hand_over", &rotation.HandOverInput{MentorInput: rotation.MentorInput{Mentor: w.People["a6"]}, Words: "计划和记录"})
		})
		resumed(w)
		if m, former, next := mentoring(w, id), places(w, "a3"), places(w, "a6"); m.Mentor.Person != w.People["a6"] || len(m.Former) != 1 || len(former) != 0 || len(next) != 1 {
			t.Fatalf("killed after %d writes: mentor %q, %d former, places %v %v", writes, m.Mentor.Name, len(m.Former), former, next)
		}
		if !cut {
			return
		}
	}
}

// While the first is dead, another naming takes the last place: the first finds
// none on the next start, and says so.
func TestThePlaceThatAnotherTookMeanwhileIsNotGivenAgain(t *testing.T) {
	w := office(t)
	for _, no := range []string{"x1", "x2", "x3"} {
		fresh(w, no)
	}
	w.Make(w.Personnel(), rotation.KindMentoring, "assign", assign(w, "x1", "a3"))
	var dead evaluation.Record
	killedAfter(w, 1, func() (err error) {
		dead, err = w.Create(t.Context(), w.Personnel(), rotation.KindMentoring, "assign", evaluation.Creation{Input: assign(w, "x2", "a3")})
		return err
	})
	last := w.Make(w.Personnel(), rotation.KindMentoring, "assign", assign(w, "x3", "a3")).ID
	resumed(w)
	inState(w, last, rotation.Planning)
	inState(w, dead.ID, rotation.Vacant)
	if m := mentoring(w, dead.ID); m.Mentor.Person != "" || m.Gap == nil || m.Gap.Why != rotation.GapFull || len(places(w, "a3")) != 2 {
		t.Errorf("%+v, places %v", m, places(w, "a3"))
	}
}
