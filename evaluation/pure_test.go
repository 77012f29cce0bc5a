package evaluation_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

// handed gives the context that Run gets.
func handed(t *testing.T) context.Context {
	t.Helper()
	var step *evaluation.Step
	w := beside(t, func(s *evaluation.Step) { step = s })
	if _, err := w.Create(t.Context(), wang, "try.pair", "make", evaluation.Creation{}); err != nil {
		t.Fatal(err)
	}
	return step.Ctx
}

// TestNothingIsWrittenWhileAnActDecides calls every method of the port but those
// that read: one that is added is refused to Run or named here.
func TestNothingIsWrittenWhileAnActDecides(t *testing.T) {
	reads := []string{
		"Get", "Find", "Group", "Cell", "CellByUnique", "FindCells", "BlobInfo", "BlobContent", "LastTrail", "FindTrail",
		"Everything", "Seal", "Audit", "Offices", "Ping", "Close",
	}
	ctx := handed(t)
	pure := reflect.ValueOf(evaluation.Pure{}) // without a storage: whoever passes it on panics
	refused := 0
	for i := range pure.NumMethod() {
		name := pure.Type().Method(i).Name
		if slices.Contains(reads, name) {
			continue
		}
		m := pure.Method(i)
		args := []reflect.Value{reflect.ValueOf(ctx)}
		for j := 1; j < m.Type().NumIn(); j++ {
			args = append(args, reflect.Zero(m.Type().In(j)))
		}
		out := m.Call(args)
		err, ok := out[len(out)-1].Interface().(error)
		if !ok || !errors.Is(err, evaluation.ErrDecides) {
			t.Errorf("%s: %v", name, err)
		}
		refused++
	}
	if refused < 12 {
		t.Errorf("only %d methods write", refused)
	}
}

// pairs is a measure whose acts write a cell before their record.
type pairs struct {
	*evaluation.Service
	store *sqlite.Store
	put   *interfering
}

// interfering is a storage in which somebody else changes the record before the
// puts that are counted.
type interfering struct {
	evaluation.Ledger
	puts   int
	before func(n int, r evaluation.Record)
}

func (i *interfering) Put(ctx context.Context, r evaluation.Record) (evaluation.Record, error) {
	if i.puts++; i.before != nil {
		i.before(i.puts, r)
	}
	return i.Ledger.Put(ctx, r)
}

func beside(t *testing.T, told func(*evaluation.Step)) pairs {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "kaoji.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	pure, open := evaluation.Pure{Store: store}, []evaluation.State{draft}
	run := func(refuses error) evaluation.Runner {
		return evaluation.Plain(func(s *evaluation.Step, p *thing) (evaluation.State, error) {
			p.Count++
			told(s)
			s.Before(func(ctx context.Context) error {
				_, err := pure.PutCell(ctx, evaluation.Cell{Class: "beside", Office: "o1", ID: "x", Body: []byte("{}")})
				if evaluation.CodeOf(err) == evaluation.CodeConflict { // it was done before
					return nil
				}
				return err
			})
			return draft, refuses
		})
	}
	p := pairs{store: store, put: &interfering{Ledger: store}}
	ids := 0
	p.Service, err = evaluation.NewService(evaluation.Parts{
		Ledger: p.put, Policy: anybody{}, Roster: office{&atomic.Int64{}}, Log: slog.New(slog.DiscardHandler), Now: time.Now,
		Trail: evaluation.NewTrail(store, trailKey, time.Now), NewID: func() string { ids++; return fmt.Sprint("id", ids) },
		Measures: []evaluation.Measure{{Name: "try", Kinds: []evaluation.Kind{{
			Name: "try.pair", States: open, Payload: evaluation.New[thing],
			Acts: []evaluation.Act{
				{Name: "make", May: evaluation.Everybody, To: open, Run: evaluation.Plain(func(s *evaluation.Step, _ *thing) (evaluation.State, error) {
					told(s)
					return draft, nil
				})},
				{Name: "write", May: evaluation.Everybody, From: open, To: open, Run: run(nil)},
				{Name: "refuse", May: evaluation.Everybody, From: open, To: open, Run: run(evaluation.Fail(evaluation.CodeState, "not.yet"))},
			},
		}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestWhatIsWrittenBesideARecordIsWrittenByAnActThatIsDone: a refused act and one
// that loses a race leave nothing; one that is outrun after it has written is
// done on what the other left.
func TestWhatIsWrittenBesideARecordIsWrittenByAnActThatIsDone(t *testing.T) {
	for name, c := range map[string]struct {
		act     string
		stale   bool
		outrun  int // before which put somebody else changes the record
		want    evaluation.Code
		written bool
	}{
		"done":                              {act: "write", written: true},
		"refused by the act":                {act: "refuse", want: evaluation.CodeState},
		"of an older version":               {act: "write", stale: true, want: evaluation.CodeConflict},
		"outrun before it is reserved":      {act: "write", outrun: 1, want: evaluation.CodeConflict},
		"outrun between writing and record": {act: "write", outrun: 2, written: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := beside(t, func(*evaluation.Step) {})
			r, err := p.Create(t.Context(), wang, "try.pair", "make", evaluation.Creation{})
			if err != nil {
				t.Fatal(err)
			}
			seen := r.Version
			if c.stale {
				seen--
			}
			p.put.puts = 0
			p.put.before = func(n int, _ evaluation.Record) {
				if n != c.outrun {
					return
				}
				now, err := p.store.Get(t.Context(), "o1", r.ID)
				if err == nil {
					_, err = p.store.Put(t.Context(), now)
				}
				if err != nil {
					t.Error(err)
				}
			}
			_, err = p.Act(t.Context(), wang, r.ID, seen, c.act, evaluation.Change{})
			if evaluation.CodeOf(err) != c.want {
				t.Errorf("%v", err)
			}
			_, err = p.store.Cell(t.Context(), "beside", "o1", "x")
			if written := err == nil; written != c.written {
				t.Errorf("written: %v, %v", written, err)
			}
			now, err := p.store.Get(t.Context(), "o1", r.ID)
			if acted := len(now.History) == 2; err != nil || acted != (c.want == "") {
				t.Errorf("%d entries, %v", len(now.History), err)
			}
		})
	}
}
