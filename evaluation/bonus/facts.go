package bonus

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling is what a person got in the periods that were approved, each on the
// record of the person's own entry. Heads and leaders in charge read that record
// and not the amount, so these are kept to the person and to those who see
// everybody's.
//
// They stand in the cadre's file alone. Self-reports and talks do not begin with
// them: what somebody got is no achievement of theirs, and who writes a comment
// may not know it.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{{Kind: KindEntry, Of: s.amount}}
}

// amount is what the period of an entry gave to the person, once it is approved.
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

// fact is a period's amount in words, with the class if there is one.
func (p *Period) fact(l *Line, fen int64) evaluation.Problem {
	if l.Class == "" {
		return evaluation.Say("bonus.fact.amount", "title", p.Title, "amount", Yuan(fen))
	}
	return evaluation.Say("bonus.fact.class", "title", p.Title, "amount", Yuan(fen), "class", l.Class)
}
