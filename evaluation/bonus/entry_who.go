package bonus

import (
	"context"
	"errors"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// withoutHead reports whether a department has no head on a day who can enter
// somebody's work: nobody enters the own or a relative's.
func withoutHead(day *roster.Snapshot, unit, person string) bool {
	return !slices.ContainsFunc(day.Heads(unit), func(h string) bool { return !desk.Recused(day, h, person) })
}

// MayEnter reports whether whoever the policy lets enter may do so here: heads
// and leaders in charge enter, and personnel where there is no head to do it. So
// who verifies has not entered, as a rule.
func MayEnter(day *roster.Snapshot, a evaluation.Actor, unit, person string) bool {
	heads, charges := day.Units(a.Person)
	return slices.Contains(heads, unit) || slices.Contains(charges, unit) || withoutHead(day, unit, person)
}

// enterer is whom an open entry waits for.
func enterer(day *roster.Snapshot, unit, person string) string {
	if withoutHead(day, unit, person) {
		return evaluation.WaitRole(evaluation.RolePersonnel)
	}
	return evaluation.WaitHead(unit)
}

// Watch finds open entries that wait for a head who is gone, or for personnel
// though there is a head again, and addresses them anew. Entries of a period that
// was approved end.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	approved, err := s.approvedWithEntries(ctx, do, office)
	if err != nil {
		return err
	}
	var errs []error
	for _, period := range approved {
		errs = append(errs, settleEntries(ctx, do, period, nil))
	}
	open, err := desk.All(ctx, do, evaluation.Query{Office: office, Kinds: []string{KindEntry}, States: states(EntryOpen)})
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
			errs = append(errs, desk.ActIfStillInState(ctx, do, office, r.ID, "address"))
		}
	}
	return errors.Join(errs...)
}

// approvedWithEntries are the approved periods that still have an entry in which
// something is expected of somebody: of who takes no part, or approved by a program that did not end entries.
func (s *Service) approvedWithEntries(ctx context.Context, do evaluation.Doer, office string) ([]evaluation.Record, error) {
	entries, err := desk.All(ctx, do, evaluation.Query{Office: office, Kinds: []string{KindEntry}, States: unsettled()})
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	periods, err := desk.All(ctx, do, evaluation.Query{Office: office, Kinds: []string{KindPeriod}, States: states(PeriodApproved, PeriodExported)})
	return slices.DeleteFunc(periods, func(p evaluation.Record) bool {
		return !slices.ContainsFunc(entries, func(e evaluation.Record) bool { return e.Parent == p.ID })
	}), err
}

func (s *Service) addressEntry(step *evaluation.Step, _ *Entry) (evaluation.State, error) {
	return EntryOpen, s.waitToEnter(step, step.Record.Due)
}

// waitToEnter lets an entry wait for whoever enters it today.
func (s *Service) waitToEnter(step *evaluation.Step, by evaluation.Date) error {
	day, err := s.Today(step)
	if err == nil {
		desk.Wait(step.Record, by, enterer(day, step.Record.Unit, step.Record.Subject))
	}
	return err
}
