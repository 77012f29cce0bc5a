package assessment_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/catalog"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/workday"
	"kaoji/storage/sqlite"
)

// world is an office of four departments with twelve section-level cadres, on a
// real database.
type world struct {
	*evaluation.Service
	t      *testing.T
	store  *sqlite.Store
	assess *assessment.Service
	now    time.Time
	ids    int
	people map[string]string // staff number -> id
	units  map[string]string
}

func date(s string) evaluation.Date {
	d, err := evaluation.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func newWorld(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	w := &world{t: t, now: time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC), people: map[string]string{}, units: map[string]string{}}
	var err error
	if w.store, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "kaoji.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.store.Close() })
	clock := func() time.Time { return w.now }
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	calendar, err := workday.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	book, rules, days := roster.NewSource(w.store, clock), rulepack.NewSource(pack, w.store, clock), workday.NewSource(calendar, w.store, clock)
	w.assess = assessment.New(assessment.Deps{
		Book: book.Book, Pack: rules.Pack, Calendar: days.Calendar, Boxes: ballot.New(w.store, bytes.Repeat([]byte("b"), 32)),
		Blobs: w.store, Ledger: w.store,
	})
	w.Service, err = evaluation.NewService(evaluation.Parts{
		Ledger: w.store, Policy: auth.NewPolicy(), Roster: book, Log: slog.New(slog.DiscardHandler), Now: clock,
		NewID:   func() string { w.ids++; return fmt.Sprintf("0198c2f0-0000-7000-8000-%012d", w.ids) },
		Trail:   evaluation.NewTrail(w.store, bytes.Repeat([]byte("k"), 32), clock),
		Changed: func(r evaluation.Record) { book.Changed(r); rules.Changed(r); days.Changed(r) },
		Measures: catalog.All(catalog.Deps{
			Roster: roster.Deps{Pinyin: strings.ToLower}, Rules: rulepack.Records{Base: pack, Source: rules}, Assessment: w.assess,
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.fill()
	return w
}

// fill enters the leadership and four departments of a head, two more cadres
// who are assessed and four who are not. Leader l3 is in charge of a and b, l4
// of c; nobody is in charge of d, the personnel section.
func (w *world) fill() {
	for i, u := range []string{"a", "b", "c", "d"} {
		r, err := w.Create(w.t.Context(), w.personnel(), roster.KindDepartment, "open", evaluation.Creation{Input: &roster.OpenDepartment{Name: "科室" + u, Order: i + 1}})
		w.must(err)
		w.units[u] = r.ID
	}
	for i, level := range []string{roster.LevelDivisionHead, roster.LevelDivisionDeputy, roster.LevelDivisionDeputy, roster.LevelDivisionDeputy, roster.LevelDivisionDeputy} {
		w.enter(fmt.Sprint("l", i+1), "d", level, false)
	}
	for u := range w.units {
		w.enter(u+"1", u, roster.LevelSectionHead, true)
		w.enter(u+"2", u, roster.LevelSectionDeputy, false)
		w.enter(u+"3", u, "四级主任科员", false)
		for i := 4; i < 8; i++ {
			w.enter(fmt.Sprint(u, i), u, "一级科员", false)
		}
	}
	for u, leader := range map[string]string{"a": "l3", "b": "l3", "c": "l4"} {
		w.system(w.units[u], "charge", &roster.TakeCharge{Person: w.people[leader], From: date("2024-01-01")})
	}
	w.system(w.people["a2"], "relate", &roster.Relate{Person: w.people["l3"], Relation: "夫妻"})
	w.system(w.people["b2"], "absence", &roster.Away{Kind: roster.Leave, Detail: "病假", Source: "诊断证明", From: date("2026-07-10"), To: date("2026-11-20")})
	w.system(w.people["b3"], "absence", &roster.Away{Kind: roster.Admonition, Source: "塘纪〔2026〕5号", From: date("2026-03-02"), To: date("2026-09-02")})
	w.system(w.people["c3"], "absence", &roster.Away{Kind: roster.Seconded, Source: "浦委组〔2026〕9号", From: date("2026-06-01")})
}

func (w *world) enter(no, unit, level string, heads bool) {
	r, err := w.Create(w.t.Context(), w.personnel(), roster.KindPerson, "enter", evaluation.Creation{Input: &roster.Enter{
		No: no, Name: "干部" + no, Sex: roster.Male, Born: date("1980-05-01"), WorkedSince: date("2002-07-01"), Joined: date("2020-01-01"),
		Department: w.units[unit], Post: "职务" + no, PostSince: date("2020-01-01"), Level: level, LevelSince: date("2020-01-01"), Heads: heads,
	}})
	w.must(err)
	w.people[no] = r.ID
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// personnel is the section's account without a person of the roster.
func (w *world) personnel() evaluation.Actor {
	return evaluation.Actor{Office: "o", Account: "zuzhi", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
}

// who is the account of somebody in the roster.
func (w *world) who(no string, roles ...evaluation.Role) evaluation.Actor {
	if len(roles) == 0 {
		roles = []evaluation.Role{evaluation.RoleCadre}
	}
	return evaluation.Actor{Office: "o", Account: "account-" + no, Person: w.people[no], Name: "干部" + no, Roles: roles}
}

func (w *world) principal() evaluation.Actor { return w.who("l1", evaluation.RolePrincipal) }

func (w *world) load(id string) evaluation.Record {
	w.t.Helper()
	r, err := w.Load(w.t.Context(), "o", id)
	w.must(err)
	return r
}

// try acts on the newest version.
func (w *world) try(who evaluation.Actor, id, act string, in any) error {
	w.t.Helper()
	_, err := w.Act(w.t.Context(), who, id, w.load(id).Version, act, evaluation.Change{Input: in, Reason: "因工作需要"})
	return err
}

func (w *world) do(who evaluation.Actor, id, act string, in any) {
	w.t.Helper()
	if err := w.try(who, id, act, in); err != nil {
		w.t.Fatalf("%s: %v", act, err)
	}
}

func (w *world) system(id, act string, in any) {
	w.t.Helper()
	w.do(w.personnel(), id, act, in)
}

// refused expects the act to fail with the message key, or with the key at one
// of the fields.
func (w *world) refused(key string, err error) {
	w.t.Helper()
	_ = w.refusal(key, err) // it has said so already
}

// refusal is refused with a look at what else is said.
func (w *world) refusal(key string, err error) *evaluation.Error {
	w.t.Helper()
	e, ok := errors.AsType[*evaluation.Error](err)
	if !ok {
		w.t.Errorf("not refused with %s: %v", key, err)
		return &evaluation.Error{}
	}
	for _, p := range e.Fields {
		if p.Key == key {
			return e
		}
	}
	if e.Message.Key != key {
		w.t.Errorf("refused with %v, want %s", err, key)
	}
	return e
}

func (w *world) on(day string) { w.now = date(day).Time().Add(9 * time.Hour) }

// sheet is the id of a participant's sheet.
func (w *world) sheet(cycle, no string) string {
	w.t.Helper()
	return w.participant(cycle, no).Sheet
}

func (w *world) participant(cycle, no string) assessment.Participant {
	w.t.Helper()
	c, err := evaluation.PayloadOf[assessment.Cycle](w.load(cycle))
	w.must(err)
	i := slices.IndexFunc(c.Participants, func(p assessment.Participant) bool { return p.Person == w.people[no] })
	if i < 0 {
		w.t.Fatalf("%s is no participant", no)
	}
	return c.Participants[i]
}

func payload[P any](w *world, id string) *P {
	w.t.Helper()
	p, err := evaluation.PayloadOf[P](w.load(id))
	w.must(err)
	return p
}

// assessedHere are the staff numbers of those who are assessed, c3 being
// seconded.
func assessedHere() []string {
	return []string{"a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "d1", "d2", "d3"}
}
