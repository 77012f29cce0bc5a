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

// Service holds the acts and what is asked beside them.
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

// Watch holds what is on record against the roster and the calendar, and does
// what follows without anybody's decision: it opens and closes cases and ends
// what has run out. It comes to the same end however often it runs.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	return errors.Join(s.watchMentoring(ctx, do, office, today), s.watchTenure(ctx, do, office, today), s.watchPlans(ctx, do, office, today))
}
