package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/api/rest"
	"kaoji/app/page"
	"kaoji/app/page/pagetest"
	"kaoji/app/page/site"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/education"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/rotation"
	"kaoji/evaluation/training"
)

// counting counts what is asked of a storage: how many questions, and how many
// records, cells, files, events and groups came back.
type counting struct {
	evaluation.Store
	queries, rows atomic.Int64
}

type reads struct{ queries, rows int64 }

func (r reads) String() string { return fmt.Sprintf("%d queries, %d rows", r.queries, r.rows) }

func (s *counting) read(n int) {
	s.queries.Add(1)
	s.rows.Add(int64(n))
}

// taken is what was read since it was last asked.
func (s *counting) taken() reads { return reads{s.queries.Swap(0), s.rows.Swap(0)} }

func (s *counting) Get(ctx context.Context, office, id string) (evaluation.Record, error) {
	s.read(1)
	return s.Store.Get(ctx, office, id)
}

func (s *counting) Find(ctx context.Context, q evaluation.Query) (evaluation.Found, error) {
	found, err := s.Store.Find(ctx, q)
	s.read(len(found.Records))
	return found, err
}

func (s *counting) Group(ctx context.Context, q evaluation.Query, fields ...string) ([]evaluation.Count, error) {
	list, err := s.Store.Group(ctx, q, fields...)
	s.read(len(list))
	return list, err
}

func (s *counting) Cell(ctx context.Context, class, office, id string) (evaluation.Cell, error) {
	s.read(1)
	return s.Store.Cell(ctx, class, office, id)
}

func (s *counting) CellByUnique(ctx context.Context, class, office, unique string) (evaluation.Cell, error) {
	s.read(1)
	return s.Store.CellByUnique(ctx, class, office, unique)
}

func (s *counting) FindCells(ctx context.Context, q evaluation.CellQuery) ([]evaluation.Cell, error) {
	list, err := s.Store.FindCells(ctx, q)
	s.read(len(list))
	return list, err
}

func (s *counting) BlobInfo(ctx context.Context, office, id string) (evaluation.Blob, error) {
	s.read(1)
	return s.Store.BlobInfo(ctx, office, id)
}

func (s *counting) BlobContent(ctx context.Context, office, id string) ([]byte, error) {
	s.read(1)
	return s.Store.BlobContent(ctx, office, id)
}

func (s *counting) LastTrail(ctx context.Context, office string) (evaluation.TrailEntry, error) {
	s.read(1)
	return s.Store.LastTrail(ctx, office)
}

func (s *counting) FindTrail(ctx context.Context, office string, f evaluation.TrailFilter, after int64, desc bool, limit int) ([]evaluation.TrailEntry, error) {
	list, err := s.Store.FindTrail(ctx, office, f, after, desc, limit)
	s.read(len(list))
	return list, err
}

// measured is the demo office, whose reads are counted, with some of its people
// logged in.
type measured struct {
	*Kaoji
	store   *counting
	app     *fiber.App
	readers map[string]*reader
	actors  map[string]evaluation.Actor
	secrets map[string]string // of calendar addresses, by login

	committee string   // id of one
	read      []string // routes, once they were asked for
}

// readersOf are logins of the demo. Between them they have every role.
var readersOf = []string{"admin", "shenji", "zuzhi", "jigong", "jiandu1", "ld01", "ld03", "tq0001", "tq0002", "jw0101"}

