package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

const (
	benchOwn  = 100 // records about each person, whatever the size of the office
	benchPage = 20  // records of a list
)

// goals of a run: shares of the bare limit, and memory in bytes.
const (
	goalRate   = 0.6 // of the limit's requests per second
	goalP99    = 2.0 // times the limit's
	goalSize   = 0.8 // of the rate at 10,000 records
	goalMemory = 300 << 20
)

// bench is an office with many records in a folder, two accounts that send requests,
// and the servers on that folder, each in its own process.
type bench struct {
	k       *Kaoji // only to fill the office; closed before it is served
	records int
	each    time.Duration
	folder  string
	person  string // the person who reads records about themselves
	cadre   string // access token of that person
	staff   string // access token of the personnel section
	ours    *process
	load    *process

	passwords []string // of the accounts login0, login1, … that log in at once
}

// BenchmarkOffice measures list, get, create and login over HTTP with 32 open
// connections, and in alternating turns the limit (see bareApp). Both servers and the
// load run in their own processes. scripts/bench.sh runs it.
func BenchmarkOffice(b *testing.B) {
	w := newBench(b, setting(b, "KAOJI_BENCH_RECORDS", 100_000))
	w.cadre, w.staff = w.login(b, "cadre", w.person, evaluation.RoleCadre), w.login(b, "personnel", "", evaluation.RolePersonnel)
	for i := range benchConnections {
		w.passwords = append(w.passwords, w.account(b, fmt.Sprint("login", i), "", evaluation.RoleCadre))
	}
	w.serve(b)
	ids := w.own()
	list := question{fiber.MethodGet, []string{"/api/v1/assessment/sheets?limit=" + strconv.Itoa(benchPage)}, "", w.cadre}
	get := question{fiber.MethodGet, under("/api/v1/assessment/sheets/", ids), "", w.cadre}
	bare := w.limit(b, w.size(b, list)/benchPage, w.size(b, get))
	b.Logf("%d records, %d connections, %v each; load and servers are processes of their own", w.records, benchConnections, w.each)
	for _, c := range []struct {
		name        string
		bare, ours  question
		rate, worst float64 // goals, 0 for none
	}{
		{"list", question{fiber.MethodGet, []string{"/list"}, "", w.cadre}, list, goalRate, goalP99},
		{"get", question{fiber.MethodGet, under("/get/", ids), "", w.cadre}, get, goalRate, goalP99},
		{
			"create", question{fiber.MethodPost, []string{"/create"}, plan, w.staff},
			question{fiber.MethodPost, []string{"/api/v1/assessment/cycles/acts/plan"}, plan, w.staff}, 0, 0,
		},
	} {
		b.Run(c.name, func(b *testing.B) {
			paces := w.compare(b, drive{bare.address, c.bare, bare}, drive{w.ours.address, c.ours, w.ours})
			limit, got := paces[0], paces[1]
			b.Logf("%s: %v", c.name, got)
			b.Logf("limit: %v", limit)
			ratio, worst := got.rate/limit.rate, float64(got.p99)/float64(limit.p99)
			b.Logf("%.0f %% of the limit's rate%s, %.1f times its p99%s, %.1f times its work; resident %d MiB",
				ratio*100, verdict(c.rate, ratio >= c.rate, "%.0f %%", c.rate*100), worst, verdict(c.worst, worst <= c.worst, "%.0f", c.worst),
				float64(got.work)/float64(limit.work), w.ours.memory("VmRSS")>>20)
			b.ReportMetric(got.rate, "req/s")
			b.ReportMetric(ratio, "of-limit")
		})
	}
	peak := w.ours.memory("VmHWM")
	b.Logf("resident memory at the peak of all this: %d MiB%s", peak>>20, verdict(goalMemory, peak <= goalMemory, "%.0f MiB", goalMemory>>20))
	b.Run("login", w.logins)
}

