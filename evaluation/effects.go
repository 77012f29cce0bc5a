package evaluation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Load reads a record without checking who may see it.
func (s *Service) Load(ctx context.Context, office, id string) (Record, error) {
	return s.Ledger.Get(ctx, office, id)
}

// Find reads records without checking who may see them.
func (s *Service) Find(ctx context.Context, q Query) (Found, error) { return s.Ledger.Find(ctx, q) }

// carryOut runs the record's open effects and stores that they are done. The act
// itself is already stored, so the person is told of success; Resume repeats
// effects that fail here.
func (s *Service) carryOut(ctx context.Context, actor Actor, r Record) (Record, error) {
	if s.setAside(r) {
		return r, nil
	}
	if done, taken := s.carriedOut(ctx, actor, r); taken {
		return done, nil
	}
	done, err := s.runEffects(ctx, r)
	if err != nil {
		s.leave(ctx, r, err)
		if now, gerr := s.Ledger.Get(ctx, r.Office, r.ID); gerr == nil {
			return now, nil // with the progress that was stored
		}
		return r, nil
	}
	return done, nil
}

func (s *Service) leave(ctx context.Context, r Record, err error) {
	kind, mark := s.Traced(r.Kind, r.ID)
	s.Log.ErrorContext(ctx, "effect left for later", "kind", kind, "record", mark, "err", err)
}

// setAside passes the effects of a kind with Background to a background task. It
// returns false if the caller has to carry them out itself.
func (s *Service) setAside(r Record) bool {
	if k, ok := s.kinds[r.Kind]; !ok || !k.Background || s.Background == nil {
		return false
	}
	if _, runs := s.aside.LoadOrStore(r.ID, true); runs {
		return true
	}
	taken := s.Background(func(ctx context.Context) {
		defer s.aside.Delete(r.ID)
		if _, err := s.runEffects(ctx, r); err != nil {
			s.leave(ctx, r, err)
		}
	})
	if !taken { // Kaoji is stopping: Resume finishes it at the next start
		s.aside.Delete(r.ID)
	}
	return true
}

// patience is Parts.Patience if it is not set.
const patience = 2 * time.Second

// carriedOut carries out the effects of an act of a person in the background and waits
// for them as long as a person does; then it returns the record as it is, still pending.
// It returns false if the caller has to carry them out itself: an act of Kaoji is part of
// something that goes on in the background already.
func (s *Service) carriedOut(ctx context.Context, actor Actor, r Record) (Record, bool) {
	if s.Background == nil || actor.Has(RoleSystem) {
		return r, false
	}
	if _, runs := s.aside.LoadOrStore(r.ID, true); runs {
		return r, true
	}
	ended := make(chan Record, 1)
	taken := s.Background(func(ctx context.Context) {
		defer s.aside.Delete(r.ID)
		done, err := s.runEffects(ctx, r)
		if err != nil {
			s.leave(ctx, r, err)
			done = r
		}
		ended <- done
	})
	if !taken {
		s.aside.Delete(r.ID)
		return r, false
	}
	wait, stop := context.WithTimeout(ctx, cmp.Or(s.Patience, patience))
	defer stop()
	select {
	case done := <-ended:
		return done, true
	case <-wait.Done():
		return r, true
	}
}

// Aside runs a task in the background; false if there is no background, or it takes no
// more tasks.
func (s *Service) Aside(task func(context.Context)) bool {
	return s.Background != nil && s.Background(task)
}

// stepsNoted is the number of steps after which an effect stores its progress; each
// time the whole record is written.
const stepsNoted = 100

// Steps is Doer.Steps.
func (s *Service) Steps(ctx context.Context, r *Record, effect string, n int, step func(i int) error) error {
	return s.steps(ctx, r, effect, n, func(from, to int) error {
		for i := from; i < to; i++ {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := step(i); err != nil {
				return err
			}
		}
		return nil
	})
}

// Together is Doer.Together.
func (s *Service) Together(ctx context.Context, r *Record, effect string, n int, step func(i int) error) error {
	return s.steps(ctx, r, effect, n, func(from, to int) error {
		return Together(ctx, to-from, func(i int) error { return step(from + i) })
	})
}

// steps carries out the steps up to the next one before which the progress is stored.
func (s *Service) steps(ctx context.Context, r *Record, effect string, n int, some func(from, to int) error) error {
	at := slices.IndexFunc(r.Effects, func(e Effect) bool { return e.Name == effect && !e.Done })
	if at < 0 {
		return fmt.Errorf("%s %s has no open effect %s", r.Kind, r.ID, effect)
	}
	id := r.Effects[at].ID
	for from := r.Effects[at].At; from < n; {
		if n > stepsNoted && from%stepsNoted == 0 {
			now, err := s.noteEffects(ctx, *r, func(e *Effect) {
				if e.ID == id {
					e.At, e.Of = from, n
				}
			})
			if err != nil {
				return err
			}
			*r = now
		}
		to := min(n, (from/stepsNoted+1)*stepsNoted)
		if err := some(from, to); err != nil {
			return err
		}
		from = to
	}
	return nil
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

// markDone stores which effects have been carried out.
func (s *Service) markDone(ctx context.Context, r Record, ran map[string]bool) (Record, error) {
	return s.noteEffects(ctx, r, func(e *Effect) { e.Done = e.Done || ran[e.ID] })
}

// noteEffects stores the progress of effects. This is bookkeeping of Kaoji, not an
// edit of a person, so after a conflict it is repeated on the newer record. Changed
// gets the current time, so that other processes see that the effects are being
// carried out.
func (s *Service) noteEffects(ctx context.Context, r Record, note func(*Effect)) (Record, error) {
	const tries = 20
	for range tries {
		r.Pending = false
		r.Effects = slices.Clone(r.Effects)
		for i := range r.Effects {
			note(&r.Effects[i])
			r.Pending = r.Pending || !r.Effects[i].Done
		}
		if r.Pending {
			r.Changed = s.now()
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

// Resume carries out the effects of an office that a crash or a failure left open.
// It skips records written within the last idle, because another request or process
// may be carrying out their effects. It continues after errors and returns all of
// them joined.
func (s *Service) Resume(ctx context.Context, office string, idle time.Duration) error {
	var errs []error
	for r, err := range AllRecords(ctx, s.Ledger, Query{Office: office, Pending: true, ChangedTo: s.now().Add(-idle)}) {
		if err == nil && !s.setAside(r) {
			_, err = s.runEffects(ctx, r)
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
