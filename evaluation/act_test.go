package evaluation_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kaoji/evaluation"
)

func TestAnActChangesEnvelopePayloadAndHistoryInOneWrite(t *testing.T) {
	w := newWorld(t)
	r := w.about(t)
	if r.Version != 1 || r.State != draft || r.Subject != "li" || r.Unit != "u1" || !r.Confidential || r.Unique != r.ID {
		t.Errorf("%+v", r)
	}
	if want := time.Date(2026, 3, 1, 1, 2, 3, 456e6, time.UTC); !r.Created.Equal(want) || !r.Changed.Equal(want) || r.Created.Location() != time.UTC {
		t.Errorf("created %s, changed %s", r.Created, r.Changed)
	}
	if r.On.String() != "2026-03-01" {
		t.Errorf("the day in the office is %s", r.On)
	}
	r = w.act(t, wang, r, "show", evaluation.Change{Reason: "到期"})
	e := r.History[1]
	if r.Version != 2 || r.State != shown || len(r.History) != 2 || r.Due.String() != "2026-03-06" {
		t.Errorf("%+v", r)
	}
	if e.Seq != 2 || e.Act != "show" || e.From != draft || e.To != shown || e.Person != "wang" || e.Name != "姓名wang" || e.Reason != "到期" {
		t.Errorf("%+v", e)
	}
	stored, err := w.store.Get(t.Context(), "o1", r.ID)
	if err != nil || stored.Version != 2 || len(evaluation.VerifyHistory(nil, &stored)) > 0 {
		t.Errorf("%+v %v", stored, err)
	}
	if want := []string{"note.sheet begin 1", "note.sheet show 2"}; !slices.Equal(w.told, want) {
		t.Errorf("told of %v, want %v", w.told, want)
	}
}

func TestWhatNobodyMayDoIsKaojisAloneWhateverThePolicySays(t *testing.T) {
	w := newWorld(t)
	kind, _ := w.Kind("note.sheet")
	ran := 0
	for _, name := range []string{"begin", "close"} {
		a, _ := kind.Act(name)
		run := a.Run.Do
		a.May, a.Run.Do = nil, func(step *evaluation.Step) (evaluation.State, error) { ran++; return run(step) }
	}
	input := &begin{Subject: "li", Unit: "u1", Title: "年度谈话"}
	_, err := w.Create(t.Context(), wang, "note.sheet", "begin", evaluation.Creation{Input: input})
	is(t, err, evaluation.CodeForbidden)
	is(t, w.AllowsCreate(t.Context(), wang, "note.sheet", "begin"), evaluation.CodeForbidden)
	r, err := w.Create(t.Context(), evaluation.System("o1"), "note.sheet", "begin", evaluation.Creation{Input: input})
	is(t, err, "")
	r = w.act(t, wang, r, "show", evaluation.Change{})
	if v, err := w.Get(t.Context(), wang, r.ID); err != nil || v.Grants("close") {
		t.Errorf("is offered: %v %v", v.Acts, err)
	}
	_, err = w.Act(t.Context(), wang, r.ID, r.Version, "close", evaluation.Change{})
	is(t, err, evaluation.CodeForbidden)
	is(t, w.Allows(t.Context(), wang, "note.sheet", r.ID, "close"), evaluation.CodeForbidden)
	if ran != 1 {
		t.Errorf("ran %d times for others than Kaoji", ran-1)
	}
	w.act(t, evaluation.System("o1"), r, "close", evaluation.Change{})
}