// BenchmarkSizes measures the same page of the same person in an office of 10,000
// records and in one of KAOJI_BENCH_RECORDS.
func BenchmarkSizes(b *testing.B) {
	var offices []*bench
	for _, records := range []int{10_000, setting(b, "KAOJI_BENCH_RECORDS", 1_000_000)} {
		w := newBench(b, records)
		w.cadre = w.login(b, "cadre", w.person, evaluation.RoleCadre)
		w.serve(b)
		offices = append(offices, w)
	}
	for _, name := range []string{"list", "get"} {
		b.Run(name, func(b *testing.B) {
			var drives []drive
			for _, w := range offices {
				what := question{fiber.MethodGet, []string{"/api/v1/assessment/sheets?limit=" + strconv.Itoa(benchPage)}, "", w.cadre}
				if name == "get" {
					what.Paths = under("/api/v1/assessment/sheets/", w.own())
				}
				drives = append(drives, drive{w.ours.address, what, w.ours})
			}
			paces := offices[0].compare(b, drives...)
			for i, w := range offices {
				b.Logf("%s of %d records: %v; resident %d MiB", name, w.records, paces[i], w.ours.memory("VmRSS")>>20)
			}
			ratio := paces[1].rate / paces[0].rate
			b.Logf("%.2f of the rate%s", ratio, verdict(goalSize, ratio >= goalSize, "%.1f", goalSize))
			b.ReportMetric(ratio, "of-10000")
		})
	}
}

// verdict returns a goal in brackets and whether it was met, "" if there is no goal.
func verdict(goal float64, met bool, format string, shown float64) string {
	if goal == 0 {
		return ""
	}
	return fmt.Sprintf(" (goal "+format+": %s)", shown, map[bool]string{true: "met", false: "MISSED"}[met])
}

func newBench(b *testing.B, records int) *bench {
	b.Helper()
	w := &bench{records: records, each: time.Duration(setting(b, "KAOJI_BENCH_SECONDS", 5)) * time.Second, folder: b.TempDir()}
	cfg := benchConfig(w.folder)
	p, err := place(cfg)
	p.Out = io.Discard
	if err := errors.Join(err, cli.Import{File: sample, Apply: true}.Run(b.Context(), program(cfg, p))); err != nil {
		b.Fatal(err)
	}
	if w.k, err = build(b.Context(), cfg, slog.New(slog.DiscardHandler), time.Now); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = w.k.Store.Close() })
	people, err := w.k.Store.Find(b.Context(), evaluation.Query{Office: w.k.Office, Kinds: []string{roster.KindPerson}, Limit: 1})
	if err != nil || len(people.Records) == 0 {
		b.Fatal("no roster", err)
	}
	w.person = people.Records[0].ID
	w.fill(b)
	return w
}

