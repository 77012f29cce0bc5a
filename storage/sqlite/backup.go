package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"

	"kaoji/storage"
)

// Backup writes a copy of the database as of one moment into a new file while work
// continues, checks it and flushes it to the disk. The file gets its name when it
// is complete: an interrupted back-up leaves <path>.part, which the next one
// replaces. With a cipher the file is never on the disk unencrypted.
func (s *Store) Backup(ctx context.Context, path string, c Cipher) error {
	if err := s.settled(ctx); err != nil {
		return err
	}
	return s.copyWhole(ctx, path, c)
}

func (s *Store) copyWhole(ctx context.Context, path string, c Cipher) error {
	if _, err := os.Lstat(path); err == nil {
		return storage.Conflict().Because(fmt.Errorf("%s is there already", path))
	}
	part := path + ".part"
	err := os.Remove(part)
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	for _, step := range []func() error{
		func() error { return newFile(part) }, // SQLite takes an empty file for a new one
		func() error { return s.copyTo(ctx, c.address(part, url.Values{})) },
		func() error { return c.check(ctx, part) },
		func() error { return syncFile(part) },
		func() error { return os.Rename(part, path) },
		func() error { return syncFolder(path) },
	} {
		if err == nil {
			err = step()
		}
	}
	if err == nil {
		return nil
	}
	if gone := os.Remove(part); gone != nil && !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return storage.Unavailable(err)
}

// copyTo uses a separate connection: VACUUM INTO reads one snapshot, and the pool's
// connections are read-only.
func (s *Store) copyTo(ctx context.Context, target string) error {
	db, err := sql.Open("sqlite3", s.source("rw"))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", target)
	return errors.Join(err, db.Close())
}

// CheckFile reads a whole database file and returns the problems that SQLite finds.
func CheckFile(ctx context.Context, path string) error { return Cipher{}.check(ctx, path) }

func (c Cipher) check(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite3", c.address(path, url.Values{"mode": {"ro"}}))
	if err != nil {
		return storage.Unavailable(err)
	}
	var verdict string
	err = db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict)
	if err == nil && verdict != "ok" {
		err = fmt.Errorf("integrity check: %s", verdict)
	}
	return storage.Unavailable(errors.Join(err, db.Close()))
}

// newFile creates a file that only this user can read; SQLite gives the write-ahead
// log the same mode.
func newFile(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	return f.Close()
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:gosec // as above
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
