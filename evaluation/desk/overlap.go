package desk

import (
	"slices"

	"kaoji/evaluation"
)

// Overlapping returns a record of a query, other than that of the act, which has a day in
// common with those from one day to another, all included; nil if there is none. of returns
// the days of a record, and whether it counts.
func Overlapping[P any](step *evaluation.Step, q evaluation.Query, from, to evaluation.Date, of func(*P) (first, last evaluation.Date, counts bool)) (*Of[P], error) {
	q.Office, q.NoHistory = step.Record.Office, true
	list, err := AllOf[P](step.Ctx, step.Read, q)
	i := slices.IndexFunc(list, func(o Of[P]) bool {
		first, last, counts := of(o.Payload)
		return counts && o.ID != step.Record.ID && !last.Before(from) && !first.After(to)
	})
	if err != nil || i < 0 {
		return nil, err
	}
	return &list[i], nil
}
