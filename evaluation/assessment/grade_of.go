package assessment

import (
	"context"
	"fmt"
	"strconv"

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

// YearGrades returns the grades of years, by person and year, that people were told: those
// of the second half, which closes the year.
func (s *Service) YearGrades(ctx context.Context, office string, from, to int) (map[string]map[int]string, error) {
	q := evaluation.Query{Office: office, Kinds: []string{KindSheet}, States: evaluation.States(SheetPublished, SheetClosed), NoHistory: true}
	for year := from; year <= to; year++ {
		q.Periods = append(q.Periods, period(year, SecondHalf))
	}
	out := map[string]map[int]string{}
	for r, err := range evaluation.AllRecords(ctx, s.Ledger, q) {
		if err != nil {
			return nil, err
		}
		sh, err := evaluation.PartOf[Sheet](r, "grade")
		if err != nil {
			return nil, err
		}
		year, err := strconv.Atoi(r.Period[:4])
		if err != nil {
			return nil, err
		}
		if out[r.Subject] == nil {
			out[r.Subject] = map[int]string{}
		}
		out[r.Subject][year] = sh.Grade
	}
	return out, nil
}
