package measures

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/cadreform"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// civil reports whether people of an establishment are civil servants.
func civil(establishment string, rules rulepack.Numbers) (bool, error) {
	category, err := assessment.CategoryOf(establishment, rules)
	return category == assessment.Civil, err
}

// gradeWords are the grades in the words of appointment forms, of civil servants and of
// staff of public institutions.
var gradeWords = map[string]string{
	"优秀": results.Excellent, "称职": results.Competent, "合格": results.Competent,
	"基本称职": results.Basic, "基本合格": results.Basic, "不称职": results.Incompetent, "不合格": results.Incompetent,
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
				if years[g.Year] = gradeWords[g.Word]; years[g.Year] == "" {
					years[g.Year] = results.None
				}
			}
			out[r.Subject] = years
		}
		return out, nil
	}
}
