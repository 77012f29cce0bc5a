package sqlite_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

func TestABackupOfARunningStoreIsWholeAndPrivate(t *testing.T) {
	s, path := file(t)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	started := make(chan struct{})
	wg.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			if _, err := s.Put(t.Context(), sheet(time.Duration(i).String())); err != nil {
				t.Error(err)
			}
			if i == 100 {
				close(started)
			}
		}
	})
	<-started
	copied := filepath.Join(filepath.Dir(path), "copy.db")
	err := s.Backup(t.Context(), copied, sqlite.Cipher{})
	cancel()
	wg.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	if err := s.Backup(t.Context(), copied, sqlite.Cipher{}); evaluation.CodeOf(err) != evaluation.CodeConflict {
		t.Errorf("a file was overwritten: %v", err)
	}
	restored, err := sqlite.Open(t.Context(), copied)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = restored.Close() })
	for i := range 101 {
		if _, err := restored.Get(t.Context(), "o1", time.Duration(i).String()); err != nil {
			t.Errorf("%d: %v", i, err)
		}
	}
}

func TestABackupThatFailsLeavesNothing(t *testing.T) {
	s, path := file(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	copied := filepath.Join(filepath.Dir(path), "copy.db")
	if err := s.Backup(ctx, copied, sqlite.Cipher{}); evaluation.CodeOf(err) != evaluation.CodeUnavailable {
		t.Errorf("%v", err)
	}
	if err := s.Backup(t.Context(), filepath.Join(path, "none", "x"), sqlite.Cipher{}); evaluation.CodeOf(err) != evaluation.CodeUnavailable {
		t.Errorf("%v", err)
	}
	if left, err := filepath.Glob(copied + "*"); err != nil || len(left) > 0 {
		t.Errorf("%v %v", left, err)
	}
	if err := os.WriteFile(copied+".part", []byte("of a back-up that died"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), copied, sqlite.Cipher{}); err != nil {
		t.Error(err)
	}
}

func TestADamagedFileIsFound(t *testing.T) {
	s, path := file(t)
	for i := range 200 {
		if _, err := s.Put(t.Context(), sheet(time.Duration(i).String())); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.CheckFile(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:gosec // a file of this test
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte(strings.Repeat("x", 8192)), 3*4096); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.CheckFile(t.Context(), path); evaluation.CodeOf(err) != evaluation.CodeUnavailable {
		t.Errorf("%v", err)
	}
}
