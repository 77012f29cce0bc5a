package assessment

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// The scales: the words in which a sheet is graded.
const (
	ScaleCivil       = "civil"       // Excellent to Incompetent
	ScaleInstitution = "institution" // Excellent to Unqualified
	ScaleHalf        = "half"        // the working judgement of the first half-year, in the words of ruleJudgement
)

// ruleJudgement are the words of the working judgement, best first. It is no statutory
// grade and has no quota.
const ruleJudgement = "assessment.half.grades"

// The grades of staff of public institutions (事业单位工作人员考核规定 2023); the best is
// Excellent.
const (
	Qualified      = "qualified"       // 合格
	BasicQualified = "basic_qualified" // 基本合格
	Unqualified    = "unqualified"     // 不合格
)

// GradesIn lists the statutory grades of a scale, best first; nil for ScaleHalf.
func GradesIn(scale string) []string {
	switch scale {
	case ScaleInstitution:
		return []string{Excellent, Qualified, BasicQualified, Unqualified}
	case ScaleHalf:
		return nil
	}
	return Grades()
}

// rank is the place of a statutory grade in its scale, 0 for Excellent to 3; -1 for None
// and for judgements.
func rank(grade string) int {
	if i := slices.Index(Grades(), grade); i >= 0 {
		return i
	}
	return slices.Index(GradesIn(ScaleInstitution), grade)
}

// Alike returns the grade of civil servants with the same rank, for rules that are written
// in their words; other words are returned as they are.
func Alike(grade string) string {
	if i := rank(grade); i >= 0 {
		return Grades()[i]
	}
	return grade
}

// Worst reports whether a grade is the last of its scale: 不称职 or 不合格.
func Worst(grade string) bool { return rank(grade) == len(Grades())-1 }

// Below reports whether a grade is below 称职 or 合格.
func Below(grade string) bool { return rank(grade) > rank(Competent) }

// Word says a grade or judgement. The words of an office's own are said as they are.
func Word(grade string) evaluation.Problem {
	if rank(grade) >= 0 || slices.Contains([]string{None, "good", "fair", "ordinary", "poor"}, grade) {
		return evaluation.Say("assessment.grade." + grade)
	}
	return evaluation.Say("assessment.word", "word", grade)
}

// Judges reports whether the cycle ends with a working judgement instead of a grade: a
// first half-year, unless it was opened before there were judgements.
func (c *Cycle) Judges() bool { return judges(c.Half, c.Rules) }

func judges(half string, rules rulepack.Numbers) bool {
	return half == FirstHalf && rulepack.Knows(rules, ruleJudgement)
}

// scaleOf returns the scale of people of a category in a cycle.
func (c *Cycle) scaleOf(category string) (string, error) {
	switch {
	case c.Judges():
		return ScaleHalf, nil
	case category == Institution:
		return ScaleInstitution, nil
	case category == Contract:
		return c.Rules.Text("assessment.contract.grades")
	}
	return ScaleCivil, nil
}

// Words lists what a sheet can be graded with, best first: without None.
func (sh *Sheet) Words() []string {
	if sh.Scale != ScaleHalf {
		return GradesIn(sh.Scale)
	}
	words, err := sh.Rules.Codes(ruleJudgement)
	if err != nil {
		return nil
	}
	return words
}

// Open lists the words that special cases leave, with None where there may be no grade: those
// that an act accepts. A judgement is left open by all of them.
func (sh *Sheet) Open(findings []Finding) []string {
	return slices.DeleteFunc(append(sh.Words(), None), func(word string) bool {
		_, no := sh.barred(findings, word)
		return no
	})
}

// barred returns why a word cannot be given with special cases; false if it can. Special
// cases do not limit a judgement; there may be none where the year would have no grade.
func (sh *Sheet) barred(findings []Finding, word string) (evaluation.Problem, bool) {
	if word != None && !slices.Contains(sh.Words(), word) {
		return evaluation.Say("assessment.grade_scale"), true
	}
	if sh.Scale != ScaleHalf {
		return barred(findings, word)
	}
	_, none := follows(findings, Deferred, CommentOnly, NoGrade)
	return evaluation.Say("assessment.grade_needed"), word == None && !none
}

// judged is a sheet of a first half-year: it has a judgement and no statutory grade.
func (sh *Sheet) judged() bool { return sh.Scale == ScaleHalf }

// isRated reports whether the person is rated.
func (sh *Sheet) isRated() bool { return len(sh.Groups) > 0 }

// quotaKeys are the rules of the share of excellent grades of a category, usual and with
// consent; the last is "" where there is none.
func quotaKeys(category string) (usual, consented string) {
	switch category {
	case Institution:
		return "assessment.institution.quota.excellent", "assessment.institution.quota.excellent.ceiling"
	case Contract:
		return "assessment.contract.quota.excellent", ""
	}
	return "assessment.quota.excellent", "assessment.quota.excellent.ceiling"
}

// Share returns the share of excellent grades of a category in the cycle, and its rule.
func (c *Cycle) Share(category string, rules rulepack.Numbers) (rulepack.Share, string, error) {
	key, consented := quotaKeys(category)
	if document := map[string]string{Civil: c.CeilingDocument, Institution: c.InstitutionCeiling}[category]; document != "" && consented != "" {
		key = consented
	}
	share, err := rules.Share(key)
	return share, key, err
}
