package assessment

import (
	"context"
	"slices"

	"kaoji/evaluation"
)

// Grades returns the latest published grade of each person up to a day. People
// without one are missing.
func (s *Service) Grades(ctx context.Context, office string, on evaluation.Date) (map[string]string, error) {
	book, err := s.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	told := grades{}
	// Most have one of the last year. Of the others the sheets before are read.
	recent := on.AddMonths(-recentMonths)
	if err := s.tell(ctx, told, on, evaluation.Query{Office: office, OnFrom: recent}); err != nil {
		return nil, err
	}
	rest := slices.DeleteFunc(book.People(), func(id string) bool { _, has := told[id]; return has })
	if len(rest) > 0 {
		err = s.tell(ctx, told, on, evaluation.Query{Office: office, OnTo: recent.AddDays(-1), Subjects: rest})
	}
	out := make(map[string]string, len(told))
	for id, g := range told {
		out[id] = g.grade
	}
	return out, err
}

// recentMonths is how far back Grades looks first.
const recentMonths = 12

// grades are the latest that people were told, by person.
type grades map[string]struct {
	grade string
	told  evaluation.Date
}

// tell takes the grades of the sheets that a query finds.
func (s *Service) tell(ctx context.Context, told grades, on evaluation.Date, q evaluation.Query) error {
	q.Kinds, q.States = []string{KindSheet}, states(SheetPublished, SheetClosed)
	for r, err := range evaluation.AllRecords(ctx, s.Ledger, q) {
		if err != nil {
			return err
		}
		sh, err := evaluation.PayloadOf[Sheet](r)
		if err != nil {
			return err
		}
		if sh.Grade == "" || sh.Published.After(on) || sh.Published.Before(told[r.Subject].told) {
			continue
		}
		one := told[r.Subject]
		one.grade, one.told = sh.Grade, sh.Published
		told[r.Subject] = one
	}
	return nil
}
