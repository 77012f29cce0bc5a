package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/ncruces/go-sqlite3"

	"kaoji/evaluation"
	"kaoji/storage"
)

// maxBatch is the largest number of writes in one commit.
const maxBatch = 256

// job is one write. If run returns an evaluation.Error it has removed expired cells at
// most; any other error makes the transaction fail.
type job struct {
	ctx   context.Context
	run   func(ctx context.Context, w *statements) error
	reply chan error
}

// submit passes a write to the writer and waits until it is on the disk. If the
// context ends meanwhile, the write is stored completely or not at all.
func (s *Store) submit(ctx context.Context, run func(ctx context.Context, w *statements) error) error {
	j := &job{ctx: ctx, run: run, reply: make(chan error, 1)}
	if err := s.hand(ctx, j); err != nil {
		return err
	}
	select {
	case err := <-j.reply:
		return storage.Unavailable(err)
	case <-ctx.Done():
		return storage.Unavailable(ctx.Err())
	}
}

func (s *Store) hand(ctx context.Context, j *job) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return storage.Unavailable(storage.ErrClosed)
	}
	if s.frozen {
		return evaluation.Fail(evaluation.CodeState, "error.state")
	}
	if err := storage.Alive(ctx); err != nil {
		return err
	}
	select {
	case s.jobs <- j:
		return nil
	case <-ctx.Done():
		return storage.Unavailable(ctx.Err())
	}
}

// writer is the one goroutine that writes.
func (s *Store) writer() {
	defer close(s.done)
	for first := range s.jobs {
		batch := []*job{first}
		for len(batch) < maxBatch {
			select {
			case j, ok := <-s.jobs:
				if ok {
					batch = append(batch, j)
					continue
				}
			default:
			}
			break
		}
		s.commit(batch)
	}
	if s.bulk && s.stmts.kept > 0 {
		s.stmts.due = true
		s.commit(nil)
	}
}

// commit runs the jobs in one transaction. A refused job does not affect the
// others; if the transaction fails, each job runs in its own transaction.
func (s *Store) commit(batch []*job) {
	answers, err := s.transact(batch)
	switch {
	case err == nil:
		for i, j := range batch {
			j.reply <- answers[i]
		}
	case s.lose(err) || len(batch) == 1:
		for _, j := range batch {
			j.reply <- err
		}
	default:
		for _, j := range batch {
			s.commit([]*job{j})
		}
	}
}

// transact returns the answer for each job when all is committed, or the error why
// nothing is.
func (s *Store) transact(batch []*job) (answers []error, err error) {
	ctx := context.Background() // a caller who leaves must not cancel the writes of others
	defer s.take()()
	if err = s.begin(ctx); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			s.rollback(ctx)
		}
	}()
	answers = make([]error, len(batch))
	for i, j := range batch {
		if answers[i] = j.ctx.Err(); answers[i] != nil {
			continue
		}
		s.stmts.changes = s.stmts.changes[:0]
		answers[i] = j.run(ctx, s.stmts)
		if _, refused := errors.AsType[*evaluation.Error](answers[i]); answers[i] != nil && !refused {
			return nil, answers[i]
		}
		s.stmts.counted = append(s.stmts.counted, s.stmts.changes...)
	}
	if s.stmts.keeps(len(batch)) {
		return answers, nil
	}
	if err = s.stmts.flush(ctx); err != nil {
		return nil, err
	}
	if _, err = s.conn.ExecContext(ctx, "COMMIT"); err == nil {
		s.commits.Add(1)
		s.stmts.kept, s.stmts.due = 0, false // see bulk.go
	}
	return answers, err
}

// begin begins a transaction, unless one is open.
func (s *Store) begin(ctx context.Context) error {
	if s.stmts.kept > 0 {
		return s.whole()
	}
	s.stmts.counted = s.stmts.counted[:0]
	_, err := s.conn.ExecContext(ctx, "BEGIN IMMEDIATE")
	return err
}

func (s *Store) rollback(ctx context.Context) {
	_, _ = s.conn.ExecContext(ctx, "ROLLBACK") // some errors end the transaction themselves; then this fails
	clear(s.stmts.highest)
	clear(s.stmts.seals)
}

// statements are the prepared statements of the writer.
type statements struct {
	store   *Store
	all     map[string]*sql.Stmt
	highest map[serialsOf]int64
	seals   map[string]sealRow // as they were last written, by office
	changes []storage.Change   // of the running job
	counted []storage.Change   // of the finished jobs in this transaction
	kept    int                // writes in the transaction that is open
	due     bool               // it is to be committed
}

func prepare(ctx context.Context, s *Store, conn *sql.Conn) (*statements, error) {
	w := &statements{store: s, all: map[string]*sql.Stmt{}, highest: map[serialsOf]int64{}, seals: map[string]sealRow{}}
	for _, q := range writes {
		st, err := conn.PrepareContext(ctx, q)
		if err != nil {
			return w, err
		}
		w.all[q] = st
	}
	return w, nil
}

func (w *statements) close() error {
	var errs []error
	for _, st := range w.all {
		errs = append(errs, st.Close())
	}
	return errors.Join(errs...)
}

// prepared is a statement that is prepared when it is first used.
func (w *statements) prepared(ctx context.Context, q string) error {
	if w.all[q] != nil {
		return nil
	}
	st, err := w.store.conn.PrepareContext(ctx, q)
	if err == nil {
		w.all[q] = st
	}
	return err
}

// exec runs a statement. A violated constraint of the schema, such as a unique key
// or a trigger, is a conflict.
func (w *statements) exec(ctx context.Context, q string, args ...any) error {
	_, err := w.row(ctx, q, args...)
	return err
}

// row runs a statement that inserts a row and returns the number of the row.
func (w *statements) row(ctx context.Context, q string, args ...any) (int64, error) {
	done, err := w.all[q].ExecContext(ctx, args...)
	switch {
	case constraint(err):
		return 0, storage.Conflict().Because(err)
	case err != nil:
		return 0, err
	}
	return done.LastInsertId()
}

// flush writes the counts of the finished jobs.
func (w *statements) flush(ctx context.Context) error {
	err := w.store.count(ctx, w, w.seals, w.counted)
	w.counted = w.counted[:0]
	return err
}

// each reads all rows of a statement that returns rows, such as a DELETE with
// RETURNING.
func (w *statements) each(ctx context.Context, q string, args []any, row func(scan func(...any) error) error) error {
	rows, err := w.all[q].QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// one reads a single row; sql.ErrNoRows if there is none.
func (w *statements) one(ctx context.Context, q string, args []any, dest ...any) error {
	return w.all[q].QueryRowContext(ctx, args...).Scan(dest...)
}

func constraint(err error) bool {
	return errors.Is(err, sqlite3.CONSTRAINT_UNIQUE) || errors.Is(err, sqlite3.CONSTRAINT_PRIMARYKEY) || errors.Is(err, sqlite3.CONSTRAINT_TRIGGER)
}
