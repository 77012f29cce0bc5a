package rotation

import (
	"context"
	"errors"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Deps are what the measure needs from outside.
type Deps struct {
	desk.Desk
	Ledger evaluation.Ledger
}

// Service has the acts and queries of the measure.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// The kinds.
const (
	KindMentoring = "rotation.mentoring"
	KindLoad      = "rotation.load"

	KindPost = "rotation.post"
	KindStay = "rotation.stay"
	KindCase = "rotation.case"
	KindPlan = "rotation.plan"
	KindMove = "rotation.move"
)

// Watch compares records with the roster and the calendar and does what needs no
// decision: it opens and closes cases and ends expired stays. It is idempotent.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	return errors.Join(s.watchMentoring(ctx, do, office, today), s.watchTenure(ctx, do, office, today), s.watchPlans(ctx, do, office, today))
}
