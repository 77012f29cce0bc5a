package mongo_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/event"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"kaoji/evaluation"
	"kaoji/storage/mongo"
	"kaoji/storage/storagetest"
)

// listener hears every command and holds it against the rule that a filter names
// the office, the shard key, wherever it is known: otherwise all shards are asked.
type listener struct {
	mu      sync.Mutex
	without []string // commands without the office
	updates int      // how many were heard
}

func (l *listener) monitor() *event.CommandMonitor {
	return &event.CommandMonitor{Started: func(_ context.Context, e *event.CommandStartedEvent) {
		l.mu.Lock()
		defer l.mu.Unlock()
		filters := filtersOf(e)
		if e.CommandName == "update" {
			l.updates += len(filters)
		}
		for _, f := range filters {
			if !namesOffice(f) && !ofAllOffices(e.CommandName, f) {
				l.without = append(l.without, e.CommandName+" "+f.String())
			}
		}
	}}
}

func (l *listener) complains(t *testing.T) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.without {
		t.Errorf("does not name the office: %.300s", c)
	}
}

// filtersOf are the filters of a command on a collection of many offices, and the
// documents that it inserts.
func filtersOf(e *event.CommandStartedEvent) (list []bson.Raw) {
	table, _ := e.Command.Lookup(e.CommandName).StringValueOK()
	switch table {
	case "records", "cells", "blobs", "trail":
	default:
		return nil
	}
	many := func(name, field string) {
		values, _ := e.Command.Lookup(name).Array().Values()
		for _, v := range values {
			doc := v.Document()
			if field != "" {
				doc = doc.Lookup(field).Document()
			}
			list = append(list, doc)
		}
	}
	switch e.CommandName {
	case "find":
		list = append(list, e.Command.Lookup("filter").Document())
	case "distinct":
		list = append(list, e.Command.Lookup("query").Document())
	case "update":
		many("updates", "q")
	case "delete":
		many("deletes", "q")
	case "insert":
		many("documents", "")
	case "findAndModify":
		list = append(list, e.Command.Lookup("query").Document())
	case "aggregate":
		list = append(list, e.Command.Lookup("pipeline", "0", "$match").Document())
	}
	return list
}

// namesOffice reports an equality with one office at the top, or in an $and there.
func namesOffice(filter bson.Raw) bool {
	if _, ok := filter.Lookup("office").StringValueOK(); ok {
		return true
	}
	if all, ok := filter.Lookup("$and").ArrayOK(); ok {
		values, _ := all.Values()
		for _, v := range values {
			if doc, ok := v.DocumentOK(); ok && namesOffice(doc) {
				return true
			}
		}
	}
	return false
}

// ofAllOffices reports a read of what belongs to all offices: a walk over
// everything in the order of keys, which offices there are, what has expired or
// was never taken up, and what an upgrade has still to do.
func ofAllOffices(command string, filter bson.Raw) bool {
	elements, err := filter.Elements()
	if err != nil || command != "find" && command != "distinct" {
		return false
	}
	has := map[string]bool{}
	for _, e := range elements {
		has[e.Key()] = true
	}
	_, after := filter.Lookup("_id", "$gt").StringValueOK()
	switch {
	case command == "distinct":
		return len(elements) == 0
	case after:
		return true
	case has["expires"] || has["created"]:
		return has["gone"]
	case has["tie"]:
		return len(elements) == 1
	}
	return false
}

// TestMongoDBKeepsTheContract: and every filter of the suite names the office.
func TestMongoDBKeepsTheContract(t *testing.T) {
	storagetest.Page = 20 // the test server takes long for a document
	l := &listener{}
	storagetest.Run(t, func(t *testing.T) evaluation.Store {
		t.Helper()
		s, err := mongo.Open(t.Context(), address(t), mongo.InPages(mongo.Heard(patient, l.monitor()), storagetest.Page))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	})
	l.complains(t)
}

// TestAFilterWithoutTheOfficeIsHeard is the control: every way to ask is heard, and
// complained of if it names no office.
func TestAFilterWithoutTheOfficeIsHeard(t *testing.T) {
	l := &listener{}
	client, err := driver.Connect(t.Context(), options.Client().ApplyURI(address(t)).SetMonitor(l.monitor()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Disconnect(context.WithoutCancel(t.Context())) })
	c := client.Database("control").Collection("records")
	set := bson.D{{Key: "$set", Value: bson.D{{Key: "a", Value: 1}}}}
	ways := map[string]func(filter bson.D) error{
		"find":     func(f bson.D) error { return c.FindOne(t.Context(), f).Err() },
		"update":   func(f bson.D) error { _, err := c.UpdateOne(t.Context(), f, set); return err },
		"replace":  func(f bson.D) error { _, err := c.ReplaceOne(t.Context(), f, f); return err },
		"delete":   func(f bson.D) error { _, err := c.DeleteOne(t.Context(), f); return err },
		"count":    func(f bson.D) error { _, err := c.CountDocuments(t.Context(), f); return err },
		"distinct": func(f bson.D) error { _, err := c.Distinct(t.Context(), "kind", f); return err },
		"modify":   func(f bson.D) error { return c.FindOneAndUpdate(t.Context(), f, set).Err() },
		"insert":   func(f bson.D) error { _, err := c.InsertOne(t.Context(), f); return err },
	}
	for way, ask := range ways {
		for office, want := range map[string]int{"": 1, "o1": 0} {
			l.without = nil
			filter := bson.D{{Key: "_id", Value: way}}
			if office != "" {
				filter = append(filter, bson.E{Key: "office", Value: office})
			}
			if err := ask(filter); err != nil && !errors.Is(err, driver.ErrNoDocuments) && !driver.IsDuplicateKeyError(err) {
				t.Fatalf("%s: %v", way, err)
			}
			if len(l.without) != want {
				t.Errorf("%s with office %q: %v", way, office, l.without)
			}
		}
	}
}

// TestAnUpgradeNamesTheOfficeOfEachDocument brings a database of schema 1 up.
func TestAnUpgradeNamesTheOfficeOfEachDocument(t *testing.T) {
	uri := address(t)
	s, err := mongo.Open(t.Context(), uri, tamperKey)
	if err != nil {
		t.Fatal(err)
	}
	fillDatabase(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db := database(t, uri)
	for _, table := range []string{"records", "cells", "blobs"} {
		for _, doc := range documents(t, db, table) {
			var without bson.D
			for _, e := range doc {
				switch e.Key {
				case "salt", "mark", "was", "open", "tie":
				case "sha256":
					without = append(without, bson.E{Key: e.Key, Value: ""})
				default:
					without = append(without, e)
				}
			}
			stored(t, db, table, without)
		}
	}
	_, err = db.Collection("meta").UpdateOne(t.Context(), bson.D{}, bson.D{{Key: "$set", Value: bson.D{{Key: "version", Value: 1}}}})
	if err = errors.Join(err, db.Collection("seals").Drop(t.Context())); err != nil {
		t.Fatal(err)
	}
	l := &listener{}
	s, err = mongo.Open(t.Context(), uri, mongo.Heard(tamperKey, l.monitor()))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	l.complains(t)
	if l.updates < 9 {
		t.Errorf("%d updates were heard", l.updates)
	}
	if found := findings(t, uri); found != "" {
		t.Error(found)
	}
}
