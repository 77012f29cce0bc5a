package bonus

import (
	"context"
	"errors"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// withoutHead reports whether a department has no head on a day who may enter a
// person's work: nobody enters their own or a relative's.
func withoutHead(day *roster.Snapshot, unit, person string) bool {
	return !slices.ContainsFunc(day.Heads(unit), func(h string) bool { return !desk.Recused(day, h, person) })
}

// enterer returns whom an open entry waits for.
func enterer(day *roster.Snapshot, unit, person string) string {
	if withoutHead(day, unit, person) {
		return evaluation.WaitRole(evaluation.RolePersonnel)
	}
	return evaluation.WaitHead(unit)
}

// Watch finds open entries that wait for a head who has left, or for personnel
// although there is a head again, and corrects who has to act. It ends the entries
// of approved periods.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	approved, err := s.approvedWithEntries(ctx, do, office)
	if err != nil {
		return err
	}
	var errs []error
	for _, period := range approved {
		errs = append(errs, settleEntries(ctx, do, period, nil))
	}
	open, err := desk.All(ctx, do, evaluation.Query{Office: office, Kinds: []string{KindEntry}, States: evaluation.States(EntryOpen)})
	if err != nil || len(open) == 0 {
		return errors.Join(append(errs, err)...)
	}
	book, err := s.Book(ctx, office)
	if err != nil {
		return err
	}
	day := book.On(today)
	for _, r := range open {
		if !slices.Equal(r.Waiting, []string{enterer(day, r.Unit, r.Subject)}) {
			errs = append(errs, desk.ActIfStillInState(ctx, do, office, r.ID, "address", nil))
		}
	}
	return errors.Join(errs...)
}

// approvedWithEntries lists approved periods with open entries: of people who do
// not take part, or from a program that did not end entries.
func (s *Service) approvedWithEntries(ctx context.Context, do evaluation.Doer, office string) ([]evaluation.Record, error) {
	entries, err := desk.All(ctx, do, evaluation.Query{Office: office, Kinds: []string{KindEntry}, States: unsettled()})
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	periods, err := desk.All(ctx, do, evaluation.Query{Office: office, Kinds: []string{KindPeriod}, States: evaluation.States(PeriodApproved, PeriodExported)})
	return slices.DeleteFunc(periods, func(p evaluation.Record) bool {
		return !slices.ContainsFunc(entries, func(e evaluation.Record) bool { return e.Parent == p.ID })
	}), err
}

func (s *Service) addressEntry(step *evaluation.Step, _ *Entry) (evaluation.State, error) {
	return EntryOpen, s.waitToEnter(step, step.Record.Due)
}

// waitToEnter lets an entry wait for the person who enters it today.
func (s *Service) waitToEnter(step *evaluation.Step, by evaluation.Date) error {
	day, err := s.Today(step)
	if err == nil {
		desk.Wait(step.Record, by, enterer(day, step.Record.Unit, step.Record.Subject))
	}
	return err
}
