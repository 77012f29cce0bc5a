package auth_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

const (
	office = "tangqiao"
	here   = "192.0.2.7"
)

var (
	signing = auth.TokenKey{ID: "k1", Secret: bytes.Repeat([]byte{7}, 32)}
	secret  = auth.Hidden(bytes.Repeat([]byte{9}, 32))
)

// world is a Service over a real storage, with a clock that the test moves.
type world struct {
	*auth.Service
	t     *testing.T
	parts auth.Parts
	store *sqlite.Store
	clock *atomic.Int64
}

func newWorld(t *testing.T, change ...func(*auth.Parts)) *world {
	t.Helper()
	clock := &atomic.Int64{}
	clock.Store(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC).UnixNano())
	now := func() time.Time { return time.Unix(0, clock.Load()) }
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "kaoji.db"), sqlite.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	p := auth.Parts{
		Cells: store, Trail: evaluation.NewTrail(store, secret, now), Key: auth.TokenKeys{Current: signing}, Secret: secret,
		Now: now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Random: rand.Reader,
		Settings: auth.Settings{Office: office}, Cost: auth.Cost{Memory: 8, Time: 1},
	}
	for _, f := range change {
		f(&p)
	}
	w := &world{t: t, parts: p, store: store, clock: clock}
	w.Service = w.again()
	return w
}

// again is another process over the same storage.
func (w *world) again() *auth.Service {
	w.t.Helper()
	s, err := auth.New(w.parts)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func (w *world) pass(d time.Duration) { w.clock.Add(int64(d)) }
func (w *world) now() time.Time       { return time.Unix(0, w.clock.Load()) }

const good = "Quiet-Heron-47"

func (w *world) login(name, password string) auth.Tokens {
	w.t.Helper()
	tk, err := w.Login(w.t.Context(), auth.LoginInput{Name: name, Password: password, Address: here})
	if err != nil {
		w.t.Fatalf("login of %s: %v", name, err)
	}
	return tk
}

func (w *world) session(access string) auth.Session {
	w.t.Helper()
	s, err := w.Authenticate(w.t.Context(), access)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// make makes an account with a one-time password.
func (w *world) make(name string, roles ...evaluation.Role) (auth.Account, string) {
	w.t.Helper()
	a, password, err := w.CreateAccount(w.t.Context(), auth.Operator(office), auth.NewAccount{Name: name, Display: "某某" + name, Roles: roles})
	if err != nil {
		w.t.Fatal(err)
	}
	return a, password
}

// enter makes an account whose password is good, and logs in.
func (w *world) enter(name string, roles ...evaluation.Role) (auth.Session, auth.Tokens) {
	w.t.Helper()
	_, once := w.make(name, roles...)
	if err := w.ChangePassword(w.t.Context(), w.session(w.login(name, once).Access), once, good); err != nil {
		w.t.Fatal(err)
	}
	tk := w.login(name, good)
	return w.session(tk.Access), tk
}

func (w *world) trail(f evaluation.TrailFilter) []evaluation.TrailEntry {
	w.t.Helper()
	list, err := w.store.FindTrail(w.t.Context(), office, f, 0, false, evaluation.MaxLimit)
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// lastDetail is the detail of the newest event of an action.
func (w *world) lastDetail(action, outcome string) string {
	w.t.Helper()
	list := w.trail(evaluation.TrailFilter{Action: action, Outcome: outcome})
	if len(list) == 0 {
		w.t.Fatalf("no %s %s in the trail", action, outcome)
	}
	return list[len(list)-1].Detail
}

func wantCode(t *testing.T, err error, code evaluation.Code) {
	t.Helper()
	if got := evaluation.CodeOf(err); got != code {
		t.Errorf("got %q (%v), want %q", got, err, code)
	}
}

// wantField holds that err is a mistake in the field with the message key.
func wantField(t *testing.T, err error, field, key string) {
	t.Helper()
	wantCode(t, err, evaluation.CodeInvalid)
	if got := fieldsOf(err)[field]; got != key {
		t.Errorf("%s: got %q (%v), want %q", field, got, err, key)
	}
}

func fieldsOf(err error) map[string]string {
	fields := map[string]string{}
	if e, ok := errors.AsType[*evaluation.Error](err); ok {
		for f, p := range e.Fields {
			fields[f] = p.Key
		}
	}
	return fields
}

// everything is all that the storage file holds, as text.
func (w *world) everything() string {
	w.t.Helper()
	var b strings.Builder
	for class, of := range map[string]string{"account": "", "session": "", "login_attempt": "", "one_time": office} {
		cells, err := w.store.FindCells(w.t.Context(), evaluation.CellQuery{Class: class, Office: of, Limit: evaluation.MaxLimit})
		if err != nil {
			w.t.Fatal(err)
		}
		for _, c := range cells {
			b.WriteString(c.ID + " " + c.Unique + " " + string(c.Body) + "\n")
		}
	}
	for _, e := range w.trail(evaluation.TrailFilter{}) {
		b.WriteString(strings.Join([]string{e.Name, e.Action, e.Detail, e.Record}, " ") + "\n")
	}
	return b.String()
}

func names(list []auth.Account) []string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = a.Name
	}
	slices.Sort(out)
	return out
}
