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
	"time"

	"go.mongodb.org/mongo-driver/bson"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/evaluation"
	"kaoji/storage"
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
	return oldFolder.place(t, func() config.Config { return madeOld(t) })
}

var oldFolder prepared

func madeOld(t *testing.T) config.Config {
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
		if kind.Sight.HiddenFrom != nil {
			if people, err := kind.Sight.HiddenFrom(it.Record); err != nil || len(people) == 0 || !slices.Equal(it.Record.HiddenFrom, people) {
				t.Errorf("%s %s is hidden from %v, not from %v: %v", kind.Name, it.Record.ID, it.Record.HiddenFrom, people, err)
			}
		}
		if it.Record.Number() == "" || it.Record.Serial == 0 {
			t.Errorf("%s %s has no number", kind.Name, it.Record.ID)
		}
		if keys, words, err := kind.Indexed(it.Record); err != nil || !slices.Equal(it.Record.Keys, keys) || it.Record.Words != words {
			t.Errorf("%s %s has the keys %q, not %q: %v", kind.Name, it.Record.ID, it.Record.Keys, keys, err)
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
	from := thinPlace(t)
	cfg := settings(t)
	cfg.StorePatience = 2 * time.Minute // the test server is slow, above all beside other tests
	cfg.Store = strings.TrimSuffix(uri, "/") + fmt.Sprintf("/kaoji_upgrade_%d", os.Getpid())
	unpackOld(t, cfg.Data)
	if err := fill(t.Context(), cfg, filepath.Join(from.Data, "kaoji.db")); err != nil {
		t.Fatal(err)
	}
	k := opened(t, cfg)
	if n := understood(t, k); n < 50 {
		t.Errorf("%d records", n)
	}
	if out, err := command(t, cfg, cli.Verify{}); err != nil || !strings.Contains(out, "Everything is whole") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestAnUpgradeLeavesACopyToGoBackToAndNotesItself(t *testing.T) {
	cfg := oldPlace(t)
	path := filepath.Join(cfg.Data, "kaoji.db")
	docs := queried(t, path, `SELECT id || doc FROM records ORDER BY id`)
	spoilt := queried(t, path, `SELECT id FROM records WHERE kind = 'reminder.talk' LIMIT 1`)[0]
	executed(t, path, `UPDATE records SET doc = json_set(doc, '$.payload.reason', '另一个') WHERE id = '`+spoilt+`'`)
	k := opened(t, cfg)
	noted, err := k.Store.FindTrail(t.Context(), k.Office, evaluation.TrailFilter{Action: "upgrade"}, 0, false, 0)
	if err := errors.Join(err, k.Store.Close()); err != nil {
		t.Fatal(err)
	}
	if len(noted) != 1 || noted[0].Detail != "histories keyed: 1691; left because they did not fit: 1 "+spoilt {
		t.Errorf("noted: %v", noted)
	}
	if out, err := command(t, cfg, cli.Verify{}); err == nil || !strings.Contains(out, "reminder.talk "+spoilt) || !strings.Contains(err.Error(), fmt.Sprint(strings.Count(out, spoilt))) {
		t.Errorf("what did not fit before is not found, or more: %v\n%s", err, out)
	}
	before := path + ".before-0003"
	if n := queried(t, before, `SELECT max(n) FROM migrations`)[0]; n != "2" {
		t.Errorf("the copy has schema %s", n)
	}
	kept := queried(t, before, `SELECT id || doc FROM records ORDER BY id`)
	if differing := slices.IndexFunc(docs, func(d string) bool { return !slices.Contains(kept, d) && !strings.HasPrefix(d, spoilt) }); differing >= 0 || len(kept) != len(docs) {
		t.Errorf("the copy has %d records of %d, or they differ", len(kept), len(docs))
	}
	if again := opened(t, cfg); again.Office == "" {
		t.Error("the second start")
	}
	if n := queried(t, path, `SELECT count(*) FROM trail WHERE action = 'upgrade'`)[0]; n != "1" {
		t.Errorf("noted %s times", n)
	}
}

func queried(t *testing.T, path, query string) []string {
	t.Helper()
	pool, err := sql.Open("sqlite3", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	db, err := pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	list := texts(t, db, query)
	if err := errors.Join(db.Close(), pool.Close()); err != nil {
		t.Fatal(err)
	}
	return list
}

func executed(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), statement)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestAMongoDBOfTheOldProgramIsUpgradedInPlace(t *testing.T) {
	uri, stop, err := mongotest.StartServer(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	cfg := settings(t)
	cfg.StorePatience = 2 * time.Minute // the test server is slow, above all beside other tests
	unpackOld(t, cfg.Data)
	name := fmt.Sprintf("kaoji_old_%d", os.Getpid())
	cfg.Store = strings.TrimSuffix(uri, "/") + "/" + name
	n := oldMongo(t, cfg, name)
	k := opened(t, cfg)
	noted, err := k.Store.FindTrail(t.Context(), k.Office, evaluation.TrailFilter{Action: "upgrade"}, 0, false, 0)
	if want := fmt.Sprintf("histories keyed: %d; left because they did not fit: 0", n); err != nil || len(noted) != 1 || noted[0].Detail != want {
		t.Errorf("noted: %v, %v", noted, err)
	}
	if got := understood(t, k); got != n {
		t.Errorf("%d records of %d", got, n)
	}
	if err := k.Store.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t, cfg, cli.Verify{}); err != nil || !strings.Contains(out, "Everything is whole") {
		t.Errorf("%v\n%s", err, out)
	}
	raw, err := os.ReadFile(filepath.Join(cfg.Data, "before-schema-2", name, "records.bson"))
	if err != nil {
		t.Fatal(err)
	}
	kept := 0
	for rest := raw; len(rest) > 0; kept++ {
		doc, after, ok := bsoncore.ReadDocument(rest)
		if !ok || doc.Lookup("tie").Type != 0 || doc.Lookup("history").Type == 0 {
			t.Fatalf("document %d of the copy: %t", kept, ok)
		}
		rest = after
	}
	if kept != n {
		t.Errorf("%d records in the copy, %d were there", kept, n)
	}
}

// oldMongo fills a database as the old program left it: histories without a
// key, no stamps, no counts, schema 1. It says how many records there are.
func oldMongo(t *testing.T, cfg config.Config, name string) int {
	t.Helper()
	from := thinPlace(t)
	docs := queried(t, filepath.Join(from.Data, "kaoji.db"), `SELECT doc FROM records`)
	to, err := openStore(t.Context(), cfg, time.Now, storage.NoKey)
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range docs {
		var r evaluation.Record
		if err := errors.Join(json.Unmarshal([]byte(doc), &r), to.Take(t.Context(), evaluation.Item{Record: &r})); err != nil {
			t.Fatal(err)
		}
	}
	k := opened(t, from)
	err = k.Store.Everything(t.Context(), func(it evaluation.Item) error {
		if it.Record != nil || it.Seal != nil || it.Cell != nil && (it.Cell.Class == storage.UpgradeClass || it.Cell.Class == evaluation.ClassColumns) || it.Event != nil && it.Event.Action == "upgrade" {
			return nil
		}
		return to.Take(t.Context(), it)
	})
	if err := errors.Join(err, to.Close()); err != nil {
		t.Fatal(err)
	}
	client, err := driver.Connect(t.Context(), options.Client().ApplyURI(cfg.Store))
	if err != nil {
		t.Fatal(err)
	}
	db := client.Database(name)
	for _, c := range []string{"records", "cells", "blobs", "trail"} {
		ids, err := db.Collection(c).Distinct(t.Context(), "_id", bson.D{})
		for _, id := range ids { // one by one: the test server takes minutes for all with one command
			_, uerr := db.Collection(c).UpdateOne(t.Context(), bson.D{{Key: "_id", Value: id}}, bson.D{{Key: "$unset", Value: bson.D{
				{Key: "salt", Value: ""}, {Key: "mark", Value: ""}, {Key: "was", Value: ""}, {Key: "open", Value: ""}, {Key: "tie", Value: ""},
			}}})
			err = errors.Join(err, uerr)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err = db.Collection("meta").UpdateOne(t.Context(), bson.D{{Key: "_id", Value: "schema"}}, bson.D{{Key: "$set", Value: bson.D{{Key: "version", Value: 1}}}})
	if err := errors.Join(err, db.Collection("seals").Drop(t.Context()), client.Disconnect(t.Context())); err != nil {
		t.Fatal(err)
	}
	return len(docs)
}

// thinPlace is a place with two records of each kind and two cells of each class of
// oldDemo, and all of its files: enough for edits behind the program's back, and for
// the MongoDB of these tests, which takes a minute for all.
func thinPlace(t *testing.T) config.Config {
	t.Helper()
	return thinFolder.place(t, func() config.Config {
		cfg := oldPlace(t)
		thin(t, cfg, 2)
		return cfg
	})
}

var thinFolder prepared

// thin leaves as many records of each kind and cells of each class.
func thin(t *testing.T, cfg config.Config, most int) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(cfg.Data, "kaoji.db")+"?_pragma=foreign_keys(1)")
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []struct{ name, key, group string }{{"records", "n", "kind"}, {"cells", "class || id", "class"}} {
		_, err := db.ExecContext(t.Context(), fmt.Sprintf(
			`DELETE FROM %[1]s WHERE %[2]s NOT IN (SELECT %[2]s FROM (SELECT *, row_number() OVER (PARTITION BY %[3]s ORDER BY id) AS place FROM %[1]s) WHERE place <= %[4]d)`,
			table.name, table.key, table.group, most))
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err = db.ExecContext(t.Context(), "VACUUM") // copies are of what is left
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}
