package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"kaoji/app/api"
	"kaoji/app/measures"
	"kaoji/app/server"
	"kaoji/app/text"
	"kaoji/app/xlsx"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/absence"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/workday"
	"kaoji/storage/sqlite"
)

const (
	office   = "0197a3c2-7d1e-7000-8000-000000000001"
	password = "Quiet-Heron-47"
)

// world is the whole API in process over a real storage, with a clock that the
// test moves.
type world struct {
	t       *testing.T
	app     *fiber.App
	api     *api.API
	store   evaluation.Store
	service *evaluation.Service
	auth    *auth.Service
	clock   *atomic.Int64
	log     *bytes.Buffer
	tokens  map[string]string // login -> access token
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, clock: &atomic.Int64{}, tokens: map[string]string{}, log: &bytes.Buffer{}}
	w.clock.Store(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC).UnixNano())
	now := func() time.Time { return time.Unix(0, w.clock.Load()) }
	file, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "kaoji.db"), sqlite.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	w.store = evaluation.Whole{Store: file}
	t.Cleanup(func() {
		if err := w.store.Close(); err != nil {
			t.Error(err)
		}
	})
	w.wire(now)
	return w
}

// sheets writes the workbooks, as the program does.
type sheets struct{}

func (sheets) Roster(_ context.Context, b *roster.Book, day evaluation.Date, _ string) ([]byte, error) {
	return written(b.On(day).Sheets())
}

func (sheets) Template(string) ([]byte, error) {
	b, err := roster.NewBook(office, nil)
	if err != nil {
		return nil, err
	}
	return written(b.On(evaluation.NewDate(2026, 3, 2)).Template("zh"))
}

