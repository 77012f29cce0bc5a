// Package officetest is an office for tests of measures: people, policy, rules and
// calendar wired as in the program, on a real database, with a clock that tests can
// set.
package officetest

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/app/measures"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/absence"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/supervision"
	"kaoji/evaluation/workday"
	"kaoji/storage/sqlite"
)

// Office is the office's id.
const Office = "o"

// World is an office of four departments with a head and six more each.
type World struct {
	*evaluation.Service
	measures.Services
	T      testing.TB
	Store  evaluation.Whole
	Trail  *evaluation.Trail
	People map[string]string // staff number -> id
	Units  map[string]string
	Mute   sync.Map      // people without an account, by name
	file   *sqlite.Store // beneath Store
	now    atomic.Pointer[time.Time]
	ids    atomic.Int64
}

// office is that of New.
var office = Prepared[struct{}]{Fill: func(t testing.TB) (*World, struct{}) {
	t.Helper()
	w := Over(t, filepath.Join(t.TempDir(), "kaoji.db"), 0)
	w.fill()
	return w, struct{}{}
}}

// New creates an office on 1 December 2026.
func New(t testing.TB) *World {
	t.Helper()
	w, _ := office.Begin(t)
	return w
}

// Over opens the office in a file, as at a start of the program. Every start uses
// other ids.
func Over(t testing.TB, path string, start int64) *World {
	t.Helper()
	w := &World{T: t, People: map[string]string{}, Units: map[string]string{}}
	w.ids.Store(start * 1_000_000)
	w.Turn("2026-12-01")
	file, err := sqlite.Open(t.Context(), path, sqlite.Options{Now: w.Now})
	w.Must(err)
	w.file, w.Store = file, evaluation.Whole{Store: file}
	t.Cleanup(func() { _ = w.Store.Close() })
	pack, err := rulepack.Builtin()
	w.Must(err)
	calendar, err := workday.Builtin()
	w.Must(err)
	book, rules, days := roster.NewSource(w.Store, w.Now), rulepack.NewSource(pack, w.Store, w.Now), workday.NewSource(calendar, w.Store, w.Now)
	w.Services, err = measures.Wire(measures.Parts{
		Store: w.Store, Roster: book, Base: pack, Rules: rules, Calendar: days, Absences: absence.NewSource(w.Store, w.Now), Pinyin: strings.ToLower, Random: rand.Reader,
		Ballot: bytes.Repeat([]byte("b"), 32), Keeping: auth.Cost{Memory: 64, Time: 1}, Report: bytes.Repeat([]byte("v"), 32), Holders: w.holders, Supervisors: w.supervisors, Log: slog.New(slog.DiscardHandler), Now: w.Now,
	})
	w.Must(err)
	policy, err := auth.NewPolicy(w.Measures...)
	w.Must(err)
	w.Trail = evaluation.NewTrail(w.Store, bytes.Repeat([]byte("k"), 32), w.Now)
	w.Service, err = evaluation.NewService(evaluation.Parts{
		Ledger: w.Store, Cells: w.Store, Blobs: w.Store, Vault: w.Vault, Largest: rules.Largest, Policy: policy, Roster: book, Log: slog.New(slog.DiscardHandler), Now: w.Now,
		NewID:    func() string { return fmt.Sprintf("0198c2f0-0000-7000-8000-%012d", w.ids.Add(1)) },
		Trail:    w.Trail,
		Changed:  w.Changed,
		Measures: w.Measures,
	})
	w.Must(err)
	return w
}

