package mongo_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"go.mongodb.org/mongo-driver/bson"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"kaoji/evaluation"
	"kaoji/storage"
	"kaoji/storage/mongo"
)

const tamperedOffice = "o1"

var tamperKey = mongo.Options{
	ReadPatience: patient.ReadPatience, WritePatience: patient.WritePatience,
	Key: func(bool) ([]byte, error) { return []byte("a key outside the database 00000"), nil },
}

// counted is a database with records, cells, files and a trail, all of them
// counted, and a client that edits it behind Kaoji's back.
func countedDatabase(t *testing.T) (uri string, db *driver.Database) {
	t.Helper()
	uri = address(t)
	s, err := mongo.Open(t.Context(), uri, tamperKey)
	if err != nil {
		t.Fatal(err)
	}
	fillDatabase(t, s)
	if _, err := s.Seal(t.Context(), tamperedOffice); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return uri, database(t, uri)
}

// database is the database of an address, beside the store.
func database(t *testing.T, uri string) *driver.Database {
	t.Helper()
	client, err := driver.Connect(t.Context(), options.Client().ApplyURI(uri))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Disconnect(context.Background()) }) // the test's own context has ended
	u, err := url.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	return client.Database(strings.TrimPrefix(u.Path, "/"))
}

func fillDatabase(t *testing.T, s evaluation.Store) {
	t.Helper()
	for i := range 3 {
		id := fmt.Sprint("x", i)
		content := []byte("content of " + id)
		_, rerr := s.Put(t.Context(), evaluation.Record{Office: tamperedOffice, ID: id, Kind: "assessment.sheet", Unique: id, State: "open", Payload: []byte(`{"grade":"称职"}`)})
		_, cerr := s.PutCell(t.Context(), evaluation.Cell{Class: "box", Office: tamperedOffice, ID: id, Unique: id, Body: []byte(`{"ballot":1}`)})
		berr := s.PutBlob(t.Context(), evaluation.Blob{Office: tamperedOffice, ID: id, Name: "a.txt", Type: "text/plain", Size: int64(len(content)), SHA256: storage.SHA256(content)}, content)
		if err := errors.Join(rerr, cerr, berr); err != nil {
			t.Fatal(err)
		}
	}
}

