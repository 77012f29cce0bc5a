package declaration

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Summary is how many reports of a year there are: what goes to the committee (F-13). It says
// nothing of what was declared. First and yearly reports are counted as asked for, changes and
// resignations apart.
type Summary struct{ Asked, In, Late, Drawn, Checked, Changes, Leaving int }

// Summary counts the reports of a year, also those that a reader may not see because they are
// about the reader or a relative.
func (s *Service) Summary(ctx context.Context, office, year string) (Summary, error) {
	list, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindReport}, Periods: []string{year}, States: evaluation.States(ReportDue, ReportSubmitted, ReportExplaining, ReportChecked), NoHistory: true,
	})
	sum := Summary{}
	for _, r := range list {
		p, err := evaluation.PartOf[Report](r, "type", "late", "drawn")
		if err != nil {
			return Summary{}, err
		}
		sum.add(p, r.State)
	}
	return sum, err
}

func (sum *Summary) add(p *Report, state evaluation.State) {
	switch p.Type {
	case TypeChange:
		sum.Changes++
		return
	case TypeLeaving:
		sum.Leaving++
		return
	}
	for n, counts := range map[*int]bool{&sum.Asked: true, &sum.In: state != ReportDue, &sum.Late: p.Late, &sum.Drawn: p.Drawn, &sum.Checked: state == ReportChecked} {
		if counts {
			*n++
		}
	}
}

// Concerns reports whether a person declares, has declared or reads.
func (s *Service) Concerns(ctx context.Context, office, person string) (bool, error) {
	if person == "" {
		return false, nil
	}
	basis, err := inForce(ctx, s.Ledger, office)
	if err != nil {
		return false, err
	}
	if _, yes := declares(basis, person); yes || slices.Contains(circle(basis), person) {
		return true, nil
	}
	return s.HasDeclared(ctx, office, person)
}

// HasDeclared reports whether a person has handed in a report.
func (s *Service) HasDeclared(ctx context.Context, office, person string) (bool, error) {
	return declaredBefore(ctx, s.Ledger, office, person)
}
