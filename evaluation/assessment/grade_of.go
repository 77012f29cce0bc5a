package assessment

import (
	"context"
	"fmt"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// GradeOf returns the valid grade of a person's last published assessment of a
// year, with its record and the day of publication; "" if there is none.
func (s *Service) GradeOf(ctx context.Context, office, person string, year int) (grade, record string, on evaluation.Date, err error) {
	list, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindSheet}, Subjects: []string{person}, States: []evaluation.State{SheetPublished, SheetClosed},
		Periods: []string{fmt.Sprint(year, "H1"), fmt.Sprint(year, "H2")},
	})
	if err != nil {
		return "", "", on, err
	}
	last := ""
	for _, r := range list {
		if r.Period <= last {
			continue
		}
		sh, err := evaluation.PayloadOf[Sheet](r)
		if err != nil {
			return "", "", on, err
		}
		last, grade, record, on = r.Period, sh.Grade, r.ID, sh.Published
	}
	return grade, record, on, nil
}
