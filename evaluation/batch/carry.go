package batch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"kaoji/evaluation"
)

// Begin starts a chosen run with the rows that the person has confirmed, and with the
// input and the reason for all of them; their mistakes are CodeInvalid. It returns after patience at the latest; what is
// not done by then goes on in the background. A run that has begun already goes on, so
// sending the same form twice does nothing twice.
func (s *Service) Begin(ctx context.Context, actor evaluation.Actor, r Run, rows []Row, c evaluation.Change, patience time.Duration) (Run, error) {
	if !r.Begun.IsZero() {
		return s.Resume(ctx, actor, r, patience)
	}
	if len(rows) == 0 {
		return r, evaluation.Fail(evaluation.CodeInvalid, "many.none")
	}
	for _, row := range rows {
		if !slices.ContainsFunc(r.Rows, func(known Row) bool { return known.ID == row.ID }) {
			return r, evaluation.Fail(evaluation.CodeInvalid, "many.not_chosen")
		}
	}
	if err := s.Acts.AllowsMany(ctx, actor, r.Kind, r.Act); err != nil {
		return r, err
	}
	if err := s.Acts.CheckMany(actor, r.Kind, r.Act, c); err != nil {
		return r, err
	}
	if c.Input != nil {
		input, err := json.Marshal(c.Input)
		if err != nil {
			return r, fmt.Errorf("input for many: %w", err)
		}
		r.Input = input
	}
	r.Rows, r.Reason, r.Begun = rows, c.Reason, s.now()
	return s.Resume(ctx, actor, r, patience)
}

// Resume lets a run go on that was cut off. While it is being carried out, Resume only
// returns how far it is.
func (s *Service) Resume(ctx context.Context, actor evaluation.Actor, r Run, patience time.Duration) (Run, error) {
	if !r.Ended.IsZero() || r.Runs(s.now()) {
		return r, nil
	}
	r.Beat = s.now()
	if err := s.store(ctx, &r); err != nil {
		if evaluation.CodeOf(err) == evaluation.CodeConflict { // the same form twice
			return s.Get(ctx, actor, r.ID)
		}
		return r, err
	}
	if r.Undoes != "" {
		if err := s.noteUndone(ctx, actor, &r); err != nil {
			return r, err
		}
	}
	done, err := s.carry(ctx, actor, &r, s.now().Add(patience))
	if err != nil || done {
		return r, err
	}
	rest := r // the task has its own
	rest.Rows = slices.Clone(r.Rows)
	if s.Background != nil && s.Background(func(ctx context.Context) {
		if _, err := s.carry(ctx, actor, &rest, time.Time{}); err != nil {
			s.note(ctx, &rest, err)
		}
	}) {
		return r, nil
	}
	_, err = s.carry(ctx, actor, &r, time.Time{})
	return r, err
}

// note logs an error that nobody else hears of.
func (s *Service) note(ctx context.Context, r *Run, err error) {
	if s.Log != nil {
		s.Log.ErrorContext(ctx, "an act with many records", "run", r.ID, "err", err)
	}
}

// noteUndone says in the run that is taken back that it is.
func (s *Service) noteUndone(ctx context.Context, actor evaluation.Actor, r *Run) error {
	former, err := s.Get(ctx, actor, r.Undoes)
	switch {
	case evaluation.CodeOf(err) == evaluation.CodeNotFound: // not kept any longer
		return nil
	case err != nil:
		return err
	}
	former.Undone = r.ID
	return s.store(ctx, &former)
}

// carry does the rows that have no result, until a time (zero: all of them). It returns
// true when every row has one. If the storage does not answer, the run stays as it is
// stored, to go on later.
func (s *Service) carry(ctx context.Context, actor evaluation.Actor, r *Run, until time.Time) (bool, error) {
	change, err := s.change(r)
	if err != nil {
		return false, err
	}
	for i := range r.Rows {
		row := &r.Rows[i]
		if row.Result != Waiting {
			continue
		}
		if !until.IsZero() && !s.now().Before(until) {
			return false, s.beat(ctx, r)
		}
		if s.now().Sub(r.Beat) >= heartbeat {
			if err := s.beat(ctx, r); err != nil {
				return false, ignoreTaken(err)
			}
		}
		if s.Still != nil {
			if actor, err = s.Still(ctx, actor); err != nil {
				return false, err
			}
		}
		if err := s.one(ctx, actor, r, row, change); err != nil {
			return false, err
		}
	}
	r.Ended = s.now()
	return true, ignoreTaken(s.beat(ctx, r))
}

func ignoreTaken(err error) error {
	if errors.Is(err, errTaken) {
		return nil
	}
	return err
}

// beat stores how far the run is.
func (s *Service) beat(ctx context.Context, r *Run) error {
	r.Beat = s.now()
	err := s.store(ctx, r)
	if evaluation.CodeOf(err) == evaluation.CodeConflict {
		return errTaken
	}
	return err
}

// change decodes the input anew for each run, because acts may keep parts of it.
func (s *Service) change(r *Run) (evaluation.Change, error) {
	k, ok := s.Acts.Kind(r.Kind)
	if !ok {
		return evaluation.Change{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	a, ok := k.Act(r.Act)
	if !ok {
		return evaluation.Change{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	c := evaluation.Change{Kind: r.Kind, Reason: r.Reason}
	if a.Run.Input == nil {
		return c, nil
	}
	c.Input = a.Run.Input()
	if len(r.Input) == 0 {
		return c, nil
	}
	if err := json.Unmarshal(r.Input, c.Input); err != nil {
		return c, fmt.Errorf("input for many: %w", err)
	}
	return c, nil
}

// one does one row. An act that was carried out before a crash, but whose result was
// not stored, is found in the history of the record.
func (s *Service) one(ctx context.Context, actor evaluation.Actor, r *Run, row *Row, c evaluation.Change) error {
	record, err := s.Acts.Act(ctx, actor, row.ID, row.Version, r.Act, c)
	e, known := errors.AsType[*evaluation.Error](err)
	switch {
	case err == nil:
		row.Result, row.Version = Done, record.Version
		return nil
	case ctx.Err() != nil || known && e.Code == evaluation.CodeUnavailable:
		return err
	case !known || e.Code == evaluation.CodeInternal:
		s.note(ctx, r, err)
		e = evaluation.Fail(evaluation.CodeInternal, "error.internal")
	}
	row.Result, row.Why = Refused, e.Message
	for _, p := range e.Fields { // of the same input for all: one is enough
		row.Why = p
	}
	if e.Code != evaluation.CodeConflict && e.Code != evaluation.CodeState {
		return nil
	}
	now, err := s.Acts.Load(ctx, actor.Office, row.ID)
	if err != nil {
		return err
	}
	mine := slices.ContainsFunc(now.History, func(e evaluation.Entry) bool {
		return e.Account == actor.Account && e.Act == r.Act && !e.At.Before(r.Begun)
	})
	switch {
	case mine:
		row.Result, row.Version, row.Why = Done, now.Version, evaluation.Problem{}
	case now.Version != row.Version:
		row.Result, row.Why = Changed, evaluation.Problem{}
	}
	return nil
}

func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }
