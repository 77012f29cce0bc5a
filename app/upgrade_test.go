package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/evaluation"
	"kaoji/storage/mongo/mongotest"
)

// oldDemo is the data folder of a demo office of commit f0afcbf, made on
// 2026-11-28 with that commit's program:
//
//	KAOJI_DATA=demo kaoji demo      # stopped with SIGTERM when it listens
//	sqlite3 demo/kaoji.db .dump >kaoji.sql
//	tar -c kaoji.sql keys heads | gzip -9n >demo-f0afcbf.tar.gz   # keys and heads of the folder demo
const oldDemo = "testdata/demo-f0afcbf.tar.gz"

// oldPlace is a place with the data folder of oldDemo.
func oldPlace(t *testing.T) config.Config {
	t.Helper()
	cfg := settings(t)
	unpackOld(t, cfg.Data)
	script := filepath.Join(cfg.Data, "kaoji.sql")
	text, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(cfg.Data, "kaoji.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), string(text))
	if err := errors.Join(err, db.Close(), os.Remove(script)); err != nil {
		t.Fatal(err)
	}
	return cfg
}

func unpackOld(t *testing.T, folder string) {
	t.Helper()
	raw, err := os.ReadFile(oldDemo)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, filepath.FromSlash(h.Name))
		if h.Typeflag == tar.TypeDir {
			err = os.MkdirAll(path, 0o700)
		} else {
			err = errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), writeOld(path, r))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func writeOld(path string, from io.Reader) error {
	content, err := io.ReadAll(from)
	return errors.Join(err, os.WriteFile(path, content, 0o600))
}

func TestAnOfficeOfTheOldProgramOpensAndIsWhole(t *testing.T) {
	cfg := oldPlace(t)
	k := opened(t, cfg)
	n := understood(t, k)
	if n != 1692 {
		t.Errorf("%d records", n)
	}
	if err := k.Store.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t, cfg, cli.Verify{}); err != nil || !strings.Contains(out, "Everything is whole") {
		t.Errorf("%v\n%s", err, out)
	}
}

// understood counts the records of a storage and holds each against what the
// program knows: its kind, its state, every act of its history, and every
// field of its payload. A field that is no longer known would be lost with the
// next act on the record.
func understood(t *testing.T, k *Kaoji) int {
	t.Helper()
	n := 0
	err := k.Store.Everything(t.Context(), func(it evaluation.Item) error {
		if it.Record == nil {
			return nil
		}
		n++
		kind, ok := k.Service.Kind(it.Record.Kind)
		if !ok {
			t.Errorf("nothing is known of the kind %s", it.Record.Kind)
			return nil
		}
		if !slices.Contains(kind.States, it.Record.State) {
			t.Errorf("%s %s: unknown state %s", kind.Name, it.Record.ID, it.Record.State)
		}
		d := json.NewDecoder(bytes.NewReader(it.Record.Payload))
		d.DisallowUnknownFields()
		if err := d.Decode(kind.Payload()); err != nil {
			t.Errorf("%s %s: %v", kind.Name, it.Record.ID, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestABackUpOfTheOldProgramGoesIntoMongoDB(t *testing.T) {
	uri, stop, err := mongotest.StartServer(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	from := oldPlace(t)
	thin(t, from)
	cfg := settings(t)
	cfg.Store = strings.TrimSuffix(uri, "/") + fmt.Sprintf("/kaoji_upgrade_%d", os.Getpid())
	unpackOld(t, cfg.Data)
	if err := fill(t.Context(), cfg, filepath.Join(from.Data, "kaoji.db")); err != nil {
		t.Fatal(err)
	}
	k := opened(t, cfg)
	if n := understood(t, k); n < 100 {
		t.Errorf("%d records", n)
	}
	if out, err := command(t, cfg, cli.Verify{}); err != nil || !strings.Contains(out, "Everything is whole") {
		t.Errorf("%v\n%s", err, out)
	}
}

// thin leaves a few records of each kind and a few cells of each class: the
// server of these tests takes a minute for all.
func thin(t *testing.T, cfg config.Config) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(cfg.Data, "kaoji.db")+"?_pragma=foreign_keys(1)")
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []struct{ name, key, group string }{{"records", "n", "kind"}, {"cells", "class || id", "class"}} {
		_, err := db.ExecContext(t.Context(), fmt.Sprintf(
			`DELETE FROM %[1]s WHERE %[2]s NOT IN (SELECT %[2]s FROM (SELECT *, row_number() OVER (PARTITION BY %[3]s ORDER BY id) AS place FROM %[1]s) WHERE place <= 5)`,
			table.name, table.key, table.group))
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
