package sqlite_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// copyEffect makes a record with the id that the effect names.
func copyEffect(ctx context.Context, do evaluation.Doer, _ evaluation.Record, args json.RawMessage) error {
	var a struct{ ID string }
	if err := json.Unmarshal(args, &a); err != nil {
		return err
	}
	_, err := do.Create(ctx, system, "count.sheet", "begin", evaluation.Creation{ID: a.ID})
	return err
}

// dieInEffect acts, and dies when the effect begins or when it has done its
// work but nobody has noted that.
func dieInEffect(ctx context.Context, s *sqlite.Store, moment string) error {
	svc, err := counting(s, func(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
		if moment == "after the effect" {
			if err := copyEffect(ctx, do, r, args); err != nil {
				return err
			}
		}
		me, err := os.FindProcess(os.Getpid())
		if err != nil {
			return err
		}
		if err := me.Kill(); err != nil {
			return err
		}
		select {} // until it arrives
	})
	if err != nil {
		return err
	}
	r, err := svc.Create(ctx, system, "count.sheet", "begin", evaluation.Creation{ID: "original"})
	if err != nil {
		return err
	}
	_, err = svc.Act(ctx, system, r.ID, r.Version, "copy", evaluation.Change{})
	return err
}

func TestAKillBetweenActAndEffectIsFinishedByResume(t *testing.T) {
	for _, moment := range []string{"before the effect", "after the effect"} {
		t.Run(moment, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "kaoji.db")
			runAndKill(t, moment, path)
			s, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			left, err := s.Get(t.Context(), "o1", "original")
			if err != nil || !left.Pending || left.Effects[0].Done || left.Version != 2 {
				t.Fatalf("the act is not stored with its effect open: %+v %v", left, err)
			}
			_, err = s.Get(t.Context(), "o1", "copy-of-original")
			if (err == nil) != (moment == "after the effect") {
				t.Fatalf("the child died at another moment: %v", err)
			}
			svc, err := counting(s, copyEffect)
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // a second Resume finds nothing to do
				if err := svc.Resume(t.Context(), "o1", 0); err != nil {
					t.Fatal(err)
				}
				finished(t, s)
			}
		})
	}
}

// finished is the state that an act without a kill leads to.
func finished(t *testing.T, s *sqlite.Store) {
	t.Helper()
	found, err := s.Find(t.Context(), evaluation.Query{Office: "o1"})
	if err != nil || len(found.Records) != 2 {
		t.Fatalf("%d records, want 2 (%v)", len(found.Records), err)
	}
	want := map[string]int64{"original": 3, "copy-of-original": 1}
	for _, r := range found.Records {
		if bad := evaluation.VerifyHistory(nil, &r); len(bad) > 0 || r.Pending || r.Version != want[r.ID] {
			t.Errorf("%s: version %d, pending %t, %v", r.ID, r.Version, r.Pending, bad)
		}
		for _, e := range r.Effects {
			if !e.Done {
				t.Errorf("%s: effect %s is open", r.ID, e.Name)
			}
		}
	}
}
