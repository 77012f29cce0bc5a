package ballot_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/evaluation"
)

// memory is a storage that costs nothing, so that a million answers are cast in
// a minute: what is measured is the count.
type memory struct {
	evaluation.Cells
	sync.Mutex
	cells map[string]map[string]evaluation.Cell // by class and id
	order map[string][]string                   // of ids, as long as nothing changes
}

func (m *memory) Cell(_ context.Context, class, _, id string) (evaluation.Cell, error) {
	m.Lock()
	defer m.Unlock()
	c, ok := m.cells[class][id]
	if !ok {
		return c, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return c, nil
}

func (m *memory) PutCell(_ context.Context, c evaluation.Cell) (evaluation.Cell, error) {
	m.Lock()
	defer m.Unlock()
	old, there := m.cells[c.Class][c.ID]
	if old.Version != c.Version {
		return c, evaluation.Fail(evaluation.CodeConflict, "error.conflict")
	}
	if m.cells[c.Class] == nil {
		m.cells[c.Class] = map[string]evaluation.Cell{}
	}
	if !there {
		delete(m.order, c.Class)
	}
	c.Version++
	m.cells[c.Class][c.ID] = c
	return c, nil
}

func (m *memory) DeleteCells(_ context.Context, class, _, _ string) error {
	m.Lock()
	defer m.Unlock()
	delete(m.cells, class)
	delete(m.order, class)
	return nil
}

func (m *memory) FindCells(_ context.Context, class, _, _, after string, limit int) ([]evaluation.Cell, error) {
	m.Lock()
	defer m.Unlock()
	if m.order[class] == nil {
		if m.order == nil {
			m.order = map[string][]string{}
		}
		m.order[class] = slices.Sorted(maps.Keys(m.cells[class]))
	}
	ids := m.order[class]
	at, found := slices.BinarySearch(ids, after)
	if found {
		at++
	}
	var out []evaluation.Cell
	for _, id := range ids[at:min(at+limit, len(ids))] {
		out = append(out, m.cells[class][id])
	}
	return out, nil
}

// How many ballots are counted: of five marks each, 200000 are a million answers.
var many = flag.Int("ballots", 1000, "ballots that are counted in bounded memory")

func TestManyBallotsAreCountedInBoundedMemory(t *testing.T) {
	s := over(t, &memory{cells: map[string]map[string]evaluation.Cell{}})
	ctx := t.Context()
	s.box(*many)
	began := time.Now()
	var wg sync.WaitGroup
	for w := range 64 { // as many at once share a commit
		wg.Go(func() {
			for i := w; i < *many; i += 64 {
				if err := s.Cast(ctx, "o", "b", strconv.Itoa(i), vote{fmt.Sprintf("%07d", i)}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	cast := time.Since(began)
	defer debug.SetGCPercent(debug.SetGCPercent(10)) // the ballots in the storage of this test would allow as much garbage again
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var peak atomic.Uint64
	done := make(chan struct{})
	wg.Go(func() {
		for tick := time.NewTicker(5 * time.Millisecond); ; {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			peak.Store(max(peak.Load(), now.HeapAlloc))
			select {
			case <-tick.C:
			case <-done:
				return
			}
		}
	})
	began = time.Now()
	s.must(s.close())
	count := time.Since(began)
	close(done)
	wg.Wait()
	if n, err := s.Count(ctx, "o", "b"); err != nil || n.Cast != *many {
		t.Errorf("%+v, %v", n, err)
	}
	grown := int64(peak.Load()) - int64(before.HeapAlloc) //nolint:gosec // far from the ends
	t.Logf("%d ballots: cast in %v, counted in %v with %d MB", *many, cast, count, grown>>20)
	if grown > 128<<20 {
		t.Errorf("counting takes %d MB", grown>>20)
	}
	if got := s.cast(); len(got) != *many {
		t.Errorf("%d ballots of %d", len(got), *many)
	}
}
