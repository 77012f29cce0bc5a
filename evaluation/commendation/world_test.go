package commendation_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/catalog"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/workday"
	"kaoji/storage/sqlite"
)

// world is an office of three departments with a head and two cadres each, a
// principal leader l1 and a leader l2 in charge of a, on a real database.
type world struct {
	*evaluation.Service
	t       *testing.T
	store   *sqlite.Store
	commend *commendation.Service
	now     time.Time
	ids     atomic.Int64
	people  map[string]string // staff number -> id
	units   map[string]string
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
	w := &world{t: t, now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC), people: map[string]string{}, units: map[string]string{}}
	var err error
	if w.store, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "kaoji.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.store.Close() })
	clock := func() time.Time { return w.now }
	pack, err := rulepack.Builtin()
	w.must(err)
	calendar, err := workday.Builtin()
	w.must(err)
	book, rules, days := roster.NewSource(w.store, clock), rulepack.NewSource(pack, w.store, clock), workday.NewSource(calendar, w.store, clock)
	w.commend = commendation.New(commendation.Deps{
		Desk: desk.Desk{Book: book.Book, Pack: rules.Pack, Calendar: days.Calendar}, Ledger: w.store,
	})
	w.Service, err = evaluation.NewService(evaluation.Parts{
		Ledger: w.store, Policy: auth.NewPolicy(), Roster: book, Log: slog.New(slog.DiscardHandler), Now: clock,
		NewID:   func() string { return fmt.Sprintf("0198c2f0-0000-7000-8000-%012d", w.ids.Add(1)) },
		Trail:   evaluation.NewTrail(w.store, bytes.Repeat([]byte("k"), 32), clock),
		Changed: func(r evaluation.Record) { book.Changed(r); rules.Changed(r); days.Changed(r) },
		Measures: catalog.All(catalog.Deps{
			Roster: roster.Deps{Pinyin: strings.ToLower}, Rules: rulepack.Records{Base: pack, Source: rules},
			Commendation: w.commend,
		}),
	})
	w.must(err)
	w.fill()
	return w
}

func (w *world) fill() {
	_, err := w.Create(w.t.Context(), evaluation.System("o"), roster.KindSettings, "found", evaluation.Creation{
		Input: &roster.SettingsInput{Name: "中共塘桥街道工作委员会", ShortName: "塘桥街道", Document: "塘委组"},
	})
	w.must(err)
	for i, u := range []string{"a", "b", "d"} {
		r, err := w.Create(w.t.Context(), w.personnel(), roster.KindDepartment, "open", evaluation.Creation{Input: &roster.OpenDepartment{Name: "科室" + u, Order: i + 1}})
		w.must(err)
		w.units[u] = r.ID
		for n := 1; n <= 3; n++ {
			w.enter(fmt.Sprint(u, n), u, roster.LevelSectionDeputy, n == 1)
		}
	}
	w.enter("l1", "d", roster.LevelDivisionHead, false)
	w.enter("l2", "d", roster.LevelDivisionDeputy, false)
	w.do(w.personnel(), w.units["a"], "charge", &roster.TakeCharge{Person: w.people["l2"], From: date("2024-01-01")})
	w.do(w.personnel(), w.people["a2"], "relate", &roster.Relate{Person: w.people["d2"], Relation: "夫妻"})
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

// supervisor is an account that belongs to nobody in the roster.
func (w *world) supervisor() evaluation.Actor {
	return evaluation.Actor{Office: "o", Account: "jiandu", Name: "监督员老周", Roles: []evaluation.Role{evaluation.RoleSupervisor}}
}

func (w *world) who(no string, roles ...evaluation.Role) evaluation.Actor {
	if len(roles) == 0 {
		roles = []evaluation.Role{evaluation.RoleCadre}
	}
	return evaluation.Actor{Office: "o", Account: "account-" + no, Person: w.people[no], Name: "干部" + no, Roles: roles}
}

func (w *world) principal() evaluation.Actor { return w.who("l1", evaluation.RolePrincipal) }
func (w *world) head(unit string) evaluation.Actor {
	return w.who(unit+"1", evaluation.RoleHead, evaluation.RoleCadre)
}

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

func (w *world) on(day string) { w.now = date(day).Time().Add(9 * time.Hour) }

// refused expects the message key, or the key at one of the fields.
func (w *world) refused(key string, err error) {
	w.t.Helper()
	e, ok := errors.AsType[*evaluation.Error](err)
	if !ok {
		w.t.Errorf("not refused with %s: %v", key, err)
		return
	}
	for _, p := range e.Fields {
		if p.Key == key {
			return
		}
	}
	if e.Message.Key != key {
		w.t.Errorf("refused with %v, want %s", err, key)
	}
}

func payload[P any](w *world, id string) *P {
	w.t.Helper()
	p, err := evaluation.PayloadOf[P](w.load(id))
	w.must(err)
	return p
}
