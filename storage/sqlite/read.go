package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"kaoji/storage"
)

// polled is the context of a read. The driver asks Err while it reads, so that a read
// ends with its context; database/sql would start a goroutine for each read to wait for
// Done.
type polled struct{ context.Context }

func (polled) Done() <-chan struct{} { return nil }

// row reads one row into dest; CodeNotFound if there is none.
func (s *Store) row(ctx context.Context, query string, args []any, dest ...any) error {
	found := false
	err := s.rows(ctx, query, args, func(scan func(...any) error) error {
		found = true
		return scan(dest...)
	})
	if err == nil && !found {
		return storage.NotFound()
	}
	return err
}

// rows reads many rows and calls each for every one of them. When all connections are
// in use, reads wait in the order in which they came: database/sql would serve any of
// them next, so that some would wait several times as long as others.
func (s *Store) rows(ctx context.Context, query string, args []any, each func(scan func(...any) error) error) error {
	select {
	case s.turns <- struct{}{}:
	case <-ctx.Done():
		return storage.Unavailable(ctx.Err())
	}
	defer func() { <-s.turns }()
	st, err := s.prepared(ctx, query)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(polled{ctx}, args...)
	if err != nil {
		return storage.Unavailable(err)
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	scan := rows.Scan
	for rows.Next() {
		if err := each(scan); err != nil {
			return storage.Unavailable(err)
		}
	}
	return storage.Unavailable(rows.Err())
}

// prepared caches the statements of reads. There are few texts, because a list of
// any length is one parameter (see where.list).
func (s *Store) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := s.alive(ctx); err != nil {
		return nil, err
	}
	var on preparer = s.read
	if s.bulk {
		on = s.conn
	}
	st, err := s.cache.get(ctx, on, query)
	return st, storage.Unavailable(err)
}

func (s *Store) alive(ctx context.Context) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return storage.Unavailable(storage.ErrClosed)
	}
	if err := s.whole(); err != nil {
		return storage.Unavailable(err)
	}
	return storage.Alive(ctx)
}

// maxCache limits the cached statements. Filters can be combined to thousands of
// texts, but an office uses some dozens.
const maxCache = 500

type cache struct {
	mu    sync.RWMutex
	stmts map[string]*sql.Stmt
}

// preparer prepares statements: all connections of reads, or one connection.
type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

func (c *cache) get(ctx context.Context, db preparer, query string) (*sql.Stmt, error) {
	c.mu.RLock()
	st := c.stmts[query]
	c.mu.RUnlock()
	if st != nil {
		return st, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if st := c.stmts[query]; st != nil {
		return st, nil
	}
	st, err := db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if c.stmts == nil {
		c.stmts = map[string]*sql.Stmt{}
	}
	if len(c.stmts) >= maxCache {
		for old, gone := range c.stmts { // any one; a running query finishes first
			delete(c.stmts, old)
			_ = gone.Close()
			break
		}
	}
	c.stmts[query] = st
	return st, nil
}

func (c *cache) close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var errs []error
	for _, st := range c.stmts {
		errs = append(errs, st.Close())
	}
	return errors.Join(errs...)
}
