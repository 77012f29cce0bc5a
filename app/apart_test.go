//go:build nightly

package main

import (
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/demo"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// apart is a filled office (theirs) beside one whose people ask for what it has.
type apart struct {
	*Kaoji
	t      *testing.T
	app    *fiber.App
	theirs string
	random *rand.Rand
	ids    map[string][]string // of what they have, by kind of record, attachment, person
	names  []string            // of their people
}

// TestNothingOfAnOfficeIsReachedFromAnother asks every route of pages and API that takes an
// id for records of every kind of another office, as somebody of the first one, and holds
// that none answers with more than a refusal; searches, lists and figures of the first office
// name nobody of the other. Which record, role and act is drawn by lot; the seed is printed,
// and taken from KAOJI_SEED where it is set. Before that it holds, as a control, that
// somebody of the other office finds what is asked for and reads the names.
func TestNothingOfAnOfficeIsReachedFromAnother(t *testing.T) {
	a := fillApart(t)
	a.control()
	visitors := map[string]*visit{"nobody": {t: t, app: a.app}}
	for _, role := range evaluation.Roles() {
		if role == evaluation.RoleSystem {
			continue
		}
		visitors[string(role)] = a.loginAt(t, a.app, a.Office, "eins-"+string(role), "", role)
	}
	roles := slices.Sorted(maps.Keys(visitors))
	asked := map[int]int{}
	for _, route := range a.app.GetRoutes(true) {
		if !strings.Contains(route.Path, ":") || strings.HasPrefix(route.Path, "/o/") || route.Method == http.MethodHead {
			continue
		}
		for _, kind := range slices.Sorted(maps.Keys(a.ids)) {
			for _, who := range []string{string(evaluation.RolePersonnel), roles[a.random.IntN(len(roles))]} {
				asked[a.asks(who, route, kind, visitors[who])]++
			}
		}
	}
	for who, v := range visitors {
		if who == "nobody" {
			continue
		}
		for range 20 {
			name, id := a.any(a.names), a.any(a.ids[roster.KindDepartment])
			for _, path := range []string{
				"/search?q=" + string([]rune(name)[:1]), "/roster?q=" + string([]rune(name)[:1]), "/roster?unit=" + id, "/todo", "/overview?unit=" + id,
				"/people?q=" + string([]rune(name)[:1]), "/notices", "/calendar", "/trail?subject=" + id, "/trail?record=" + id,
			} {
				status, body := v.page(path)
				asked[status]++
				a.clean(who+" GET "+path, status, body)
			}
		}
	}
	t.Logf("answers by status: %v", asked)
}

// control reads what is theirs as one of them.
func (a *apart) control() {
	a.t.Helper()
	v := a.loginAt(a.t, a.app, a.theirs, "zwei", "", evaluation.RolePersonnel)
	status, body := v.page("/o/weifang/roster")
	if status != http.StatusOK || !slices.ContainsFunc(a.names, func(n string) bool { return strings.Contains(body, n) }) {
		a.t.Errorf("the own roster names nobody: %d", status)
	}
	for _, id := range a.ids[roster.KindPerson][:3] {
		if status, _ := v.api(http.MethodGet, "/roster/people/"+id, ""); status != http.StatusOK {
			a.t.Errorf("the own record is not found: %d", status)
		}
	}
}

func fillApart(t *testing.T) *apart {
	t.Helper()
	cfg := settings(t)
	cfg.Lang, cfg.Keeping, cfg.Passwords, cfg.Bulk = "zh", demo.Cost, demo.Cost, true
	clock := demo.At(time.Now())
	k, err := build(t.Context(), cfg, slog.New(slog.DiscardHandler), clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Store.Close() })
	of, err := k.Offices.Open(t.Context(), "weifang", k.Office)
	if err == nil {
		err = k.found(t.Context(), of.ID, "潍坊街道", "潍坊街道")
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Fill(t.Context(), demo.Deps{Core: k.Core, Office: of.ID, Clock: &clock}); err != nil {
		t.Fatal(err)
	}
	app, err := k.app()
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	if set, err := strconv.ParseUint(os.Getenv("KAOJI_SEED"), 10, 64); err == nil {
		seed = set
	}
	t.Logf("KAOJI_SEED=%d", seed)
	a := &apart{Kaoji: k, t: t, app: app, theirs: of.ID, random: rand.New(rand.NewPCG(seed, 14)), ids: map[string][]string{}}
	for r, err := range evaluation.AllRecords(t.Context(), k.Store, evaluation.Query{Office: of.ID}) {
		if err != nil {
			t.Fatal(err)
		}
		a.ids[r.Kind] = append(a.ids[r.Kind], r.ID)
		if r.Kind == roster.KindPerson {
			p, err := evaluation.PayloadOf[roster.Person](r)
			if err != nil {
				t.Fatal(err)
			}
			a.names = append(a.names, p.Name)
		}
	}
	if len(a.ids) < 40 || len(a.names) < 90 {
		t.Fatalf("only %d kinds and %d people", len(a.ids), len(a.names))
	}
	return a
}

// any is one of a list.
func (a *apart) any(list []string) string { return list[a.random.IntN(len(list))] }

var parameter = regexp.MustCompile(`:[a-z]+`)

// asks asks a route for a record of theirs of a kind and returns the status of the answer.
func (a *apart) asks(who string, route fiber.Route, kind string, v *visit) int {
	a.t.Helper()
	k, _ := a.Service.Kind(kind)
	named := false
	path := parameter.ReplaceAllStringFunc(route.Path, func(p string) string {
		switch p {
		case ":kind":
			return kind
		case ":act":
			return k.Acts[a.random.IntN(len(k.Acts))].Name
		case ":form":
			return a.any(append(k.Print, "record"))
		case ":format":
			return a.any([]string{"pdf", "word", "excel", "csv", "docx", "xlsx"})
		case ":measure", ":what":
			return a.Measures[a.random.IntN(len(a.Measures))].Name
		case ":year":
			return "2026"
		}
		named = true
		return a.any(a.ids[kind])
	})
	header := map[string]string{"Cookie": server.CookieAccess + "=" + v.token, "Origin": "http://example.com", "Content-Type": fiber.MIMEApplicationForm}
	body := ""
	if strings.HasPrefix(path, "/api/") {
		header = map[string]string{"Authorization": "Bearer " + v.token, "Content-Type": fiber.MIMEApplicationJSON}
		if route.Method != http.MethodGet {
			body = "{}"
		}
	}
	status, reply := v.ask(route.Method, path, header, body)
	what := who + " " + route.Method + " " + path
	if named && status < http.StatusMultipleChoices {
		a.t.Errorf("%s: %d %.200s", what, status, reply)
	}
	a.clean(what, status, reply)
	return status
}

// clean holds that a reply names nobody of theirs.
func (a *apart) clean(what string, status int, reply string) {
	a.t.Helper()
	if status >= http.StatusInternalServerError {
		a.t.Errorf("%s: %d", what, status)
	}
	for _, name := range a.names {
		if strings.Contains(reply, name) {
			a.t.Errorf("%s names %s", what, name)
			return
		}
	}
}
