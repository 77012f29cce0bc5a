//go:build nightly

package main

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/demo"
	"kaoji/app/page/pagetest"
)

// reader is a browser of one account of the demo.
type reader struct {
	app     *fiber.App
	cookies map[string]string
}

func (r *reader) send(req *http.Request) (pagetest.Reply, error) {
	for name, value := range r.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	resp, err := r.app.Test(req, -1)
	if err != nil {
		return pagetest.Reply{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	for _, c := range resp.Cookies() {
		r.cookies[c.Name] = c.Value
	}
	body, err := io.ReadAll(resp.Body)
	return pagetest.Reply{
		Status: resp.StatusCode, Location: resp.Header.Get(fiber.HeaderLocation), Type: resp.Header.Get(fiber.HeaderContentType), Body: body,
	}, err
}

func (r *reader) get(address string) (pagetest.Reply, error) {
	return r.send(httptest.NewRequest(http.MethodGet, address, nil))
}

var formToken = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

// loggedIn logs in to the demo.
func loggedIn(t *testing.T, app *fiber.App, name string) *reader {
	t.Helper()
	r := &reader{app: app, cookies: map[string]string{}}
	page, err := r.get("/login")
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"csrf": {string(formToken.FindSubmatch(page.Body)[1])}, "name": {name}, "password": {demo.Password}, "next": {"/"}}
	req := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader(form.Encode()))
	req.Header.Set(fiber.HeaderContentType, fiber.MIMEApplicationForm)
	if reply, err := r.send(req); err != nil || reply.Status != fiber.StatusSeeOther {
		t.Fatalf("login of %s: %d, %v", name, reply.Status, err)
	}
	return r
}

// TestNothingIsOfferedThatDoesNotOpen logs in as somebody of every role and
// opens everything that pages offer of the filled demo: no link is refused or
// leads nowhere, nothing answers 5xx, and no text of a user becomes script.
func TestNothingIsOfferedThatDoesNotOpen(t *testing.T) {
	cfg := settings(t)
	if kept := os.Getenv("KAOJI_TEST_DEMO"); kept != "" { // a folder that is filled at the first run
		cfg.Data = kept
	}
	clock := demo.At(time.Now())
	if err := fillDemo(t.Context(), cfg, &clock); err != nil {
		t.Fatal(err)
	}
	k, err := build(t.Context(), cfg, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Store.Close() })
	app, err := k.app()
	if err != nil {
		t.Fatal(err)
	}
	// Heads, cadres and committees differ in what they are parties to.
	for _, name := range []string{
		"admin", "shenji", "zuzhi", "jigong", "jiandu1", "ld01", "ld03", "tq0001", "tq0010", "tq0002", "xj03", "jw0101",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := pagetest.Crawler{Get: loggedIn(t, app, name).get, Alike: alike, Most: 10_000}
			if err := c.Run("/"); err != nil {
				t.Error(err)
			}
			t.Logf("%d addresses", c.Opened)
			for _, found := range c.Found {
				t.Error(found)
			}
		})
	}
}

// alike is how many addresses that differ in ids alone are opened by one reader:
// the records of a kind in their states, not each of ten thousand.
const alike = 25
