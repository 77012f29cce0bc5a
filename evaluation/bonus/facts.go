package bonus

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling returns a person's amounts in approved periods, each with the record of
// the person's own entry. Heads and leaders in charge may read that record but not
// the amount, so the amounts are shown only to the person and to those who see
// everybody's.
//
// They are only in the cadre's file. Self-reports and talks are not prefilled with
// them, because an amount is not an achievement, and the writer of a comment may
// not know it.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{{Kind: KindEntry, Of: s.amount}}
}

// amount returns the person's amount in an approved period.
func (s *Service) amount(ctx context.Context, e evaluation.Record, person string) ([]desk.Fact, error) {
	r, err := s.Ledger.Get(ctx, e.Office, e.Parent)
	if err != nil {
		return nil, err
	}
	if r.State != PeriodApproved && r.State != PeriodExported {
		return nil, nil
	}
	p, err := evaluation.PayloadOf[Period](r)
	if err != nil {
		return nil, err
	}
	i, ok := p.line(person)
	if !ok {
		return nil, nil
	}
	more, err := adjusted(ctx, s.Ledger, e.Office, r.ID)
	if err != nil {
		return nil, err
	}
	return []desk.Fact{{On: p.ApprovedOn, Only: allRoles(), Say: p.fact(&p.Lines[i], p.Lines[i].Amount+more[person])}}, nil
}

// fact returns the amount in words, with the class if there is one.
func (p *Period) fact(l *Line, fen int64) evaluation.Problem {
	if l.Class == "" {
		return evaluation.Say("bonus.fact.amount", "title", p.Title, "amount", Yuan(fen))
	}
	return evaluation.Say("bonus.fact.class", "title", p.Title, "amount", Yuan(fen), "class", l.Class)
}
