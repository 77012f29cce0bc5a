package assessment

import (
	"context"
	"errors"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// redirectAll passes what waits for a leader in charge to those who are in charge now: the
// proposals, and the talks in which they tell people the result.
func (s *Service) redirectAll(ctx context.Context, do evaluation.Doer, office string, periods []string, today evaluation.Date) error {
	waiting, err := desk.All(ctx, do, evaluation.Query{
		Office: office, Kinds: []string{KindSheet, KindTalk}, Periods: periods, States: evaluation.States(SheetVerified, TalkWaiting), NoHistory: true,
	})
	if err != nil || len(waiting) == 0 {
		return err
	}
	book, err := s.Book(ctx, office)
	if err != nil {
		return err
	}
	day := book.On(today)
	var errs []error
	for i := range waiting {
		r := &waiting[i]
		if with, err := withCharge(r); err != nil || !with || slices.Equal(r.Waiting, charges(day, r)) {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, desk.ActIfStillInState(ctx, do, office, r.ID, "redirect", nil))
	}
	return errors.Join(errs...)
}

// withCharge reports whether a sheet or a talk that waits is with the leader in charge: not
// the sheet of somebody who has left, nor a talk of a principal leader.
func withCharge(r *evaluation.Record) (bool, error) {
	if r.Kind == KindSheet {
		sh, err := evaluation.PartOf[Sheet](*r, "held")
		return err == nil && sh.Held == nil, err
	}
	t, err := evaluation.PartOf[Talk](*r, "holder")
	return err == nil && t.holder() == HeldByCharge, err
}

// redirect lets a sheet wait for the present leaders in charge.
func (s *Service) redirect(step *evaluation.Step, _ *Sheet) (evaluation.State, error) {
	who, err := s.inCharge(step)
	desk.Wait(step.Record, step.Record.Due, who...)
	return SheetVerified, err
}

// redirectTalk lets a talk wait for them.
func (s *Service) redirectTalk(step *evaluation.Step, _ *Talk) (evaluation.State, error) {
	who, err := s.inCharge(step)
	desk.Wait(step.Record, step.Record.Due, who...)
	return TalkWaiting, err
}
