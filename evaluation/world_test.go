package evaluation_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

// The tests run a small measure of two kinds over a real database. A note is
// written about a person by the personnel section, shown to the person, who
// answers, and closed; closing files a copy as an effect.

type note struct {
	Title   string `json:"title"`
	Private string `json:"private"`
	Answer  string `json:"answer"`
	Closed  int    `json:"closed"`
}

type begin struct {
	Subject string `json:"subject" form:"person"`
	Unit    string `json:"unit,omitempty"`
	Title   string `json:"title" minLength:"2" maxLength:"20"`
	Private string `json:"private,omitempty"`
	Talker  string `json:"talker,omitempty"`
}

type text struct {
	Text string `json:"text" form:"long"`
}

const (
	draft  evaluation.State = "draft"
	shown  evaluation.State = "shown"
	closed evaluation.State = "closed"
)

func notes(w *world) evaluation.Measure {
	return evaluation.Measure{Name: "note", Kinds: []evaluation.Kind{{
		Name: "note.sheet", States: []evaluation.State{draft, shown, closed}, Final: []evaluation.State{closed},
		Usual: evaluation.Usual{draft: {"show"}, shown: {"close"}},
		Sight: evaluation.Sight{Noted: true}, Payload: evaluation.New[note],
		Acts: []evaluation.Act{
			{Name: "begin", May: evaluation.Everybody, To: []evaluation.State{draft}, Run: evaluation.Run(beginNote)},
			{Name: "amend", May: evaluation.Everybody, From: []evaluation.State{draft, shown}, To: []evaluation.State{draft, shown}, Reason: true, Run: evaluation.Run(amend)},
			{Name: "show", May: evaluation.Everybody, From: []evaluation.State{draft}, To: []evaluation.State{shown}, Run: evaluation.Plain(show)},
			{Name: "answer", May: evaluation.Everybody, From: []evaluation.State{shown}, To: []evaluation.State{shown}, InOwnCase: true, Run: evaluation.Run(answer)},
			{Name: "close", May: evaluation.Everybody, From: []evaluation.State{shown}, To: []evaluation.State{closed}, Run: evaluation.Plain(closeNote)},
			{Name: "stray", May: evaluation.Everybody, From: []evaluation.State{draft}, To: []evaluation.State{shown}, Run: evaluation.Plain(func(*evaluation.Step, *note) (evaluation.State, error) { return closed, nil })},
		},
		Effects: map[string]evaluation.EffectHandler{"file": w.file},
	}, {
		Name: "note.copy", States: []evaluation.State{closed}, Payload: evaluation.New[note],
		Acts: []evaluation.Act{{Name: "file", To: []evaluation.State{closed}, Run: evaluation.Run(beginNoteAs(closed))}},
	}}}
}

func beginNote(s *evaluation.Step, p *note, in *begin) (evaluation.State, error) {
	return beginNoteAs(draft)(s, p, in)
}

func beginNoteAs(state evaluation.State) func(*evaluation.Step, *note, *begin) (evaluation.State, error) {
	return func(s *evaluation.Step, p *note, in *begin) (evaluation.State, error) {
		p.Title, p.Private = in.Title, in.Private
		s.Record.Subject, s.Record.Unit, s.Record.On = in.Subject, in.Unit, s.Today
		if state == draft {
			s.Record.Waiting = []string{evaluation.WaitRole(evaluation.RolePersonnel)}
		}
		if in.Talker != "" {
			s.Record.Parties = []string{in.Talker}
		}
		return state, nil
	}
}

func amend(s *evaluation.Step, p *note, in *text) (evaluation.State, error) {
	p.Title = in.Text
	return s.Record.State, nil
}

func show(s *evaluation.Step, _ *note) (evaluation.State, error) {
	s.Record.Waiting = []string{evaluation.WaitPerson(s.Record.Subject)}
	s.Record.Due = s.Today.AddDays(5)
	return shown, nil
}

func answer(s *evaluation.Step, p *note, in *text) (evaluation.State, error) {
	p.Answer = in.Text
	s.Record.Waiting = []string{evaluation.WaitHead(s.Record.Unit)}
	return shown, nil
}

func closeNote(s *evaluation.Step, p *note) (evaluation.State, error) {
	p.Closed++
	s.Record.Waiting, s.Record.Due = nil, evaluation.Date{}
	return closed, s.Effect("file", map[string]string{"id": "copy-" + s.Record.ID})
}

// file is the effect of closing. It can be told to fail.
func (w *world) file(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	w.ran++
	if w.failing {
		return errors.New("the copy cannot be filed")
	}
	var a struct{ ID string }
	if err := json.Unmarshal(args, &a); err != nil {
		return err
	}
	p, err := evaluation.PayloadOf[note](r)
	if err != nil {
		return err
	}
	_, err = do.Create(ctx, evaluation.System(r.Office), "note.copy", "file", evaluation.Creation{
		ID: a.ID, Input: &begin{Subject: r.Subject, Title: p.Title},
	})
	return err
}

// world is an office with a clock, a table of rights and a roster.
type world struct {
	*evaluation.Service
	store   *sqlite.Store
	trail   *evaluation.Trail
	now     time.Time
	ids     int
	ran     int
	failing bool
	told    []string

	standings atomic.Int64 // how often the roster was asked how somebody stands to a record
}

var trailKey = []byte("0123456789abcdef0123456789abcdef")

func newWorld(t *testing.T) *world {
	t.Helper()
	return worldIn(t, filepath.Join(t.TempDir(), "kaoji.db"))
}

