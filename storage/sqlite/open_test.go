package sqlite_test

import (
	"path/filepath"
	"testing"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
	"kaoji/storage/storagetest"
)

func open(t *testing.T) evaluation.Store { return opened(t) }

func opened(t *testing.T, o ...sqlite.Options) evaluation.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "kaoji.db"), o...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestSQLiteKeepsTheContract(t *testing.T) { storagetest.Run(t, open) }

// Records of a term that many have, or on which somebody busy has acted, are read in order
// instead of collected.
func TestWhatManyHaveFindsTheSameRecords(t *testing.T) {
	sqlite.Common(t, 0)
	storagetest.Run(t, open, "terms", "find")
}
