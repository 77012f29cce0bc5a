package server_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
	"kaoji/app/text"
	"kaoji/evaluation"
)

// journal is a log that the test reads while the server writes it.
type journal struct {
	mu   sync.Mutex
	text strings.Builder
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// stand is the bare server with a few routes of the test's own.
type stand struct {
	t     *testing.T
	app   *fiber.App
	parts *server.Parts
	log   journal
	away  atomic.Bool
}

func newStand(t *testing.T, change ...func(*server.Parts)) *stand {
	t.Helper()
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := &stand{t: t}
	s.parts = &server.Parts{
		Log: slog.New(slog.NewTextHandler(&s.log, nil)), Text: catalog, Now: time.Now, Lang: text.Chinese,
		Ready: func(context.Context) error {
			if s.away.Load() {
				return errors.New("dial tcp 10.9.8.7:27017: refused")
			}
			return nil
		},
	}
	for _, f := range change {
		f(s.parts)
	}
	s.app = server.New(s.parts)
	s.app.Get("/api/panic/:id", func(*fiber.Ctx) error { panic("the secret of Zhang") })
	s.app.Get("/api/broken", func(*fiber.Ctx) error { return errors.New("open /var/lib/kaoji: no space left") })
	s.app.Get("/api/code/:code", func(c *fiber.Ctx) error {
		return evaluation.Fail(evaluation.Code(c.Params("code")), "error.internal").Because(errors.New("cause-of-it"))
	})
	s.app.Post("/api/echo", func(c *fiber.Ctx) error {
		if err := server.TakeBody(c, server.MaxBody); err != nil {
			return err
		}
		return c.Send(c.Body())
	})
	s.app.Get("/api/who", func(c *fiber.Ctx) error { return c.SendString(server.Address(c) + " " + c.Protocol()) })
	s.app.Get("/api/lang", func(c *fiber.Ctx) error { return c.SendString(server.Lang(c)) })
	s.app.Get("/api/deadline", func(c *fiber.Ctx) error {
		if _, ok := c.UserContext().Deadline(); !ok {
			return errors.New("none")
		}
		return c.SendString("there is one")
	})
	return s
}

type answer struct {
	*http.Response
	body string
}

func (s *stand) ask(method, path, body string, head ...string) answer {
	s.t.Helper()
	req := httptest.NewRequestWithContext(s.t.Context(), method, path, strings.NewReader(body))
	for i := 0; i+1 < len(head); i += 2 {
		if head[i] == "Host" {
			req.Host = head[i+1]
		}
		req.Header.Add(head[i], head[i+1])
	}
	res, err := s.app.Test(req, -1)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{res, string(b)}
}

func TestEveryCodeHasAStatusOfItsOwnKind(t *testing.T) {
	s := newStand(t)
	for _, code := range evaluation.Codes() {
		status := server.Status(code)
		if status < 400 {
			t.Errorf("%s: status %d", code, status)
		}
		got := s.ask("GET", "/api/code/"+string(code), "")
		if got.StatusCode != status || strings.Contains(got.body, "cause-of-it") || !strings.Contains(got.body, `"code":"`+string(code)+`"`) {
			t.Errorf("%s: %d %s", code, got.StatusCode, got.body)
		}
		if got.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s is %s", code, got.Header.Get("Content-Type"))
		}
	}
	if got := s.ask("GET", "/api/code/unheard-of", ""); got.StatusCode != 500 {
		t.Errorf("a code that nobody knows: %d", got.StatusCode)
	}
}

func TestAFailureOfOursSaysAReferenceAndNothingElse(t *testing.T) {
	s := newStand(t)
	for path, cause := range map[string]string{"/api/panic/0197a3c2": "the secret of Zhang", "/api/broken": "/var/lib/kaoji"} {
		got := s.ask("GET", path, "")
		if got.StatusCode != 500 || strings.Contains(got.body, cause) || strings.Contains(got.body, "goroutine") {
			t.Errorf("%s: %d %s", path, got.StatusCode, got.body)
		}
		_, ref, _ := strings.Cut(got.body, `"reference":"`)
		ref, _, _ = strings.Cut(ref, `"`)
		if ref == "" || !strings.Contains(s.log.String(), "reference="+ref) || !strings.Contains(s.log.String(), cause) {
			t.Errorf("%s: reference %q does not lead to the cause in the log", path, ref)
		}
	}
	if strings.Contains(s.log.String(), "0197a3c2") {
		t.Error("the log names the address and not the pattern")
	}
}