func written(list []roster.Sheet) ([]byte, error) {
	var b bytes.Buffer
	err := xlsx.Write(&b, list, roster.OptionsName())
	return b.Bytes(), err
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func (w *world) wire(now func() time.Time) {
	t := w.t
	t.Helper()
	base, rulesErr := rulepack.Builtin()
	calendar, calendarErr := workday.Builtin()
	catalog, textErr := text.Load()
	key, cheap := bytes.Repeat([]byte{7}, 32), auth.Cost{Memory: 8, Time: 1} // passwords are another test's
	trail := evaluation.NewTrail(w.store, key, now)
	people, rules, days := roster.NewSource(w.store, now), rulepack.NewSource(base, w.store, now), workday.NewSource(calendar, w.store, now)
	log := slog.New(slog.NewTextHandler(w.log, nil))
	services, wireErr := measures.Wire(measures.Parts{
		Store: w.store, Roster: people, Base: base, Rules: rules, Calendar: days, Absences: absence.NewSource(w.store, now), Pinyin: xlsx.Pinyin, Open: w.workbook,
		Random: rand.Reader, Ballot: key, Keeping: cheap, Report: key, Supervisors: measures.SupervisorsOf(func(ctx context.Context, office string, role evaluation.Role) ([]auth.Account, error) {
			return w.auth.AccountsInUse(ctx, office, role)
		}), Holders: measures.HoldersOf(func(ctx context.Context, office string, people []string) (map[string]auth.Account, error) {
			return w.auth.AccountsOfPersons(ctx, office, people)
		}), Log: log, Now: now,
	})
	policy, policyErr := auth.NewPolicy(services.Measures...)
	var serviceErr, authErr, apiErr error
	w.service, serviceErr = evaluation.NewService(evaluation.Parts{
		Ledger: w.store, Cells: w.store, Blobs: w.store, Vault: services.Vault, Largest: rules.Largest, Policy: policy, Roster: people, Trail: trail, Now: now, NewID: newID, Log: log,
		Changed: services.Changed, Measures: services.Measures,
	})
	w.auth, authErr = auth.New(auth.Parts{
		Left:  people.Left,
		Cost:  cheap,
		Cells: w.store, Trail: trail, Secret: key, Now: now, NewID: newID, Random: rand.Reader,
		Key: auth.TokenKeys{Current: auth.TokenKey{ID: "k1", Secret: key}}, Settings: auth.Settings{Office: office, Idle: 8 * time.Hour},
	})
	if err := errors.Join(rulesErr, calendarErr, textErr, wireErr, policyErr, serviceErr, authErr); err != nil {
		t.Fatal(err)
	}
	core := measures.Core{
		Services: services, Service: w.service, Auth: w.auth, Policy: policy, Trail: trail, TrailLog: w.store, Cells: w.store,
		Blobs: w.store, Text: catalog, Roster: people, Rules: rules, Calendar: days, Now: now, NewID: newID,
	}
	w.api, apiErr = api.New(api.Deps{
		Core: core, Sheets: sheets{}, Asset: func(name string) (string, error) { return "/static/" + name, nil }, Version: "test",
	})
	if apiErr != nil {
		t.Fatal(apiErr)
	}
	w.app = server.New(&server.Parts{Log: log, Text: catalog, Now: now, Lang: text.Chinese, Ready: w.store.Ping})
	w.api.Mount(w.app)
}

func (w *world) workbook(ctx context.Context, office, id string) (roster.Workbook, error) {
	content, err := w.store.BlobContent(ctx, office, id)
	if err != nil {
		return roster.Workbook{}, err
	}
	sheets, err := xlsx.Read(content)
	return roster.Workbook{Name: "roster.xlsx", Sheets: sheets}, err
}

func (w *world) pass(d time.Duration) { w.clock.Add(int64(d)) }

// as makes an account of the name with a role, once, and returns its token.
func (w *world) as(name, person string, roles ...evaluation.Role) string {
	w.t.Helper()
	if token := w.tokens[name]; token != "" {
		return token
	}
	_, once, err := w.auth.CreateAccount(w.t.Context(), auth.Operator(office), auth.NewAccount{
		Name: name, Display: name, Person: person, Roles: roles,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	first, err := w.auth.Login(w.t.Context(), auth.LoginInput{Name: name, Password: once})
	if err != nil {
		w.t.Fatal(err)
	}
	who, err := w.auth.Authenticate(w.t.Context(), first.Access)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.auth.ChangePassword(w.t.Context(), who, once, password); err != nil {
		w.t.Fatal(err)
	}
	w.tokens[name] = first.Access
	return first.Access
}

// role is a token of somebody who holds just the role and is in no roster.
func (w *world) role(r evaluation.Role) string { return w.as("the-"+string(r), "", r) }

// scene is a request and what its reply must and must not say.
type scene struct {
	name, method, path, token, body string
	head                            map[string]string
	status                          int
	has, lacks                      []string
}

// reply is what came back.
type reply struct {
	*http.Response
	body string
}

func (r reply) into(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.body), v); err != nil {
		t.Fatalf("%v in %s", err, r.body)
	}
}

func (w *world) send(s scene) reply {
	w.t.Helper()
	out := w.fetch(s)
	w.check(s, out)
	return out
}

// fetch is send without a look at what comes back.
func (w *world) fetch(s scene) reply {
	w.t.Helper()
	req := httptest.NewRequestWithContext(w.t.Context(), s.method, s.path, strings.NewReader(s.body))
	if s.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if s.token != "" {
		req.Header.Set("Authorization", "Bearer "+s.token)
	}
	for name, value := range s.head {
		req.Header.Set(name, value)
	}
	res, err := w.app.Test(req, -1)
	if err != nil {
		w.t.Fatalf("%s %s: %v", s.method, s.path, err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return reply{res, string(body)}
}

func (w *world) check(s scene, r reply) {
	w.t.Helper()
	if s.status != 0 && r.StatusCode != s.status {
		w.t.Errorf("%s %s %s: status %d, want %d: %s", s.name, s.method, s.path, r.StatusCode, s.status, r.body)
	}
	for _, want := range s.has {
		if !strings.Contains(r.body, want) {
			w.t.Errorf("%s: no %q in %s", s.name, want, r.body)
		}
	}
	for _, never := range s.lacks {
		if strings.Contains(r.body, never) {
			w.t.Errorf("%s: %q in %s", s.name, never, r.body)
		}
	}
	w.holdsToDescription(s, r)
}

// department opens a department as the personnel section.
func (w *world) department(name string) (id string, version string) {
	w.t.Helper()
	r := w.send(scene{
		method: "POST", path: "/api/v1/roster/departments/acts/open", token: w.role(evaluation.RolePersonnel),
		body: `{"input":{"name":"` + name + `","order":1,"opened":"2020-01-01"}}`, status: 201,
	})
	var rec struct{ ID string }
	r.into(w.t, &rec)
	return rec.ID, r.Header.Get("ETag")
}

// login is a new token of an account that has the password of these tests.
func (w *world) login(name string) string {
	w.t.Helper()
	tokens, err := w.auth.Login(w.t.Context(), auth.LoginInput{Name: name, Password: password})
	if err != nil {
		w.t.Fatal(err)
	}
	return tokens.Access
}

// count is how many records of a kind are stored.
func (w *world) count(kind string) int {
	w.t.Helper()
	found, err := w.store.Find(w.t.Context(), evaluation.Query{Office: office, Kinds: []string{kind}})
	if err != nil {
		w.t.Fatal(err)
	}
	return len(found.Records)
}
