package page_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"kaoji/storage/sqlite"
)

// onSite is an office with its visitors, of which there can be a copy over a copy
// of its data file.
type onSite[T any] interface {
	on() *site
	over(*site) T
}

// filled is an office from which several tests begin: the first of them fills it,
// and each gets a copy.
type filled[T onSite[T]] struct {
	fill func(*testing.T) T

	once  sync.Once
	first T
	file  []byte
}

func (f *filled[T]) begin(t *testing.T) T {
	t.Helper()
	f.once.Do(func() {
		path := filepath.Join(t.TempDir(), "filled.db")
		f.first = f.fill(t)
		if err := f.first.on().file.Backup(t.Context(), path, sqlite.Cipher{}); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(path) //nolint:gosec // of this test
		if err != nil {
			t.Fatal(err)
		}
		f.file = file
	})
	if f.file == nil {
		t.Fatal("the office could not be filled: see the first test that begins with it")
	}
	path := filepath.Join(t.TempDir(), "kaoji.db")
	if err := os.WriteFile(path, f.file, 0o600); err != nil {
		t.Fatal(err)
	}
	return f.first.over(siteOver(t, path))
}