// fill enters the leadership and four departments, a to d, each with a head (a1),
// two deputies and four more. Leader l3 is in charge of a and b, l4 of c; nobody is
// in charge of d, the personnel section. a2 is married to l3.
func (w *World) fill() {
	for i, u := range []string{"a", "b", "c", "d"} {
		r, err := w.Create(w.T.Context(), w.Personnel(), roster.KindDepartment, "open", evaluation.Creation{Input: &roster.OpenDepartment{Name: "科室" + u, Order: i + 1}})
		w.Must(err)
		w.Units[u] = r.ID
	}
	for i, level := range []string{roster.LevelDivisionHead, roster.LevelDivisionDeputy, roster.LevelDivisionDeputy, roster.LevelDivisionDeputy, roster.LevelDivisionDeputy} {
		w.Enter(fmt.Sprint("l", i+1), "d", level, false)
	}
	for _, u := range []string{"a", "b", "c", "d"} {
		w.Enter(u+"1", u, roster.LevelSectionHead, true)
		w.Enter(u+"2", u, roster.LevelSectionDeputy, false)
		w.Enter(u+"3", u, "四级主任科员", false)
		for i := 4; i < 8; i++ {
			w.Enter(fmt.Sprint(u, i), u, "一级科员", false)
		}
	}
	for u, leader := range map[string]string{"a": "l3", "b": "l3", "c": "l4"} {
		w.Do(w.Personnel(), w.Units[u], "charge", &roster.TakeCharge{Person: w.People[leader], From: Date("2024-01-01")})
	}
	w.Do(w.Personnel(), w.People["a2"], "relate", &roster.Relate{Person: w.People["l3"], Relation: "夫妻"})
}

// Enter adds a person to the roster.
func (w *World) Enter(no, unit, level string, heads bool) {
	r, err := w.Create(w.T.Context(), w.Personnel(), roster.KindPerson, "enter", evaluation.Creation{Input: &roster.Enter{
		No: no, Name: "干部" + no, Sex: roster.Male, Born: Date("1980-05-01"), WorkedSince: Date("2002-07-01"), Joined: Date("2020-01-01"),
		Department: w.Units[unit], Post: "职务" + no, PostSince: Date("2020-01-01"), Level: level, LevelSince: Date("2020-01-01"), Heads: heads,
	}})
	w.Must(err)
	w.People[no] = r.ID
}

// Copy copies the data into a new file.
func (w *World) Copy(path string) {
	w.T.Helper()
	w.Must(w.file.Backup(w.T.Context(), path, sqlite.Cipher{}))
}

// losing is a storage in which every write of a record fails with a conflict.
type losing struct{ evaluation.Ledger }

func (losing) Put(context.Context, evaluation.Record) (evaluation.Record, error) {
	return evaluation.Record{}, evaluation.Fail(evaluation.CodeConflict, "error.conflict")
}

// Losing is the service whose acts all lose a race with another one.
func (w *World) Losing() *evaluation.Service {
	w.T.Helper()
	parts := w.Parts
	parts.Ledger = losing{w.Store}
	s, err := evaluation.NewService(parts)
	w.Must(err)
	return s
}

// Lose does an act that loses a race.
func (w *World) Lose(who evaluation.Actor, id, act string, in any) {
	w.T.Helper()
	_, err := w.Losing().Act(w.T.Context(), who, id, w.Stored(id).Version, act, evaluation.Change{Input: in})
	w.Refused("conflict", err)
}

// holders returns everybody except Mute people; tests decide who has an account.
func (w *World) holders(ctx context.Context, office string, people []string, _ ...evaluation.Role) ([]string, error) {
	book, err := roster.Load(ctx, w.Store, office)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(people), func(id string) bool {
		_, mute := w.Mute.Load(book.Name(id))
		return mute
	}), nil
}

// supervisors returns the accounts of social supervisors: jd1, jd2 and jd3, without those that
// are Mute.
func (w *World) supervisors(context.Context, string) ([]supervision.Account, error) {
	var list []supervision.Account
	for _, name := range []string{"jd1", "jd2", "jd3"} {
		if _, mute := w.Mute.Load(name); !mute {
			list = append(list, supervision.Account{ID: "account-" + name, Name: name, Display: "监督员" + name})
		}
	}
	return list, nil
}

// Passphrase opens the ballots of every round and cycle that Keep was called for.
const Passphrase = "officetest: of both keepers"

// Keep makes the personnel section and a principal leader keepers of the key of a
// round or cycle.
func (w *World) Keep(id string) {
	w.T.Helper()
	for _, who := range []evaluation.Actor{w.Personnel(), w.Who("l1", evaluation.RolePrincipal)} {
		w.Do(who, id, "keep", &ballot.KeepInput{Passphrase: Passphrase, Again: Passphrase})
	}
}

// Now is the clock.
func (w *World) Now() time.Time { return *w.now.Load() }

// Turn sets the clock to the morning of a day.
func (w *World) Turn(day string) {
	w.TurnTo(Date(day).Time().Add(9 * time.Hour))
}

