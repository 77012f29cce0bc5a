package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/demo"
	"kaoji/app/officetest/ninth"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/storage/mongo/mongotest"
)

// more is the line by which the made-up measure is registered.
var more = addition{texts: ninth.Texts, make: ninth.New}

// visit is somebody who is logged in, in the browser and over the API.
type visit struct {
	t     *testing.T
	app   *fiber.App
	token string
}

func (v *visit) ask(method, path string, header map[string]string, body string) (status int, reply string) {
	v.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for name, value := range header {
		r.Header.Set(name, value)
	}
	res, err := v.app.Test(r, -1)
	if err != nil {
		v.t.Fatal(err)
	}
	raw, err := io.ReadAll(res.Body)
	if err := errors.Join(err, res.Body.Close()); err != nil {
		v.t.Fatal(err)
	}
	if at := res.Header.Get("Location"); at != "" {
		return res.StatusCode, at
	}
	return res.StatusCode, string(raw)
}

// page opens an address in the browser.
func (v *visit) page(path string) (status int, html string) {
	return v.ask(http.MethodGet, path, map[string]string{"Cookie": "kaoji_access=" + v.token}, "")
}

var csrf = regexp.MustCompile(`name="csrf" value="([^"]*)"`)

// post fills the form of an address in, and returns where it leads.
func (v *visit) post(path string, form url.Values) string {
	v.t.Helper()
	_, html := v.page(path)
	m := csrf.FindStringSubmatch(html)
	if m == nil {
		v.t.Fatalf("no form at %s: %.500s", path, html)
	}
	form.Set("csrf", m[1])
	if n := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(html); n != nil {
		form.Set("version", n[1])
	}
	status, at := v.ask(http.MethodPost, path, map[string]string{
		"Cookie": "kaoji_access=" + v.token, "Content-Type": fiber.MIMEApplicationForm, "Origin": "http://example.com",
	}, form.Encode())
	if status != http.StatusSeeOther {
		_, main, _ := strings.Cut(at, "<main")
		v.t.Fatalf("%s: %d %.4000s", path, status, main)
	}
	return at
}

// api asks the API.
func (v *visit) api(method, path, body string) (status int, reply string) {
	header := map[string]string{"Authorization": "Bearer " + v.token, "Content-Type": fiber.MIMEApplicationJSON}
	return v.ask(method, "/api/v1"+path, header, body)
}

// login makes an account of the first office and logs in with it.
func (k *Kaoji) login(t *testing.T, app *fiber.App, name, person string, role evaluation.Role) *visit {
	t.Helper()
	return k.loginAt(t, app, k.Office, name, person, role)
}

func (k *Kaoji) loginAt(t *testing.T, app *fiber.App, office, name, person string, role evaluation.Role) *visit {
	t.Helper()
	_, once, err := k.Auth.CreateAccount(t.Context(), auth.Operator(office), auth.NewAccount{
		Name: name, Display: name, Person: person, Roles: []evaluation.Role{role},
	})
	if err != nil {
		t.Fatal(err)
	}
	first, err := k.Auth.Login(t.Context(), auth.LoginInput{Office: office, Name: name, Password: once})
	if err != nil {
		t.Fatal(err)
	}
	who, err := k.Auth.Authenticate(t.Context(), first.Access)
	if err == nil {
		err = k.Auth.ChangePassword(t.Context(), who, once, "Kaoji-ninth-2026")
	}
	if err != nil {
		t.Fatal(err)
	}
	return &visit{t, app, first.Access}
}

