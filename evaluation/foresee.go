package evaluation

import "context"

// Foreseen is a record that an act would change, or leave as it is.
type Foreseen struct {
	Record string
	Kind   string
	Name   string
	Why    Problem // why it would be left; with an empty key it would be changed
}

// ForeseenOf makes the Foresees function of an act with payload P.
func ForeseenOf[P any](f func(*Step, *P) ([]Foreseen, error)) func(*Step) ([]Foreseen, error) {
	return ofPayload(f)
}

// Foresee says record by record what an act on a record would do to others; nil if the act
// does not tell. The act has to be possible for the actor: see Bar.
func (s *Service) Foresee(ctx context.Context, actor Actor, id, act string) ([]Foreseen, error) {
	if err := s.Bar(ctx, actor, id, act); err != nil {
		return nil, err
	}
	r, err := s.Ledger.Get(ctx, actor.Office, id)
	if err != nil {
		return nil, err
	}
	k, a, err := s.actOf(r.Kind, act)
	if err != nil || a.Foresees == nil {
		return nil, err
	}
	step, err := s.look(ctx, actor, k, a, &r, s.Ledger)
	if err != nil {
		return nil, err
	}
	return a.Foresees(step)
}
