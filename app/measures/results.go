package measures

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/cadreform"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// civil reports whether people of an establishment are civil servants.
func civil(establishment string, rules rulepack.Numbers) (bool, error) {
	category, err := desk.CategoryOf(establishment, rules)
	return category == desk.Civil, err
}

// yearGrades passes the grades of years to the lists of what follows, all in the words of
// civil servants; a year that was closed without a word about the grade is left out.
func yearGrades(from *assessment.Service) func(context.Context, string, []string, int, int) (map[string]map[int]string, error) {
	return func(ctx context.Context, office string, people []string, first, last int) (map[string]map[int]string, error) {
		out, err := from.YearGrades(ctx, office, people, first, last)
		for _, years := range out {
			for year, grade := range years {
				if years[year] = assessment.Alike(grade); grade == "" {
					delete(years, year)
				}
			}
		}
		return out, err
	}
}

// formedGrades passes the grades that appointment forms say in words to the lists of what
// follows; other words, such as 不确定等次, are no grade.
func formedGrades(ledger evaluation.RecordFinder) func(context.Context, string, []string) (map[string]map[int]string, error) {
	return func(ctx context.Context, office string, people []string) (map[string]map[int]string, error) {
		out := map[string]map[int]string{}
		for r, err := range evaluation.AllRecords(ctx, ledger, evaluation.Query{
			Office: office, Kinds: []string{roster.KindParticulars}, States: evaluation.States(roster.StateKept), Subjects: people, NoHistory: true,
		}) {
			if err != nil {
				return nil, err
			}
			p, err := evaluation.PartOf[roster.Particulars](r, "grades")
			if err != nil {
				return nil, err
			}
			years := map[int]string{}
			for _, g := range cadreform.ParseGrades(p.Grades) {
				grade, known := results.GradeOf(g.Word)
				if !known {
					grade = results.None
				}
				years[g.Year] = grade
			}
			out[r.Subject] = years
		}
		return out, nil
	}
}

// graded passes to the roster which grades the office has on record, fixed or entered, so
// that forms that name them offer nothing new.
func graded(from *results.Service) func(context.Context, string, int) (roster.Graded, error) {
	return func(ctx context.Context, office string, year int) (roster.Graded, error) {
		known, err := from.Known(ctx, office, year, nil)
		return func(person string, g cadreform.Grade) (string, bool) {
			h := known[person]
			if h == nil || h.Formed[g.Year] {
				return "", false
			}
			said, ok := results.GradeOf(g.Word)
			return h.Grades[g.Year], ok && said == h.Grades[g.Year]
		}, err
	}
}
