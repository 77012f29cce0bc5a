package measures_test

import (
	"context"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/correction"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/roster"
)

// b4 is a candidate, and there is a concern about b4 that d4 of the section handles.
// Each case is one request; told says whether b4 learns of it.
func TestALookThatWouldBetrayAConcernOrTheListIsNotTold(t *testing.T) {
	w := officetest.New(t)
	b4 := w.People["b4"]
	candidate := w.Make(w.Personnel(), reserve.KindCandidate, "nominate", &reserve.NominateInput{
		Person: b4, Target: reserve.TargetDeputy, Channel: "recommendation", Grounds: "连续两年牵头完成重点项目，群众评价好。", Responsible: w.People["b1"],
	}).ID
	matter := w.Make(w.Personnel(), concern.KindMatter, "register", &concern.RegisterInput{
		Channel: "hotline", Received: evaluation.DateOf(w.Now()),
		About: concern.About{Person: b4, Category: "attitude", Topic: "居住证办理", Content: "窗口人员态度生硬，让人跑了三趟。"},
	}).ID
	own := w.Make(w.Who("b4"), correction.KindRequest, "submit", &correction.SubmitInput{About: "born", Wrong: "1980年", Right: "1981年"}).ID
	w.Do(w.Personnel(), matter, "accept", &concern.AcceptInput{})
	w.Do(w.Personnel(), matter, "assign", &concern.AssignInput{Handler: w.People["d4"]})
	handler := w.Who("d4", evaluation.RolePersonnel, evaluation.RoleCadre)
	get := func(ids ...string) func(context.Context, evaluation.Actor) {
		return func(ctx context.Context, who evaluation.Actor) {
			for _, id := range ids {
				if _, err := w.Get(ctx, who, id); err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
					t.Fatal(err)
				}
			}
		}
	}
	list := func(of func(context.Context, evaluation.Actor, evaluation.Query) (evaluation.Views, error), kinds ...string) func(context.Context, evaluation.Actor) {
		return func(ctx context.Context, who evaluation.Actor) {
			if _, err := of(ctx, who, evaluation.Query{Kinds: kinds, Subjects: []string{b4}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	personnel := w.Personnel()
	for name, c := range map[string]struct {
		who  evaluation.Actor
		look func(context.Context, evaluation.Actor)
		told bool
	}{
		"the section opens the file":                      {personnel, get(b4), true},
		"the section opens a request of the person":       {personnel, get(own), true},
		"the section lists all records of the person":     {personnel, list(w.Index), true},
		"the leader in charge opens the file":             {w.Who("l3", evaluation.RoleLeader), get(b4), true},
		"the section opens a concern":                     {personnel, get(matter), false},
		"the section lists concerns":                      {personnel, list(w.List, concern.KindMatter), false},
		"the section opens a concern, then the request":   {personnel, get(matter, own), false},
		"the section opens a candidate":                   {personnel, get(candidate), false},
		"the section opens a candidate, then the file":    {personnel, get(candidate, b4), false},
		"the section lists candidates":                    {personnel, list(w.List, reserve.KindCandidate), false},
		"who handles the concern opens the file":          {handler, get(b4), false},
		"another one of the section opens the file":       {w.Who("d5", evaluation.RolePersonnel, evaluation.RoleCadre), get(b4), true},
		"discipline, also of the section, opens the file": {w.Outside("jiwei", evaluation.RoleDiscipline, evaluation.RolePersonnel), get(b4), false},
		"a stranger asks for the file":                    {w.Who("a4"), get(b4), false},
		"the person opens the own file":                   {w.Who("b4"), get(b4), false},
	} {
		before := len(told(w, "b4"))
		ctx := evaluation.Looking(t.Context())
		c.look(ctx, c.who)
		w.Must(w.NoteLooks(ctx, c.who))
		if got := len(told(w, "b4")) - before; (got == 1) != c.told || got > 1 {
			t.Errorf("%s: told %d times", name, got)
		}
	}
	for _, e := range told(w, "b4") {
		for _, s := range e.Look.Shown {
			if s.Kind != roster.KindPerson && s.Kind != correction.KindRequest {
				t.Errorf("b4 is told of %s", s.Kind)
			}
		}
	}
	if other := told(w, "b5"); len(other) != 0 {
		t.Errorf("b5 is told of looks at b4: %+v", other)
	}
}

// told are the looks of which a person is told.
func told(w *officetest.World, no string) []evaluation.TrailEntry {
	w.T.Helper()
	list, err := w.Looks(w.T.Context(), w.Store, w.Who(no), 0, evaluation.MaxLimit)
	w.Must(err)
	return list
}

// A request that reads much is one entry, and what is read after it was written has
// an entry of its own.
func TestOneRequestIsOneEntryOfTheTrail(t *testing.T) {
	w := officetest.New(t)
	ctx := evaluation.Looking(t.Context())
	before, err := w.Store.LastTrail(t.Context(), officetest.Office)
	if err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Fatal(err)
	}
	read := func() {
		for _, no := range []string{"b4", "b5"} {
			if _, err := w.Get(ctx, w.Personnel(), w.People[no]); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.Index(ctx, w.Personnel(), evaluation.Query{Kinds: []string{roster.KindPerson}, Limit: 20}); err != nil {
			t.Fatal(err)
		}
	}
	read()
	w.Must(w.NoteLooks(ctx, w.Personnel()))
	after, err := w.Store.LastTrail(t.Context(), officetest.Office)
	w.Must(err)
	if after.Seq != before.Seq+1 || len(after.Look.People()) < 20 {
		t.Errorf("%d entries, the last shows %d people", after.Seq-before.Seq, len(after.Look.People()))
	}
	w.Must(w.NoteLooks(ctx, w.Personnel())) // again: nothing
	read()                                  // as while a file is sent
	if last, err := w.Store.LastTrail(t.Context(), officetest.Office); err != nil || last.Seq != after.Seq+3 {
		t.Errorf("%d entries later: %v", last.Seq-after.Seq, err)
	}
}
