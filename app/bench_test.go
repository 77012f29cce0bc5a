package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/golang-jwt/jwt/v5"
	"github.com/valyala/fasthttp"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

const (
	benchConnections = 32
	benchPeople      = 1000
	benchPage        = 20
)

// bench is the whole program over a real file with many records, served on a
// loopback address, and beside it the bare limit on an address of its own.
type bench struct {
	k          *Kaoji
	records    int
	each       time.Duration
	ours, bare string // addresses
	person     string // who asks for the own records: one of a thousand
	cadre      string // access token of that person
	personnel  string
}

// BenchmarkOffice measures list, get, create and login over HTTP, with 32
// connections that stay open, and in the same run the bare limit: a Fiber
// handler that verifies the token and makes the same call of the storage.
// scripts/bench.sh runs it. The creating act keeps its route, input, checks,
// policy, history and storage; only the look at other records that the domain
// takes is left out, because no act may be repeated thousands of times.
func BenchmarkOffice(b *testing.B) {
	w := newBench(b)
	b.Logf("%d records, %d connections, %v each; client and both servers share this process", w.records, benchConnections, w.each)
	for _, c := range []struct {
		name, method string
		bare, ours   func() (path string, body []byte)
		token        string
	}{
		{"list", fasthttp.MethodGet, to("/list"), to("/api/v1/assessment/sheets?limit=" + strconv.Itoa(benchPage)), w.cadre},
		{"get", fasthttp.MethodGet, w.own("/get/"), w.own("/api/v1/assessment/sheets/"), w.cadre},
		{"create", fasthttp.MethodPost, plan("/create"), plan("/api/v1/assessment/cycles/acts/plan"), w.personnel},
	} {
		b.Run(c.name, func(b *testing.B) {
			both := w.compare(b, c.method, c.token, &target{address: w.bare, next: c.bare}, &target{address: w.ours, next: c.ours})
			limit, got := both[0], both[1]
			ratio := got.rate / limit.rate
			b.Logf("%s: %.0f/s, p50 %v, p99 %v; bare limit %.0f/s, p50 %v, p99 %v; ratio %.0f %%; resident %d MiB",
				c.name, got.rate, got.p50, got.p99, limit.rate, limit.p50, limit.p99, ratio*100, resident("VmRSS")>>20)
			b.ReportMetric(got.rate, "req/s")
			b.ReportMetric(ratio, "of-bare")
		})
	}
	b.Run("login", w.logins)
}

func newBench(b *testing.B) *bench {
	b.Helper()
	w := &bench{records: setting(b, "KAOJI_BENCH_RECORDS", 100_000), each: time.Duration(setting(b, "KAOJI_BENCH_SECONDS", 5)) * time.Second}
	cfg := config.Config{
		Data: b.TempDir(), Store: "sqlite:", Lang: "zh", PasswordProfile: auth.ProfileMLPS,
	}
	p, err := place(cfg)
	p.Out = io.Discard
	if err := errors.Join(err, cli.Import{File: sample, Apply: true}.Run(b.Context(), program(cfg, p))); err != nil {
		b.Fatal(err)
	}
	if w.k, err = build(b.Context(), cfg, slog.New(slog.DiscardHandler), time.Now); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = w.k.Store.Close() })
	w.repeatable(b)
	people, err := w.k.Store.Find(b.Context(), evaluation.Query{Office: w.k.Office, Kinds: []string{roster.KindPerson}, Limit: 1})
	if err != nil || len(people.Records) == 0 {
		b.Fatal("no roster", err)
	}
	w.person = people.Records[0].ID
	w.fill(b)
	app, err := w.k.app()
	if err != nil {
		b.Fatal(err)
	}
	w.ours, w.bare = listen(b, app), listen(b, w.limit())
	w.cadre = w.login(b, "cadre", w.person, evaluation.RoleCadre)
	w.personnel = w.login(b, "personnel", "", evaluation.RolePersonnel)
	return w
}

func setting(b *testing.B, name string, usual int) int {
	b.Helper()
	text := os.Getenv(name)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		b.Fatalf("%s=%q: want a number", name, text)
	}
	return n
}

// repeatable lets "plan" make a cycle without looking whether the half-year
// has one already.
func (w *bench) repeatable(b *testing.B) {
	b.Helper()
	k := w.k
	k.Measures = slices.Clone(k.Measures)
	for i := range k.Measures {
		m := &k.Measures[i]
		m.Kinds = slices.Clone(m.Kinds)
		for j := range m.Kinds {
			kind := &m.Kinds[j]
			kind.Acts = slices.Clone(kind.Acts)
			for n := range kind.Acts {
				if kind.Name == assessment.KindCycle && kind.Acts[n].Name == "plan" {
					kind.Acts[n].Run = evaluation.Run(func(s *evaluation.Step, _ *assessment.Cycle, in *assessment.PlanInput) (evaluation.State, error) {
						s.Record.On, s.Record.Period = in.AsOf, "2026H2"
						return assessment.CycleDraft, nil
					})
				}
			}
		}
	}
	parts := k.Service.Parts
	parts.Measures = k.Measures
	var err error
	if k.Service, err = evaluation.NewService(parts); err != nil {
		b.Fatal(err)
	}
}

