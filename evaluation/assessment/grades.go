package assessment

import (
	"context"
	"slices"

	"kaoji/evaluation"
)

// Grades returns the latest published statutory grade of each person up to a day. People
// without one are missing. Grades of staff of institutions are those of the same rank of
// civil servants (Alike), in which the rules of the bonus are written.
func (s *Service) Grades(ctx context.Context, office string, on evaluation.Date) (map[string]string, error) {
	book, err := s.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	told := grades{}
	// Most people have a grade of the last year. Only for the others are the
	// years before read, until there is one.
	var q evaluation.Query
	for _, months := range []int{13, 24, 48, 120, 0} {
		q.Office, q.OnFrom = office, evaluation.Date{}
		if months > 0 {
			q.OnFrom = on.AddMonths(-months)
		}
		if err := s.tell(ctx, told, on, q); err != nil {
			return nil, err
		}
		q.OnTo = q.OnFrom.AddDays(-1)
		q.Subjects = slices.DeleteFunc(book.People(), func(id string) bool { _, has := told[id]; return has })
		if len(q.Subjects) == 0 {
			break
		}
	}
	out := make(map[string]string, len(told))
	for id, g := range told {
		out[id] = Alike(g.grade)
	}
	return out, nil
}

// grades are the latest that people were told, by person.
type grades map[string]struct {
	grade string
	told  evaluation.Date
}

// tell takes the grades of the sheets that a query finds.
func (s *Service) tell(ctx context.Context, told grades, on evaluation.Date, q evaluation.Query) error {
	q.Kinds, q.States, q.NoHistory = []string{KindSheet}, evaluation.States(SheetPublished, SheetClosed), true
	for r, err := range evaluation.AllRecords(ctx, s.Ledger, q) {
		if err != nil {
			return err
		}
		sh, err := evaluation.PartOf[Sheet](r, "grade", "published", "scale")
		if err != nil {
			return err
		}
		if sh.judged() || sh.Grade == "" || sh.Published.After(on) || sh.Published.Before(told[r.Subject].told) {
			continue
		}
		one := told[r.Subject]
		one.grade, one.told = sh.Grade, sh.Published
		told[r.Subject] = one
	}
	return nil
}
