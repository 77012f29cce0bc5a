package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
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
	"kaoji/app/config"
	"kaoji/evaluation"
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
	moved(t, k)
}

// moved takes a back-up from MongoDB to a SQLite place and from there to
// another database of the same server: everything is there, exactly as it was.
func moved(t *testing.T, k *Kaoji) {
	t.Helper()
	must(t, k.Config, cli.Import{File: sample, Apply: true})
	from := k.Config
	from.BackupKey = "correct horse"
	file := filepath.Join(t.TempDir(), "mongo.backup")
	must(t, from, cli.Backup{File: file})
	was := everything(t, from)
	embedded := elsewhere(t, from)
	restored(t, embedded, file)
	if got := everything(t, embedded); !maps.Equal(got, was) {
		t.Errorf("in SQLite there are %d items, %d in MongoDB, or they differ", len(got), len(was))
	}
	second := filepath.Join(t.TempDir(), "sqlite.backup")
	must(t, embedded, cli.Backup{File: second})
	again := elsewhere(t, from)
	again.Store = strings.Replace(from.Store, "/kaoji_program", "/kaoji_again", 1)
	restored(t, again, second)
	if got := everything(t, again); !maps.Equal(got, was) {
		t.Errorf("back in MongoDB there are %d items of %d, or they differ", len(got), len(was))
	}
	if err := restore(t, elsewhereAt(t, again), second); err == nil {
		t.Error("restored over a database that is not empty")
	}
}

func elsewhereAt(t *testing.T, cfg config.Config) config.Config {
	t.Helper()
	other := elsewhere(t, cfg)
	other.Store = cfg.Store
	return other
}

// everything is all that a storage holds but sessions, counters of throttling
// and what the commands noted in the trail meanwhile.
func everything(t *testing.T, cfg config.Config) map[string]string {
	t.Helper()
	store, err := openStore(t.Context(), cfg, time.Now, func(bool) ([]byte, error) { return keysOf(t, cfg).Trail, nil })
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	err = store.Everything(t.Context(), func(it evaluation.Item) error {
		if it.Seal != nil {
			return nil
		}
		if it.Event != nil && (it.Event.Action == "backup" || it.Event.Action == "verify") {
			return nil
		}
		text, err := json.Marshal(it)
		switch {
		case it.Record != nil:
			all["record "+it.Record.ID] = string(text)
		case it.Cell != nil:
			all["cell "+it.Cell.Class+it.Cell.ID] = string(text)
		case it.Blob != nil:
			all["blob "+it.Blob.ID] = string(text)
		case it.Event != nil:
			all[fmt.Sprint("event ", it.Event.Office, it.Event.Seq)] = string(text)
		}
		return err
	})
	if err := errors.Join(err, store.Close()); err != nil {
		t.Fatal(err)
	}
	return all
}

func keysOf(t *testing.T, cfg config.Config) config.Keys {
	t.Helper()
	keys, err := config.LoadKeys(filepath.Join(cfg.Data, "keys"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
