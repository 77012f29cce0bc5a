package absence

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Away is an absence that has not been ended or cancelled.
type Away struct {
	Record      string // id
	Person      string
	Substitute  string // "" for none
	From, Until evaluation.Date
}

// On reports whether the person is away on a day.
func (a *Away) On(day evaluation.Date) bool { return !day.Before(a.From) && !day.After(a.Until) }

// Source returns who is away in an office, now or later.
type Source struct {
	ledger evaluation.Ledger
	now    func() time.Time
	kept   evaluation.Recent[[]Away]
}

// NewSource makes a Source.
func NewSource(ledger evaluation.Ledger, now func() time.Time) *Source {
	return &Source{ledger: ledger, now: now}
}

// Changed clears the cache of an office when an absence was written.
func (s *Source) Changed(r evaluation.Record) {
	if r.Kind == KindPeriod {
		s.kept.Drop(r.Office)
	}
}

// Known lists the absences of an office that are not over, by their first day.
func (s *Source) Known(ctx context.Context, office string) ([]Away, error) {
	return s.kept.Read(office, s.now(), func() ([]Away, error) {
		list, err := desk.AllOf[Period](ctx, s.ledger, evaluation.Query{
			Office: office, Kinds: []string{KindPeriod}, States: evaluation.States(Entered), NoHistory: true,
			Keys: []evaluation.KeyRange{{Place: untilColumn, From: evaluation.DateOf(s.now()).String()}},
		})
		if err != nil {
			return nil, err
		}
		var known []Away
		for _, r := range list {
			known = append(known, Away{Record: r.ID, Person: r.Subject, Substitute: r.Payload.Substitute, From: r.Payload.From, Until: r.Payload.Until})
		}
		slices.SortFunc(known, func(a, b Away) int { return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Record, b.Record)) })
		return known, nil
	})
}

// Board is who is away on a day.
type Board struct{ list []Away }

// Board returns who of the office is away on the day of a snapshot. A substitute who is
// away too, has left the office, or does not hold a position of the same sort any more is
// left out.
func (s *Service) Board(ctx context.Context, day *roster.Snapshot) (Board, error) {
	known, err := s.Known(ctx, day.Book().Office())
	if err != nil {
		return Board{}, err
	}
	var b Board
	for _, a := range known {
		if _, here := day.Member(a.Person); here && a.On(day.Day()) {
			b.list = append(b.list, a)
		}
	}
	for i := range b.list {
		a := &b.list[i]
		stands, err := s.stillAlike(ctx, day, a)
		if err != nil {
			return Board{}, err
		}
		if !stands || b.Of(a.Substitute) != nil {
			a.Substitute = ""
		}
	}
	return b, nil
}

// Of returns the absence of a person, nil if the person is not away.
func (b Board) Of(person string) *Away {
	i := slices.IndexFunc(b.list, func(a Away) bool { return a.Person == person })
	if i < 0 {
		return nil
	}
	return &b.list[i]
}

// All lists everybody who is away.
func (b Board) All() []Away { return slices.Clone(b.list) }

// Entrusted lists those for whom a person is the substitute.
func (b Board) Entrusted(substitute string) []Away {
	return slices.DeleteFunc(b.All(), func(a Away) bool { return substitute == "" || a.Substitute != substitute })
}

// Watch ends absences whose last day has passed, and those of people who have left.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	book, err := s.Book(ctx, office)
	if err != nil {
		return err
	}
	list, err := desk.AllOf[Period](ctx, do, evaluation.Query{Office: office, Kinds: []string{KindPeriod}, States: evaluation.States(Entered)})
	errs := []error{err}
	for _, r := range list {
		if r.Payload.Until.Before(today) || book.Left(r.Subject) {
			errs = append(errs, desk.ActIfStillInState(ctx, do, office, r.ID, "lapse", nil))
		}
	}
	return errors.Join(errs...)
}
