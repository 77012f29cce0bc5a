package main

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/auth"
)

// settings are those of a new place, on an address that nobody has.
func settings(t *testing.T) config.Config {
	t.Helper()
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := ln.Close(); err != nil {
		t.Fatal(err)
	}
	cfg := config.Config{
		Listen: ln.Addr().String(), Data: filepath.Join(t.TempDir(), "data"), Store: "sqlite:", Lang: "en",
		PasswordProfile: auth.ProfileMLPS, Grace: 20 * time.Second, LogLevel: "error",
	}
	if err := cfg.Check(); err != nil {
		t.Fatal(err)
	}
	return cfg
}

// opened builds a Kaoji that is closed when the test ends.
func opened(t *testing.T, cfg config.Config) *Kaoji {
	t.Helper()
	return openedAt(t, cfg, time.Now)
}

// openedAt is opened with a clock.
func openedAt(t *testing.T, cfg config.Config, now func() time.Time) *Kaoji {
	t.Helper()
	k, err := build(t.Context(), cfg, slog.New(slog.DiscardHandler), now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Store.Close(); err != nil {
			t.Error(err)
		}
	})
	return k
}

// printed returns what f writes to the standard output.
func printed(t *testing.T, f func() error) string {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	was := os.Stdout
	os.Stdout = out
	err = f()
	os.Stdout = was
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTheFirstStartPrintsOnceAPasswordThatLogsIn(t *testing.T) {
	cfg := settings(t)
	k := opened(t, cfg)
	text := printed(t, func() error { return k.greet(t.Context()) })
	password := regexp.MustCompile(`password\s+(\S+)`).FindStringSubmatch(text)
	if password == nil || !strings.Contains(text, "http://"+cfg.Listen) {
		t.Fatalf("printed %q", text)
	}
	in, err := k.Auth.Login(t.Context(), auth.LoginInput{Name: "admin", Password: password[1]})
	if err != nil || !in.MustChange {
		t.Errorf("login: %v, must change: %v", err, in.MustChange)
	}
	if err := k.Store.Close(); err != nil {
		t.Fatal(err)
	}
	again := opened(t, cfg)
	if text := printed(t, func() error { return again.greet(t.Context()) }); text != "" {
		t.Errorf("the second start prints %q", text)
	}
}

func TestAStopLetsTheRequestInFlightFinishAndSignsTheTrail(t *testing.T) {
	cfg := settings(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	text := printed(t, func() error {
		go func() { ended <- serveCommand{}.Run(ctx, cfg) }()
		conn := dial(t, cfg.Listen)
		defer func() { _ = conn.Close() }()
		const body = `{"name":"nobody","password":"wrong"}`
		in := begin(t, conn, body)
		stop()
		refused(t, cfg.Listen)
		if _, err := io.WriteString(conn, body); err != nil {
			return err
		}
		res, err := http.ReadResponse(in, nil)
		if err != nil {
			return err
		}
		if res.StatusCode != http.StatusUnauthorized {
			t.Errorf("answer in flight: %s", res.Status)
		}
		if err := res.Body.Close(); err != nil {
			return err
		}
		return <-ended
	})
	if !strings.Contains(text, "password") {
		t.Errorf("printed %q", text)
	}
	if out := must(t, cfg, cli.Verify{}); !strings.Contains(out, " 1 signed heads") {
		t.Errorf("the end of the trail was not signed: %s", out)
	}
}

// dial connects as soon as the server listens.
func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
		if err == nil {
			return conn
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

// begin sends a request up to its body and returns when the server says that
// it waits for that.
func begin(t *testing.T, conn net.Conn, body string) *bufio.Reader {
	t.Helper()
	req := httptest.NewRequest(http.MethodPost, "http://"+conn.RemoteAddr().String()+"/api/v1/session", strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Expect", "100-continue")
	raw := &strings.Builder{}
	if err := req.Write(raw); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, strings.TrimSuffix(raw.String(), body)); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(conn)
	line, err := in.ReadString('\n')
	if err != nil || !strings.Contains(line, "100") {
		t.Fatalf("%q %v", line, err)
	}
	if _, err := in.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return in
}

// refused waits until nobody new gets in.
func refused(t *testing.T, address string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
		if err != nil {
			return
		}
		_ = conn.Close()
	}
	t.Fatal("still listening")
}

func TestAStorageThatIsAwayIsUnavailableAndSaysWhenToAskAgain(t *testing.T) {
	k := opened(t, settings(t))
	app, err := k.app()
	if err != nil {
		t.Fatal(err)
	}
	ask := func(method, path, body string) *http.Response {
		req := httptest.NewRequest(method, path, strings.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		res, err := app.Test(req, -1)
		if err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil {
			t.Fatal(err)
		}
		return res
	}
	if res := ask(http.MethodGet, "/readyz", ""); res.StatusCode != http.StatusOK {
		t.Errorf("with the storage: %s", res.Status)
	}
	if err := k.Store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, res := range []*http.Response{
		ask(http.MethodGet, "/readyz", ""),
		ask(http.MethodPost, "/api/v1/session", `{"name":"admin","password":"x"}`),
	} {
		if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
			t.Errorf("%s: Retry-After %q", res.Status, res.Header.Get("Retry-After"))
		}
	}
	if res := ask(http.MethodGet, "/healthz", ""); res.StatusCode != http.StatusOK {
		t.Errorf("alive: %s", res.Status)
	}
}