// measure opens a place at a clock that stands still, so that what is kept in
// memory for a while is kept to the end.
func measure(t *testing.T, path string, logins ...string) *measured {
	t.Helper()
	cfg := settings(t)
	keys := filepath.Join(cfg.Data, "keys")
	err := errors.Join(os.CopyFS(cfg.Data, os.DirFS(path)), os.Chmod(keys, 0o700))
	files, gerr := filepath.Glob(filepath.Join(keys, "*"))
	for _, f := range files {
		err = errors.Join(err, os.Chmod(f, 0o600))
	}
	if err := errors.Join(err, gerr); err != nil {
		t.Fatal(err)
	}
	k, err := build(t.Context(), cfg, slog.New(slog.DiscardHandler), func() time.Time { return officeAt })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Store.Close() })
	m := &measured{Kaoji: k, store: &counting{Store: k.Store}, readers: map[string]*reader{}, actors: map[string]evaluation.Actor{}}
	k.Store = m.store
	if err := k.services(); err != nil {
		t.Fatal(err)
	}
	if m.app, err = k.app(); err != nil {
		t.Fatal(err)
	}
	book, err := m.Roster.Book(t.Context(), m.Office)
	if err != nil {
		t.Fatal(err)
	}
	m.committee = book.On(evaluation.DateOf(officeAt)).Committees()[0].ID
	for _, name := range logins {
		m.readers[name] = loggedIn(t, m.app, name)
		s, err := k.Auth.Authenticate(t.Context(), m.readers[name].cookies[server.CookieAccess])
		if err != nil {
			t.Fatal(err)
		}
		m.actors[name] = s.Actor
	}
	return m
}

// officeAt is just after the demo of oldPlace was made.
var officeAt = time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)

