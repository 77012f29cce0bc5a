package assessment

import (
	"cmp"
	"context"
	"slices"

	"kaoji/evaluation"
)

// The filing lists of a category (rules.md A⁗, A-F), in their order.
const (
	FilingExcellent = "excellent" // those graded excellent
	FilingOthers    = "others"    // those with another grade, by grade
	FilingUngraded  = "ungraded"  // those without a grade, and those who are not assessed here
)

// Filing is what an office hands in about the people of one category when the year is
// over (备案表): how many they are, and the lists of them.
type Filing struct {
	Category  string       `json:"category"`
	Due       int          `json:"due"`       // should take part: all who are assessed in this office
	Taken     int          `json:"taken"`     // took part: all of them but those who refused
	Excellent int          `json:"excellent"` // graded excellent
	Lists     []FilingList `json:"lists"`
}

// FilingList is one of the lists, in the order of names.
type FilingList struct {
	Name  string       `json:"name"`
	Lines []FilingLine `json:"lines"`
}

// FilingLine is a person on a filing list.
type FilingLine struct {
	Sheet       string       `json:"sheet"`
	Person      Person       `json:"person"`
	Grade       string       `json:"grade"`  // "" for somebody who is not assessed here
	Exempt      string       `json:"exempt"` // why the person is not assessed here, "" if the findings say it
	Ground      string       `json:"exempt_ground,omitempty"`
	Refused     bool         `json:"refused"`
	Findings    []Finding    `json:"findings"`
	Corrections []Correction `json:"corrections"`
	Notice      *Supplement  `json:"notice,omitempty"` // the notice of an excellent grade that runs
}

// HasFiling reports whether a cycle has filing lists: one that closes a year with grades,
// when the results are out.
func (c *Cycle) HasFiling(state evaluation.State) bool {
	return c.Half == SecondHalf && !c.Judges() && (state == CycleFeedback || state == CycleClosed)
}

// Filing returns the filing lists of a cycle, one for each category that has people. The
// view must include the participants. A cycle without filing lists is CodeNotFound.
func (s *Service) Filing(ctx context.Context, cycle evaluation.View) ([]Filing, error) {
	c, list, err := s.inside(ctx, cycle)
	if err == nil && !c.HasFiling(cycle.State) {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return filingOf(list), err
}

// filingOf sorts the sheets of a cycle into filing lists.
func filingOf(sheets []sheetOf) []Filing {
	var out []Filing
	for _, category := range Categories() {
		f := Filing{Category: category, Lists: []FilingList{{Name: FilingExcellent}, {Name: FilingOthers}, {Name: FilingUngraded}}}
		for _, sh := range sheets {
			if sh.Form() == category {
				f.add(sh)
			}
		}
		others := f.Lists[1].Lines
		slices.SortStableFunc(others, func(a, b FilingLine) int { return cmp.Compare(rank(a.Grade), rank(b.Grade)) })
		if slices.ContainsFunc(f.Lists, func(l FilingList) bool { return len(l.Lines) > 0 }) {
			out = append(out, f)
		}
	}
	return out
}

// WhyExempt says why the person is not assessed, false if nobody said it.
func (l *FilingLine) WhyExempt() (evaluation.Problem, bool) {
	return exempted(l.Ground, l.Exempt), l.Exempt != ""
}

// add counts a sheet and puts it on its list.
func (f *Filing) add(sh sheetOf) {
	line := FilingLine{
		Sheet: sh.ID, Person: sh.Person, Grade: sh.Grade, Refused: sh.Decision.Refusal, Findings: sh.present(), Corrections: sh.Corrections, Notice: sh.running(),
	}
	list := &f.Lists[1]
	switch {
	case sh.State == SheetExempt:
		line.Grade, line.Exempt, line.Ground, list = "", sh.Exemption, sh.ExemptGround, &f.Lists[2]
	case sh.Grade == Excellent:
		f.Excellent, list = f.Excellent+1, &f.Lists[0]
	case rank(sh.Grade) < 0:
		list = &f.Lists[2]
	}
	if !sh.outside() {
		if f.Due++; !line.Refused && sh.State != SheetExempt {
			f.Taken++
		}
	}
	list.Lines = append(list.Lines, line)
}
