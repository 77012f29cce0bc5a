package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"kaoji/evaluation"
	"kaoji/storage"
)

// OpenReadOnly opens the file at path to be looked at: nothing is written and
// nothing is made beside it, so that it works on a read-only disk too. A write
// is CodeState. A file that is not there or empty is CodeNotFound, one that an
// older Kaoji wrote CodeState.
func OpenReadOnly(ctx context.Context, path string, opts ...Options) (*Store, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, storage.NotFound().Because(err)
	case err != nil:
		return nil, storage.Unavailable(err)
	case info.Size() == 0:
		return nil, storage.NotFound().Because(fmt.Errorf("%s is empty", path))
	}
	s := newStore(path, opts)
	s.frozen = true
	if err := s.openReadOnly(ctx); err != nil {
		return nil, storage.Unavailable(errors.Join(err, s.shut()))
	}
	go s.writer()
	return s, nil
}

func (s *Store) openReadOnly(ctx context.Context) error {
	if err := s.takeKey(); err != nil {
		return err
	}
	have, err := s.look(ctx)
	if err != nil {
		return err
	}
	files, err := migrations.ReadDir("migrations")
	switch {
	case err != nil:
		return err
	case have > len(files):
		return evaluation.Fail(evaluation.CodeState, "error.storage_newer").Because(ErrNewer)
	case have < len(files):
		return evaluation.Fail(evaluation.CodeState, "error.storage_older").Because(
			fmt.Errorf("the database has schema %d, this program knows %d", have, len(files)))
	}
	return nil
}

// look opens the file so that SQLite makes nothing beside it, and returns its
// schema. A file whose log was folded into it is read as one that nobody
// changes. One with a log and the log's index, as beside a running server, is
// read with both. A log without its index, or on a disk where the index cannot
// be locked, is read from a copy.
func (s *Store) look(ctx context.Context) (schema int, err error) {
	log, err := os.Stat(s.path + "-wal")
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, err
	}
	if err != nil || log.Size() == 0 {
		return s.lookAt(ctx, s.path, url.Values{"mode": {"ro"}, "immutable": {"1"}})
	}
	if _, err := os.Stat(s.path + "-shm"); err == nil {
		if schema, err = s.lookAt(ctx, s.path, url.Values{"mode": {"ro"}}); err == nil {
			return schema, nil
		}
	}
	if s.copied, err = os.MkdirTemp("", "kaoji-verify-*"); err != nil { // mode 0700
		return 0, err
	}
	copied := filepath.Join(s.copied, "kaoji.db")
	for _, suffix := range []string{"", "-wal"} {
		if err := copyFile(copied+suffix, s.path+suffix); err != nil {
			return 0, err
		}
	}
	return s.lookAt(ctx, copied, url.Values{"mode": {"rw"}})
}

func (s *Store) lookAt(ctx context.Context, path string, v url.Values) (schema int, err error) {
	v["_pragma"] = []string{"busy_timeout(10000)", "query_only(1)", "temp_store(MEMORY)", "trusted_schema(0)"}
	if s.read, err = connect(address(path, v)); err != nil {
		return 0, err
	}
	err = s.read.QueryRowContext(ctx, `SELECT max(n) FROM migrations`).Scan(&schema)
	if err != nil {
		err = errors.Join(err, s.read.Close())
		s.read = nil
	}
	return schema, err
}

func copyFile(to, from string) error {
	in, err := os.Open(from) //nolint:gosec // the operator's data file
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // in a folder of our own
	if err == nil {
		_, err = io.Copy(out, in)
		err = errors.Join(err, out.Close())
	}
	return errors.Join(err, in.Close())
}
