package evaluation_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kaoji/evaluation"
)

func TestEachReaderSeesTheOwnFieldsAndActsAndNoMore(t *testing.T) {
	w := newWorld(t)
	r := w.act(t, wang, w.about(t), "show", evaluation.Change{})
	r = w.act(t, li, r, "answer", evaluation.Change{Input: &text{Text: "同意"}})
	for _, c := range []struct {
		name    string
		who     evaluation.Actor
		fields  string
		history bool
		acts    string
	}{
		{"personnel", wang, "answer closed private title", true, "close"},
		{"the person", li, "answer title", false, "answer"},
		{"the head", chen, "title", true, ""},
		{"who is named in it", talker, "private", false, "amend"},
		{"who is in charge", boss, "title", false, ""},
		{"a relative reads and does not act", sun, "answer closed private title", true, ""},
		{"both roles at once", actor("chen", evaluation.RoleHead, evaluation.RolePersonnel), "answer closed private title", true, "close"},
	} {
		v, err := w.Get(t.Context(), c.who, r.ID)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var p map[string]json.RawMessage
		if err := json.Unmarshal(v.Payload, &p); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(sorted(p), " "); got != c.fields {
			t.Errorf("%s reads %q, want %q", c.name, got, c.fields)
		}
		if (v.History != nil) != c.history || v.Effects != nil {
			t.Errorf("%s: history %v, effects %v", c.name, v.History, v.Effects)
		}
		if got := strings.Join(v.Acts, " "); got != c.acts {
			t.Errorf("%s may do %q, want %q", c.name, got, c.acts)
		}
		if v.Own != (c.who.Person == "li") {
			t.Errorf("%s: own is %t", c.name, v.Own)
		}
	}
}

func sorted(m map[string]json.RawMessage) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func TestWhatMayNotBeSeenAnswersLikeWhatIsNotThere(t *testing.T) {
	w := newWorld(t)
	r := w.about(t)
	_, absent := w.Get(t.Context(), zhao, "none")
	for _, who := range []evaluation.Actor{zhao, li, actor("x"), actor("", evaluation.RoleSupervisor), {Office: "o2", Roles: wang.Roles}} {
		_, hidden := w.Get(t.Context(), who, r.ID)
		is(t, hidden, evaluation.CodeNotFound)
		if hidden.Error() != absent.Error() {
			t.Errorf("hidden %q, absent %q", hidden, absent)
		}
	}
	if got := w.noted(t, evaluation.TrailFilter{Outcome: evaluation.OutcomeRefused}); len(got) != 5 || got[0] != "zhao act refused read not_found" {
		t.Errorf("%q", got)
	}
}

// What takes time in a refusal is the line in the trail: it tells nobody which
// ids exist only if it is written for both.
func TestARefusalTakesTheSameWorkForWhatIsNotThere(t *testing.T) {
	w := newWorld(t)
	r := w.about(t)
	work := func(f func() error) (lines []string, asked int64) {
		before, standings := len(w.noted(t, evaluation.TrailFilter{})), w.standings.Load()
		is(t, f(), evaluation.CodeNotFound)
		return w.noted(t, evaluation.TrailFilter{})[before:], w.standings.Load() - standings
	}
	for name, f := range map[string]func(id string) error{
		"read": func(id string) error { _, err := w.Get(t.Context(), zhao, id); return err },
		"act": func(id string) error {
			_, err := w.Act(t.Context(), zhao, id, 1, "show", evaluation.Change{})
			return err
		},
		"an act that is none": func(id string) error {
			_, err := w.Act(t.Context(), zhao, id, 1, "fly", evaluation.Change{})
			return err
		},
		"may I act?":            func(id string) error { return w.Allows(t.Context(), zhao, r.Kind, id, "show") },
		"may I, in other kinds": func(id string) error { return w.Allows(t.Context(), zhao, "other.kind", id, "show") },
	} {
		hidden, asked := work(func() error { return f(r.ID) })
		absent, asked2 := work(func() error { return f("0197a3c2-7d1e-7000-8000-00000000002a") })
		if len(hidden) != 1 || !slices.Equal(hidden, absent) || asked != asked2 {
			t.Errorf("%s: hidden leaves %q after asking the roster %d times, absent %q after %d", name, hidden, asked, absent, asked2)
		}
	}
}

