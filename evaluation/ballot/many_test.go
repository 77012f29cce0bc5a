package ballot_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"hash/maphash"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"kaoji/evaluation"
)

// memory is a storage that costs nothing, so that a million ballots are cast in
// minutes: what is measured is the count. What it holds lies outside the heap,
// which would otherwise grow, and be walked through, with it.
type memory struct {
	evaluation.Cells
	sync.Mutex
	arena []byte
	used  int
	seed  maphash.Seed
	at    map[uint64]place    // by class and id
	order map[string][]uint64 // of a class, put into the order of ids when a walk begins
	ref   map[string]string   // of a class: there is one run
}

type place struct {
	at, id, body uint64 // where, and how long
	version      int64
}

func newMemory(t *testing.T) *memory {
	t.Helper()
	arena, err := syscall.Mmap(-1, 0, 8<<30, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE|syscall.MAP_NORESERVE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Munmap(arena) })
	return &memory{arena: arena, seed: maphash.MakeSeed(), at: map[uint64]place{}, order: map[string][]uint64{}, ref: map[string]string{}}
}

func (m *memory) key(class, id string) uint64 { return maphash.String(m.seed, class+"/"+id) }

func (m *memory) id(key uint64) []byte { p := m.at[key]; return m.arena[p.at : p.at+p.id] }

func (m *memory) cell(class string, key uint64) evaluation.Cell {
	p := m.at[key]
	return evaluation.Cell{
		Class: class, Office: "o", ID: string(m.id(key)), Ref: m.ref[class], Version: p.version,
		Body: bytes.Clone(m.arena[p.at+p.id : p.at+p.id+p.body]),
	}
}

func (m *memory) Cell(_ context.Context, class, _, id string) (evaluation.Cell, error) {
	m.Lock()
	defer m.Unlock()
	key := m.key(class, id)
	if _, ok := m.at[key]; !ok {
		return evaluation.Cell{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return m.cell(class, key), nil
}

func (m *memory) PutCell(_ context.Context, c evaluation.Cell) (evaluation.Cell, error) {
	m.Lock()
	defer m.Unlock()
	key := m.key(c.Class, c.ID)
	old := m.at[key]
	if old.version != c.Version {
		return c, evaluation.Fail(evaluation.CodeConflict, "error.conflict")
	}
	c.Version++
	p := place{at: old.at, id: uint64(len(c.ID)), body: uint64(len(c.Body)), version: c.Version}
	if old.version == 0 || p.body > old.body {
		p.at = uint64(m.used) //nolint:gosec // inside the arena
		m.used += len(c.ID) + len(c.Body)
	}
	copy(m.arena[p.at:], c.ID)
	copy(m.arena[p.at+p.id:], c.Body)
	if m.at[key], m.ref[c.Class] = p, c.Ref; old.version == 0 {
		m.order[c.Class] = append(m.order[c.Class], key)
	}
	return c, nil
}

func (m *memory) DeleteCells(_ context.Context, class, _, _ string) error {
	m.Lock()
	defer m.Unlock()
	for _, key := range m.order[class] {
		delete(m.at, key)
	}
	delete(m.order, class)
	return nil
}

func (m *memory) FindCells(_ context.Context, q evaluation.CellQuery) ([]evaluation.Cell, error) {
	m.Lock()
	defer m.Unlock()
	byID := func(a, b uint64) int { return bytes.Compare(m.id(a), m.id(b)) }
	list := m.order[q.Class]
	if q.After == "" { // a walk begins; nothing is added to what is walked over
		slices.SortFunc(list, byID)
	}
	at, found := slices.BinarySearchFunc(list, q.After, func(key uint64, after string) int { return bytes.Compare(m.id(key), []byte(after)) })
	if found {
		at++
	}
	var out []evaluation.Cell
	for _, key := range list[at:min(at+q.Limit, len(list))] {
		out = append(out, m.cell(q.Class, key))
	}
	return out, nil
}

// How many ballots are counted: as many as a round may have answers are 1000000.
var many = flag.Int("ballots", 1000, "ballots that are counted in bounded memory")

func TestManyBallotsAreCountedInBoundedMemory(t *testing.T) {
	s := over(t, newMemory(t))
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
	defer debug.SetGCPercent(debug.SetGCPercent(10)) // what the storage of this test has on the heap would allow as much garbage again
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
