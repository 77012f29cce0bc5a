package page_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"kaoji/app/lrmx"
	"kaoji/app/measures"
	"kaoji/app/page"
	"kaoji/app/page/pagetest"
	"kaoji/app/server"
	"kaoji/app/text"
	"kaoji/app/xlsx"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/absence"
	"kaoji/evaluation/education"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/workday"
	"kaoji/storage/sqlite"
)

const office = "o1"

// site is the whole site over a storage of its own.
type site struct {
	t       *testing.T
	app     *fiber.App
	auth    *auth.Service
	service *evaluation.Service
	trail   *evaluation.Trail
	roster  *roster.Source
	store   evaluation.Store
	file    *sqlite.Store // beneath store
	pages   *page.Site
	log     *kept

	education *education.Service

	measures []evaluation.Measure
}

// kept is what was logged.
type kept struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (k *kept) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.b.Write(p)
}

func (k *kept) String() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.b.String()
}

// cheap is what a password costs where a test is about something else.
var cheap = auth.Cost{Memory: 8, Time: 1}

var key = []byte("0123456789abcdef0123456789abcdef")

// newSite is the site of an office that has just been founded.
func newSite(t *testing.T) *site {
	t.Helper()
	s := siteOver(t, filepath.Join(t.TempDir(), "kaoji.db"))
	_, err := s.service.Create(t.Context(), evaluation.System(office), roster.KindSettings, "found", evaluation.Creation{
		Input: &roster.SettingsInput{Name: "中共塘桥街道工作委员会", ShortName: "塘桥街道"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// on is the site of what has one.
func (s *site) on() *site { return s }

// siteOver is the site over a data file.
func siteOver(t *testing.T, path string) *site {
	t.Helper()
	file, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	store := evaluation.Whole{Store: file}
	t.Cleanup(func() { _ = store.Close() })
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	years, err := workday.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	s := &site{t: t, log: &kept{}, trail: evaluation.NewTrail(store, key, time.Now), roster: roster.NewSource(store, time.Now)}
	rules := rulepack.NewSource(pack, store, time.Now)
	calendar := workday.NewSource(years, store, time.Now)
	services, err := measures.Wire(measures.Parts{
		Store: store, Roster: s.roster, Base: pack, Rules: rules, Calendar: calendar, Absences: absence.NewSource(store, time.Now), Pinyin: xlsx.Pinyin,
		Forms:  lrmx.Attached(store),
		Open:   xlsx.Attached(store),
		Random: rand.Reader, Ballot: key, Keeping: cheap, Report: key, Supervisors: measures.SupervisorsOf(func(ctx context.Context, office string, role evaluation.Role) ([]auth.Account, error) {
			return s.auth.AccountsInUse(ctx, office, role)
		}), Holders: measures.HoldersOf(func(ctx context.Context, office string, people []string) (map[string]auth.Account, error) {
			return s.auth.AccountsOfPersons(ctx, office, people)
		}), Log: slog.New(slog.NewTextHandler(s.log, nil)), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	policy, err := auth.NewPolicy(services.Measures...)
	if err != nil {
		t.Fatal(err)
	}
	s.service, err = evaluation.NewService(evaluation.Parts{
		Ledger: store, Cells: store, Blobs: store, Vault: services.Vault, Policy: policy, Roster: s.roster, Trail: s.trail, Now: time.Now, NewID: newID,
		Log: slog.New(slog.NewTextHandler(s.log, nil)), Measures: services.Measures,
		Changed: services.Changed,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.auth, err = auth.New(auth.Parts{
		Left:  s.roster.Left,
		Cost:  cheap,
		Cells: store, Trail: s.trail, Secret: key, Now: time.Now, NewID: newID, Random: rand.Reader,
		Key: auth.TokenKeys{Current: auth.TokenKey{ID: "k1", Secret: key}},
	})
	if err != nil {
		t.Fatal(err)
	}
	browser := &server.Browser{Auth: s.auth, Key: key}
	core := measures.Core{
		Services: services, Service: s.service, Auth: s.auth, Policy: policy, Trail: s.trail, TrailLog: store, Cells: store,
		Blobs: store, Text: catalog, Roster: s.roster, Rules: rules, Calendar: calendar, Now: time.Now, NewID: newID,
	}
	pages, err := page.New(page.Deps{Core: core, Office: office, Browser: browser})
	if err != nil {
		t.Fatal(err)
	}
	s.store, s.file, s.pages, s.measures, s.education = store, file, pages, services.Measures, services.Education
	s.below("")
	return s
}

// below serves the pages below a prefix.
func (s *site) below(base string) { s.serve(base, s.pages.Problem) }

// serve serves them with problems told as it says; nil tells them to a program.
func (s *site) serve(base string, problem func(*fiber.Ctx, server.Problem) error) {
	s.app = server.New(&server.Parts{
		Log: slog.New(slog.NewTextHandler(s.log, nil)), Text: s.pages.Text, Now: time.Now, Lang: text.Chinese, Ready: s.store.Ping, Page: problem,
	})
	s.pages.Base = func(string) string { return base }
	s.pages.Mount(s.app)
}

// visitor is a browser: it keeps cookies and follows redirects.
type visitor struct {
	site    *site
	cookies map[string]string
	at      string
	file    string // Content-Disposition
	status  int
	body    []byte
}

func (s *site) visitor() *visitor { return &visitor{site: s, cookies: map[string]string{}} }

// over is the same browser at a copy of the office.
func (v *visitor) over(s *site) *visitor {
	c := *v
	c.site, c.cookies = s, maps.Clone(v.cookies)
	return &c
}

func (v *visitor) do(req *http.Request) {
	t := v.site.t
	t.Helper()
	for range 10 {
		for name, value := range v.cookies {
			req.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		resp, err := v.site.app.Test(req, -1)
		if err != nil {
			t.Fatal(err)
		}
		v.status, v.at, v.file = resp.StatusCode, req.URL.RequestURI(), resp.Header.Get("Content-Disposition")
		v.body, err = io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		for _, c := range resp.Cookies() {
			if c.MaxAge < 0 || c.Value == "" {
				delete(v.cookies, c.Name)
			} else {
				v.cookies[c.Name] = c.Value
			}
		}
		if resp.StatusCode != fiber.StatusSeeOther {
			return
		}
		req = httptest.NewRequest(http.MethodGet, resp.Header.Get("Location"), nil)
	}
	t.Fatal("redirects without end")
}

func (v *visitor) get(path string) string {
	v.site.t.Helper()
	v.do(httptest.NewRequest(http.MethodGet, path, nil))
	return string(v.body)
}

var token = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

// post sends a form with the token of the page that the visitor looks at.
func (v *visitor) post(path string, form url.Values) string {
	v.site.t.Helper()
	if m := token.FindSubmatch(v.body); m != nil && form.Get("csrf") == "" {
		form.Set("csrf", string(m[1]))
	}
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	v.do(req)
	return string(v.body)
}

func (v *visitor) upload(path, field, name string, content []byte) string {
	v.site.t.Helper()
	return v.uploadWith(path, field, name, content, nil)
}

// uploadWith sends further fields with the file.
func (v *visitor) uploadWith(path, field, name string, content []byte, further url.Values) string {
	v.site.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("csrf", string(token.FindSubmatch(v.body)[1]))
	for key := range further {
		_ = w.WriteField(key, further.Get(key))
	}
	f, err := w.CreateFormFile(field, name)
	if err != nil {
		v.site.t.Fatal(err)
	}
	_, _ = f.Write(content)
	_ = w.Close()
	req := httptest.NewRequest(http.MethodPost, path, &b)
	req.Header.Set("Content-Type", w.FormDataContentType())
	v.do(req)
	return string(v.body)
}

// login makes an account with the roles and logs in with a password of its own.
func (s *site) login(name, person string, roles ...evaluation.Role) *visitor {
	s.t.Helper()
	_, once, err := s.auth.CreateAccount(s.t.Context(), auth.Operator(office), auth.NewAccount{Name: name, Display: name, Person: person, Roles: roles})
	if err != nil {
		s.t.Fatal(err)
	}
	v := s.visitor()
	v.get("/login")
	v.post("/login", url.Values{"name": {name}, "password": {once}})
	v.post("/password", url.Values{"old": {once}, "new": {"Tang-qiao-1998"}, "again": {"Tang-qiao-1998"}})
	if v.at != "/" || v.status != fiber.StatusOK {
		s.t.Fatalf("after login of %s: %s, %d\n%s", name, v.at, v.status, v.body)
	}
	return v
}

func sample(t *testing.T) []byte {
	t.Helper()
	raw, err := os.ReadFile("../xlsx/testdata/roster-sample.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestARosterIsCheckedImportedAndUndoneOnPages(t *testing.T) {
	s := newSite(t)
	v := s.login("personnel", "", evaluation.RolePersonnel)
	if got := v.get("/roster"); !strings.Contains(got, "名册导入") {
		t.Errorf("the empty roster does not say what to do:\n%s", got)
	}
	v.get("/roster/import")
	got := v.upload("/roster/import", "file", "花名册.xlsx", sample(t))
	record := strings.TrimPrefix(v.at, "/records/")
	for _, want := range []string{"已核对，尚未写入名册", "变更清单", "苏芳嘉", "写入名册"} {
		if !strings.Contains(got, want) {
			t.Errorf("the dry run does not say %q", want)
		}
	}
	if book, err := s.roster.Book(t.Context(), office); err != nil || len(book.People()) != 0 {
		t.Fatalf("the dry run wrote: %v, %v", book, err)
	}
	v.get("/records/" + record + "/acts/apply")
	v.post("/records/"+record+"/acts/apply", url.Values{"version": {"1"}})
	if book, err := s.roster.Book(t.Context(), office); err != nil || len(book.People()) != 96 {
		t.Fatalf("after applying: %v, %v\n%s", len(book.People()), err, v.body)
	}
	if got := v.get("/roster?q=苏芳嘉"); !strings.Contains(got, "TQ0001") {
		t.Error("the imported person is not found")
	}
	if got := v.get("/records/" + record + "/acts/undo"); !strings.Contains(got, "确认后撤回") || !strings.Contains(got, "苏芳嘉") || strings.Contains(got, "不撤回的") {
		t.Errorf("it does not say what undoing would take back:\n%s", got)
	}
	got = v.post("/records/"+record+"/acts/undo", url.Values{"version": {version(v.body)}, "reason": {""}})
	if !strings.Contains(got, "请填写此项") {
		t.Error("undo without a reason passes")
	}
	got = v.post("/records/"+record+"/acts/undo", url.Values{"version": {version(v.body)}, "reason": {"文件有误"}})
	if book, err := s.roster.Book(t.Context(), office); err != nil || len(book.People()) != 0 {
		t.Fatalf("after undoing: %v, %v\n%s", len(book.People()), err, got)
	}
}

var versionField = regexp.MustCompile(`name="version" value="(\d+)"`)

func version(body []byte) string {
	if m := versionField.FindSubmatch(body); m != nil {
		return string(m[1])
	}
	return ""
}

func TestALostRaceShowsTheNewestStateAndKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t)
	a, b := s.login("first", "", evaluation.RoleAdmin), s.login("second", "", evaluation.RoleAdmin)
	a.get("/settings")
	act := strings.SplitN(a.at, "?", 2)[0] + "/acts/change"
	a.get(act)
	b.get(act)
	seen := version(a.body)
	b.post(act, url.Values{"version": {seen}, "name": {"乙改的名称"}, "short_name": {"乙"}})
	got := a.post(act, url.Values{"version": {seen}, "name": {"甲改的名称"}, "short_name": {"甲"}})
	if a.status != fiber.StatusConflict || !strings.Contains(got, "乙改的名称") || !strings.Contains(got, "甲改的名称") {
		t.Errorf("status %d\n%s", a.status, got)
	}
	got = a.post(act, url.Values{"version": {version(a.body)}, "name": {"甲改的名称"}, "short_name": {"甲"}})
	if a.status != fiber.StatusOK || !strings.Contains(got, "设置已保存") {
		t.Errorf("the second try does not pass: %d\n%s", a.status, got)
	}
}

func TestAFormOfAnotherSiteIsRefused(t *testing.T) {
	s := newSite(t)
	v := s.login("admin2", "", evaluation.RoleAdmin)
	v.get("/accounts/new")
	v.post("/accounts/new", url.Values{"csrf": {"forged"}, "name": {"x"}, "display": {"x"}, "roles": {"personnel"}})
	if v.status != fiber.StatusForbidden {
		t.Errorf("a forged token got %d", v.status)
	}
	other := s.login("admin3", "", evaluation.RoleAdmin)
	other.get("/accounts/new")
	stolen := token.FindSubmatch(other.body)
	v.post("/accounts/new", url.Values{"csrf": {string(stolen[1])}, "name": {"x"}, "display": {"x"}, "roles": {"personnel"}})
	if v.status != fiber.StatusForbidden {
		t.Errorf("somebody else's token got %d", v.status)
	}
}

func TestEveryPageOfEveryRoleIsWellMade(t *testing.T) {
	s := newSite(t)
	personnel := s.login("personnel", "", evaluation.RolePersonnel)
	personnel.get("/roster/import")
	personnel.upload("/roster/import", "file", "花名册.xlsx", sample(t))
	record := strings.TrimPrefix(personnel.at, "/records/")
	personnel.get("/records/" + record + "/acts/apply")
	personnel.post("/records/"+record+"/acts/apply", url.Values{"version": {"1"}})
	book, err := s.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	member := book.On(evaluation.DateOf(time.Now())).Members()[0]
	visitors := map[string]*visitor{
		"nobody": s.visitor(), "personnel": personnel,
		"admin":   s.login("admin", "", evaluation.RoleAdmin),
		"auditor": s.login("auditor", "", evaluation.RoleAuditor),
		"cadre":   s.login("cadre", member.ID, evaluation.RoleCadre, evaluation.RoleHead),
	}
	for name, v := range visitors {
		for _, path := range []string{
			"/", "/login", "/assessment", "/assessment/rate", "/new/assessment.cycle/plan", "/todo", "/me", "/overview", "/lists/roster.import?due=late", "/account", "/password", "/account/totp", "/roster", "/roster/people/" + member.ID, "/roster/import",
			"/records/" + record, "/records/" + member.ID, "/records/" + member.ID + "/acts/amend", "/new/roster.person/enter",
			"/lists/roster.import", "/accounts", "/accounts/new", "/accounts/bulk", "/accounts/slips", "/audit", "/rules", "/rules/assessment.notice",
			"/new/rules.override/set?key=assessment.notice", "/workdays", "/calendar", "/calendar?month=1900-01", "/calendar?month=2200-12", "/calendar/year?year=2200", "/new/workday.year/enter", "/settings", "/records/none", "/none",
		} {
			for _, lang := range text.Languages() {
				v.cookies["kaoji_lang"] = lang
				v.get(path)
				if v.status >= fiber.StatusInternalServerError || v.status == fiber.StatusUnprocessableEntity {
					t.Errorf("%s %s: %d\n%s", name, path, v.status, v.body)
				}
				for _, p := range pagetest.Problems(v.body) {
					t.Errorf("%s %s (%s): %s", name, path, lang, p)
				}
			}
		}
	}
}
