package sqlite_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

// on opens a store on a disk of its own.
func on(t *testing.T, d *disk) *sqlite.Store {
	t.Helper()
	name := fmt.Sprintf("disk-%p", d)
	vfs.Register(name, d)
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "kaoji.db"), sqlite.On(name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		d.fails.Store(nil)
		_ = s.Close()
		vfs.Unregister(name)
	})
	return s
}

// cutPower lets writers work, cuts the power in the middle of it, and returns
// how many records were acknowledged and which of them are lost or broken.
func cutPower(t *testing.T, d *disk) (acknowledged int, lost []string) {
	t.Helper()
	svc, err := counting(on(t, d), nil)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	acked := map[string]int64{}
	moment, enough := make(chan struct{}), 5+rand.IntN(150) //nolint:gosec // luck, not secrecy
	report := func(r evaluation.Record) bool {
		mu.Lock()
		defer mu.Unlock()
		if acked[r.ID] = r.Version; enough == 0 {
			close(moment)
		}
		enough--
		return enough > -50 // and some more, so that the cut meets work
	}
	var wg sync.WaitGroup
	for range crashWriters {
		wg.Go(func() {
			r, err := svc.Create(t.Context(), system, "count.sheet", "begin", evaluation.Creation{})
			for i := 0; err == nil && report(r); i++ {
				if i%6 == 5 {
					r, err = svc.Create(t.Context(), system, "count.sheet", "begin", evaluation.Creation{})
				} else {
					r, err = svc.Act(t.Context(), system, r.ID, r.Version, "add", evaluation.Change{})
				}
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	<-moment
	mu.Lock() // what was acknowledged before the cut must be there after it
	before := maps.Clone(acked)
	mu.Unlock()
	folder := t.TempDir()
	if err := d.cut(folder); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	lost = inspect(t, filepath.Join(folder, "kaoji.db"), before)
	if len(lost) == 0 {
		if err := sqlite.CheckFile(t.Context(), filepath.Join(folder, "kaoji.db")); err != nil {
			lost = append(lost, err.Error())
		}
	}
	return len(before), lost
}

func TestEveryAcknowledgedWriteOutlivesAPowerCut(t *testing.T) {
	records, flushes := 0, 0
	for range 50 {
		d := newDisk()
		n, lost := cutPower(t, d)
		if records, flushes = records+n, flushes+d.syncs; len(lost) > 0 {
			t.Errorf("%d of %d: %s", len(lost), n, lost[0])
		}
	}
	t.Logf("50 power cuts, %d acknowledged records, %d flushes", records, flushes)
	if records == 0 || flushes < 50 {
		t.Error("this proves nothing")
	}
}

func TestThePowerCutTestSeesADiskThatDoesNotFlush(t *testing.T) {
	d := newDisk()
	d.lies = true
	if n, lost := cutPower(t, d); len(lost) == 0 {
		t.Errorf("nothing of %d records was missed on a disk that flushes nothing", n)
	}
}

func TestADiskThatFailsIsUnavailableAndLosesNothing(t *testing.T) {
	for name, code := range map[string]sqlite3.ErrorCode{"full": sqlite3.FULL, "broken": sqlite3.IOERR} {
		for _, after := range []int64{0, 1, 2, 3, 5} { // it breaks at each step of a write
			t.Run(fmt.Sprint(name, " after ", after), func(t *testing.T) {
				d := newDisk()
				s := on(t, d)
				for i := range 20 {
					if _, err := s.Put(t.Context(), sheet(fmt.Sprint("before-", i))); err != nil {
						t.Fatal(err)
					}
				}
				d.after.Store(after)
				d.fails.Store(&code)
				told := map[string]bool{}
				for i := range 5 {
					id := fmt.Sprint("during-", i)
					_, err := s.Put(t.Context(), sheet(id))
					if told[id] = err == nil; err != nil && evaluation.CodeOf(err) != evaluation.CodeUnavailable {
						t.Errorf("%v", err)
					}
				}
				if told["during-4"] {
					t.Error("the disk was broken and nobody noticed")
				}
				d.fails.Store(nil) // somebody made room
				if _, err := s.Put(t.Context(), sheet("after")); err != nil {
					t.Errorf("no recovery without a restart: %v", err)
				}
				for i := range 20 {
					told[fmt.Sprint("before-", i)] = true
				}
				told["after"] = true
				for id, want := range told {
					if _, err := s.Get(t.Context(), "o1", id); (err == nil) != want {
						t.Errorf("%s: %v, acknowledged %t", id, err, want)
					}
				}
			})
		}
	}
}
