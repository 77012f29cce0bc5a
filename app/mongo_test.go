package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kaoji/app/cli"
	"kaoji/storage/mongo/mongotest"
)

// wire is a network between Kaoji and its MongoDB that can be cut.
type wire struct {
	net.Listener
	to   string
	mu   sync.Mutex
	cut  bool
	open map[net.Conn]bool
}

func newWire(t *testing.T, to string) *wire {
	t.Helper()
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{Listener: ln, to: to, open: map[net.Conn]bool{}}
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go w.carry(conn)
		}
	}()
	t.Cleanup(func() {
		_ = ln.Close()
		w.set(true)
	})
	return w
}

func (w *wire) carry(near net.Conn) {
	far, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", w.to)
	if err != nil || !w.hold(near, far) {
		_ = near.Close()
		return
	}
	go func() {
		_, _ = io.Copy(far, near)
		_ = far.Close()
	}()
	_, _ = io.Copy(near, far)
	_ = near.Close()
}

func (w *wire) hold(near, far net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cut {
		_ = far.Close()
		return false
	}
	w.open[near], w.open[far] = true, true
	return true
}

func (w *wire) set(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = cut
	if cut {
		for conn := range w.open {
			_ = conn.Close()
		}
		clear(w.open)
	}
}

func TestAMongoDBThatGoesAwayIsUnavailableAndComesBackWithoutARestart(t *testing.T) {
	t.Setenv(mongotest.Variable, "") // through one wire there is one server
	uri, stop, err := mongotest.StartServer(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	server, err := url.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	w := newWire(t, server.Host)
	server.Host = w.Addr().String()
	server.Path = "/kaoji_program"
	cfg := settings(t)
	cfg.Store = server.String()
	k := opened(t, cfg)
	app, err := k.app()
	if err != nil {
		t.Fatal(err)
	}
	ready := func() *http.Response {
		res, err := app.Test(httptest.NewRequest(http.MethodGet, "/readyz", http.NoBody), -1)
		if err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil {
			t.Fatal(err)
		}
		return res
	}
	if res := ready(); res.StatusCode != http.StatusOK {
		t.Fatalf("at first: %s", res.Status)
	}
	w.set(true)
	if res := ready(); res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("away: %s, Retry-After %q", res.Status, res.Header.Get("Retry-After"))
	}
	w.set(false)
	// The driver may still find connections that were cut: those calls are
	// unavailable, too, and the next ones are not.
	err = k.keepHead(t.Context())
	for deadline := time.Now().Add(30 * time.Second); err != nil && time.Now().Before(deadline); {
		err = k.keepHead(t.Context())
	}
	if res := ready(); err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("back: %s, %v", res.Status, err)
	}
	operate(t, k)
}

// operate runs the commands over the same database.
func operate(t *testing.T, k *Kaoji) {
	t.Helper()
	out := must(t, k.Config, cli.AccountCreate{Name: "zhang", Display: "张伟", Role: []string{"personnel"}})
	if !strings.Contains(out, "zhang") {
		t.Errorf("account: %s", out)
	}
	must(t, k.Config, cli.Export{File: filepath.Join(t.TempDir(), "all.zip")})
	if out := must(t, k.Config, cli.Verify{}); !strings.Contains(out, "Everything is whole") {
		t.Errorf("verify: %s", out)
	}
	if _, err := command(t, k.Config, cli.Backup{File: filepath.Join(t.TempDir(), "b")}); err == nil || !strings.Contains(err.Error(), "mongodump") {
		t.Errorf("backup: %v", err)
	}
}
