package survey

import (
	"context"
	"io"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Deps are what the measure needs from outside.
type Deps struct {
	desk.Desk
	Ledger evaluation.Ledger
	Cells  evaluation.Cells
	Boxes  *ballot.Service
	Vault  evaluation.Vault
	Random io.Reader // crypto/rand.Reader
	Now    func() time.Time
}

// Service has the acts and queries of the measure.
type Service struct {
	Deps
	running evaluation.Recent[[]desk.Of[Wave]]
	tellers tellers
}

// New makes a Service.
func New(d Deps) *Service { return &Service{Deps: d} }

// Changed forgets what is kept of a wave when it, or papers of it, were written.
func (s *Service) Changed(r evaluation.Record) {
	switch r.Kind {
	case KindWave:
		s.running.Drop(r.Office)
		s.countAgain(r.ID)
	case KindPaper:
		s.countAgain(r.Parent)
	}
}

// wave reads a wave for a query.
func (s *Service) wave(ctx context.Context, office, id string) (*Wave, evaluation.Record, error) {
	r, err := s.Ledger.Get(ctx, office, id)
	if err != nil {
		return nil, r, err
	}
	if r.Kind != KindWave {
		return nil, r, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	w, err := evaluation.PayloadOf[Wave](r)
	return w, r, err
}

// floorOf is the smallest group that is shown (H-1): an office can raise it, not lower it.
func floorOf(rules rulepack.Numbers) (int, error) {
	n, err := rules.Int("rating.floor")
	if err != nil {
		return 0, err
	}
	least, err := rules.Int("rating.floor.least")
	return int(max(n, least)), err
}
