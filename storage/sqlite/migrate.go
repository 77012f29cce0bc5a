package sqlite

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"kaoji/evaluation"
	"kaoji/storage"
)

//go:embed migrations/*.sql
var migrations embed.FS

// sealedBy is the number of the migration that introduced the counts.
const sealedBy = 3

const (
	listMigrations = `CREATE TABLE IF NOT EXISTS migrations (n INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL) STRICT`
	allMigrations  = `SELECT n, name, at FROM migrations ORDER BY n`
)

// migrate runs the migrations that the file does not have yet. Each runs in a
// transaction together with its entry in the list of migrations. A file with data
// is copied first, so that one can go back to the older program.
func (s *Store) migrate(ctx context.Context) error {
	conn := s.conn
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, listMigrations); err != nil {
		return err
	}
	var have int
	if err := conn.QueryRowContext(ctx, `SELECT coalesce(max(n), 0) FROM migrations`).Scan(&have); err != nil {
		return err
	}
	if have > len(files) {
		return storage.Newer(have, len(files))
	}
	if have > 0 && have < len(files) {
		if err := s.copyBefore(ctx, files[have].Name()); err != nil {
			return err
		}
	}
	for i := have; i < len(files); i++ {
		text, err := migrations.ReadFile("migrations/" + files[i].Name())
		if err != nil {
			return err
		}
		if err := s.step(ctx, i+1, files[i].Name(), string(text)); err != nil {
			return fmt.Errorf("migration %s: %w", files[i].Name(), err)
		}
	}
	return nil
}

// BeforeName is the name of the copy made before a migration, such as
// kaoji.db.before-0003.
func BeforeName(path, migration string) string {
	number, _, _ := strings.Cut(migration, "_")
	return path + ".before-" + number
}

func (s *Store) copyBefore(ctx context.Context, migration string) error {
	path := BeforeName(s.path, migration)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) { // from an interrupted upgrade
		return err
	}
	return s.copyWhole(ctx, path, Cipher{})
}

func (s *Store) step(ctx context.Context, n int, name, text string) error {
	tx, err := s.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err = tx.ExecContext(ctx, text); err == nil && n == sealedBy {
		err = s.sealAll(ctx, tx)
	}
	if err == nil && n == numberedBy {
		err = s.numberAll(ctx, tx)
	}
	at := s.now().UTC().Format(time.RFC3339)
	if err == nil {
		_, err = tx.ExecContext(ctx, `INSERT INTO migrations VALUES (?, ?, ?)`, n, name, at)
	}
	if err == nil && n >= sealedBy {
		m := s.markMigration(int64(n), name, at)
		err = s.count(ctx, tx, nil, []storage.Change{{Part: evaluation.PartSchema, New: &m}})
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// syncFolder makes the name of a new file survive a power cut. Windows has no such
// call.
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
