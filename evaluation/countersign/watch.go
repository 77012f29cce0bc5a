package countersign

import (
	"context"
	"errors"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Watch tells the principal leaders of requests whose signatures are late.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	list, err := desk.AllOf[Request](ctx, do, evaluation.Query{Office: office, Kinds: []string{KindRequest}, States: evaluation.States(Signing), DueTo: today.AddDays(-1)})
	errs := []error{err}
	for _, r := range list {
		if r.Payload.Escalated.IsZero() {
			errs = append(errs, desk.ActIfStillInState(ctx, do, office, r.ID, "escalate", nil))
		}
	}
	return errors.Join(errs...)
}
