package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"kaoji/evaluation"
)

func TestTheCopyForABackUpOfAnyStorageIsEncrypted(t *testing.T) {
	k := opened(t, signedPlace(t))
	for name, store := range map[string]evaluation.Store{"SQLite": k.Store, "elsewhere": struct{ evaluation.Store }{k.Store}} {
		path := filepath.Join(t.TempDir(), "kaoji.db")
		open, err := copyOf(store, k.Keys.Trail)(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		raw, rerr := os.ReadFile(path) //nolint:gosec // in the test's own folder
		plain, oerr := open()
		head := make([]byte, 16)
		if err := errors.Join(rerr, oerr); err != nil {
			t.Fatal(err)
		}
		_, err = plain.ReadAt(head, 0)
		if err := errors.Join(err, plain.Close()); err != nil || !bytes.HasPrefix(head, []byte("SQLite format")) {
			t.Errorf("%s: read as %q, %v", name, head, err)
		}
		if bytes.Contains(raw, []byte("SQLite format")) || bytes.Contains(raw, []byte("roster.person")) {
			t.Errorf("%s: the copy can be read", name)
		}
	}
}