func TestWhoMayNotActIsRefusedAndNoted(t *testing.T) {
	for _, c := range []struct {
		name  string
		who   evaluation.Actor
		state evaluation.State
		act   string
		want  evaluation.Code
	}{
		{"a stranger is told that there is nothing", zhao, shown, "answer", evaluation.CodeNotFound},
		{"the person cannot know of the draft", li, draft, "answer", evaluation.CodeNotFound},
		{"the head reads but may not act", chen, shown, "close", evaluation.CodeForbidden},
		{"the person may not close", li, shown, "close", evaluation.CodeForbidden},
		{"a relative keeps out of it", sun, draft, "show", evaluation.CodeRecused},
		{"nobody acts in the own case, whatever the roles", actor("li", evaluation.RolePersonnel), draft, "show", evaluation.CodeRecused},
		{"an account without roles", actor("x"), shown, "close", evaluation.CodeNotFound},
		{"personnel may amend a draft but not what is shown, though the act starts there too", wang, shown, "amend", evaluation.CodeForbidden},
		{"an act that creates is none on a record", wang, draft, "begin", evaluation.CodeState},
		{"right act, wrong state", wang, draft, "close", evaluation.CodeState},
		{"right act, wrong state, allowed in another one", wang, shown, "show", evaluation.CodeState},
		{"unknown act", wang, draft, "nothing", evaluation.CodeNotFound},
		{"another office", evaluation.Actor{Office: "o2", Person: "wang", Roles: []evaluation.Role{evaluation.RolePersonnel}}, draft, "show", evaluation.CodeNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			r := w.about(t)
			if c.state == shown {
				r = w.act(t, wang, r, "show", evaluation.Change{})
			}
			in := evaluation.Change{Reason: "x", Input: &text{Text: "x"}}
			_, err := w.Act(t.Context(), c.who, r.ID, r.Version, c.act, in)
			is(t, err, c.want)
			after, err := w.store.Get(t.Context(), "o1", r.ID)
			if err != nil || after.Version != r.Version {
				t.Errorf("something was written: %+v %v", after, err)
			}
			refused := len(w.noted(t, evaluation.TrailFilter{Outcome: evaluation.OutcomeRefused}))
			if want := c.want != evaluation.CodeState && c.act != "nothing" && c.who.Office == "o1"; (refused == 1) != want {
				t.Errorf("%d refusals are noted", refused)
			}
		})
	}
}

func TestCreatingIsRefusedByPolicyAndRecusal(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		name    string
		who     evaluation.Actor
		subject string
		want    evaluation.Code
	}{
		{"personnel about li", wang, "li", ""},
		{"personnel about oneself", wang, "wang", evaluation.CodeRecused},
		{"a relative", sun, "li", evaluation.CodeRecused},
		{"a relative about somebody else", sun, "zhao", ""},
		{"a head", chen, "li", evaluation.CodeForbidden},
		{"a cadre about somebody else, who may begin the own only", li, "zhao", evaluation.CodeForbidden},
		{"a cadre about oneself: allowed by the policy, barred by recusal", li, "li", evaluation.CodeRecused},
	} {
		_, err := w.Create(t.Context(), c.who, "note.sheet", "begin", evaluation.Creation{Input: &begin{Subject: c.subject, Title: "标题"}})
		if evaluation.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	_, err := w.Create(t.Context(), wang, "note.sheet", "show", evaluation.Creation{})
	is(t, err, evaluation.CodeState)
	_, err = w.Create(t.Context(), wang, "none.sheet", "begin", evaluation.Creation{})
	is(t, err, evaluation.CodeNotFound)
	_, err = w.Create(t.Context(), wang, "note.sheet", "none", evaluation.Creation{})
	is(t, err, evaluation.CodeNotFound)
}

func TestAStaleVersionIsAConflictAndOnlyTheSystemTakesAny(t *testing.T) {
	w := newWorld(t)
	r := w.about(t)
	w.act(t, wang, r, "show", evaluation.Change{})
	_, err := w.Act(t.Context(), wang, r.ID, r.Version, "close", evaluation.Change{})
	is(t, err, evaluation.CodeConflict)
	_, err = w.Act(t.Context(), wang, r.ID, evaluation.AnyVersion, "close", evaluation.Change{})
	is(t, err, evaluation.CodeConflict)
	_, err = w.Act(t.Context(), evaluation.System("o1"), r.ID, evaluation.AnyVersion, "close", evaluation.Change{})
	is(t, err, "")
}

func TestOfEightPeopleWhoActAtOnceOneSucceeds(t *testing.T) {
	w := newWorld(t)
	r := w.about(t)
	var mu sync.Mutex
	codes := map[evaluation.Code]int{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			_, err := w.Act(t.Context(), wang, r.ID, r.Version, "show", evaluation.Change{})
			mu.Lock()
			defer mu.Unlock()
			codes[evaluation.CodeOf(err)]++
		})
	}
	wg.Wait()
	if codes[""] != 1 || codes[evaluation.CodeConflict] != 7 { // the state never answers before the version
		t.Errorf("%v", codes)
	}
}

