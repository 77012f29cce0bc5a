package bonus

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Facts are what a person got in the periods that were approved, each on the
// record of the person's own entry (desk.Facts). Heads and leaders in charge read
// that record and not the amount, so these are kept to the person and to those
// who see everybody's.
//
// They stand in the cadre's file alone. Self-reports and talks do not begin with
// them: what somebody got is no achievement of theirs, and who writes a comment
// may not know it.
func (s *Service) Facts(ctx context.Context, office, person string, from, to evaluation.Date) ([]desk.Fact, error) {
	entries, err := desk.All(ctx, s.Ledger, evaluation.Query{Office: office, Kinds: []string{KindEntry}, Subjects: []string{person}, Sort: evaluation.SortOn})
	if err != nil {
		return nil, err
	}
	var out []desk.Fact
	for _, e := range entries {
		r, err := s.Ledger.Get(ctx, office, e.Parent)
		if err != nil {
			return nil, err
		}
		if r.State != PeriodApproved && r.State != PeriodExported {
			continue
		}
		p, err := evaluation.PayloadOf[Period](r)
		if err != nil {
			return nil, err
		}
		i, ok := p.line(person)
		if !ok || !from.IsZero() && p.ApprovedOn.Before(from) || !to.IsZero() && p.ApprovedOn.After(to) {
			continue
		}
		more, err := adjusted(ctx, s.Ledger, office, r.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, desk.Fact{
			On: p.ApprovedOn, Kind: e.Kind, Record: e.ID, Only: allRoles(), Say: p.fact(&p.Lines[i], p.Lines[i].Amount+more[person]),
		})
	}
	return out, nil
}

// fact is a period's amount in words, with the class if there is one.
func (p *Period) fact(l *Line, fen int64) evaluation.Problem {
	if l.Class == "" {
		return evaluation.Say("bonus.fact.amount", "title", p.Title, "amount", Yuan(fen))
	}
	return evaluation.Say("bonus.fact.class", "title", p.Title, "amount", Yuan(fen), "class", l.Class)
}
