package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewer is the cause when the file was written by a newer Kaoji.
var ErrNewer = errors.New("the database was written by a newer version")

// migrate runs the migrations that the file has not seen, each in a
// transaction of its own together with its entry in the list.
func migrate(ctx context.Context, conn *sql.Conn, now func() time.Time) error {
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		return err
	}
	const list = `CREATE TABLE IF NOT EXISTS migrations (n INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL) STRICT`
	if _, err := conn.ExecContext(ctx, list); err != nil {
		return err
	}
	var have int
	if err := conn.QueryRowContext(ctx, `SELECT coalesce(max(n), 0) FROM migrations`).Scan(&have); err != nil {
		return err
	}
	if have > len(files) {
		return fmt.Errorf("%w: schema %d, this program knows %d", ErrNewer, have, len(files))
	}
	for i := have; i < len(files); i++ {
		text, err := migrations.ReadFile("migrations/" + files[i].Name())
		if err != nil {
			return err
		}
		if err := step(ctx, conn, i+1, files[i].Name(), string(text), now()); err != nil {
			return fmt.Errorf("migration %s: %w", files[i].Name(), err)
		}
	}
	return nil
}

func step(ctx context.Context, conn *sql.Conn, n int, name, text string, at time.Time) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err = tx.ExecContext(ctx, text); err == nil {
		_, err = tx.ExecContext(ctx, `INSERT INTO migrations VALUES (?, ?, ?)`, n, name, at.UTC().Format(time.RFC3339))
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// syncFolder makes the name of a new file outlive a power cut, as the content
// does. Windows has no such call.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
