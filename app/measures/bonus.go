package measures

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/reminder"
)

// facts returns the facts of other measures for measure 4 in a period: cases and
// residents of measure 1, counted deeds of measure 2, and the committees' marks of
// measure 3 in the year before the period ends. Study hours are not a source of a
// bonus (L-1).
func facts(s *Services) func(context.Context, string, evaluation.Date, evaluation.Date) (map[string]bonus.Facts, error) {
	return func(ctx context.Context, office string, from, to evaluation.Date) (map[string]bonus.Facts, error) {
		out := map[string]bonus.Facts{}
		put := func(m map[string]int64, set func(*bonus.Facts, int64)) {
			for person, n := range m {
				f := out[person]
				set(&f, n)
				out[person] = f
			}
		}
		cases, err := s.Reminder.Handled(ctx, office, reminder.BasisCases, from, to)
		if err != nil {
			return nil, err
		}
		residents, err := s.Reminder.Handled(ctx, office, reminder.BasisResidents, from, to)
		if err != nil {
			return nil, err
		}
		deeds, err := s.Commendation.CountedBetween(ctx, office, from, to)
		if err != nil {
			return nil, err
		}
		marks, err := s.Appraisal.Means(ctx, office, to.Year()-1)
		if err != nil {
			return nil, err
		}
		put(cases, func(f *bonus.Facts, n int64) { f.Cases = bonus.NumberOf(n) })
		put(residents, func(f *bonus.Facts, n int64) { f.Residents = bonus.NumberOf(n) })
		put(deeds, func(f *bonus.Facts, n int64) { f.Deeds = n })
		put(marks, func(f *bonus.Facts, n int64) { f.Appraisal = n })
		return out, nil
	}
}
