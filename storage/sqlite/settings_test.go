package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

func file(t *testing.T) (*sqlite.Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "考绩 100%?#.db") // a path is not a URL
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, path
}

// raw is a connection beside the store, as an operator would open it.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func sheet(id string) evaluation.Record {
	return evaluation.Record{Office: "o1", ID: id, Kind: "count.sheet", Unique: id, Payload: []byte(`{}`)}
}

func TestConnectionsFlushEveryCommitAndKeepTheRules(t *testing.T) {
	s, _ := file(t)
	want := map[string]string{"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "recursive_triggers": "1", "busy_timeout": "10000", "secure_delete": "1"}
	for name, pragma := range sqlite.Pragmas(t, s, "synchronous", "journal_mode", "foreign_keys", "recursive_triggers", "busy_timeout", "secure_delete", "query_only") {
		for key, value := range want {
			if pragma[key] != value {
				t.Errorf("%s: %s is %s, want %s", name, key, pragma[key], value)
			}
		}
		if readonly := name == "reader"; (pragma["query_only"] == "1") != readonly {
			t.Errorf("%s: query_only is %s", name, pragma["query_only"])
		}
	}
}

func TestTheFileIsForItsOwnerAlone(t *testing.T) {
	s, path := file(t)
	if _, err := s.Put(t.Context(), sheet("a")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal"} { // -shm holds page numbers alone
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %o", filepath.Base(name), mode)
		}
	}
}

func TestADatabaseOfANewerVersionIsRefused(t *testing.T) {
	s, path := file(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := raw(t, path).Exec(`INSERT INTO migrations VALUES (9999, 'later', '')`); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Open(t.Context(), path)
	_, look := sqlite.OpenReadOnly(t.Context(), path)
	for _, err := range []error{err, look} {
		if e, ok := errors.AsType[*evaluation.Error](err); !ok || e.Message.Key != "error.storage_newer" || !strings.Contains(err.Error(), "schema 9999") {
			t.Errorf("%v", err)
		}
	}
}

func TestMigrationsRunOnce(t *testing.T) {
	s, path := file(t)
	if _, err := s.Put(t.Context(), sheet("a")); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		again, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := again.Get(t.Context(), "o1", "a"); err != nil {
			t.Error(err)
		}
		if err := again.Close(); err != nil {
			t.Error(err)
		}
	}
	var n int
	if err := raw(t, path).QueryRow(`SELECT count(*) FROM migrations`).Scan(&n); err != nil || n != sqlite.Migrations(t) {
		t.Errorf("%d migrations are noted, want %d (%v)", n, sqlite.Migrations(t), err)
	}
}

