package server_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
)

// said writes raw bytes and reads the reply.
func said(t *testing.T, address, raw string) (*http.Response, string) {
	t.Helper()
	conn := dialed(t, address)
	if _, err := io.WriteString(conn, raw); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("%.60q: %v", raw, err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func TestWhatCannotBeReadIsRefusedWithOurHeaders(t *testing.T) {
	s := newStand(t)
	at := serving(t, s, listen(t), server.Connections{})
	for name, c := range map[string]struct {
		raw    string
		status int
		code   string
	}{
		"headers too long":       {"GET / HTTP/1.1\r\nHost: k\r\nX: " + strings.Repeat("x", 20<<10) + "\r\n\r\n", 431, "headers"},
		"no HTTP at all":         {"\x16\x03\x01\x02\x00\r\n\r\n", 400, "malformed"},
		"a length that is none":  {"POST /api/echo HTTP/1.1\r\nHost: k\r\nContent-Length: many\r\n\r\n", 400, "malformed"},
		"two lengths":            {"POST /api/echo HTTP/1.1\r\nHost: k\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400, "malformed"},
		"a chunk without a size": {"POST /api/echo HTTP/1.1\r\nHost: k\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n", 400, "malformed"},
		"a method of WebDAV":     {"PROPFIND / HTTP/1.1\r\nHost: k\r\n\r\n", 405, "method"},
		"a method that is none":  {"GE(T / HTTP/1.1\r\nHost: k\r\n\r\n", 400, "malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			res, body := said(t, at, c.raw)
			if res.StatusCode != c.status || !strings.Contains(body, `"code":"`+c.code+`"`) {
				t.Errorf("%d %s", res.StatusCode, body)
			}
			if res.Header.Get("X-Content-Type-Options") != "nosniff" || res.Header.Get("Content-Security-Policy") == "" ||
				res.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("headers %v", res.Header)
			}
		})
	}
}

func TestASilentConnectionIsNoFailureOfOurs(t *testing.T) {
	s := newStand(t, func(p *server.Parts) { p.HeadTime, p.BodyTime = 50*time.Millisecond, 50*time.Millisecond })
	at := serving(t, s, listen(t), server.Connections{})
	for name, raw := range map[string]string{
		"nothing":       "",
		"half a header": "GET / HTTP/1.1\r\nHost: k",
		"half a body":   "POST /api/echo HTTP/1.1\r\nHost: k\r\nContent-Length: 10\r\n\r\nhalf",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := dialed(t, at)
			if _, err := io.WriteString(conn, raw); err != nil {
				t.Fatal(err)
			}
			if status, _ := statusOf(bufio.NewReader(conn)); status != "408" && status != "" {
				t.Errorf("answers %s, want 408 or an end", status)
			}
		})
	}
}

func TestAnAddressTellsWhichMethodsItTakes(t *testing.T) {
	s := newStand(t)
	s.app.Use(func(c *fiber.Ctx) error { return c.Next() })
	got := s.ask("DELETE", "/api/echo", "")
	if got.StatusCode != 405 || got.Header.Get("Allow") != "POST" || !strings.Contains(got.body, `"code":"method"`) {
		t.Errorf("%d, Allow %q, %s", got.StatusCode, got.Header.Get("Allow"), got.body)
	}
	if got := s.ask("DELETE", "/api/nowhere", ""); got.StatusCode != 404 || got.Header.Get("Allow") != "" {
		t.Errorf("an address that is none: %d %v", got.StatusCode, got.Header)
	}
}

func TestABodyIsReadForWhoeverAsksForIt(t *testing.T) {
	s := newStand(t)
	s.app.Post("/api/never", func(c *fiber.Ctx) error {
		return c.SendString(fmt.Sprint(len(c.Body()), server.HasBody(c)) + c.FormValue("a"))
	})
	s.app.Post("/api/some", func(c *fiber.Ctx) error {
		if err := server.TakeBody(c, 3); err != nil {
			return err
		}
		return c.Send(c.Body())
	})
	at := serving(t, s, listen(t), server.Connections{})
	const form = "Content-Type: application/x-www-form-urlencoded\r\n"
	for name, c := range map[string]struct {
		raw, body string
		status    int
	}{
		"never taken":      {"POST /api/never HTTP/1.1\r\nHost: k\r\n" + form + "Content-Length: 3\r\n\r\na=b", "0 true", 200},
		"none":             {"POST /api/never HTTP/1.1\r\nHost: k\r\nContent-Length: 0\r\n\r\n", "0 false", 200},
		"taken":            {"POST /api/some HTTP/1.1\r\nHost: k\r\nContent-Length: 3\r\n\r\nabc", "abc", 200},
		"in chunks":        {"POST /api/some HTTP/1.1\r\nHost: k\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", "abc", 200},
		"longer":           {"POST /api/some HTTP/1.1\r\nHost: k\r\nContent-Length: 4\r\n\r\nabcd", "too_large", 413},
		"longer in chunks": {"POST /api/some HTTP/1.1\r\nHost: k\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n", "too_large", 413},
	} {
		t.Run(name, func(t *testing.T) {
			if res, body := said(t, at, c.raw); res.StatusCode != c.status || !strings.Contains(body, c.body) {
				t.Errorf("%d %s", res.StatusCode, body)
			}
		})
	}
	// What a handler left unread is not the beginning of the next request.
	conn := dialed(t, at)
	if _, err := io.WriteString(conn, "POST /api/never HTTP/1.1\r\nHost: k\r\nContent-Length: 3\r\n\r\nGETGET /healthz HTTP/1.1\r\nHost: k\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(conn)
	for _, want := range []string{"0 true", "ok"} {
		res, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if cerr := res.Body.Close(); err != nil || cerr != nil || string(body) != want {
			t.Errorf("%q, want %q: %v %v", body, want, err, cerr)
		}
	}
}
