package education

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Facts are the campaigns that a person completed and the training elsewhere
// that was confirmed (desk.Facts).
func (s *Service) Facts(ctx context.Context, office, person string, from, to evaluation.Date) ([]desk.Fact, error) {
	records, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindPart, KindCredit}, Subjects: []string{person}, States: states(PartComplete, CreditConfirmed), Sort: evaluation.SortOn,
	})
	if err != nil {
		return nil, err
	}
	var out []desk.Fact
	for _, r := range records {
		f, err := fact(r)
		if err != nil {
			return nil, err
		}
		if !from.IsZero() && f.On.Before(from) || !to.IsZero() && f.On.After(to) {
			continue
		}
		out = append(out, f)
	}
	return out, nil
}

// fact is of the day on which a campaign was completed or a training ended.
func fact(r evaluation.Record) (desk.Fact, error) {
	f := desk.Fact{Kind: r.Kind, Record: r.ID, Goes: desk.GoesTraining}
	if r.Kind == KindCredit {
		c, err := evaluation.PayloadOf[Credit](r)
		if err != nil {
			return f, err
		}
		f.On, f.Say = c.To, evaluation.Say("education.fact.credit", "on", c.To, "title", c.Title, "organiser", c.Organiser, "hours", string(c.Hours))
		return f, nil
	}
	p, err := evaluation.PayloadOf[Part](r)
	if err != nil {
		return f, err
	}
	f.On, f.Say = p.CompletedOn, evaluation.Say("education.fact.part", "on", p.CompletedOn, "title", p.Title, "hours", string(p.Hours))
	return f, nil
}