func TestWhatIsNoDatabaseIsRefused(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "text")
	if err := os.WriteFile(text, []byte(strings.Repeat("this is not a database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{text, folder, filepath.Join(folder, "none", "x.db")} {
		if _, err := sqlite.Open(t.Context(), path); evaluation.CodeOf(err) != evaluation.CodeUnavailable {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestTheTrailGrowsAtItsEndAndInNoOtherWay(t *testing.T) {
	s, path := file(t)
	for seq := int64(1); seq <= 3; seq++ {
		if err := s.AppendTrail(t.Context(), evaluation.TrailEntry{TrailEvent: evaluation.TrailEvent{Office: "o1"}, Seq: seq}); err != nil {
			t.Fatal(err)
		}
	}
	db := raw(t, path)
	if _, err := db.Exec(`PRAGMA recursive_triggers = OFF`); err != nil {
		t.Fatal(err)
	}
	const values = `SELECT office, %, at, 'forged', person, name, action, outcome, kind, record, detail, address, prev, hash FROM trail WHERE seq = 2`
	for _, forged := range []string{
		`UPDATE trail SET account = 'forged' WHERE seq = 2`, `DELETE FROM trail WHERE seq = 3`, `DELETE FROM trail`,
		`INSERT OR REPLACE INTO trail ` + strings.Replace(values, "%", "2", 1),
		`INSERT INTO trail ` + strings.Replace(values, "%", "5", 1),
	} {
		if _, err := db.Exec(forged); err == nil {
			t.Errorf("%s: nobody refused", forged)
		}
	}
	list, err := s.FindTrail(t.Context(), "o1", evaluation.TrailFilter{}, 0, false, 0)
	if err != nil || len(list) != 3 || list[1].Account != "" {
		t.Errorf("%+v %v", list, err)
	}
}

func TestACellExpiresByTheGivenClock(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "k.db"), sqlite.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.PutCell(t.Context(), evaluation.Cell{Class: "c", ID: "i", Expires: now.Add(time.Millisecond), Body: []byte(`{}`)}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []evaluation.Code{"", evaluation.CodeNotFound} { // from the moment Expires on
		if _, err := s.Cell(t.Context(), "c", "", "i"); evaluation.CodeOf(err) != want {
			t.Errorf("at %s: %v, want %q", now, err, want)
		}
		now = now.Add(time.Millisecond)
	}
}

func TestConcurrentWritersShareCommits(t *testing.T) {
	s, _ := file(t)
	release := sqlite.Hold(t, s)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			if _, err := s.Put(t.Context(), sheet(string(rune('A'+i)))); err != nil {
				t.Error(err)
			}
		})
	}
	if n := release(50); n != 1 {
		t.Errorf("50 waiting writes took %d commits, want 1", n)
	}
	wg.Wait()
}

func TestAWriteThatSpoilsTheTransactionFailsAlone(t *testing.T) {
	s, _ := file(t)
	release := sqlite.Hold(t, s)
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if _, err := s.Put(t.Context(), sheet(string(rune('A'+i)))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Go(func() {
		if err := sqlite.Spoil(t.Context(), s); evaluation.CodeOf(err) != evaluation.CodeUnavailable {
			t.Errorf("%v", err)
		}
	})
	release(21)
	wg.Wait()
	found, err := s.Find(t.Context(), evaluation.Query{Office: "o1"})
	if err != nil || len(found.Records) != 20 {
		t.Errorf("%d records are stored, want 20 (%v)", len(found.Records), err)
	}
	var e *evaluation.Error
	if _, err := s.Put(t.Context(), sheet("after")); err != nil || errors.As(err, &e) {
		t.Error(err)
	}
}

func TestAWriteWhoseCallerHasLeftTheQueueIsNotWritten(t *testing.T) {
	s, _ := file(t)
	release := sqlite.Hold(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := s.Put(ctx, sheet("left")); !errors.Is(err, context.Canceled) || evaluation.CodeOf(err) != evaluation.CodeUnavailable {
			t.Errorf("%v", err)
		}
	})
	wg.Go(func() {
		if _, err := s.Put(t.Context(), sheet("stayed")); err != nil {
			t.Error(err)
		}
	})
	sqlite.Queued(t, s, 2)
	cancel()
	release(2)
	wg.Wait()
	found, err := s.Find(t.Context(), evaluation.Query{Office: "o1"})
	if err != nil || len(found.Records) != 1 || found.Records[0].ID != "stayed" {
		t.Errorf("%+v %v", found, err)
	}
}

// An expired cell is removed for one that is refused because of another cell.
func TestARefusedCellLeavesTheCountsRight(t *testing.T) {
	s, _ := file(t)
	put := func(id, unique string, expires time.Time) error {
		_, err := s.PutCell(t.Context(), evaluation.Cell{Class: "c", Office: "o1", ID: id, Unique: unique, Expires: expires, Body: []byte(`{}`)})
		return err
	}
	if err := errors.Join(put("a", "gone", time.Now().Add(-time.Hour)), put("b", "here", time.Time{})); err != nil {
		t.Fatal(err)
	}
	if err := put("a", "here", time.Time{}); evaluation.CodeOf(err) != evaluation.CodeConflict {
		t.Fatalf("%v", err)
	}
	err := s.Audit(t.Context(), evaluation.Audit{Found: func(office, of, what string) error { t.Error(office, of, what); return nil }})
	if err != nil {
		t.Error(err)
	}
}