// subscribe gives everybody a calendar address that works here and there.
func (m *measured) subscribe(t *testing.T, there *measured) {
	t.Helper()
	m.secrets = map[string]string{}
	for name, r := range m.readers {
		who, err := m.Auth.Authenticate(t.Context(), r.cookies[server.CookieAccess])
		if err != nil {
			t.Fatal(err)
		}
		if m.secrets[name], err = m.Auth.MakeFeed(t.Context(), who); err != nil {
			t.Fatal(err)
		}
		c, err := m.Store.Cell(t.Context(), "feed", "", who.Account.ID)
		if err != nil {
			t.Fatal(err)
		}
		c.Version = 0
		if _, err := there.Store.PutCell(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
}

// ask opens an address as somebody and says what was read for it.
func (m *measured) ask(name, address string) (reads, pagetest.Reply, error) {
	req := httptest.NewRequest(http.MethodGet, address, nil)
	if strings.HasPrefix(address, rest.Prefix) {
		req.Header.Set(fiber.HeaderAuthorization, "Bearer "+m.readers[name].cookies[server.CookieAccess])
	}
	m.Service.Forget(m.Office) // what was read for the page before
	m.store.taken()
	reply, err := m.readers[name].send(req)
	return m.store.taken(), reply, err
}

// TestReadingCostsWhatAPageShows opens every page and every reading operation of
// the API as each role, in the demo office and in the same office with 10,000
// records, among them hundreds of those that the demo has a few of, spread over
// ten years. For that, a page may ask two questions more and read the lines of three
// lists more. The office has as many people as before. What names other people is noted
// as a look at them, unless unlooked says why not.
func TestReadingCostsWhatAPageShows(t *testing.T) {
	const (
		moreQueries = 2                // a list that was empty, and its second part
		moreRows    = 3 * site.PerPage // three lists, of which the demo has a few lines each
	)
	place := oldPlace(t)
	k := opened(t, place)
	if err := k.Store.Close(); err != nil {
		t.Fatal(err)
	}
	few, many := measure(t, place.Data, readersOf...), measure(t, place.Data, readersOf...)
	few.subscribe(t, many)
	many.multiply(t, 10_000)
	type visit struct {
		address, name string
		few, many     reads
	}
	asked, names := map[string]bool{}, few.sighted(t)
	var grown []visit
	visits, visited := make(chan visit, 1000), make(chan bool)
	go func() {
		defer close(visited)
		for v := range visits {
			after, reply, err := many.ask(v.name, v.address)
			if err != nil || reply.Status >= http.StatusBadRequest {
				t.Errorf("%s as %s with many records: %d, %v", v.address, v.name, reply.Status, err)
			}
			if v.many = after; !few.readsAll(v.address) && (after.queries > v.few.queries+moreQueries || after.rows > v.few.rows+moreRows) {
				grown = append(grown, v)
			}
		}
	}()
	for turn := range 8 { // after the first, only what nobody could open yet
		for _, name := range readersOf {
			for _, address := range few.addresses(t, name, turn, asked) {
				since := few.newest(t)
				before, reply, err := few.ask(name, address)
				if err != nil || reply.Status >= http.StatusInternalServerError {
					t.Errorf("%s as %s: %d, %v", address, name, reply.Status, err)
				}
				if whom := few.unnoted(t, name, address, since, names, &reply); whom != "" {
					t.Errorf("%s names %s to %s, and no look is noted", address, whom, name)
				}
				if few.onlyLooked(t, name, address, since, &reply) {
					t.Errorf("%s is printed or a file, and %s is noted as having only looked", address, name)
				}
				if reply.Status < http.StatusBadRequest {
					asked[few.routeOf(address)] = true
					visits <- visit{address: address, name: name, few: before}
				}
			}
		}
	}
	close(visits)
	<-visited
	slices.SortFunc(grown, func(a, b visit) int { return cmp.Compare(a.address+a.name, b.address+b.name) })
	for _, g := range grown {
		t.Errorf("%s as %s: %v in the demo, %v with many records", g.address, g.name, g.few, g.many)
	}
	for _, r := range few.routes() {
		if !asked[r] && !strings.HasPrefix(r, rest.Prefix) && !slices.Contains(unasked, r) {
			t.Errorf("nobody opens %s", r)
		}
	}
}

// The number at 待办事项 in the menu is the same on every page: what the start page lists,
// ballots too.
func TestTheMenuCountsWhatTheStartPageCounts(t *testing.T) {
	m := measure(t, oldPlace(t).Data, readersOf...)
	badge := regexp.MustCompile(`href="/todo"[^>]*>(?:<svg.*?</svg>)?<span>[^<]*</span>(?:<span class="count">(\d+)</span>)?</a>`)
	ballots := 0
	for name, r := range m.readers {
		counts := map[string]string{}
		for _, at := range []string{"/", "/todo", "/account"} {
			if found := badge.FindStringSubmatch(r.page(t, at)); found != nil {
				counts[at] = found[1]
			}
		}
		listed := regexp.MustCompile(`<a href="/todo">[^<\d]*(\d+)`).FindStringSubmatch(r.page(t, "/"))
		if strings.Contains(r.page(t, "/"), "/vote/") || strings.Contains(r.page(t, "/"), "/assessment/rate") {
			ballots++
		}
		for at, n := range counts {
			if listed != nil && n != listed[1] || listed == nil && n != "" {
				t.Errorf("%s at %s counts %q, and the start page %q", name, at, n, listed)
			}
		}
	}
	if ballots == 0 {
		t.Error("nobody has ballots left")
	}
}

// A measure has one name: in the menu, above its page and on its tile of the start page.
func TestAMeasureHasOneName(t *testing.T) {
	r := measure(t, oldPlace(t).Data, "ld01").readers["ld01"]
	for _, lang := range []string{"zh", "en"} {
		r.cookies["kaoji_lang"] = lang
		home := r.page(t, "/")
		names := regexp.MustCompile(`<a href="([^"]+)"[^>]*><span class="menu-n">\d</span><span>([^<]+)</span>`).FindAllStringSubmatch(home, -1)
		for _, m := range names {
			if !strings.Contains(r.page(t, m[1]), "<h1>"+m[2]+"</h1>") {
				t.Errorf("%s is not the title of %s", m[2], m[1])
			}
			if tiles := home[strings.LastIndex(home, `class="tiles"`):]; !strings.Contains(tiles, m[2]) {
				t.Errorf("no tile says %s", m[2])
			}
		}
		if len(names) < 7 {
			t.Errorf("the menu has %d measures", len(names))
		}
	}
}

// What a line of a file tells happened on the day at its beginning.
func TestALineOfAFileStandsUnderTheDayOfWhatItTells(t *testing.T) {
	m := measure(t, oldPlace(t).Data, "zuzhi")
	book, err := m.Roster.Book(t.Context(), m.Office)
	if err != nil {
		t.Fatal(err)
	}
	r, dated := m.readers["zuzhi"], 0
	r.cookies["kaoji_lang"] = "zh"
	line := regexp.MustCompile(`<time[^>]*>([^<]*)</time><div><a[^>]*>\d{4}年(\d+月\d+日)[^至<]`) // a time ends on its last day
	for _, who := range book.On(evaluation.DateOf(officeAt)).Members()[:20] {
		for _, found := range line.FindAllStringSubmatch(r.page(t, "/roster/people/"+who.ID+"?year=all"), -1) {
			if dated++; !strings.HasSuffix(found[1], found[2]) {
				t.Errorf("%s: under %s stands %s", who.Name, found[1], found[0])
			}
		}
	}
	if dated == 0 {
		t.Error("no line of a file has a day in its sentence")
	}
}

// Wherever people are chosen they are found by typing.
func TestPeopleAreChosenByTypingOnEveryPage(t *testing.T) {
	r, choosing := measure(t, oldPlace(t).Data, "zuzhi").readers["zuzhi"], 0
	for _, m := range regexp.MustCompile(`href="(/[a-z][^"#?]*)"`).FindAllStringSubmatch(r.page(t, "/"), -1) {
		reply, err := r.get(m[1])
		if page := string(reply.Body); err == nil && strings.Contains(page, "data-pick") {
			if choosing++; !strings.Contains(page, "picker.js") {
				t.Errorf("people are chosen on %s without typing", m[1])
			}
		}
	}
	if choosing == 0 {
		t.Error("no page asks for people")
	}
}

// The page of a measure begins with what its reader has to do there; of many lists the
// first one is open.
func TestThePageOfAMeasureBeginsWithItsTasks(t *testing.T) {
	r := measure(t, oldPlace(t).Data, "zuzhi").readers["zuzhi"]
	for _, at := range []string{"/reminder", "/bonus", "/education", "/rotation", "/commendation", "/reserve"} {
		page := r.page(t, at)
		tasks, table, folded := strings.Index(page, `<ul class="tasks">`), strings.Index(page, "<table"), strings.Index(page, `<details class="card folded">`)
		if tasks < 0 || table >= 0 && table < tasks {
			t.Errorf("%s begins with something else", at)
		}
		if many := at == "/bonus" || at == "/rotation"; many && folded < table {
			t.Errorf("%s shows all its lists at once", at)
		}
	}
}

// The page of a person tries every act of the roster on them. It must not read the
// roster for that.
func TestAPersonsPagesDoNotReadTheRoster(t *testing.T) {
	m := measure(t, oldPlace(t).Data, "zuzhi")
	book, err := m.Roster.Book(t.Context(), m.Office)
	if err != nil {
		t.Fatal(err)
	}
	people := book.On(evaluation.DateOf(officeAt)).Members()
	for _, at := range []string{"/records/", "/roster/people/"} {
		got, reply, err := m.ask("zuzhi", at+people[len(people)-1].ID)
		if err != nil || reply.Status != http.StatusOK || got.rows >= int64(len(people)) {
			t.Errorf("%s: %d, %v, %v, of %d people", at, reply.Status, err, got, len(people))
		}
	}
}

// readsAll reports whether whole names the route of an address, or the one act of the route.
func (m *measured) readsAll(address string) bool {
	route := m.routeOf(address)
	act := address[strings.LastIndex(address, "/")+1:]
	return whole[route] != "" || whole[strings.Replace(route, ":act", act, 1)] != ""
}

// whole says why a route reads as much as there is; of the forms of acts, one act.
var whole = map[string]string{
	"/overview/:measure":        "a chart of all periods, of which there are more every year",
	"/api/v1/glances/:measure":  "the same for programs",
	"/commendation/register":    "a workbook of all deeds",
	"/concern/rates":            "every concern of a half-year is counted by its days",
	"/me":                       "the charts of a person's last five years, from what lists show of them",
	"/roster/export/forms":      "the forms of everybody, with the grades of five years and the rewards",
	"/me/download":              "all that a person may read about the own person",
	"/assessment/:id/acts/:act": "the year of everybody in a cycle, told by records changed since it began: many, for a cycle of years ago that is still open",
	"/records/:id/acts/undo":    "what undoing an import takes back, and what was begun since about the people that it created",
	"/training":                 "how somebody kept to dates is counted over all plans, read once",
	"/api/v1/training/punctual": "how somebody kept to dates is counted over all plans, read once",
}

// unasked are pages that nobody of the demo can open now.
var unasked = []string{
	"/b/:token", "/in/:id/:code", "/records/:id/files/:blob", "/assessment/rate/:sheet",
	"/appraisal/:id/papers/:committee", "/appraisal/:id/papers/:committee/blank",
	"/education/sessions/:id/upload", "/education/sessions/:id/code", "/education/parts/:id/test", "/education/parts/:id/grade",
	"/routine/:id/propose", "/routine/:id/sign", "/results/:what/:year", "/results/import/:id", "/roster/photos/:id", "/roster/forms/:id", "/roster/people/:id/form/:format",
	"/s/:id/:group", "/survey/answer/:id", "/survey/:id/preview/:group", "/survey/:id/paper/:group", "/survey/:id/issue", "/survey/:id/results", "/survey/:id/results/:format", "/survey/:id/report", "/periodic/:id/word", "/declarations/summary", "/archive/items/:id/year", // of a demo that had none
	"/runs/:id", "/works/:id", "/next", // after acts with many records or long ones, and after one of a list
	"/search/people", // while somebody types in a large office
}

// routes are the addresses of the program that read.
func (m *measured) routes() []string {
	if m.read != nil {
		return m.read
	}
	list := make([]string, 0, 500)
	for _, r := range m.app.GetRoutes(true) {
		if r.Method == http.MethodGet && !slices.Contains(list, r.Path) && !strings.HasPrefix(r.Path, "/static") &&
			!strings.HasPrefix(r.Path, page.OfficePrefix) { // the same pages of another office
			list = append(list, r.Path)
		}
	}
	m.read = list
	return list
}

// routeOf is the route that answers an address: the first that fits.
func (m *measured) routeOf(address string) string {
	path, _, _ := strings.Cut(address, "?")
	for _, r := range m.routes() {
		if fiber.RoutePatternMatch(path, r) {
			return r
		}
	}
	return ""
}

// addresses are those of every route for somebody: with the ids of one record of
// each kind that they may see. The form of an act, and a print form, is opened by
// the first reader to whom it is offered.
// Once the first turn is over, they are only those of the routes that nobody has
// opened.
func (m *measured) addresses(t *testing.T, name string, turn int, opened map[string]bool) []string {
	t.Helper()
	who := m.actors[name]
	var list []string
	seen := m.seen(t, name, turn)
	kinds := slices.Sorted(maps.Keys(seen))
	for _, route := range m.routes() {
		if turn > 0 && (opened[route] || strings.HasPrefix(route, rest.Prefix)) {
			continue
		}
		of, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(route, rest.Prefix), "/"), "/")
		fill := func(id, kind string, v *evaluation.View) {
			list = append(list, strings.NewReplacer(
				":kind", kind, ":sheet", id, ":id", id, ":person", cmp.Or(v.Subject, who.Person, id), ":committee", m.committee, ":year", "2026",
				":key", "assessment.levels", ":secret", cmp.Or(m.secrets[name], "none"), ":token", "none", ":code", "none", ":file", "none", ":blob", "none",
			).Replace(route))
		}
		if strings.HasPrefix(route, rest.Prefix) && (strings.HasSuffix(route, "/:id") || strings.HasSuffix(route, "/history") || strings.Contains(route, "/files/")) {
			continue // as the page of the record
		}
		if of == "accounts" {
			fill(who.Account, "", &evaluation.View{})
			continue
		}
		if strings.Contains(route, ":measure") {
			for i := range m.Measures {
				list = append(list, strings.ReplaceAll(route, ":measure", m.Measures[i].Name))
			}
			continue
		}
		if !strings.Contains(route, ":id") && !strings.Contains(route, ":kind") && !strings.Contains(route, ":sheet") && !strings.Contains(route, ":person") {
			fill("", "", &evaluation.View{})
			continue
		}
		if strings.Contains(route, ":act") || strings.Contains(route, ":form") {
			continue // below
		}
		for _, kind := range kinds {
			if measure, _, _ := strings.Cut(kind, "."); measure != of && !slices.Contains([]string{"records", "lists", "in"}, of) {
				continue
			}
			fill(seen[kind].ID, kind, seen[kind])
		}
	}
	if cycle := seen[assessment.KindCycle]; cycle != nil {
		for _, act := range []string{"verify", "propose", "decide", "schedule"} {
			list = append(list, "/assessment/"+cycle.ID+"/acts/"+act)
		}
		for _, format := range []string{"print", "docx", "xlsx"} {
			list = append(list, "/assessment/"+cycle.ID+"/forms/"+format, "/assessment/"+cycle.ID+"/filing/"+format)
		}
		list = append(list, "/assessment/"+cycle.ID+"/forms/pdf")
	}
	if turn > 0 {
		return list
	}
	first := func(what string) bool {
		was := opened[what]
		opened[what] = true
		return !was
	}
	for _, kind := range kinds {
		k, _ := m.Service.Kind(kind)
		for _, a := range k.Acts {
			if a.Creates() && m.Service.AllowsCreate(t.Context(), who, kind, a.Name) == nil && first(kind+" "+a.Name) {
				list = append(list, "/new/"+kind+"/"+a.Name)
			}
		}
		for _, act := range seen[kind].Acts {
			if first(kind + " " + act) {
				list = append(list, "/records/"+seen[kind].ID+"/acts/"+act)
			}
		}
		for _, form := range k.Print {
			if first(kind + " print " + form) {
				at := "/records/" + seen[kind].ID + "/print/" + form
				list = append(list, at, at+"/docx", at+"/xlsx")
			}
		}
	}
	return list
}

