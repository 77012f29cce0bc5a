package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/offices"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// led opens a page and returns where it leads, "" if nowhere.
func (v *visit) led(path string) (status int, location string) {
	return v.ledAt("example.com", path)
}

// ledAt is led under a host name.
func (v *visit) ledAt(host, path string) (status int, location string) {
	v.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, http.NoBody)
	r.Host = host
	if v.token != "" {
		r.AddCookie(&http.Cookie{Name: server.CookieAccess, Value: v.token})
	}
	res, err := v.app.Test(r, -1)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	return res.StatusCode, res.Header.Get("Location")
}

// withWeifang opens the deployment, and its office weifang.
func withWeifang(t *testing.T, cfg config.Config) (*Kaoji, *fiber.App, offices.Office) {
	t.Helper()
	k := opened(t, cfg)
	app, err := k.app()
	if err != nil {
		t.Fatal(err)
	}
	weifang, err := k.Offices.ByCode(t.Context(), "weifang")
	if err != nil {
		t.Fatal(err)
	}
	return k, app, weifang
}

func TestOfficesOfADeploymentKeepApart(t *testing.T) {
	cfg := settings(t)
	opening := must(t, cfg, cli.OfficeOpen{Code: "weifang", Name: "潍坊街道党工委", Short: "潍坊街道"})
	once := regexp.MustCompile(`password\s+(\S+)`).FindStringSubmatch(opening)
	if once == nil || !strings.Contains(opening, "/o/weifang/") || !strings.Contains(opening, "admin@weifang") {
		t.Fatalf("printed %q", opening)
	}
	if list := must(t, cfg, cli.OfficeList{}); !regexp.MustCompile(`\n  潍坊街道党工委 +weifang`).MatchString(list) {
		t.Errorf("not below the first office:\n%s", list)
	}
	k, app, weifang := withWeifang(t, cfg)
	if in, err := k.Auth.Login(t.Context(), auth.LoginInput{Name: "admin@weifang", Password: once[1]}); err != nil || !in.MustChange {
		t.Errorf("the printed password: %v", err)
	}
	ours := k.loginAt(t, app, k.Office, "zuzhi", "", evaluation.RolePersonnel)
	theirs := k.loginAt(t, app, weifang.ID, "zuzhi", "", evaluation.RolePersonnel)
	nobody := &visit{t: t, app: app}
	by := evaluation.Actor{Office: weifang.ID, Account: "zuzhi", Name: "zuzhi", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	unit, err := k.Service.Create(t.Context(), by, roster.KindDepartment, "open", evaluation.Creation{Input: &roster.OpenDepartment{Name: "潍坊组织科", Order: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Service.Create(t.Context(), by, concern.KindBox, "open", evaluation.Creation{Input: &concern.OpenInput{Scope: concern.ScopeOffice}}); err != nil {
		t.Fatal(err)
	}
	box, err := k.Concern.OfficeBox(t.Context(), weifang.ID)
	if err != nil || box == "" {
		t.Fatal(box, err)
	}
	for _, one := range []struct {
		who  *visit
		path string
		want int
		to   string
	}{
		{ours, "/", http.StatusOK, ""},
		{theirs, "/o/weifang/", http.StatusOK, ""},
		{theirs, "/o/weifang/roster", http.StatusOK, ""},
		{theirs, "/o/weifang/records/" + unit.ID, http.StatusOK, ""},
		{ours, "/records/" + unit.ID, http.StatusNotFound, ""},
		// Whoever begins at another office's first page is led home.
		{ours, "/o/weifang/", http.StatusSeeOther, "/"},
		{theirs, "/", http.StatusSeeOther, "/o/weifang/"},
		// On its other pages nobody of elsewhere is logged in.
		{ours, "/o/weifang/records/" + unit.ID, http.StatusSeeOther, "/o/weifang/login?next=" + url.QueryEscape("/o/weifang/records/"+unit.ID)},
		{theirs, "/records/" + unit.ID, http.StatusSeeOther, "/login?next=" + url.QueryEscape("/records/"+unit.ID)},
		{nobody, "/o/weifang/", http.StatusSeeOther, "/o/weifang/login?next=" + url.QueryEscape("/o/weifang/")},
		// A comment box stands at its own office's address.
		{nobody, "/o/weifang/b/" + box, http.StatusOK, ""},
		{ours, "/o/weifang/b/" + box, http.StatusOK, ""},
		{nobody, "/b/" + box, http.StatusNotFound, ""},
		{nobody, "/o/nowhere/login", http.StatusNotFound, ""},
		{nobody, "/o/" + k.Office + "/login", http.StatusNotFound, ""},
	} {
		if status, to := one.who.led(one.path); status != one.want || to != one.to {
			t.Errorf("%s: %d %q, want %d %q", one.path, status, to, one.want, one.to)
		}
	}
	link := regexp.MustCompile(`(?:href|action)="(/[^"]*)"`)
	for path, who := range map[string]*visit{"/o/weifang/": theirs, "/o/weifang/roster": theirs, "/o/weifang/b/" + box: nobody, "/o/weifang/login": nobody} {
		_, html := who.page(path)
		for _, m := range link.FindAllStringSubmatch(html, -1) {
			if !strings.HasPrefix(m[1], "/o/weifang/") && !strings.HasPrefix(m[1], "/static/") {
				t.Errorf("%s leads to another office: %s", path, m[1])
			}
		}
	}
	if status, _ := ours.api(http.MethodGet, "/roster/departments/"+unit.ID, ""); status != http.StatusNotFound {
		t.Errorf("the API shows another office's record: %d", status)
	}
	if status, _ := theirs.api(http.MethodGet, "/roster/departments/"+unit.ID, ""); status != http.StatusOK {
		t.Errorf("the API does not show the own record: %d", status)
	}
	for office, want := range map[string]evaluation.Code{k.Office: "", weifang.ID: evaluation.CodeInvalid} {
		who := by
		who.Office = office
		_, err := k.Service.Create(t.Context(), who, rulepack.KindOverride, "set", evaluation.Creation{Input: &rulepack.SetInput{
			Key: "security.lockout.failures", Value: "4", Source: "某区〔2026〕1号", Reason: "统一规定", ValidFrom: evaluation.NewDate(2026, 1, 1),
		}})
		if evaluation.CodeOf(err) != want {
			t.Errorf("a rule of logging in in %s: %v", office, err)
		}
	}
	if err := k.Offices.Close(t.Context(), weifang.ID); err != nil {
		t.Fatal(err)
	}
	if status, _ := theirs.api(http.MethodGet, "/roster/departments/"+unit.ID, ""); status != http.StatusUnauthorized {
		t.Errorf("the API of a closed office: %d", status)
	}
	for _, path := range []string{"/o/weifang/", "/o/weifang/b/" + box} {
		if status, _ := theirs.led(path); status != http.StatusNotFound {
			t.Errorf("a page of a closed office: %s %d", path, status)
		}
	}
}

// A host name leads to the pages of its office and to nothing else.
func TestAHostNameLeadsToItsOffice(t *testing.T) {
	cfg := settings(t)
	must(t, cfg, cli.OfficeOpen{Code: "weifang", Name: "潍坊街道"})
	must(t, cfg, cli.OfficeOpen{Code: "nanquan", Name: "南泉街道"})
	must(t, cfg, cli.OfficeHost{Code: "weifang", Host: "Weifang.example.cn"})
	for _, wrong := range []string{"weifang.example.cn", "https://nanquan.example.cn", "nanquan.example.cn:8080", "-"} {
		if _, err := command(t, cfg, cli.OfficeHost{Code: "nanquan", Host: wrong}); err == nil {
			t.Errorf("nanquan has the host name %q", wrong)
		}
	}
	k, app, weifang := withWeifang(t, cfg)
	nobody := &visit{t: t, app: app}
	const host = "weifang.example.cn"
	for _, one := range []struct {
		host, path string
		want       int
		to         string
	}{
		{host, "/", http.StatusSeeOther, "/o/weifang/"},
		{"WEIFANG.example.cn:8080", "/roster?unit=1", http.StatusSeeOther, "/o/weifang/roster?unit=1"},
		{host, "/o/weifang/login", http.StatusOK, ""},
		{host, "/o/nanquan/login", http.StatusOK, ""},
		{"other.example.cn", "/login", http.StatusOK, ""},
		{host, "/readyz", http.StatusOK, ""},
	} {
		if status, to := nobody.ledAt(one.host, one.path); status != one.want || to != one.to {
			t.Errorf("%s%s: %d %q, want %d %q", one.host, one.path, status, to, one.want, one.to)
		}
	}
	if _, to := nobody.ledAt(host, "//elsewhere.example/login"); to != "" && !strings.HasPrefix(to, "/o/weifang/") {
		t.Errorf("leads to %q", to)
	}
	if err := k.Offices.Answer(t.Context(), weifang.ID, ""); err != nil {
		t.Fatal(err)
	}
	if status, to := nobody.ledAt(host, "/login"); status != http.StatusOK {
		t.Errorf("a host name that was taken away leads to %q", to)
	}
}

func TestAnOfficeIsRenamed(t *testing.T) {
	cfg := settings(t)
	must(t, cfg, cli.OfficeOpen{Code: "weifang", Name: "潍坊街道党工委"})
	must(t, cfg, cli.OfficeRename{Code: "weifang", Name: "潍坊新村街道党工委", Short: "潍坊新村"})
	if list := must(t, cfg, cli.OfficeList{}); !strings.Contains(list, "潍坊新村街道党工委") {
		t.Errorf("printed\n%s", list)
	}
	if _, err := command(t, cfg, cli.OfficeRename{Code: "weifang", Name: strings.Repeat("长", 61)}); err == nil {
		t.Error("a name of 61 letters")
	}
}

// What runs by itself runs for every office.
func TestWhatRunsByItselfRunsForEveryOffice(t *testing.T) {
	cfg := settings(t)
	must(t, cfg, cli.OfficeOpen{Code: "weifang", Name: "潍坊街道"})
	must(t, cfg, cli.AccountCreate{Name: "li", Display: "李娜", Role: []string{"personnel"}})
	k := opened(t, cfg)
	if err := k.keepHead(t.Context()); err != nil {
		t.Fatal(err)
	}
	weifang, err := k.Offices.ByCode(t.Context(), "weifang")
	if err != nil {
		t.Fatal(err)
	}
	for _, office := range []string{k.Office, weifang.ID} {
		if heads, err := k.heads().Of(office); err != nil || len(heads) == 0 {
			t.Errorf("the trail of %s is not signed: %v", office, err)
		}
	}
	cfg.Office = "weifang"
	must(t, cfg, cli.AccountCreate{Name: "li", Display: "李娜", Role: []string{"personnel"}})
	if _, err := k.Auth.AccountByName(t.Context(), auth.Operator(weifang.ID), "li"); err != nil {
		t.Error(err)
	}
	cfg.Office = "nowhere"
	if _, err := command(t, cfg, cli.AccountList{}); err == nil {
		t.Error("a command about an office that does not exist")
	}
}
