package server_test

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

// desk is the bare server with sessions in cookies over a real storage.
type desk struct {
	*stand
	auth  *auth.Service
	clock atomic.Int64
}

func newDesk(t *testing.T, change ...func(*server.Parts)) *desk {
	t.Helper()
	d := &desk{stand: newStand(t, change...)}
	d.clock.Store(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC).UnixNano())
	now := func() time.Time { return time.Unix(0, d.clock.Load()) }
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "kaoji.db"), sqlite.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	key := bytes.Repeat([]byte{7}, 32)
	d.auth, err = auth.New(auth.Parts{
		Cost:  auth.Cost{Memory: 8, Time: 1}, // this is about something else
		Cells: store, Trail: evaluation.NewTrail(store, key, now), Key: auth.TokenKeys{Current: auth.TokenKey{ID: "k1", Secret: key}},
		Secret: key, Now: now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Random: rand.Reader,
		Settings: auth.Settings{Office: "o", Idle: time.Hour},
	})
	if err != nil {
		t.Fatal(err)
	}
	b := &server.Browser{Auth: d.auth, Key: key}
	d.app.Get("/form", b.Recognise, b.Guard, func(c *fiber.Ctx) error {
		who := "nobody"
		if s := server.Session(c); s != nil {
			who = s.Account.Name
		}
		return c.SendString(who + " " + b.FormToken(c))
	})
	take := func(c *fiber.Ctx) error {
		if err := server.TakeBody(c, server.MaxForm); err != nil {
			return err
		}
		return c.Next()
	}
	d.app.Post("/form", b.Recognise, take, b.Guard, func(c *fiber.Ctx) error { return c.SendString("taken") })
	d.app.Get("/in/:name/:password", func(c *fiber.Ctx) error {
		t, err := d.auth.Login(c.UserContext(), auth.LoginInput{Name: c.Params("name"), Password: c.Params("password")})
		if err != nil {
			return err
		}
		b.Remember(c, t)
		return nil
	})
	return d
}

// jar is a browser's cookies.
type jar map[string]string

func (j jar) header() string {
	var list []string
	for name, value := range j {
		list = append(list, name+"="+value)
	}
	slices.Sort(list)
	return strings.Join(list, "; ")
}

func (j jar) keep(a answer) {
	for _, c := range a.Cookies() {
		if j[c.Name] = c.Value; c.Value == "" {
			delete(j, c.Name)
		}
	}
}

func (d *desk) visit(j jar) (who, token string) {
	d.t.Helper()
	a := d.ask("GET", "/form", "", "Cookie", j.header())
	j.keep(a)
	who, token, _ = strings.Cut(a.body, " ")
	return who, token
}

func (d *desk) post(j jar, token string, head ...string) int {
	d.t.Helper()
	head = append(head, "Cookie", j.header(), "Content-Type", "application/x-www-form-urlencoded")
	return d.ask("POST", "/form", url.Values{"csrf": {token}}.Encode(), head...).StatusCode
}

func (d *desk) login(name string) (jar, answer) {
	d.t.Helper()
	_, password, err := d.auth.CreateAccount(d.t.Context(), auth.Operator("o"), auth.NewAccount{Name: name, Display: name, Roles: []evaluation.Role{evaluation.RoleCadre}})
	if err != nil {
		d.t.Fatal(err)
	}
	j := jar{}
	a := d.ask("GET", "/in/"+name+"/"+password, "")
	j.keep(a)
	return j, a
}

func TestASessionsCookiesAreOutOfReachOfScriptsAndOtherSites(t *testing.T) {
	d := newDesk(t, func(p *server.Parts) { p.TrustedProxies = []string{"0.0.0.0"} })
	_, a := d.login("zhang")
	if len(a.Cookies()) != 2 {
		t.Fatalf("cookies %v", a.Cookies())
	}
	for _, c := range a.Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Secure || c.Path != "/" {
			t.Errorf("%v", c)
		}
	}
	secure := d.ask("GET", "/form", "", "X-Forwarded-Proto", "https")
	for _, c := range secure.Cookies() {
		if !c.Secure {
			t.Errorf("over https: %v", c)
		}
	}
	if len(secure.Cookies()) == 0 {
		t.Error("no cookie over https")
	}
}

func TestAFormCountsOnlyFromItsOwnSessionAndSite(t *testing.T) {
	d := newDesk(t)
	zhang, _ := d.login("zhang")
	li, _ := d.login("li")
	who, token := d.visit(zhang)
	if who != "zhang" {
		t.Fatalf("recognised as %s", who)
	}
	_, lis := d.visit(li)
	visitor := jar{}
	_, strangers := d.visit(visitor)
	for name, c := range map[string]struct {
		jar    jar
		token  string
		head   []string
		status int
	}{
		"own":                         {zhang, token, nil, 200},
		"own, said to be own":         {zhang, token, []string{"Sec-Fetch-Site", "same-origin", "Origin", "http://example.com"}, 200},
		"no token":                    {zhang, "", nil, 403},
		"another's token":             {zhang, lis, nil, 403},
		"a visitor's token":           {zhang, strangers, nil, 403},
		"a changed token":             {zhang, token[:len(token)-2] + "AA", nil, 403},
		"from another site":           {zhang, token, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		"from a neighbouring site":    {zhang, token, []string{"Sec-Fetch-Site", "same-site"}, 403},
		"another origin":              {zhang, token, []string{"Origin", "https://evil.example"}, 403},
		"before login":                {visitor, strangers, nil, 200},
		"before login, another visit": {jar{}, strangers, nil, 403},
	} {
		if got := d.post(c.jar, c.token, c.head...); got != c.status {
			t.Errorf("%s: %d, want %d", name, got, c.status)
		}
	}
}

func TestASpentAccessTokenIsRenewedOnTheWay(t *testing.T) {
	d := newDesk(t)
	j, _ := d.login("zhang")
	before := jar{server.CookieAccess: j[server.CookieAccess], server.CookieRefresh: j[server.CookieRefresh]}
	d.clock.Add(int64(20 * time.Minute))
	if who, _ := d.visit(j); who != "zhang" {
		t.Errorf("after 20 minutes recognised as %s", who)
	}
	if j[server.CookieAccess] == before[server.CookieAccess] || j[server.CookieRefresh] == before[server.CookieRefresh] {
		t.Error("the tokens are the old ones")
	}
	d.clock.Add(int64(20 * time.Minute))
	if who, _ := d.visit(before); who != "nobody" {
		t.Errorf("an old refresh token is still %s", who)
	}
	if before[server.CookieRefresh] != "" {
		t.Error("the browser keeps cookies that open nothing")
	}
	if who, _ := d.visit(j); who != "nobody" {
		t.Error("the session goes on although an old token came back: two hold it")
	}
}