func benchConfig(folder string) config.Config {
	return config.Config{Data: folder, Store: "sqlite:", Lang: "zh", PasswordProfile: auth.ProfileMLPS, LogLevel: "info"}
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

// serve closes the office and serves it from another process.
func (w *bench) serve(b *testing.B) {
	b.Helper()
	if err := w.k.Store.Close(); err != nil {
		b.Fatal(err)
	}
	w.ours = start(b, "KAOJI_BENCH_ROLE=serve", "KAOJI_BENCH_FOLDER="+w.folder)
	w.load = start(b, "KAOJI_BENCH_ROLE=load")
}

// limit serves the limit for a reply of this size in bytes: see bareApp.
func (w *bench) limit(b *testing.B, item, one int) *process {
	b.Helper()
	return start(b, "KAOJI_BENCH_ROLE=bare", "KAOJI_BENCH_FOLDER="+w.folder, "KAOJI_BENCH_OFFICE="+w.k.Office, "KAOJI_BENCH_PERSON="+w.person,
		fmt.Sprint("KAOJI_BENCH_ITEM=", item), fmt.Sprint("KAOJI_BENCH_ONE=", one))
}

func (w *bench) people() int { return max(w.records/benchOwn, 1) }

// own returns the ids of the records about the person of the bench.
func (w *bench) own() []string {
	var ids []string
	for i := 0; i < w.records; i += w.people() {
		ids = append(ids, sheetID(i))
	}
	return ids
}

func under(prefix string, ids []string) []string {
	paths := make([]string, len(ids))
	for i, id := range ids {
		paths[i] = prefix + id
	}
	return paths
}

const plan = `{"input":{"year":2026,"half":"second","as_of":"2026-11-30","report_by":"2026-12-08","rate_by":"2026-12-15","decide_by":"2026-12-25"}}`

func sheetID(i int) string { return fmt.Sprintf("019cc000-0000-7000-8000-%012d", i) }

// fill stores a sheet of the person of the bench and copies it within SQLite, because
// a million acts would take too long. Every person has the same number of sheets.
func (w *bench) fill(b *testing.B) {
	b.Helper()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, err := w.k.Store.Put(b.Context(), evaluation.Record{
		Office: w.k.Office, ID: sheetID(0), Unique: sheetID(0), Kind: assessment.KindSheet, Parent: "cycle", Subject: w.person, Unit: "unit0",
		Period: "2026H1", State: assessment.SheetPublished, On: evaluation.NewDate(2026, 1, 1), Sort: "name0", Created: at, Changed: at,
		Confidential: true, Rules: "2026-1", Payload: json.RawMessage(`{"name":"苏芳嘉","report":"` + strings.Repeat("履职情况", 100) + `"}`),
		History: []evaluation.Entry{{
			Seq: 1, At: at, Account: "account", Person: "person", Name: "苏芳嘉", Act: "open", To: assessment.SheetPublished,
			Content: strings.Repeat("a", 64), Hash: strings.Repeat("b", 64),
		}},
	}); err != nil {
		b.Fatal(err)
	}
	path, _ := database(w.k.Config)
	file, err := bareFile(path, "", 1)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	const most = 50_000 // rows of a transaction
	for from := 1; from < w.records; from += most {
		if _, err := file.ExecContext(b.Context(), `WITH RECURSIVE made (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM made WHERE i + 1 < ?2)
			INSERT INTO records (office, id, kind, uniq, parent, subject, unit, period, state, day, due, sort, changed, pending, version, doc, history, mark)
			SELECT office, new, kind, new, parent, who, 'unit' || (i % 12), period, state, date(day, (i % 300) || ' days'), due, 'name' || (i % ?3), changed + i * 1000,
				pending, version, replace(replace(doc, id, new), subject, who), history, mark
			FROM records, (SELECT i, printf('019cc000-0000-7000-8000-%012d', i) AS new,
				iif(i % ?3 = 0, ?5, printf('0197a3c2-7d1e-7000-8000-%012d', i % ?3)) AS who FROM made)
			WHERE id = ?4`, from, min(from+most, w.records), w.people(), sheetID(0), w.person); err != nil {
			b.Fatal(err)
		}
	}
}

// login creates an account and returns an access token of it.
func (w *bench) login(b *testing.B, name, person string, role evaluation.Role) string {
	b.Helper()
	const password = "Quiet-Heron-47"
	once := w.account(b, name, person, role)
	first, err := w.k.Auth.Login(b.Context(), auth.LoginInput{Name: name, Password: once})
	if err != nil {
		b.Fatal(err)
	}
	who, err := w.k.Auth.Authenticate(b.Context(), first.Access)
	if err != nil {
		b.Fatal(err)
	}
	if err := w.k.Auth.ChangePassword(b.Context(), who, once, password); err != nil {
		b.Fatal(err)
	}
	return first.Access
}

func (w *bench) account(b *testing.B, name, person string, role evaluation.Role) (password string) {
	b.Helper()
	_, password, err := w.k.Auth.CreateAccount(b.Context(), auth.Operator(w.k.Office), auth.NewAccount{
		Name: name, Display: name, Person: person, Roles: []evaluation.Role{role},
	})
	if err != nil {
		b.Fatal(err)
	}
	return password
}
