package main

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

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

// page is what an address shows.
func (r *reader) page(t *testing.T, address string) string {
	t.Helper()
	reply, err := r.get(address)
	if err != nil || reply.Status != fiber.StatusOK {
		t.Fatalf("%s: %d, %v\n%s", address, reply.Status, err, reply.Body)
	}
	return string(reply.Body)
}

// post fills in the form of an address, over what it has filled in, and sends it.
func (r *reader) post(t *testing.T, address string, typed url.Values) pagetest.Reply {
	t.Helper()
	return r.postOf(t, address, address, typed)
}

// postOf fills in the form of a page that is sent to an address.
func (r *reader) postOf(t *testing.T, page, address string, typed url.Values) pagetest.Reply {
	t.Helper()
	form := pagetest.Form([]byte(r.page(t, page)), address)
	maps.Copy(form, typed)
	req := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	req.Header.Set(fiber.HeaderContentType, fiber.MIMEApplicationForm)
	reply, err := r.send(req)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}