// A measure that nothing in the tree knows goes through page, act, list, to-do,
// API, description, policy, print, export and the cadre's file, on both storages.
func TestAMeasureMoreIsOneFolderAndOneLine(t *testing.T) {
	stores := map[string]string{"sqlite": "sqlite:"}
	if !testing.Short() {
		uri, stop, err := mongotest.StartServer(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer stop()
		at, err := url.Parse(uri)
		if err != nil {
			t.Fatal(err)
		}
		at.Path = "/kaoji_ninth"
		stores["mongodb"] = at.String()
	}
	for name, store := range stores {
		t.Run(name, func(t *testing.T) { ninthStory(t, store) })
	}
}

func ninthStory(t *testing.T, store string) {
	cfg := settings(t)
	cfg.Store, cfg.Lang = store, "zh"
	var clock atomic.Int64
	clock.Store(time.Date(2026, 12, 1, 2, 0, 0, 0, time.UTC).UnixMilli())
	now := func() time.Time { return time.UnixMilli(clock.Load()).UTC() }
	k, err := build(t.Context(), cfg, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})), now, more)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = k.Store.Close() }()
	app, err := k.app()
	if err != nil {
		t.Fatal(err)
	}
	clockAt := demo.At(now())
	if _, err := demo.Play(t.Context(), demo.Deps{Core: k.Core, Office: k.Office, Clock: &clockAt}, ninth.Demo); err != nil {
		t.Fatal(err)
	}
	book, err := k.Roster.Book(t.Context(), k.Office)
	if err != nil {
		t.Fatal(err)
	}
	var people []string
	for _, no := range []string{"N0", "N1", "N2"} {
		id, _ := book.ByNo(no)
		people = append(people, id)
	}
	cadre := k.login(t, app, "wang", people[0], evaluation.RoleCadre)
	friend := k.login(t, app, "li", people[1], evaluation.RoleCadre)
	stranger := k.login(t, app, "zhao", people[2], evaluation.RoleCadre)
	personnel := k.login(t, app, "zuzhi", "", evaluation.RolePersonnel)

	// The menu, the home page, the form of an act, the encrypted field.
	says := func(v *visit, path string, wants ...string) string {
		t.Helper()
		status, html := v.page(path)
		for _, want := range wants {
			if status != http.StatusOK || !strings.Contains(html, want) {
				t.Fatalf("%s: %d, no %q in %.3000s", path, status, want, html)
			}
		}
		return html
	}
	says(cadre, "/", "合理化建议")
	says(cadre, "/ninth", "提出建议")
	says(cadre, "/lists/ninth.idea", "延时服务")
	at := cadre.post("/new/ninth.idea/hand_in", url.Values{"title": {"错峰办公"}, "text": {"午间窗口不断人"}, "contact": {"13900001111"}, "circle": {people[1]}})
	id := strings.TrimPrefix(at, "/records/")
	stored, err := k.Store.Get(t.Context(), k.Office, id)
	if err != nil || bytes.Contains(stored.Payload, []byte("13900001111")) || !bytes.Contains(stored.Payload, []byte(`"contact"`)) {
		t.Fatalf("kept as %s, %v", stored.Payload, err)
	}
	if html := says(cadre, at, "错峰办公", "已提出"); strings.Contains(html, "联系方式") {
		t.Error("the cadre reads the sealed contact")
	}

	says(personnel, "/calendar/year", "建议办理到期")
	says(personnel, "/calendar?month="+stored.Due.String()[:len("2026-12")], at)

	// The circle reads it, nobody else does: page, list, count, API.
	says(friend, at, "错峰办公")
	says(friend, "/lists/ninth.idea", "错峰办公")
	says(friend, "/search?q="+url.QueryEscape("错峰"), at)
	if _, html := stranger.page("/search?q=" + url.QueryEscape("错峰")); strings.Contains(html, at) || !strings.Contains(html, "没有与") {
		t.Errorf("a stranger to it finds it:\n%s", html)
	}
	if status, _ := stranger.page(at); status != http.StatusNotFound {
		t.Errorf("a stranger to it gets %d", status)
	}
	if html := says(stranger, "/lists/ninth.idea"); strings.Contains(html, "错峰办公") {
		t.Error("a stranger to it finds it in the list")
	}
	if status, _ := stranger.api(http.MethodGet, "/ninth/ideas/"+id, ""); status != http.StatusNotFound {
		t.Errorf("over the API %d", status)
	}
	if status, reply := friend.api(http.MethodGet, "/ninth/ideas/"+id, ""); status != http.StatusOK || !strings.Contains(reply, "错峰办公") || strings.Contains(reply, "contact") {
		t.Errorf("the circle reads %d %s over the API", status, reply)
	}

	// The to-do, an act with an effect, the box without names, the operation of its own.
	says(personnel, "/todo", "错峰办公")
	personnel.post(at+"/acts/ask", url.Values{})
	for i, v := range []*visit{cadre, friend} {
		if status, reply := v.api(http.MethodPost, "/ninth/ideas/"+id+"/vote", fmt.Sprintf(`{"yes":%t}`, i == 0)); status != http.StatusNoContent {
			t.Fatalf("vote: %d %s", status, reply)
		}
	}
	if status, _ := friend.api(http.MethodPost, "/ninth/ideas/"+id+"/vote", `{"yes":true}`); status != http.StatusConflict {
		t.Errorf("a second vote: %d", status)
	}
	says(personnel, at, "已有 2 人表决")
	personnel.post(at+"/acts/take_up", url.Values{"reason": {"可行"}})
	says(personnel, at, "已采纳", "落实事项")
	says(cadre, at, "赞成", "反对")

	// The list in the order of a column and filtered by it, in the page and over the
	// API; whoever may not read a record does not find it so either.
	votes := []struct {
		query  string
		titles []string
	}{
		{"sort=-yes", []string{"错峰办公", "延时服务"}}, {"sort=yes", []string{"延时服务", "错峰办公"}},
		{"yes_from=1", []string{"错峰办公"}}, {"yes_to=0", []string{"延时服务"}}, {"yes_from=1&no_from=2", nil},
	}
	order := func(text string) []string {
		titles := regexp.MustCompile("错峰办公|延时服务").FindAllString(text[max(strings.Index(text, "<tbody"), 0):], -1)
		return slices.Compact(titles)
	}
	for _, c := range votes {
		_, html := personnel.page("/lists/ninth.idea?" + c.query)
		status, reply := personnel.api(http.MethodGet, "/ninth/ideas?"+c.query, "")
		if !slices.Equal(order(html), c.titles) || status != http.StatusOK || !slices.Equal(order(reply), c.titles) {
			t.Errorf("%s: %q in the page and %q over the API (%d), not %q", c.query, order(html), order(reply), status, c.titles)
		}
		if status, reply = stranger.api(http.MethodGet, "/ninth/ideas?"+c.query, ""); status != http.StatusOK || strings.Contains(reply, "错峰办公") {
			t.Errorf("%s: a stranger finds %d %s", c.query, status, reply)
		}
	}
	says(personnel, "/lists/ninth.idea?sort=yes", `aria-sort="ascending"`, `sort=-yes`, `name="yes_from"`, ">赞成")
	for _, bad := range []string{"sort=contact", "contact=x", "yes_from=many"} {
		if status, reply := personnel.api(http.MethodGet, "/ninth/ideas?"+bad, ""); status != http.StatusUnprocessableEntity || !strings.Contains(reply, `"errors"`) {
			t.Errorf("%s: %d %s", bad, status, reply)
		}
		if status, html := personnel.page("/lists/ninth.idea?" + bad); status == http.StatusInternalServerError || bad != "contact=x" && status == http.StatusOK {
			t.Errorf("%s: the page answers %d %.300s", bad, status, html)
		}
	}

	// The print form, the list as a workbook, the cadre's file, the public page.
	says(cadre, at+"/print/ninth_idea", "合理化建议表", "午间窗口不断人")
	if status, file := personnel.page("/lists/ninth.idea?export=xlsx"); status != http.StatusOK || !strings.HasPrefix(file, "PK") {
		t.Errorf("the list as a workbook: %d", status)
	}
	says(cadre, "/me", "建议“错峰办公”被采纳")
	says(&visit{t: t, app: app}, "/ninth/open", "已采纳建议 2 条")

	// The job: what nobody asked about in time lapses.
	late := strings.TrimPrefix(cadre.post("/new/ninth.idea/hand_in", url.Values{"title": {"共享会议室"}, "text": {"按时段预约"}}), "/records/")
	clock.Add((40 * 24 * time.Hour).Milliseconds())
	if err := k.watch(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r, err := k.Store.Get(t.Context(), k.Office, late); err != nil || r.State != ninth.Lapsed {
		t.Errorf("after 40 days: %s, %v", r.State, err)
	}

	// The description, the policy, the integrity of all that was written.
	var doc struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	_, raw := cadre.ask(http.MethodGet, "/api/v1/openapi.json", nil, "")
	if err := json.Unmarshal([]byte(raw), &doc); err != nil || doc.Paths["/api/v1/ninth/ideas/{id}/acts/take_up"] == nil && doc.Paths["/ninth/ideas/{id}/acts/take_up"] == nil || !strings.Contains(raw, `"ninth-vote"`) {
		t.Errorf("described are %d paths, none of the measure: %v", len(doc.Paths), err)
	}
	if strings.Contains(raw, "/ninth/ideas/{id}/acts/lapse") {
		t.Error("Kaoji's own act is offered over the API")
	}
	if !slices.ContainsFunc(k.Policy.Grants(), func(g auth.Grant) bool { return g.Kind == ninth.KindIdea && g.Act == "take_up" }) {
		t.Error("the policy does not know the measure")
	}
	for _, id := range []string{id, late} {
		r, err := k.Store.Get(t.Context(), k.Office, id)
		if bad := evaluation.VerifyHistory(k.Keys.Trail, &r); err != nil || len(bad) > 0 {
			t.Errorf("%v %v", bad, err)
		}
	}
}
