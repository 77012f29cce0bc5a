package assessment

import (
	"context"
	"fmt"
	"strconv"

	"kaoji/evaluation"
)

// GradesOf returns the valid grade of a person's last published assessment of each of
// the years; years without one are missing.
func (s *Service) GradesOf(ctx context.Context, office, person string, years ...int) (map[int]string, error) {
	q := evaluation.Query{Office: office, Kinds: []string{KindSheet}, Subjects: []string{person}, States: evaluation.States(SheetPublished, SheetClosed), NoHistory: true}
	for _, year := range years {
		q.Periods = append(q.Periods, fmt.Sprint(year, "H1"), fmt.Sprint(year, "H2"))
	}
	out, last := map[int]string{}, map[int]string{}
	for r, err := range evaluation.AllRecords(ctx, s.Ledger, q) {
		if err != nil {
			return nil, err
		}
		sh, err := evaluation.PartOf[Sheet](r, "grade")
		if err != nil {
			return nil, err
		}
		year, err := strconv.Atoi(r.Period[:4])
		if err != nil || r.Period <= last[year] || sh.Grade == "" {
			continue
		}
		out[year], last[year] = sh.Grade, r.Period
	}
	return out, nil
}