// findings are what an audit of the database says.
func findings(t *testing.T, uri string) string {
	t.Helper()
	s, err := mongo.OpenReadOnly(t.Context(), uri, tamperKey)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	var list []string
	err = s.Audit(t.Context(), evaluation.Audit{Found: func(_, of, what string) error {
		list = append(list, of+": "+what)
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, "\n")
}

// documents are those of a collection, in the order of their keys.
func documents(t *testing.T, db *driver.Database, table string) (list []bson.D) {
	t.Helper()
	cur, err := db.Collection(table).Find(t.Context(), bson.D{}, options.Find().SetSort(bson.D{{Key: "_id", Value: 1}}))
	if err == nil {
		err = cur.All(t.Context(), &list)
	}
	if err != nil || len(list) == 0 {
		t.Fatalf("%s: %v", table, err)
	}
	return list
}

func valueOf(doc bson.D, name string) any {
	for _, e := range doc {
		if e.Key == name {
			return e.Value
		}
	}
	return nil
}

// stored replaces the document that has the key of doc, or adds it.
func stored(t *testing.T, db *driver.Database, table string, doc bson.D) {
	t.Helper()
	_, err := db.Collection(table).ReplaceOne(t.Context(), bson.D{{Key: "_id", Value: valueOf(doc, "_id")}}, doc, options.Replace().SetUpsert(true))
	if err != nil {
		t.Fatal(err)
	}
}

func changed(doc bson.D, name string, value any) bson.D {
	doc = append(bson.D{}, doc...)
	for i := range doc {
		if doc[i].Key == name {
			doc[i].Value = value
		}
	}
	return doc
}

func TestEditsBehindKaojisBackInMongoDBAreFound(t *testing.T) {
	first := func(t *testing.T, db *driver.Database, table, name string, value any) {
		t.Helper()
		stored(t, db, table, changed(documents(t, db, table)[0], name, value))
	}
	remove := func(t *testing.T, db *driver.Database, table string) {
		t.Helper()
		res, err := db.Collection(table).DeleteOne(t.Context(), bson.D{{Key: "_id", Value: valueOf(documents(t, db, table)[0], "_id")}})
		if err != nil || res.DeletedCount != 1 {
			t.Fatal(res, err)
		}
	}
	for _, c := range []struct {
		name string
		edit func(t *testing.T, db *driver.Database)
		want string
	}{
		{"control: nothing", func(*testing.T, *driver.Database) {}, ""},
		{"payload changed", func(t *testing.T, db *driver.Database) {
			t.Helper()
			first(t, db, "records", "payload", bson.D{{Key: "grade", Value: "优秀"}})
		}, "it is not as it was written"},
		{"state changed", func(t *testing.T, db *driver.Database) { t.Helper(); first(t, db, "records", "state", "closed") }, "it is not as it was written"},
		{"record deleted", func(t *testing.T, db *driver.Database) { t.Helper(); remove(t, db, "records") }, "records assessment.sheet: 3 were written and 2 are there"},
		{"cell doubled", func(t *testing.T, db *driver.Database) {
			t.Helper()
			doc := documents(t, db, "cells")[0]
			doc = changed(changed(doc, "_id", fmt.Sprint(valueOf(doc, "_id"), "x")), "unique", "another")
			stored(t, db, "cells", doc)
		}, "cells box: 3 were written and 4 are there"},
		{"contents of two cells swapped with their marks", func(t *testing.T, db *driver.Database) {
			t.Helper()
			docs := documents(t, db, "cells")
			for i := range 2 {
				doc := docs[i]
				for _, name := range []string{"body", "salt", "mark", "was", "tie"} {
					doc = changed(doc, name, valueOf(docs[1-i], name))
				}
				stored(t, db, "cells", doc)
			}
		}, "it is not as it was written"},
		{"attachment replaced", func(t *testing.T, db *driver.Database) {
			t.Helper()
			first(t, db, "blobs", "content", []byte("another"))
		}, "the content is not what its SHA-256 says"},
		{"attachment and its SHA-256 replaced", func(t *testing.T, db *driver.Database) {
			t.Helper()
			first(t, db, "blobs", "content", []byte("another"))
			first(t, db, "blobs", "size", int64(7))
			first(t, db, "blobs", "sha256", storage.SHA256([]byte("another")))
		}, "it is not as it was written"},
		{"attachment deleted", func(t *testing.T, db *driver.Database) { t.Helper(); remove(t, db, "blobs") }, "files: 3 were written and 2 are there"},
		{"said to be not counted yet", func(t *testing.T, db *driver.Database) { t.Helper(); first(t, db, "cells", "was", "~new") }, "it is not as it was written"},
		{"counts removed", func(t *testing.T, db *driver.Database) { t.Helper(); remove(t, db, "seals") }, "0 were written and 3 are there"},
		{"counts changed", func(t *testing.T, db *driver.Database) { t.Helper(); first(t, db, "seals", "body", "{}") }, "the counts were not written by Kaoji"},
	} {
		t.Run(c.name, func(t *testing.T) {
			uri, db := countedDatabase(t)
			c.edit(t, db)
			found := findings(t, uri)
			if c.want == "" && found != "" || !strings.Contains(found, c.want) {
				t.Errorf("found:\n%s\nwant: %s", found, c.want)
			}
		})
	}
}

// fuse is a connection to the server that burns through after so many messages.
type fuse struct {
	net.Listener
	left  atomic.Int64 // negative: it does not burn
	burnt func()
}

func (f *fuse) carry(near net.Conn, to string) {
	far, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", to)
	if err != nil {
		_ = near.Close()
		return
	}
	go func() {
		_, _ = io.Copy(near, far)
		_ = near.Close()
	}()
	b := make([]byte, 1<<20)
	for {
		n, err := near.Read(b)
		if err == nil && f.left.Load() >= 0 && f.left.Add(-1) < 0 {
			f.left.Store(0) // the next ones burn too
			f.burnt()
			break
		}
		if err == nil {
			_, err = far.Write(b[:n])
		}
		if err != nil {
			break
		}
	}
	_, _ = far.Close(), near.Close()
}

func TestACountingThatIsBrokenOffAnywhereIsBroughtToItsEnd(t *testing.T) {
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	to := u.Host
	for after := int64(0); ; after++ {
		ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		f := &fuse{Listener: ln, burnt: cancel}
		f.left.Store(-1)
		go func() {
			for {
				near, err := f.Accept()
				if err != nil {
					return
				}
				go f.carry(near, to)
			}
		}()
		uri := address(t)
		through, err := url.Parse(uri)
		if err != nil {
			t.Fatal(err)
		}
		through.Host = ln.Addr().String()
		s, err := mongo.Open(t.Context(), through.String(), tamperKey)
		if err != nil {
			t.Fatal(err)
		}
		fillDatabase(t, s)
		if err := s.DeleteCell(t.Context(), "box", tamperedOffice, "x2"); err != nil {
			t.Fatal(err)
		}
		f.left.Store(after)
		_, broken := s.Seal(ctx, tamperedOffice)
		f.left.Store(-1)
		cancel()
		_ = s.Close()
		_ = ln.Close()
		if found := findings(t, uri); found != "" {
			t.Errorf("broken off after %d messages: %s", after, found)
		}
		whole(t, uri, after)
		if broken == nil {
			t.Logf("counting takes %d messages", after)
			if after < 5 {
				t.Error("too few for this to prove anything")
			}
			return
		}
	}
}

// whole counts on and holds the counts against what was written.
func whole(t *testing.T, uri string, after int64) {
	t.Helper()
	s, err := mongo.Open(t.Context(), uri, tamperKey)
	if err != nil {
		t.Fatal(err)
	}
	seal, err := s.Seal(t.Context(), tamperedOffice)
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	for part, n := range map[string]int64{"records assessment.sheet": 3, "cells box": 2, "files": 3} {
		if got := seal.Parts[part].Count; got != n {
			t.Errorf("after %d messages: %d %s, want %d", after, got, part, n)
		}
	}
	if found := findings(t, uri); found != "" {
		t.Errorf("counted on after %d messages: %s", after, found)
	}
}
