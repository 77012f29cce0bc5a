package officetest

import (
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Prepared is an office from which several tests of a package begin: the first of
// them fills it, and each gets a copy, with what the filling returned.
type Prepared[T any] struct {
	// Fill brings an office to where the tests begin. Who is Mute is not copied.
	Fill func(testing.TB) (*World, T)

	once sync.Once
	made *World
	file []byte
	of   T
}

// Begin returns a copy of the office, at the time at which it was left.
func (p *Prepared[T]) Begin(t testing.TB) (*World, T) {
	t.Helper()
	p.once.Do(func() {
		w, of := p.Fill(t)
		path := filepath.Join(t.TempDir(), "filled.db")
		w.Copy(path)
		file, err := os.ReadFile(path) //nolint:gosec // of this test
		w.Must(err)
		p.made, p.of, p.file = w, of, file
	})
	if p.file == nil {
		t.Fatal("the office could not be filled: see the first test that begins with it")
	}
	path := filepath.Join(t.TempDir(), "kaoji.db")
	if err := os.WriteFile(path, p.file, 0o600); err != nil {
		t.Fatal(err)
	}
	w := Over(t, path, 0)
	w.People, w.Units = maps.Clone(p.made.People), maps.Clone(p.made.Units)
	w.ids.Store(p.made.ids.Load())
	w.TurnTo(p.made.Now())
	return w, p.of
}
