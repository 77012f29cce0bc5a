package evaluation_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

// thing has an act for each way in which one can stand to its record.
type thing struct {
	Count int `json:"count"`
}

func things(store evaluation.Store) evaluation.Measure {
	open := []evaluation.State{draft}
	plain := func(name string, run func(*evaluation.Step, *thing) error) evaluation.Act {
		return evaluation.Act{Name: name, May: evaluation.Everybody, From: open, To: open, Run: evaluation.Plain(func(s *evaluation.Step, p *thing) (evaluation.State, error) {
			return draft, run(s, p)
		})}
	}
	later := func(*evaluation.Step, *thing) error { return evaluation.Fail(evaluation.CodeState, "not.yet") }
	waiting := plain("waits", func(*evaluation.Step, *thing) error { return nil })
	waiting.Ready = evaluation.Ready(later)
	return evaluation.Measure{Name: "try", Kinds: []evaluation.Kind{{
		Name: "try.thing", States: open, Payload: evaluation.New[thing], Usual: evaluation.Usual{draft: {"waits"}},
		Acts: []evaluation.Act{
			{Name: "make", May: evaluation.Everybody, To: open, Run: evaluation.Plain(func(s *evaluation.Step, p *thing) (evaluation.State, error) {
				p.Count, s.Record.Waiting = 1, []string{"a", "b"}
				return draft, nil
			})},
			plain("early", later),
			waiting,
			plain("others", func(*evaluation.Step, *thing) error { return evaluation.Fail(evaluation.CodeForbidden, "not.you") }),
			plain("empty", func(*evaluation.Step, *thing) error {
				return (&evaluation.Mistakes{"x": evaluation.Say("error.field.required")}).Err()
			}),
			plain("changes", func(s *evaluation.Step, p *thing) error {
				p.Count, s.Record.Waiting[0] = 99, "changed"
				return s.Effect("nothing", nil)
			}),
			plain("writes", func(s *evaluation.Step, _ *thing) error {
				_, err := store.PutCell(s.Ctx, evaluation.Cell{Class: "beside", Office: "o1", ID: "x", Unique: "x", Body: []byte("{}")})
				return err
			}),
			plain("breaks", func(_ *evaluation.Step, p *thing) error { return fmt.Errorf("%d", []int{}[p.Count]) }),
		},
	}}}
}

// anybody may do and see everything.
type anybody struct{ rights }

func (anybody) May([]evaluation.Role, string, string, evaluation.State, []evaluation.Relation) bool {
	return true
}

func TestWhatCannotBeDoneAsThingsStandIsNotOffered(t *testing.T) {
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "kaoji.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	ids := 0
	s, err := evaluation.NewService(evaluation.Parts{
		Ledger: store, Policy: anybody{}, Roster: office{&atomic.Int64{}}, Log: slog.New(slog.DiscardHandler), Now: time.Now,
		Trail: evaluation.NewTrail(store, trailKey, time.Now), NewID: func() string { ids++; return fmt.Sprint("id", ids) },
		Measures: []evaluation.Measure{things(evaluation.Pure{Store: store})},
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Create(t.Context(), wang, "try.thing", "make", evaluation.Creation{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.Get(t.Context(), wang, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"empty", "changes", "writes", "breaks"}; !slices.Equal(v.Acts, want) {
		t.Errorf("offered %v, want %v", v.Acts, want)
	}
	var blocked []string
	for _, b := range v.Blocked {
		blocked = append(blocked, b.Act+" "+b.Why.Key)
	}
	if want := []string{"early not.yet", "waits not.yet"}; !slices.Equal(blocked, want) {
		t.Errorf("blocked %v, want %v", blocked, want)
	}
	for act, why := range map[string]string{"early": "not.yet", "others": "not.you", "empty": "", "breaks": "", "none": "error.not_found"} {
		said := ""
		if e, ok := errors.AsType[*evaluation.Error](s.Bar(t.Context(), wang, r.ID, act)); ok {
			said = e.Message.Key
		}
		if said != why {
			t.Errorf("%s is barred by %q, not %q", act, said, why)
		}
	}
	offersNothingUntried(t, s, r)
	now, err := store.Get(t.Context(), "o1", r.ID)
	if err != nil || now.Version != r.Version || string(v.Payload) != string(r.Payload) || !slices.Equal(v.Waiting, []string{"a", "b"}) {
		t.Errorf("looking has changed it: %+v %v", v, err)
	}
	if _, err := store.Cell(t.Context(), "beside", "o1", "x"); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("looking has written: %v", err)
	}
	if _, err := s.Act(t.Context(), wang, r.ID, r.Version, "waits", evaluation.Change{}); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Errorf("done though it is not ready: %v", err)
	}
	if _, err := s.Act(t.Context(), wang, r.ID, r.Version, "writes", evaluation.Change{}); !errors.Is(err, evaluation.ErrDecides) {
		t.Errorf("an act has written while it decides: %v", err)
	}
	if _, err := store.Cell(context.Background(), "beside", "o1", "x"); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("an act that decides has written: %v", err)
	}
}

// offersNothingUntried holds that lists and replies offer no act that was not
// tried, and that a list can be asked which of some acts can be done.
func offersNothingUntried(t *testing.T, s *evaluation.Service, r evaluation.Record) {
	t.Helper()
	q := evaluation.Query{Kinds: []string{"try.thing"}}
	shown, err := s.Show(t.Context(), wang, r)
	if err != nil || len(shown.Acts) > 0 {
		t.Errorf("the reply to an act offers %v, %v", shown.Acts, err)
	}
	for name, list := range map[string]func(context.Context, evaluation.Actor, evaluation.Query) (evaluation.Views, error){"list": s.List, "index": s.Index} {
		found, err := list(t.Context(), wang, q)
		if err != nil || len(found.Views) != 1 || len(found.Views[0].Acts) > 0 {
			t.Errorf("the %s offers %+v, %v", name, found.Views, err)
		}
	}
	found, err := s.Offering("early", "changes", "others")(t.Context(), wang, q)
	if err != nil || len(found.Views) != 1 || !slices.Equal(found.Views[0].Acts, []string{"changes"}) {
		t.Errorf("asked of three acts: %+v, %v", found.Views, err)
	}
}
