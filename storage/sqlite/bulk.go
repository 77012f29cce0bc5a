package sqlite

import "context"

// With Options.Bulk the writer keeps its transaction open after it has answered. Reads
// use its connection too, one at a time, so that they see what was written.

// maxKept is the number of writes after which an open transaction is committed.
const maxKept = 2000

// take takes the connection of the writer, which reads share with it if the store is
// filled in bulk.
func (s *Store) take() (give func()) {
	if !s.bulk {
		return func() {}
	}
	s.turns <- struct{}{}
	return func() { <-s.turns }
}

// keeps reports whether the transaction stays open after so many more writes.
func (w *statements) keeps(more int) bool {
	if !w.store.bulk {
		return false
	}
	w.kept += more
	return !w.due && w.kept < maxKept
}

// lose notes that writes which were answered are lost, and reports whether there are any.
func (s *Store) lose(err error) bool {
	if s.stmts.kept == 0 {
		return false
	}
	s.lost.CompareAndSwap(nil, &err)
	return true
}

// whole is the error of a store that has lost writes.
func (s *Store) whole() error {
	if lost := s.lost.Load(); lost != nil {
		return *lost
	}
	return nil
}

// settled commits what is written, so that every connection sees it, and the counts.
func (s *Store) settled(ctx context.Context) error {
	if err := s.alive(ctx); err != nil || !s.bulk {
		return err
	}
	return s.submit(ctx, func(_ context.Context, w *statements) error {
		w.due = true
		return nil
	})
}