// TurnTo sets the clock to a moment.
func (w *World) TurnTo(at time.Time) { w.now.Store(&at) }

// Date reads a day.
func Date(s string) evaluation.Date {
	d, err := evaluation.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Must ends the test on an error.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// Personnel is an account of the section that belongs to no person in the roster.
func (w *World) Personnel() evaluation.Actor {
	return evaluation.Actor{Office: Office, Account: "zuzhi", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
}

// Outside is an account that belongs to nobody in the roster.
func (w *World) Outside(account string, roles ...evaluation.Role) evaluation.Actor {
	return evaluation.Actor{Office: Office, Account: account, Name: account, Roles: roles}
}

// Who is the account of a person in the roster, with the role cadre unless roles
// are given.
func (w *World) Who(no string, roles ...evaluation.Role) evaluation.Actor {
	if len(roles) == 0 {
		roles = []evaluation.Role{evaluation.RoleCadre}
	}
	return evaluation.Actor{Office: Office, Account: "account-" + no, Person: w.People[no], Name: "干部" + no, Roles: roles}
}

// Stored returns the stored record without checking who may see it.
func (w *World) Stored(id string) evaluation.Record {
	w.T.Helper()
	r, err := w.Load(w.T.Context(), Office, id)
	w.Must(err)
	return r
}

// Make makes a record.
func (w *World) Make(who evaluation.Actor, kind, act string, in any) evaluation.Record {
	w.T.Helper()
	r, err := w.Create(w.T.Context(), who, kind, act, evaluation.Creation{Input: in, Reason: "因工作需要"})
	if err != nil {
		w.T.Fatalf("%s: %v", act, Said(err))
	}
	return r
}

// Try acts on the newest version.
func (w *World) Try(who evaluation.Actor, id, act string, in any) error {
	w.T.Helper()
	_, err := w.Act(w.T.Context(), who, id, w.Stored(id).Version, act, evaluation.Change{Input: in, Reason: "因工作需要"})
	return err
}

// Do is Try that must succeed.
func (w *World) Do(who evaluation.Actor, id, act string, in any) {
	w.T.Helper()
	if err := w.Try(who, id, act, in); err != nil {
		w.T.Fatalf("%s: %v", act, Said(err))
	}
}

// Said returns the text of an error including its fields.
func Said(err error) string {
	if e, ok := errors.AsType[*evaluation.Error](err); ok && len(e.Fields) > 0 {
		return fmt.Sprintf("%v %v", err, e.Fields)
	}
	return fmt.Sprint(err)
}

// Refused expects an error with the code, with the message key, or with the key at
// one of the fields.
func (w *World) Refused(want string, err error) {
	w.T.Helper()
	e, ok := errors.AsType[*evaluation.Error](err)
	if !ok {
		w.T.Errorf("not refused with %s: %v", want, err)
		return
	}
	for _, p := range e.Fields {
		if p.Key == want {
			return
		}
	}
	if e.Message.Key != want && string(e.Code) != want {
		w.T.Errorf("refused with %v, want %s", Said(err), want)
	}
}

// Offered says what a record offers a reader: its usual act first, then the others of
// those named.
func (w *World) Offered(who evaluation.Actor, id string, acts ...string) string {
	w.T.Helper()
	v, err := w.Get(w.T.Context(), who, id)
	w.Must(err)
	out := []string{v.Usual}
	for _, act := range acts {
		if v.Offers(act) && act != v.Usual {
			out = append(out, act)
		}
	}
	return strings.Join(out, " ")
}

// Facts returns a measure's facts about a person from one day to another.
func (w *World) Facts(of interface{ Telling() []desk.Telling }, person string, from, to evaluation.Date) []desk.Fact {
	w.T.Helper()
	list, err := desk.Tell(w.Store, slog.New(slog.DiscardHandler), of.Telling()...)(w.T.Context(), desk.Asked{Office: Office, Person: person, First: from, Last: to})
	w.Must(err)
	return list
}

// Payload reads a record's payload.
func Payload[P any](w *World, id string) *P {
	w.T.Helper()
	p, err := evaluation.PayloadOf[P](w.Stored(id))
	w.Must(err)
	return p
}