func TestAllMistakesOfAnInputComeTogether(t *testing.T) {
	w := newWorld(t)
	_, err := w.Create(t.Context(), wang, "note.sheet", "begin", evaluation.Creation{Input: &begin{Title: "x", Private: "a\x00"}})
	e, ok := errors.AsType[*evaluation.Error](err)
	if !ok || e.Code != evaluation.CodeInvalid {
		t.Fatalf("%v", err)
	}
	if got, want := slices.Sorted(maps.Keys(e.Fields)), []string{"private", "subject", "title"}; !slices.Equal(got, want) {
		t.Errorf("mistakes in %v, want %v", got, want)
	}
	r := w.about(t)
	for reason, key := range map[string]string{
		"": "error.field.required", " \n ": "error.field.required", "a\x00b": "error.field.characters", strings.Repeat("长", 5001): "error.field.too_long",
	} {
		_, err = w.Act(t.Context(), wang, r.ID, r.Version, "amend", evaluation.Change{Input: &text{}, Reason: reason})
		e, ok = errors.AsType[*evaluation.Error](err)
		if !ok || e.Fields["reason"].Key != key || e.Fields["text"].Key != "error.field.required" {
			t.Errorf("reason %.10q: %v", reason, err)
		}
	}
	_, err = w.Act(t.Context(), wang, r.ID, r.Version, "amend", evaluation.Change{Reason: "x"})
	is(t, err, evaluation.CodeInvalid) // no input at all
	_, err = w.Act(t.Context(), wang, r.ID, r.Version, "amend", evaluation.Change{Reason: "x", Input: &begin{Subject: "a", Title: "bb"}})
	is(t, err, evaluation.CodeInternal) // the program gave another act's input
}

func TestAnActThatLeadsWhereItMustNotWritesNothing(t *testing.T) {
	w := newWorld(t)
	r := w.about(t)
	_, err := w.Act(t.Context(), wang, r.ID, r.Version, "stray", evaluation.Change{})
	is(t, err, evaluation.CodeInternal)
	after, err := w.store.Get(t.Context(), "o1", r.ID)
	if err != nil || after.Version != 1 || after.State != draft {
		t.Errorf("%+v %v", after, err)
	}
}

func TestAServiceRefusesMeasuresWithMistakes(t *testing.T) {
	run := evaluation.Plain(func(*evaluation.Step, *note) (evaluation.State, error) { return "a", nil })
	kind := func(name string, acts ...evaluation.Act) evaluation.Kind {
		return evaluation.Kind{Name: name, States: []evaluation.State{"a"}, Payload: evaluation.New[note], Acts: acts}
	}
	good := evaluation.Act{Name: "go", To: []evaluation.State{"a"}, Run: run}
	for name, kinds := range map[string][]evaluation.Kind{
		"two kinds of one name":      {kind("m.k"), kind("m.k")},
		"a kind of another measure":  {kind("n.k")},
		"an unknown state to go to":  {kind("m.k", evaluation.Act{Name: "x", To: []evaluation.State{"z"}, Run: run})},
		"an unknown state to leave":  {kind("m.k", evaluation.Act{Name: "x", From: []evaluation.State{"z"}, To: []evaluation.State{"a"}, Run: run})},
		"an act that leads nowhere":  {kind("m.k", evaluation.Act{Name: "x", Run: run})},
		"an act that does not run":   {kind("m.k", evaluation.Act{Name: "x", To: []evaluation.State{"a"}})},
		"good and then a broken one": {kind("m.k", good), kind("m.l", evaluation.Act{Name: "x"})},
	} {
		if _, err := evaluation.NewService(evaluation.Parts{Measures: []evaluation.Measure{{Name: "m", Kinds: kinds}}}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	s, err := evaluation.NewService(evaluation.Parts{Measures: []evaluation.Measure{{Name: "m", Kinds: []evaluation.Kind{kind("m.k", good)}}}})
	if err != nil {
		t.Fatal(err)
	}
	if k, ok := s.Kind("m.k"); !ok || k.Name != "m.k" {
		t.Error("the kind is not there")
	}
}