func TestAConfidentialRecordReadByOthersIsNoted(t *testing.T) {
	w := newWorld(t)
	r := w.act(t, wang, w.about(t), "show", evaluation.Change{})
	for _, who := range []evaluation.Actor{li, wang, chen} {
		if _, err := w.Get(t.Context(), who, r.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := w.List(t.Context(), who, evaluation.Query{}); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"wang read ok", "wang list ok " + r.ID, "chen read ok", "chen list ok " + r.ID}
	if got := w.noted(t, evaluation.TrailFilter{}); !slices.Equal(got, want) {
		t.Errorf("noted %q, want %q", got, want)
	}
}

func TestAnIndexShowsNoContentAndNotesNothing(t *testing.T) {
	w := newWorld(t)
	r := w.act(t, wang, w.about(t), "show", evaluation.Change{})
	found, err := w.Index(t.Context(), chen, evaluation.Query{})
	if err != nil || len(found.Views) != 1 || found.Views[0].ID != r.ID {
		t.Fatalf("found %v, %v", found.Views, err)
	}
	if v := found.Views[0]; string(v.Payload) != "{}" || len(v.History) != 0 {
		t.Errorf("content %s and %d entries of others are shown", v.Payload, len(v.History))
	}
	if got := w.noted(t, evaluation.TrailFilter{}); len(got) != 0 {
		t.Errorf("noted %q", got)
	}
	mine, err := w.Index(t.Context(), wang, evaluation.Query{})
	if err != nil || len(mine.Views) != 1 || len(mine.Views[0].History) == 0 {
		t.Errorf("what the reader did is gone: %v, %v", mine.Views, err)
	}
}

// populate makes a note about each of four people of two departments, and
// shows those about li and zhao.
func populate(t *testing.T, w *world) {
	t.Helper()
	for _, about := range []struct{ subject, unit, talker string }{{"li", "u1", ""}, {"zhao", "u1", ""}, {"qian", "u2", "talker"}, {"zhou", "u3", ""}} {
		r, err := w.Create(t.Context(), wang, "note.sheet", "begin", evaluation.Creation{
			Input: &begin{Subject: about.subject, Unit: about.unit, Title: "谈话", Talker: about.talker},
		})
		if err != nil {
			t.Fatal(err)
		}
		if about.unit == "u1" {
			w.act(t, wang, r, "show", evaluation.Change{})
		}
	}
}

func TestAListHoldsWhatTheReaderReachesAndMayRead(t *testing.T) {
	w := newWorld(t)
	populate(t, w)
	for _, c := range []struct {
		name string
		who  evaluation.Actor
		q    evaluation.Query
		want string
	}{
		{"personnel: everybody", wang, evaluation.Query{}, "li zhao qian zhou"},
		{"personnel, filtered", wang, evaluation.Query{Units: []string{"u2"}}, "qian"},
		{"the own", li, evaluation.Query{}, "li"},
		{"the own, asked for another's", li, evaluation.Query{Subjects: []string{"zhao"}}, ""},
		{"the own, in another office's name", li, evaluation.Query{Office: "o2", Within: nil}, "li"},
		{"the department's", chen, evaluation.Query{}, "li zhao"},
		{"the department's, in a state out of reach", chen, evaluation.Query{States: []evaluation.State{draft}}, ""},
		{"named in", talker, evaluation.Query{}, "qian"},
		{"in charge of", boss, evaluation.Query{}, "li zhao qian"},
		{"two roles", actor("li", evaluation.RoleCadre, evaluation.RoleLeader), evaluation.Query{}, "li"},
		{"a draft about the reader is reached but not read", actor("qian", evaluation.RoleCadre), evaluation.Query{}, ""},
		{"no role", actor("li"), evaluation.Query{}, ""},
		{"a wider scope brought along is dropped", li, evaluation.Query{Within: []evaluation.Scope{{}}}, "li"},
		{"another kind", wang, evaluation.Query{Kinds: []string{"note.copy"}}, ""},
		{"an unknown kind", wang, evaluation.Query{Kinds: []string{"x"}}, ""},
		{"another office", evaluation.Actor{Office: "o2", Person: "wang", Roles: wang.Roles}, evaluation.Query{}, ""},
	} {
		page, err := w.List(t.Context(), c.who, c.q)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		var got []string
		for _, v := range page.Views {
			got = append(got, v.Subject)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}

func TestAListIsPagedUnderTheSameScopes(t *testing.T) {
	w := newWorld(t)
	populate(t, w)
	var got []string
	q := evaluation.Query{Limit: 1}
	for {
		page, err := w.List(t.Context(), boss, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range page.Views {
			got = append(got, v.Subject)
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
		_, err = w.List(t.Context(), chen, q)
		is(t, err, evaluation.CodeInvalid) // the cursor of another reader
	}
	if strings.Join(got, " ") != "li zhao qian" {
		t.Errorf("%v", got)
	}
}

func TestGroupsCountWhatTheReaderReaches(t *testing.T) {
	w := newWorld(t)
	populate(t, w)
	for _, c := range []struct {
		who  evaluation.Actor
		want []evaluation.Count
	}{
		{wang, []evaluation.Count{{Keys: []string{"u1"}, N: 2}, {Keys: []string{"u2"}, N: 1}, {Keys: []string{"u3"}, N: 1}}},
		{boss, []evaluation.Count{{Keys: []string{"u1"}, N: 2}, {Keys: []string{"u2"}, N: 1}}},
		{actor("nobody"), nil},
	} {
		got, err := w.Group(t.Context(), c.who, evaluation.Query{}, "unit")
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v (%v)", c.who.Person, got, c.want, err)
		}
	}
}

func TestTheToDoListHoldsWhatWaitsForThePersonTheRoleOrTheHead(t *testing.T) {
	w := newWorld(t)
	populate(t, w) // those about li and zhao wait for them, the drafts for personnel
	for _, c := range []struct {
		name string
		who  evaluation.Actor
		want string
	}{
		{"the person", li, "li"},
		{"the role", wang, "qian zhou"},
		{"a role without a person", evaluation.Actor{Office: "o1", Account: "a", Roles: wang.Roles}, "qian zhou"},
		{"the head, before the answer", chen, ""},
		{"nobody waits for", boss, ""},
	} {
		checkTodo(t, w, c.name, c.who, c.want)
	}
	page, err := w.List(t.Context(), li, evaluation.Query{})
	if err != nil {
		t.Fatal(err)
	}
	w.act(t, li, page.Views[0].Record, "answer", evaluation.Change{Input: &text{Text: "同意"}})
	checkTodo(t, w, "the head, after the answer", chen, "li")
	checkTodo(t, w, "the person, after the answer", li, "")
}

func checkTodo(t *testing.T, w *world, name string, who evaluation.Actor, want string) {
	t.Helper()
	page, err := w.Todo(t.Context(), who, evaluation.Query{})
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	var got []string
	for _, v := range page.Views {
		got = append(got, v.Subject)
	}
	if strings.Join(got, " ") != want {
		t.Errorf("%s: %v, want %q", name, got, want)
	}
}

func TestWithOwnOnlyTheSubjectSeesWhatTheOwnRelationGrantsWhateverElseTheyAre(t *testing.T) {
	w := newWorld(t)
	both := actor("li", evaluation.RoleCadre, evaluation.RolePersonnel)
	r := w.act(t, wang, w.about(t), "show", evaluation.Change{})
	kind, _ := w.Kind("note.sheet")
	read := func() string {
		v, err := w.Get(t.Context(), both, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		var p map[string]json.RawMessage
		if err := json.Unmarshal(v.Payload, &p); err != nil {
			t.Fatal(err)
		}
		return strings.Join(sorted(p), " ") + "; " + strings.Join(v.Acts, " ")
	}
	if got := read(); got != "answer closed private title; answer" {
		t.Errorf("of another kind: %q", got)
	}
	kind.Sight.OwnOnly = true
	if got := read(); got != "answer title; answer" {
		t.Errorf("of a kind with OwnOnly: %q", got)
	}
	_, err := w.Act(t.Context(), both, r.ID, r.Version, "close", evaluation.Change{})
	is(t, err, evaluation.CodeRecused)
	w.act(t, both, r, "answer", evaluation.Change{Input: &text{Text: "同意"}})
}
