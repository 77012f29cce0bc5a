package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/storage/mongo/mongotest"
)

// manyActs is how many acts the story has, more than one document holds. The
// first of them are done before the story parts, so many that a document still
// holds them: the storage of each part begins the next one by itself.
const manyActs, firstActs = 230, 190

// TestARecordOfManyActsIsWholeWhereverItGoes amends a record so often that its
// history stands in parts: verify says that it is whole, the export and a restored
// back-up have all of it, and a deleted part is found.
func TestARecordOfManyActsIsWholeWhereverItGoes(t *testing.T) {
	from := settings(t)
	from.BackupKey = "correct horse"
	k := opened(t, from)
	r, err := k.Service.Create(t.Context(), evaluation.System(k.Office), roster.KindCommittee, "open", evaluation.Creation{Input: &roster.OpenCommittee{Name: "塘湾居委会", Order: 1}})
	if err != nil {
		t.Fatal(err)
	}
	r = amended(t, k, r, firstActs)
	begun := filepath.Join(t.TempDir(), "begun.backup")
	must(t, from, cli.Backup{File: begun})
	t.Run("SQLite", func(t *testing.T) {
		cfg := elsewhere(t, from)
		restored(t, cfg, begun)
		manyActsIn(t, cfg, r, elsewhere, func(t *testing.T, cfg config.Config) {
			t.Helper()
			executed(t, filepath.Join(cfg.Data, "kaoji.db"), `DELETE FROM cells WHERE class = 'history'`)
		})
	})
	t.Run("MongoDB", func(t *testing.T) {
		uri, stop, err := mongotest.StartServer(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer stop()
		cfg := elsewhere(t, from)
		cfg.StorePatience = 2 * time.Minute // the test server is slow beside other tests
		cfg.Store = strings.TrimSuffix(uri, "/") + fmt.Sprintf("/kaoji_acts_%d", os.Getpid())
		another := func(t *testing.T, cfg config.Config) config.Config {
			t.Helper()
			other := elsewhere(t, cfg)
			other.StorePatience, other.Store = cfg.StorePatience, cfg.Store+"_again"
			return other
		}
		restored(t, cfg, begun)
		manyActsIn(t, cfg, r, another, func(t *testing.T, cfg config.Config) {
			t.Helper()
			u, err := url.Parse(cfg.Store)
			if err != nil {
				t.Fatal(err)
			}
			client, err := driver.Connect(t.Context(), options.Client().ApplyURI(cfg.Store))
			if err != nil {
				t.Fatal(err)
			}
			res, err := client.Database(strings.TrimPrefix(u.Path, "/")).Collection("cells").DeleteOne(t.Context(), bson.D{{Key: "class", Value: evaluation.ClassHistory}})
			if err = errors.Join(err, client.Disconnect(t.Context())); err != nil || res.DeletedCount != 1 {
				t.Fatal(res, err)
			}
		})
	})
}

// amended is a record after acts up to a number.
func amended(t *testing.T, k *Kaoji, r evaluation.Record, number int) evaluation.Record {
	t.Helper()
	var err error
	for i := len(r.History); err == nil && i < number; i++ {
		r, err = k.Service.Act(t.Context(), evaluation.System(k.Office), r.ID, r.Version, "amend", evaluation.Change{Input: &roster.AmendCommittee{Name: fmt.Sprint("塘湾居委会", i), Order: i}, Reason: "更名"})
	}
	if err = errors.Join(err, k.keepHead(t.Context()), k.Store.Close()); err != nil {
		t.Fatal(err)
	}
	return r
}

func manyActsIn(t *testing.T, cfg config.Config, r evaluation.Record, another func(*testing.T, config.Config) config.Config, removePart func(*testing.T, config.Config)) {
	t.Helper()
	r = amended(t, opened(t, cfg), r, manyActs)
	if len(r.History) != manyActs {
		t.Fatalf("%d entries", len(r.History))
	}
	same := func(where string, got evaluation.Record) {
		t.Helper()
		if len(got.History) != manyActs || !reflect.DeepEqual(got.History, r.History) {
			t.Errorf("%s: %d entries of %d, or they differ", where, len(got.History), manyActs)
		}
	}
	must(t, cfg, cli.Verify{})
	same("exported", inExport(t, cfg, r))
	file := filepath.Join(t.TempDir(), "kaoji.backup")
	must(t, cfg, cli.Backup{File: file})
	other := another(t, cfg)
	restored(t, other, file)
	must(t, other, cli.Verify{})
	back := opened(t, other)
	got, err := back.Store.Get(t.Context(), r.Office, r.ID)
	if err = errors.Join(err, back.Store.Close()); err != nil {
		t.Fatal(err)
	}
	same("restored", got)
	same("exported from what was restored", inExport(t, other, r))
	signed(t, other)
	removePart(t, other)
	if out, err := command(t, other, cli.Verify{}); err == nil || !strings.Contains(out, r.ID+": entries 1 to ") || !strings.Contains(out, "cells history") {
		t.Errorf("a deleted part is not found: %v\n%s", err, out)
	}
}

// inExport is a record as the export has it.
func inExport(t *testing.T, cfg config.Config, of evaluation.Record) evaluation.Record {
	t.Helper()
	lines := bufio.NewScanner(bytes.NewReader(exported(t, cfg)["records/"+of.Kind+".jsonl"]))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var r evaluation.Record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		if r.ID == of.ID {
			return r
		}
	}
	t.Fatalf("%s is not in the export: %v", of.ID, lines.Err())
	return evaluation.Record{}
}
