package measures

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/education"
	"kaoji/evaluation/periodic"
)

// creditHours adds up the hours of training outside the office that were confirmed.
func creditHours(from evaluation.RecordFinder) func(ctx context.Context, office string, first, last evaluation.Date) (periodic.Figure, error) {
	return func(ctx context.Context, office string, first, last evaluation.Date) (periodic.Figure, error) {
		f := periodic.Figure{Tenths: true}
		for r, err := range evaluation.AllRecords(ctx, from, evaluation.Query{
			Office: office, Kinds: []string{education.KindCredit}, States: evaluation.States(education.CreditConfirmed), OnFrom: first, OnTo: last, NoHistory: true,
		}) {
			if err != nil {
				return f, err
			}
			c, err := evaluation.PartOf[education.Credit](r, "hours")
			if err != nil {
				return f, err
			}
			f.N += int64(c.Hours.Tenths())
		}
		return f, nil
	}
}
