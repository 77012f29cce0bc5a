package sqlite

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"kaoji/evaluation"
)

// A read ends with its request: while it runs, and while it waits for a connection.
func TestAReadEndsWithItsRequest(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "kaoji.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	soon := func() context.Context {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		t.Cleanup(cancel)
		return ctx
	}
	var n int64
	const endless = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n`
	if err := s.row(soon(), endless, nil, &n); evaluation.CodeOf(err) != evaluation.CodeUnavailable {
		t.Errorf("a query without an end: %v", err)
	}
	for range cap(s.turns) {
		s.turns <- struct{}{}
	}
	if err := s.Ping(soon()); evaluation.CodeOf(err) != evaluation.CodeUnavailable {
		t.Errorf("all connections in use: %v", err)
	}
	<-s.turns
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("a connection is free again: %v", err)
	}
}
