package assessment

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Grades returns the latest published grade of each person up to a day. People
// without one are missing.
func (s *Service) Grades(ctx context.Context, office string, on evaluation.Date) (map[string]string, error) {
	records, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindSheet}, States: []evaluation.State{SheetPublished, SheetClosed},
	})
	if err != nil {
		return nil, err
	}
	grades, since := map[string]string{}, map[string]evaluation.Date{}
	for _, r := range records {
		sh, err := evaluation.PayloadOf[Sheet](r)
		if err != nil {
			return nil, err
		}
		if sh.Grade == "" || sh.Published.After(on) || sh.Published.Before(since[r.Subject]) {
			continue
		}
		grades[r.Subject], since[r.Subject] = sh.Grade, sh.Published
	}
	return grades, nil
}
