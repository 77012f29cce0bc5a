package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3/vfs/readervfs"
)

// rowsOf are those of the test's table.
func rowsOf(t *testing.T, source string) string {
	t.Helper()
	db, err := sql.Open("sqlite3", source)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(t.Context(), "SELECT n, body FROM t ORDER BY n")
	if err != nil {
		return err.Error()
	}
	defer func() { _ = rows.Close() }()
	var out strings.Builder
	for rows.Next() {
		var n int
		var body string
		if err := rows.Scan(&n, &body); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&out, n, len(body), body[:1])
	}
	if err := rows.Err(); err != nil {
		return err.Error()
	}
	return out.String()
}

// TestALogIsReadAsSQLiteReadsIt writes, checkpoints, rolls back and begins
// transactions at random, copies file and log in the middle as a crash leaves
// them, the log cut or damaged somewhere, and holds what is read from both
// against what SQLite recovers of a copy.
func TestALogIsReadAsSQLiteReadsIt(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 9)) //nolint:gosec // a test
	folder := t.TempDir()
	path := filepath.Join(folder, "t.db")
	db, err := connect(address(path, url.Values{"_pragma": {"journal_mode(WAL)", "wal_autocheckpoint(0)", "cache_size(5)"}}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	do := func(q string, args ...any) {
		t.Helper()
		if _, err := conn.ExecContext(context.Background(), q, args...); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	do("CREATE TABLE t (n INTEGER PRIMARY KEY, body TEXT NOT NULL)")
	write := func() {
		for range 1 + random.IntN(30) {
			do("INSERT OR REPLACE INTO t VALUES (?, ?)", random.IntN(300), strings.Repeat(string(rune('a'+random.IntN(26))), 1+random.IntN(3000)))
		}
	}
	logged, seen := 0, map[string]bool{}
	for i := range 150 {
		do("BEGIN")
		write()
		switch random.IntN(8) {
		case 0:
			do("ROLLBACK")
		case 1:
			do("DELETE FROM t WHERE n > ?", random.IntN(300))
			do("COMMIT")
			do("PRAGMA wal_checkpoint(PASSIVE)")
		case 2:
			do("COMMIT")
			do("PRAGMA wal_checkpoint(TRUNCATE)")
		case 3:
			do("COMMIT")
			do("VACUUM")
		default:
			do("COMMIT")
		}
		do("BEGIN")
		write() // some of it is in the log and not committed
		crashed := filepath.Join(folder, fmt.Sprint("crash", i, ".db"))
		for _, suffix := range []string{"", "-wal"} {
			raw, err := os.ReadFile(path + suffix) //nolint:gosec // of this test
			if err != nil {
				t.Fatal(err)
			}
			if suffix != "" && len(raw) > 0 && random.IntN(3) == 0 {
				if at := random.IntN(len(raw)); random.IntN(2) == 0 {
					raw = raw[:at]
				} else {
					raw[at] ^= 1
				}
			}
			logged += len(raw)
			if err := os.WriteFile(crashed+suffix, raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		do("ROLLBACK")
		m, err := merge(crashed)
		if err != nil {
			t.Fatal(err)
		}
		readervfs.Create(m.name(), m)
		got := rowsOf(t, address(m.name(), url.Values{"vfs": {"reader"}}))
		readervfs.Delete(m.name())
		if err := m.Close(); err != nil {
			t.Error(err)
		}
		if want := rowsOf(t, address(crashed, url.Values{})); got != want {
			t.Fatalf("crash %d: read\n%.300s\nSQLite recovers\n%.300s", i, got, want)
		} else {
			seen[want] = true
		}
	}
	if logged == 0 || len(seen) < 100 {
		t.Errorf("%d bytes of logs, %d different contents: this proves little", logged, len(seen))
	}
}