func (w *bench) sheet(i int) evaluation.Record {
	at := time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC)
	id := fmt.Sprintf("019cc000-0000-7000-8000-%012d", i)
	subject := w.person
	if i%benchPeople != 0 {
		subject = fmt.Sprintf("0197a3c2-7d1e-7000-8000-%012d", i%benchPeople)
	}
	return evaluation.Record{
		Office: w.k.Office, ID: id, Unique: id, Kind: assessment.KindSheet, Parent: fmt.Sprint("cycle", i/benchPeople),
		Subject: subject, Unit: fmt.Sprint("unit", i%12), Period: fmt.Sprint(1926+i/benchPeople, "H1"),
		State: assessment.SheetPublished, On: evaluation.NewDate(2026, 1, 1+i%300), Sort: fmt.Sprint("name", i%benchPeople),
		Created: at, Changed: at, Confidential: true, Rules: "2026-1",
		Payload: json.RawMessage(`{"name":"苏芳嘉","report":"` + strings.Repeat("履职情况", 100) + `"}`),
		History: []evaluation.Entry{{
			Seq: 1, At: at, Account: "account", Person: "person", Name: "苏芳嘉", Act: "open", To: assessment.SheetPublished,
			Content: strings.Repeat("a", 64), Hash: strings.Repeat("b", 64),
		}},
	}
}

func (w *bench) fill(b *testing.B) {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range 256 { // share commits
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(w.records); i = next.Add(1) - 1 {
				if _, err := w.k.Store.Put(b.Context(), w.sheet(int(i))); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// listen serves the app on a loopback address until the benchmark ends.
func listen(b *testing.B, app *fiber.App) string {
	b.Helper()
	ln, err := (&net.ListenConfig{}).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, app, ln, 5*time.Second) }()
	b.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			b.Error(err)
		}
	})
	return ln.Addr().String()
}

// limit is the least that an answer can cost on the same server library, with
// the same token and the same call of the storage.
func (w *bench) limit() *fiber.App {
	app := fiber.New(fiber.Config{Immutable: true, DisableStartupMessage: true})
	key := func(*jwt.Token) (any, error) { return []byte(w.k.Keys.Token), nil }
	app.Use(func(c *fiber.Ctx) error {
		_, err := jwt.Parse(strings.TrimPrefix(c.Get(fiber.HeaderAuthorization), "Bearer "), key, jwt.WithValidMethods([]string{"HS256"}))
		if err != nil {
			return err
		}
		return c.Next()
	})
	app.Get("/list", func(c *fiber.Ctx) error {
		found, err := w.k.Store.Find(c.UserContext(), evaluation.Query{
			Office: w.k.Office, Kinds: []string{assessment.KindSheet}, Subjects: []string{w.person}, Limit: benchPage,
		})
		if err != nil || len(found.Records) == 0 {
			return errors.Join(err, fiber.ErrNotFound)
		}
		return c.SendStatus(fiber.StatusOK)
	})
	app.Get("/get/:id", func(c *fiber.Ctx) error {
		if _, err := w.k.Store.Get(c.UserContext(), w.k.Office, c.Params("id")); err != nil {
			return err
		}
		return c.SendStatus(fiber.StatusOK)
	})
	app.Post("/create", func(c *fiber.Ctx) error {
		r := w.sheet(0)
		r.ID = w.k.NewID()
		r.Unique, r.Kind, r.Payload = r.ID, assessment.KindCycle, c.Body()
		if _, err := w.k.Store.Put(c.UserContext(), r); err != nil {
			return err
		}
		return c.SendStatus(fiber.StatusCreated)
	})
	return app
}

func to(path string) func() (string, []byte) {
	return func() (string, []byte) { return path, nil }
}

func plan(path string) func() (string, []byte) {
	body := []byte(`{"input":{"year":2026,"half":"second","as_of":"2026-11-30","report_by":"2026-12-08","rate_by":"2026-12-15","decide_by":"2026-12-25"}}`)
	return func() (string, []byte) { return path, body }
}

// own is the address of any of the cadre's own records.
func (w *bench) own(prefix string) func() (string, []byte) {
	return func() (string, []byte) {
		i := benchPeople * rand.IntN(max(w.records/benchPeople, 1)) //nolint:gosec // any will do
		return prefix + w.sheet(i).ID, nil
	}
}