func TestEveryReplyIsGuardedByItsHeaders(t *testing.T) {
	s := newStand(t)
	for _, path := range []string{"/healthz", "/api/broken", "/nowhere", "/api/lang"} {
		h := s.ask("GET", path, "").Header
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'self'", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
			"Cache-Control": "no-store", "Referrer-Policy": "same-origin",
		} {
			if !strings.HasPrefix(h.Get(name), want) {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		if strings.Contains(h.Get("Content-Security-Policy"), "unsafe") || h.Get("Access-Control-Allow-Origin") != "" || h.Get("Server") != "" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestWhatIsTooLargeOrPackedIsRefused(t *testing.T) {
	s := newStand(t)
	if got := s.ask("POST", "/api/echo", "x", "Content-Encoding", "gzip"); got.StatusCode != 415 {
		t.Errorf("a packed body: %d", got.StatusCode)
	}
	if got := s.ask("POST", "/api/echo", "x", "Content-Encoding", "identity"); got.StatusCode != 415 {
		t.Errorf("any encoding: %d", got.StatusCode)
	}
	ln := listen(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, s.app, ln, time.Second) }()
	// One byte more than may be is refused by what is announced, when the first one arrives.
	for size, status := range map[int]string{server.MaxBody: "200", server.MaxBody + 1: "413"} {
		if got := announce(t, ln.Addr().String(), size, status == "200"); got != status {
			t.Errorf("%d bytes: %s, want %s", size, got, status)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// announce posts a body of the size, or only says that it will, and returns
// the status.
func announce(t *testing.T, address string, size int, send bool) string {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := fmt.Fprintf(conn, "POST /api/echo HTTP/1.1\r\nHost: kaoji\r\nConnection: close\r\nContent-Length: %d\r\n\r\n", size); err != nil {
		t.Fatal(err)
	}
	if !send {
		size = 1 // of a large body a client sends at once what it has
	}
	if _, err := io.WriteString(conn, strings.Repeat("x", size)); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	_, status, _ := strings.Cut(line, " ")
	return status[:3]
}

func TestReadinessFollowsTheStorageWithoutARestart(t *testing.T) {
	s := newStand(t)
	if got := s.ask("GET", "/readyz", ""); got.StatusCode != 200 {
		t.Errorf("at first: %d", got.StatusCode)
	}
	s.away.Store(true)
	got := s.ask("GET", "/readyz", "")
	if got.StatusCode != 503 || got.Header.Get("Retry-After") == "" || strings.Contains(got.body, "10.9.8.7") {
		t.Errorf("away: %d %v %s", got.StatusCode, got.Header, got.body)
	}
	if got := s.ask("GET", "/healthz", ""); got.StatusCode != 200 {
		t.Errorf("the process itself: %d", got.StatusCode)
	}
	s.away.Store(false)
	if got := s.ask("GET", "/readyz", ""); got.StatusCode != 200 {
		t.Errorf("back again: %d", got.StatusCode)
	}
}

func TestForwardedHeadersAreBelievedOfNamedProxiesOnly(t *testing.T) {
	forged := []string{"X-Forwarded-For", "203.0.113.9", "X-Forwarded-Proto", "https"}
	if got := newStand(t).ask("GET", "/api/who", "", forged...); strings.Contains(got.body, "203.0.113.9") || strings.Contains(got.body, "https") {
		t.Errorf("nobody is named: %s", got.body)
	}
	elsewhere := newStand(t, func(p *server.Parts) { p.TrustedProxies = []string{"198.51.100.1"} })
	if got := elsewhere.ask("GET", "/api/who", "", forged...); strings.Contains(got.body, "203.0.113.9") || strings.Contains(got.body, "https") {
		t.Errorf("another one is named: %s", got.body)
	}
	named := newStand(t, func(p *server.Parts) { p.TrustedProxies = []string{"0.0.0.0"} }) // whence requests in process come
	got := named.ask("GET", "/api/who", "", forged...)
	if got.body != "203.0.113.9 https" {
		t.Errorf("it is named: %s", got.body)
	}
	if got.Header.Get("Strict-Transport-Security") == "" {
		t.Error("nothing keeps the browser on https")
	}
}

func TestMetricsCountByPatternForThoseNearby(t *testing.T) {
	s := newStand(t)
	s.ask("GET", "/api/code/invalid", "")
	got := s.ask("GET", "/metrics", "")
	if !strings.Contains(got.body, `kaoji_request_seconds_count{method="GET",route="/api/code/:code",status="422"} 1`) {
		t.Errorf("not counted: %s", got.body)
	}
	far := newStand(t, func(p *server.Parts) {
		p.TrustedProxies, p.MetricsFor = []string{"0.0.0.0"}, []string{"203.0.113.0/24", "192.0.2.1"}
	})
	for address, status := range map[string]int{"203.0.113.9": 200, "192.0.2.1": 200, "192.0.2.2": 404, "127.0.0.1": 404} {
		if got := far.ask("GET", "/metrics", "", "X-Forwarded-For", address); got.StatusCode != status {
			t.Errorf("%s: %d, want %d", address, got.StatusCode, status)
		}
	}
}

func TestTheLanguageIsTheOneChosenOrAskedFor(t *testing.T) {
	s := newStand(t)
	for _, c := range []struct{ path, cookie, accept, want string }{
		{"/api/lang", "", "", "zh"},
		{"/api/lang", "", "en-GB,en;q=0.9", "en"},
		{"/api/lang", "", "fr", "zh"},
		{"/api/lang", "kaoji_lang=en", "", "en"},
		{"/api/lang?lang=zh", "kaoji_lang=en", "en", "zh"},
		{"/api/lang?lang=../etc", "", "", "zh"},
	} {
		if got := s.ask("GET", c.path, "", "Cookie", c.cookie, "Accept-Language", c.accept); got.body != c.want {
			t.Errorf("%+v: %s", c, got.body)
		}
	}
}

func TestEveryRequestHasADeadline(t *testing.T) {
	if got := newStand(t).ask("GET", "/api/deadline", ""); got.StatusCode != 200 {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
}
