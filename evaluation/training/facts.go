package training

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling returns the training that a person took, for the person's file.
func (s *Service) Telling() []desk.Telling { return []desk.Telling{{Kind: KindPlan, Of: studies}} }

func studies(r evaluation.Record, _ string) ([]desk.Fact, error) {
	p, err := evaluation.PayloadOf[Plan](r)
	if err != nil {
		return nil, err
	}
	var out []desk.Fact
	for _, x := range p.Studies {
		out = append(out, desk.Fact{
			On: x.On, Goes: desk.GoesTraining, Say: evaluation.Say("training.fact.study", "on", x.On, "topic", x.Topic, "hours", x.Hours),
		})
	}
	return out, nil
}
