package sqlite

import (
	"context"
	"errors"
	"runtime"
	"testing"

	"kaoji/evaluation"
)

// On makes Open use another file system.
func On(disk string) Options { return Options{disk: disk} }

// Pragmas asks the writer's connection and one of the readers'.
func Pragmas(t *testing.T, s *Store, names ...string) map[string]map[string]string {
	t.Helper()
	reader, err := s.read.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	got := map[string]map[string]string{"writer": {}, "reader": {}}
	for _, n := range names {
		var w, r string
		if err := s.conn.QueryRowContext(t.Context(), "PRAGMA "+n).Scan(&w); err != nil {
			t.Fatal(err)
		}
		if err := reader.QueryRowContext(t.Context(), "PRAGMA "+n).Scan(&r); err != nil {
			t.Fatal(err)
		}
		got["writer"][n], got["reader"][n] = w, r
	}
	return got
}

// Migrations is how many there are.
func Migrations(t *testing.T) int {
	t.Helper()
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

// Hold keeps the writer busy until release is called. That waits until so many
// writes are waiting, lets them go and returns how many commits they took.
func Hold(t *testing.T, s *Store) (release func(waiting int) int) {
	t.Helper()
	let, held := make(chan struct{}), make(chan struct{})
	go func() {
		_ = s.submit(context.Background(), func(context.Context, *statements) error {
			close(held)
			<-let
			return nil
		})
	}()
	<-held
	return func(waiting int) int {
		last := make(chan error)
		go func() {
			last <- s.submit(context.Background(), func(context.Context, *statements) error { return nil })
		}()
		Queued(t, s, waiting+1)
		before := s.commits.Load()
		close(let)
		if err := <-last; err != nil {
			t.Error(err)
		}
		return int(s.commits.Load()-before) - 1 // without the one that held
	}
}

// Queued returns when so many writes are waiting.
func Queued(t *testing.T, s *Store, waiting int) {
	t.Helper()
	for len(s.jobs) < waiting && t.Context().Err() == nil {
		runtime.Gosched()
	}
}

// Spoil is a write that fails after it has changed something.
func Spoil(ctx context.Context, s *Store) error {
	return s.submit(ctx, func(ctx context.Context, w *statements) error {
		if _, err := w.ExecContext(ctx, insertBlob, "o1", "spoiled", "", "", 0, "", "", "", 0, []byte{}); err != nil {
			return err
		}
		return errors.New("the disk is full")
	})
}

// Plan is how SQLite carries out a query.
func Plan(t *testing.T, s *Store, q evaluation.Query) []string {
	t.Helper()
	text, args, err := statement(planned(t, s, q), 50)
	if err != nil {
		t.Fatal(err)
	}
	return explain(t, s, text, args...)
}

// GroupPlan is how SQLite counts.
func GroupPlan(t *testing.T, s *Store, q evaluation.Query, fields ...string) []string {
	t.Helper()
	text, args, err := grouping(planned(t, s, q), fields)
	if err != nil {
		t.Fatal(err)
	}
	return explain(t, s, text, args...)
}

func planned(t *testing.T, s *Store, q evaluation.Query) asked {
	t.Helper()
	a, err := s.asked(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// PutPlan is how SQLite finds what has expired in the place of a cell that is put.
func PutPlan(t *testing.T, s *Store) []string {
	t.Helper()
	return explain(t, s, dropExpired, "class", "office", "id", "unique", 1)
}

// CellsPlan is how SQLite finds cells.
func CellsPlan(t *testing.T, s *Store, q evaluation.CellQuery) []string {
	t.Helper()
	query, args := cellsOf(&q)
	return explain(t, s, query, append(args, 1, 1)...)
}

func explain(t *testing.T, s *Store, text string, args ...any) []string {
	t.Helper()
	rows, err := s.read.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, detail)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan
}

// Common sets how many records a common term has, for the duration of a test.
func Common(t *testing.T, n int) {
	t.Helper()
	before := common
	common = n
	t.Cleanup(func() { common = before })
}
