package rotation_test

import (
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

func office(t testing.TB) *officetest.World { return officetest.New(t) }

func principal(w *officetest.World) evaluation.Actor { return w.Who("l1", evaluation.RolePrincipal) }

// enter is somebody more, in a post since a day; joined may be earlier.
func enter(w *officetest.World, no, unit, joined, since string) string {
	w.T.Helper()
	r := w.Make(w.Personnel(), roster.KindPerson, "enter", &roster.Enter{
		No: no, Name: "干部" + no, Sex: roster.Female, Born: date("1984-04-01"), Joined: date(joined), Department: w.Units[unit],
		Post: "职务" + no, PostSince: date(since), Level: "一级科员", LevelSince: date(since),
	})
	w.People[no] = r.ID
	return r.ID
}

// watch is what Kaoji does by itself every hour.
func watch(w *officetest.World) {
	w.T.Helper()
	w.Must(w.Rotation.Watch(w.T.Context(), w.Service, officetest.Office, evaluation.DateOf(w.Now())))
}

// tenures is what somebody sees of tenure as of a day, by staff number.
func tenures(w *officetest.World, who evaluation.Actor, day string) map[string]rotation.Tenure {
	w.T.Helper()
	sees, err := rotation.SightOfTenure(w.T.Context(), w.Service, who, date(day))
	w.Must(err)
	list, err := w.Rotation.Tenures(w.T.Context(), officetest.Office, date(day), sees)
	w.Must(err)
	out := map[string]rotation.Tenure{}
	for _, t := range list {
		for no, id := range w.People {
			if id == t.Person {
				out[no] = t
			}
		}
	}
	return out
}

// all lists the records of a kind.
func all(w *officetest.World, kind string) []evaluation.Record {
	w.T.Helper()
	found, err := w.Find(w.T.Context(), evaluation.Query{Office: officetest.Office, Kinds: []string{kind}, Limit: evaluation.MaxLimit})
	w.Must(err)
	return found.Records
}

func inState(w *officetest.World, id string, want evaluation.State) {
	w.T.Helper()
	if got := w.Stored(id).State; got != want {
		w.T.Fatalf("is %s, not %s", got, want)
	}
}