// seen is a record of each kind that somebody may see, the newest of a state. The
// states take turns, so that every one is seen by some of the readers.
func (m *measured) seen(t *testing.T, name string, turn int) map[string]*evaluation.View {
	t.Helper()
	who := m.actors[name]
	turn += slices.Index(readersOf, name)
	all := map[string]*evaluation.View{}
	for _, measure := range m.Measures {
		for i := range measure.Kinds {
			k := &measure.Kinds[i]
			states, err := m.Service.Group(t.Context(), who, evaluation.Query{Kinds: []string{k.Name}}, "state")
			if err != nil {
				t.Fatal(err)
			}
			if len(states) == 0 {
				continue
			}
			found, err := m.Service.Index(t.Context(), who, evaluation.Query{
				Kinds: []string{k.Name}, States: []evaluation.State{evaluation.State(states[turn%len(states)].Keys[0])}, Sort: evaluation.SortChanged, Desc: true, Limit: 1,
			})
			if err != nil || len(found.Views) == 0 {
				t.Fatal(k.Name, err)
			}
			v, err := m.Service.Get(t.Context(), who, found.Views[0].ID)
			if err != nil {
				t.Fatal(err)
			}
			all[k.Name] = &v
		}
	}
	return all
}

// multiply copies records until there are so many. A record is copied with all
// that hang below it, and each kind of family gets an equal share of the copies.
func (m *measured) multiply(t *testing.T, most int) {
	t.Helper()
	families := map[string][]family{} // by the kind of the head
	heads := map[string]int{}
	var all []evaluation.Record
	for r, err := range evaluation.AllRecords(t.Context(), m.Store, evaluation.Query{Office: m.Office}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	parents := map[string]*evaluation.Record{}
	for i := range all {
		parents[all[i].ID] = &all[i]
	}
	members := map[string]family{}
	for i := range all {
		head := &all[i]
		for parents[head.Parent] != nil {
			head = parents[head.Parent]
		}
		if head == &all[i] {
			members[head.ID] = append(family{*head}, members[head.ID]...)
		} else {
			members[head.ID] = append(members[head.ID], all[i])
		}
	}
	for _, id := range slices.Sorted(maps.Keys(members)) {
		kind := parents[id].Kind
		if passed[kind] == "" {
			continue
		}
		families[kind] = append(families[kind], members[id])
	}
	for kind, list := range families {
		past := slices.DeleteFunc(slices.Clone(list), func(f family) bool { return f[0].State != passed[kind] })
		if len(past) == 0 { // the demo has none: those that it has are taken for one
			for _, f := range list {
				f[0].State, f[0].Waiting, f[0].Due = passed[kind], nil, evaluation.Date{}
			}
			past = list
		}
		families[kind] = past
		for _, f := range past {
			heads[kind] += len(f)
		}
	}
	share := (most - len(all)) / len(families)
	var copies []evaluation.Record
	for _, kind := range slices.Sorted(maps.Keys(families)) {
		for n := 1; (n-1)*heads[kind] < share; n++ {
			for _, f := range families[kind] {
				copies = append(copies, f.copied(n)...)
			}
		}
	}
	var group sync.WaitGroup
	room := make(chan struct{}, 128) // share the cost of a write
	var failed atomic.Pointer[error]
	for _, r := range copies {
		room <- struct{}{}
		group.Go(func() {
			defer func() { <-room }()
			r.Serial = 0 // the storage gives a copy a number of its own
			if _, err := m.Store.Put(t.Context(), r); err != nil {
				err = fmt.Errorf("%s %s: %w", r.Kind, r.ID, err)
				failed.Store(&err)
			}
		})
	}
	group.Wait()
	if err := failed.Load(); err != nil {
		t.Fatal(*err)
	}
	t.Logf("%d records", len(all)+len(copies))
}

// passed is where a record stands of which nothing is to be done any more. The
// kinds that are not here are of the office as it is, or have one record for each
// person, post or committee.
var passed = map[string]evaluation.State{
	appraisal.KindRound: appraisal.RoundClosed, assessment.KindCycle: assessment.CycleClosed,
	bonus.KindPeriod: bonus.PeriodExported, bonus.KindScheme: bonus.SchemeRetired,
	commendation.KindBulletin: commendation.BulletinReleased, commendation.KindDeed: commendation.DeedPublished, commendation.KindProposal: commendation.ProposalGranted,
	concern.KindBox: concern.BoxRetired, concern.KindMatter: concern.Answered, concern.KindOpening: concern.OpeningConfirmed,
	education.KindCampaign: education.Closed, education.KindCredit: education.CreditConfirmed, education.KindStudy: education.StudyClosed,
	reminder.KindAlarm: reminder.AlarmSetAside, reminder.KindExposure: reminder.ExposureConfirmed, reminder.KindScan: reminder.ScanDone, reminder.KindTalk: reminder.Closed,
	reserve.KindCandidate: reserve.Promoted,
	rotation.KindCase:     rotation.CaseClosed, rotation.KindMentoring: rotation.Concluded, rotation.KindPlan: rotation.PlanEffective, rotation.KindStay: rotation.StayEnded,
	training.KindPlan: training.Completed,
}

// family is a record with all that hang below it; the record itself is the first.
type family []evaluation.Record

// copied is the family of an earlier year, of records with ids of their own.
func (f family) copied(n int) []evaluation.Record {
	var pairs []string
	for _, r := range f {
		pairs = append(pairs, r.ID, copyOfID(r.ID, n))
	}
	ids := strings.NewReplacer(pairs...)
	years := 1 + n%10
	var list []evaluation.Record
	for _, r := range f {
		unique := ids.Replace(r.Unique)
		if unique == r.Unique {
			unique += fmt.Sprint("/", n)
		}
		r.ID, r.Parent, r.Unique, r.Version = ids.Replace(r.ID), ids.Replace(r.Parent), unique, 0
		r.Payload = json.RawMessage(ids.Replace(string(r.Payload)))
		r.Effects, r.Pending = nil, false
		r.Created, r.Changed = r.Created.AddDate(-years, 0, n%300), r.Changed.AddDate(-years, 0, n%300)
		if !r.On.IsZero() {
			r.On = evaluation.DateOf(r.On.Time().AddDate(-years, 0, 0))
		}
		if year := 0; len(r.Period) >= 4 {
			if _, err := fmt.Sscanf(r.Period[:4], "%4d", &year); err == nil {
				r.Period = fmt.Sprint(year-years, r.Period[4:])
			}
		}
		list = append(list, r)
	}
	return list
}

// copyOfID is another id for each n: of a variant of UUID that Kaoji does not make.
func copyOfID(id string, n int) string { return id[:19] + fmt.Sprintf("c%03x", n) + id[23:] }
