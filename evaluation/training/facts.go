package training

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Facts are what of training somebody took (desk.Facts).
func (s *Service) Facts(ctx context.Context, office, person string, from, to evaluation.Date) ([]desk.Fact, error) {
	plans, err := desk.All(ctx, s.Ledger, evaluation.Query{Office: office, Kinds: []string{KindPlan}, Subjects: []string{person}})
	if err != nil {
		return nil, err
	}
	var out []desk.Fact
	for _, r := range plans {
		p, err := evaluation.PayloadOf[Plan](r)
		if err != nil {
			return nil, err
		}
		for _, x := range p.Studies {
			if (from.IsZero() || !x.On.Before(from)) && (to.IsZero() || !x.On.After(to)) {
				out = append(out, desk.Fact{
					On: x.On, Kind: KindPlan, Record: r.ID, Goes: desk.GoesTraining,
					Say: evaluation.Say("training.fact.study", "on", x.On, "topic", x.Topic, "hours", x.Hours),
				})
			}
		}
	}
	return out, nil
}
