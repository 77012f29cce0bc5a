package sqlite_test

import (
	"path/filepath"
	"strconv"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
	"kaoji/storage/storagetest"
)

// bulk opens a store that is filled at once, on a disk of its own.
func bulk(t *testing.T, d *disk, path string) *sqlite.Store {
	t.Helper()
	o := sqlite.On("bulk-" + t.Name())
	vfs.Register("bulk-"+t.Name(), d)
	t.Cleanup(func() { vfs.Unregister("bulk-" + t.Name()) })
	o.Bulk = true
	s, err := sqlite.Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestAStoreFilledInBulkKeepsTheContract(t *testing.T) {
	storagetest.Run(t, func(t *testing.T) evaluation.Store {
		return opened(t, sqlite.Options{Bulk: true})
	}, "records", "cells", "seals")
}

func TestWhatIsFilledInBulkIsReadAtOnceAndOnTheDiskInTheEnd(t *testing.T) {
	const n = 2500 // more than are committed together
	d, path := newDisk(), filepath.Join(t.TempDir(), "kaoji.db")
	s := bulk(t, d, path)
	before := d.syncs
	for i := range n {
		r, err := s.Put(t.Context(), sheet(strconv.Itoa(i)))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := s.Get(t.Context(), r.Office, r.ID); err != nil || got.Version != 1 {
			t.Fatalf("%d: %+v, %v", i, got, err)
		}
	}
	if syncs := d.syncs - before; syncs > 50 {
		t.Errorf("the disk was flushed %d times for %d writes", syncs, n)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = again.Close() })
	found := 0
	err = again.Audit(t.Context(), evaluation.Audit{
		Found:  func(office, of, what string) error { t.Error(office, of, what); return nil },
		Record: func(*evaluation.Record) error { found++; return nil },
	})
	if err != nil || found != n {
		t.Errorf("%d records, %v", found, err)
	}
}

// Writes that were answered and then lost are reported by everything that follows.
func TestWritesLostInBulkAreNotKeptQuiet(t *testing.T) {
	d := newDisk()
	s := bulk(t, d, filepath.Join(t.TempDir(), "kaoji.db"))
	if _, err := s.Put(t.Context(), sheet("a")); err != nil {
		t.Fatal(err)
	}
	full := sqlite3.FULL
	d.fails.Store(&full)
	if _, err := s.Seal(t.Context(), "o1"); err == nil {
		t.Fatal("the counts are read although they could not be written")
	}
	d.fails.Store(nil)
	if _, err := s.Put(t.Context(), sheet("b")); evaluation.CodeOf(err) != evaluation.CodeUnavailable {
		t.Errorf("put after the loss: %v", err)
	}
	if _, err := s.Get(t.Context(), "o1", "a"); evaluation.CodeOf(err) != evaluation.CodeUnavailable {
		t.Errorf("read after the loss: %v", err)
	}
	if err := s.Close(); evaluation.CodeOf(err) != evaluation.CodeUnavailable {
		t.Errorf("closed after the loss: %v", err)
	}
}
