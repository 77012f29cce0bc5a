package education

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Deps are what the measure needs from outside.
type Deps struct {
	desk.Desk
	Ledger evaluation.Ledger
	Vault  evaluation.Vault
}

// Service has the acts and queries of the measure.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// The kinds.
const (
	KindCampaign   = "education.campaign"
	KindSession    = "education.session"
	KindPart       = "education.part"
	KindReflection = "education.reflection"
	KindCredit     = "education.credit"
	KindStudy      = "education.study"
)

// load reads a record of a kind and its payload; a record of another kind is
// CodeNotFound.
func load[P any](ctx context.Context, from interface {
	Get(ctx context.Context, office, id string) (evaluation.Record, error)
}, office, kind, id string) (evaluation.Record, *P, error) {
	r, err := from.Get(ctx, office, id)
	if err != nil {
		return r, nil, err
	}
	if r.Kind != kind {
		return r, nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	p, err := evaluation.PayloadOf[P](r)
	return r, p, err
}

// personnel is the entry of Waiting for the personnel section.
func personnel() string { return evaluation.WaitRole(evaluation.RolePersonnel) }

// who returns a person of the roster on the day of the act.
func (s *Service) who(step *evaluation.Step, field, id string) (roster.Member, error) {
	day, err := s.Today(step)
	if err != nil {
		return roster.Member{}, err
	}
	m, here := day.Member(id)
	if !here {
		return m, desk.Mistake(field, "education.no_person")
	}
	return m, nil
}
