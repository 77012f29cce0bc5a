package assessment

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// told is a statutory grade that a person was told.
type told struct {
	person, grade, record string
	year                  int
	on                    evaluation.Date
}

// toldIn returns the statutory grades that people were told, or one of them, of half-years,
// in the order of these; "" where a sheet was published without a grade. Judgements of a
// first half-year are none.
func (s *Service) toldIn(ctx context.Context, office string, people, periods []string) ([]told, error) {
	sheets, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindSheet}, Subjects: people, States: evaluation.States(SheetPublished, SheetClosed), Periods: periods, NoHistory: true,
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(sheets, func(a, b evaluation.Record) int { return cmp.Compare(a.Period, b.Period) })
	list := make([]told, 0, len(sheets))
	for _, r := range sheets {
		sh, err := evaluation.PartOf[Sheet](r, "grade", "published", "scale")
		if err != nil {
			return nil, err
		}
		if sh.judged() {
			continue
		}
		year, err := yearOf(r.Period)
		if err != nil {
			return nil, err
		}
		list = append(list, told{r.Subject, sh.Grade, r.ID, year, sh.Published})
	}
	return list, nil
}

// halves are the periods of years.
func halves(years ...int) []string {
	var list []string
	for _, year := range years {
		list = append(list, period(year, FirstHalf), period(year, SecondHalf))
	}
	return list
}

// closing are the second halves of years, which close them.
func closing(from, to int) []string {
	var list []string
	for year := from; year <= to; year++ {
		list = append(list, period(year, SecondHalf))
	}
	return list
}

// GradeOf returns the valid grade of a person's last published assessment of a
// year, with its record and the day of publication; "" if there is none.
func (s *Service) GradeOf(ctx context.Context, office, person string, year int) (grade, record string, on evaluation.Date, err error) {
	list, err := s.toldIn(ctx, office, []string{person}, halves(year))
	if err != nil || len(list) == 0 {
		return "", "", on, err
	}
	last := list[len(list)-1]
	return last.grade, last.record, last.on, nil
}

// YearGrades returns the grades of years, by person and year, that people were told, of all
// if none are named: those of the second half, which closes the year.
func (s *Service) YearGrades(ctx context.Context, office string, people []string, from, to int) (map[string]map[int]string, error) {
	list, err := s.toldIn(ctx, office, people, closing(from, to))
	out := map[string]map[int]string{}
	for _, t := range list {
		if out[t.person] == nil {
			out[t.person] = map[int]string{}
		}
		out[t.person][t.year] = t.grade
	}
	return out, err
}

// Questioned returns the years of which a grade is in question, by person: something was found
// out since it was decided, and nobody has settled what becomes of it. Of all if none are named.
func (s *Service) Questioned(ctx context.Context, office string, people []string, from, to int) (map[string][]int, error) {
	sheets, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindSheet}, Subjects: people, States: evaluation.States(SheetPublished, SheetClosed), Periods: closing(from, to),
		Waiting: []string{evaluation.WaitRole(evaluation.RolePersonnel)}, NoHistory: true,
	})
	out := map[string][]int{}
	for _, r := range sheets {
		sh, err := evaluation.PartOf[Sheet](r, "changes")
		if err != nil {
			return nil, err
		}
		year, err := yearOf(r.Period)
		if err != nil {
			return nil, err
		}
		if sh.OpenChange() != nil {
			out[r.Subject] = append(out[r.Subject], year)
		}
	}
	return out, err
}

// Ungraded returns why people have no grade of years, by person and year, as their sheets of
// the second half say; of all if none are named. A year with a grade, and one without a
// reason on the sheet, is left out.
func (s *Service) Ungraded(ctx context.Context, office string, people []string, from, to int) (map[string]map[int][]evaluation.Problem, error) {
	sheets, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindSheet}, Subjects: people, States: evaluation.States(SheetPublished, SheetClosed, SheetExempt), Periods: closing(from, to), NoHistory: true,
	})
	if err != nil {
		return nil, err
	}
	out := map[string]map[int][]evaluation.Problem{}
	for _, r := range sheets {
		sh, err := evaluation.PartOf[Sheet](r, "grade", "scale", "findings", "exemption", "exempt_ground")
		if err != nil {
			return nil, err
		}
		why := sh.ungraded()
		if len(why) == 0 || sh.judged() || r.State != SheetExempt && rank(sh.Grade) >= 0 {
			continue
		}
		year, err := yearOf(r.Period)
		if err != nil {
			return nil, err
		}
		if out[r.Subject] == nil {
			out[r.Subject] = map[int][]evaluation.Problem{}
		}
		out[r.Subject][year] = why
	}
	return out, nil
}

// yearOf is the year of a period.
func yearOf(period string) (int, error) { return strconv.Atoi(period[:len("2026")]) }

// gradeless are the consequences that leave a sheet without a grade.
var gradeless = []string{CommentOnly, NoGrade, Deferred, AssessedElsewhere, Departed, Unclassified, OfficeRule}

// ungraded are the findings that leave a sheet without a grade, and why the person was
// exempted.
func (sh *Sheet) ungraded() []evaluation.Problem {
	var list []evaluation.Problem
	for _, f := range sh.Findings {
		if slices.Contains(gradeless, f.Consequence) {
			list = append(list, f.Say())
		}
	}
	if sh.Exemption != "" {
		list = append(list, exempted(sh.ExemptGround, sh.Exemption))
	}
	return list
}
