package sqlite

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"

	"github.com/ncruces/go-sqlite3/vfs/readervfs"

	"kaoji/storage"
)

// OpenReadOnly opens the file at path for reading: nothing is written and no file
// is created next to it, so it works on a read-only disk too. A write is CodeState.
// A missing or empty file is CodeNotFound, one of an older Kaoji CodeState.
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
		return storage.Newer(have, len(files))
	case have < len(files):
		return storage.Older(have, len(files))
	}
	return nil
}

// look opens the file so that SQLite creates nothing next to it, and returns its
// schema. A file without a log is opened as immutable. A file with a log and the
// log's index, as of a running server, is opened with both. A log without its
// index, or on a disk where the index cannot be locked, is merged with the file in
// memory.
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
	if s.looked, err = merge(s.path); err != nil {
		return 0, err
	}
	readervfs.Create(s.looked.name(), s.looked)
	return s.lookAt(ctx, s.looked.name(), url.Values{"vfs": {"reader"}})
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