// worldIn is the world whose records are in a file.
func worldIn(t *testing.T, path string) *world {
	t.Helper()
	begin := time.Date(2026, 3, 1, 1, 2, 3, 456_789_000, time.UTC)
	store, err := sqlite.Open(t.Context(), path, sqlite.Options{Now: func() time.Time { return begin }}) // what expires does so by this clock, not by the day of the test
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	w := &world{store: store, now: begin}
	w.trail = evaluation.NewTrail(store, trailKey, func() time.Time { return w.now })
	w.Service, err = evaluation.NewService(evaluation.Parts{
		Ledger: store, Policy: rights{}, Roster: office{&w.standings}, Trail: w.trail, Log: slog.New(slog.DiscardHandler),
		Now:   func() time.Time { return w.now },
		NewID: func() string { w.ids++; return fmt.Sprintf("019cc000-0000-7000-8000-%012d", w.ids) },
		Changed: func(r evaluation.Record) {
			w.told = append(w.told, fmt.Sprint(r.Kind, " ", r.History[len(r.History)-1].Act, " ", r.Version))
		},
		Measures: []evaluation.Measure{notes(w)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func actor(person string, roles ...evaluation.Role) evaluation.Actor {
	return evaluation.Actor{Office: "o1", Account: "account-" + person, Person: person, Name: "姓名" + person, Roles: roles}
}

var (
	wang   = actor("wang", evaluation.RolePersonnel) // writes the notes
	li     = actor("li", evaluation.RoleCadre)       // they are about li
	zhao   = actor("zhao", evaluation.RoleCadre)     // somebody else
	chen   = actor("chen", evaluation.RoleHead)      // heads li's department
	sun    = actor("sun", evaluation.RolePersonnel)  // li's sister
	talker = actor("talker", evaluation.RoleLeader)  // named in a note
	boss   = actor("boss", evaluation.RoleLeader)    // in charge of li's department
)

// office is the roster of the tests.
type office struct{ asked *atomic.Int64 }

func (o office) Standing(_ context.Context, _, person string, _ evaluation.Date) (st evaluation.Standing, err error) {
	o.asked.Add(1)
	switch person {
	case "chen":
		st.Heads = []string{"u1"}
	case "boss":
		st.Charges = []string{"u1", "u2"}
	case "sun":
		st.Relatives = []string{"li"}
	}
	return st, nil
}

// rights is the policy of the tests, in words: role, relation, then the acts
// with the states in which they are allowed ("*" every one) or the fields.
type rights struct{}

var mayTable = map[string][]string{
	"personnel anyone": {"begin *", "amend draft", "show draft", "close shown", "close draft", "stray *"},
	"cadre own":        {"answer shown", "amend draft", "begin *"},
	"leader party":     {"amend *"},
}

var fieldTable = map[string][]string{
	"personnel anyone":  {evaluation.All},
	"cadre own":         {"title", "answer"},
	"head department":   {"title", evaluation.FieldHistory},
	"leader party":      {"private"},
	"leader charge":     {"title"},
	"system anyone":     {evaluation.All},
	"committee own":     {"nothing"},
	"supervisor anyone": {},
}

func (rights) May(roles []evaluation.Role, _, act string, state evaluation.State, relations []evaluation.Relation) bool {
	for _, allowed := range looked(mayTable, roles, relations) {
		name, in, _ := strings.Cut(allowed, " ")
		if name == act && (in == "*" || in == string(state)) {
			return true
		}
	}
	return false
}

func (rights) Fields(roles []evaluation.Role, _ string, state evaluation.State, relations []evaluation.Relation) []string {
	if slices.Contains(relations, evaluation.Own) && state == draft && !slices.Contains(roles, evaluation.RolePersonnel) {
		return nil // a draft is not for the person it is about
	}
	return looked(fieldTable, roles, relations)
}

func looked(table map[string][]string, roles []evaluation.Role, relations []evaluation.Relation) []string {
	var list []string
	for _, r := range roles {
		for _, rel := range relations {
			list = append(list, table[string(r)+" "+string(rel)]...)
		}
	}
	return list
}

func (rights) Reach(roles []evaluation.Role, _ string, _ ...string) []evaluation.Reach {
	var list []evaluation.Reach
	for _, r := range roles {
		switch r {
		case evaluation.RolePersonnel:
			list = append(list, evaluation.Reach{Relation: evaluation.Anyone})
		case evaluation.RoleCadre:
			list = append(list, evaluation.Reach{Relation: evaluation.Own})
		case evaluation.RoleHead:
			list = append(list, evaluation.Reach{Relation: evaluation.Department, States: []evaluation.State{shown, closed}})
		case evaluation.RoleLeader:
			list = append(list, evaluation.Reach{Relation: evaluation.Party}, evaluation.Reach{Relation: evaluation.Charge})
		}
	}
	return list
}

// about begins a note about li.
func (w *world) about(t *testing.T) evaluation.Record {
	t.Helper()
	r, err := w.Create(t.Context(), wang, "note.sheet", "begin", evaluation.Creation{
		Input: &begin{Subject: "li", Unit: "u1", Title: "年度谈话", Private: "内部", Talker: "talker"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (w *world) act(t *testing.T, who evaluation.Actor, r evaluation.Record, act string, c evaluation.Change) evaluation.Record {
	t.Helper()
	next, err := w.Act(t.Context(), who, r.ID, r.Version, act, c)
	if err != nil {
		t.Fatalf("%s: %v", act, err)
	}
	return next
}

// whole is a note that went all the way.
func (w *world) whole(t *testing.T) evaluation.Record {
	t.Helper()
	r := w.act(t, wang, w.about(t), "show", evaluation.Change{})
	w.now = w.now.Add(time.Hour)
	r = w.act(t, li, r, "answer", evaluation.Change{Input: &text{Text: "同意"}})
	return w.act(t, wang, r, "close", evaluation.Change{})
}

func is(t *testing.T, err error, want evaluation.Code) {
	t.Helper()
	if got := evaluation.CodeOf(err); got != want {
		t.Errorf("code %q (%v), want %q", got, err, want)
	}
}

// noted is what the trail holds, newest last.
func (w *world) noted(t *testing.T, f evaluation.TrailFilter) []string {
	t.Helper()
	list, err := w.store.FindTrail(t.Context(), "o1", f, 0, false, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, strings.TrimSpace(e.Person+" "+e.Action+" "+e.Outcome+" "+e.Detail))
	}
	return out
}
