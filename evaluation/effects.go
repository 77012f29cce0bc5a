package evaluation

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Load reads a record without regard to who may see it.
func (s *Service) Load(ctx context.Context, office, id string) (Record, error) {
	return s.Ledger.Get(ctx, office, id)
}

// Find reads records without regard to who may see them.
func (s *Service) Find(ctx context.Context, q Query) (Found, error) { return s.Ledger.Find(ctx, q) }

// carryOut runs the record's open effects and stores that they are done. The
// act itself is stored already: whatever fails here is left for Resume, and
// the person who acted is told of success.
func (s *Service) carryOut(ctx context.Context, r Record) (Record, error) {
	done, err := s.runEffects(ctx, r)
	if err != nil {
		kind, mark := s.Traced(r.Kind, r.ID)
		s.Log.ErrorContext(ctx, "effect left for later", "kind", kind, "record", mark, "err", err)
		return r, nil
	}
	return done, nil
}

func (s *Service) runEffects(ctx context.Context, r Record) (Record, error) {
	k, ok := s.kinds[r.Kind]
	if !ok {
		return r, fmt.Errorf("unknown kind %s", r.Kind)
	}
	ran := map[string]bool{}
	for _, e := range r.Effects {
		if e.Done {
			continue
		}
		handle, ok := k.Effects[e.Name]
		if !ok {
			return r, fmt.Errorf("%s has no effect %s", r.Kind, e.Name)
		}
		if err := handle(ctx, s, r, e.Args); err != nil {
			return r, fmt.Errorf("effect %s of %s: %w", e.Name, r.ID, err)
		}
		ran[e.ID] = true
	}
	return s.markDone(ctx, r, ran)
}

// markDone is bookkeeping by Kaoji itself, not a person's edit, so a lost race
// is simply tried again on the newer record.
func (s *Service) markDone(ctx context.Context, r Record, ran map[string]bool) (Record, error) {
	const tries = 20
	for range tries {
		r.Pending = false
		for i := range r.Effects {
			r.Effects[i].Done = r.Effects[i].Done || ran[r.Effects[i].ID]
			r.Pending = r.Pending || !r.Effects[i].Done
		}
		stored, err := s.Ledger.Put(ctx, r)
		if CodeOf(err) != CodeConflict {
			return stored, err
		}
		if r, err = s.Ledger.Get(ctx, r.Office, r.ID); err != nil {
			return r, err
		}
	}
	return r, Fail(CodeUnavailable, "error.unavailable")
}

// Resume carries out what a crash or a failure left open in an office: effects
// of records that nobody has written to for as long as idle, so that what
// another request or process is carrying out at this moment is left to it. It
// goes through all of it and returns every error together.
func (s *Service) Resume(ctx context.Context, office string, idle time.Duration) error {
	var errs []error
	for r, err := range AllRecords(ctx, s.Ledger, Query{Office: office, Pending: true, ChangedTo: s.now().Add(-idle)}) {
		if err == nil {
			_, err = s.runEffects(ctx, r)
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
