package declaration

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// settling is the argument of the effect settle.
type settling struct {
	Today evaluation.Date `json:"today"`
}

// settle has the reports follow a basis that was put in force, changed or ended.
func (s *Service) settle(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var in settling
	if err := json.Unmarshal(args, &in); err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	return s.Watch(ctx, do, r.Office, in.Today)
}

// replace ends the basis that another one replaces.
func replace(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var id string
	if err := json.Unmarshal(args, &id); err != nil {
		return fmt.Errorf("replace: %w", err)
	}
	return desk.ActIfStillInState(ctx, do, r.Office, id, "replace", nil)
}

// drawn tells the reports that were drawn.
func drawn(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var ids []string
	if err := json.Unmarshal(args, &ids); err != nil {
		return fmt.Errorf("drawn: %w", err)
	}
	var errs []error
	for _, id := range ids {
		errs = append(errs, desk.ActIfStillInState(ctx, do, r.Office, id, "draw", nil))
	}
	return errors.Join(errs...)
}

// Watch asks those who declare for what is due, takes back what is no longer asked, gives
// every report to the readers who are named, and draws those that are checked.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	basis, err := inForce(ctx, do, office)
	if err != nil {
		return err
	}
	errs := []error{s.follows(ctx, do, office, today, basis)}
	if basis == nil {
		return errors.Join(errs...)
	}
	due, rules, err := s.yearly(ctx, office, today)
	if err != nil {
		return errors.Join(append(errs, err)...)
	}
	return errors.Join(append(errs, s.raiseAll(ctx, do, today, basis, due, rules), drawAll(ctx, do, today, basis, due))...)
}

// follows drops the reports that are no longer asked, and gives the others to the readers.
func (s *Service) follows(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date, basis *desk.Of[Basis]) error {
	book, err := s.Book(ctx, office)
	if err != nil {
		return err
	}
	var errs []error
	for r, err := range evaluation.AllRecords(ctx, do, evaluation.Query{
		Office: office, Kinds: []string{KindReport}, States: evaluation.States(ReportDue, ReportSubmitted, ReportExplaining, ReportChecked), NoHistory: true,
	}) {
		if err != nil {
			return errors.Join(append(errs, err)...)
		}
		_, here := book.On(today).Member(r.Subject)
		_, asked := declares(basis, r.Subject)
		if r.State == ReportDue && (!here || !asked) {
			errs = append(errs, desk.ActIfStillInState(ctx, do, office, r.ID, "drop", nil))
			continue
		}
		p, err := evaluation.PartOf[Report](r, "opened", "to_check") // the rest is encrypted
		if err != nil {
			errs = append(errs, err)
			continue
		}
		waits := r.State != ReportSubmitted || !p.ToCheck || slices.Equal(r.Waiting, waiting(circle(basis), r.Subject))
		if !waits || !slices.Equal(r.Parties, partiesOf(circle(basis), r.Subject, p.Opened)) {
			errs = append(errs, desk.ActIfStillInState(ctx, do, office, r.ID, "address", nil))
		}
	}
	return errors.Join(errs...)
}

// yearly is the day by which the report of the year before is due, in the year of a day.
func (s *Service) yearly(ctx context.Context, office string, today evaluation.Date) (evaluation.Date, rulepack.Frozen, error) {
	pack, err := s.Pack(ctx, office)
	if err != nil {
		return evaluation.Date{}, rulepack.Frozen{}, err
	}
	rules, err := pack.Freeze(today, ruleYearly, ruleFirst)
	if err != nil {
		return evaluation.Date{}, rulepack.Frozen{}, err
	}
	md, err := rules.Int(ruleYearly)
	return DayOf(today.Year(), md), rules, err
}

// DayOf is a day of a year that rules write as a number, such as 131 for 31 January.
func DayOf(year int, monthDay int64) evaluation.Date {
	const hundred = 100
	return evaluation.NewDate(year, time.Month(monthDay/hundred), int(monthDay%hundred))
}

// raiseAll makes the reports that are missing: the first one of who begins to declare, and
// the yearly one of everybody who declared in the year before (F-5, F-9).
func (s *Service) raiseAll(ctx context.Context, do evaluation.Doer, today evaluation.Date, basis *desk.Of[Basis], due evaluation.Date, rules rulepack.Frozen) error {
	book, err := s.Book(ctx, basis.Office)
	if err != nil {
		return err
	}
	made, err := desk.All(ctx, do, evaluation.Query{
		Office: basis.Office, Kinds: []string{KindReport}, Periods: []string{strconv.Itoa(today.Year() - 1), strconv.Itoa(today.Year())}, NoHistory: true,
	})
	errs := []error{err}
	raise := func(in RaiseInput) {
		if slices.ContainsFunc(made, func(r evaluation.Record) bool { return r.Unique == uniqueOf(&in) }) {
			return
		}
		if _, err := do.Create(ctx, evaluation.System(basis.Office), KindReport, "raise", evaluation.Creation{Input: &in}); evaluation.CodeOf(err) != evaluation.CodeConflict {
			errs = append(errs, err)
		}
	}
	for _, person := range basis.Payload.People {
		since, asked := declares(basis, person)
		if _, here := book.On(today).Member(person); !here || !asked {
			continue
		}
		switch first, err := s.Due(ctx, basis.Office, rules, ruleFirst, since); {
		case err != nil:
			errs = append(errs, err)
		case since.Year() >= today.Year()-1:
			raise(RaiseInput{Person: person, Type: TypeFirst, Year: since.Year(), Due: first, Since: since})
		}
		if since.Year() < today.Year() {
			raise(RaiseInput{Person: person, Type: TypeYearly, Year: today.Year() - 1, Due: due, Since: since})
		}
	}
	return errors.Join(errs...)
}

// drawAll draws once for each year, after the day on which its reports were due.
func drawAll(ctx context.Context, do evaluation.Doer, today evaluation.Date, basis *desk.Of[Basis], due evaluation.Date) error {
	year := today.Year() - 1
	if basis.Payload.Sample == 0 || !today.After(due) || slices.ContainsFunc(basis.Payload.Draws, func(d Draw) bool { return d.Year == year }) {
		return nil
	}
	list, err := toDraw(ctx, do, basis.Office, year)
	if err != nil || len(list) == 0 {
		return err
	}
	return desk.ActIfStillInState(ctx, do, basis.Office, basis.ID, "draw", &DrawInput{Year: year})
}

// toDraw are the yearly reports of a year that were handed in and not checked.
func toDraw(ctx context.Context, from desk.Finder, office string, year int) ([]evaluation.Record, error) {
	list, err := desk.All(ctx, from, evaluation.Query{
		Office: office, Kinds: []string{KindReport}, Periods: []string{strconv.Itoa(year)}, States: evaluation.States(ReportSubmitted), NoHistory: true,
	})
	return slices.DeleteFunc(list, func(r evaluation.Record) bool {
		p, err := evaluation.PartOf[Report](r, "type")
		return err != nil || p.Type != TypeYearly
	}), err
}
