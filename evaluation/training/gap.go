package training

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// gap returns why nobody is responsible for the plan on a day, "" if somebody is.
func (p *Plan) gap(day *roster.Snapshot) string { return p.Responsible.Gap(day, p.Person) }

// guard refuses an act on a plan without a responsible person, also before Kaoji
// has recorded the gap.
func (s *Service) guard(step *evaluation.Step, p *Plan) error {
	day, err := s.Today(step)
	if err == nil && p.gap(day) != "" {
		err = desk.WrongState("training.vacant", "name", p.Responsible.Name)
	}
	return err
}

// vacate records the gap.
func (s *Service) vacate(step *evaluation.Step, p *Plan) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	why := p.gap(day)
	if why == "" {
		return "", desk.WrongState("training.no_gap")
	}
	p.Gap = &desk.Gap{Since: step.Today, Why: why}
	step.Record.Parties = nil
	p.wait(step.Record)
	return Vacant, nil
}

// Watch checks the running plans and records those whose responsible person has
// left, moved or become a relative.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	book, err := s.Book(ctx, office)
	if err != nil {
		return err
	}
	day := book.On(today)
	running, err := desk.AllOf[Plan](ctx, do, evaluation.Query{Office: office, Kinds: []string{KindPlan}, States: evaluation.States(Running)})
	if err != nil {
		return err
	}
	for _, r := range running {
		p := r.Payload
		if p.gap(day) == "" {
			continue
		}
		if err := desk.ActIfStillInState(ctx, do, office, r.ID, "vacate", nil); err != nil {
			return err
		}
	}
	return nil
}

// takers says who can take a plan over.
func (s *Service) takers(step *evaluation.Step, p *Plan) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	suits := desk.Takes(day, p.Person)
	if p.gap(day) == "" {
		suits = desk.Both(suits, desk.Other(p.Responsible.Person, "training.same_hands"))
	}
	return map[string]evaluation.Suits{"responsible": suits}, nil
}

// handOver gives the plan to another responsible person. Reports due on that day
// are recorded as the former person's; the new one has the time of rule P-51 for
// the first report.
func (s *Service) handOver(step *evaluation.Step, p *Plan, in *HandOverInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	next := desk.Take(m, "responsible", day, in.Responsible, p.Person)
	if err := m.Err(); err != nil {
		return "", err
	}
	until := step.Today
	if p.Gap != nil {
		until = p.Gap.Since
	}
	if err := s.missedBy(step, p, until); err != nil {
		return "", err
	}
	p.Responsible.HandOver(next, &p.Former, &p.Gap, until, step.Reason)
	if err := s.follow(step, p); err != nil {
		return "", err
	}
	return Running, s.allow(step, p)
}

// allow gives a new responsible person time to get to know the cadre.
func (s *Service) allow(step *evaluation.Step, p *Plan) error {
	first, missing, err := s.DueCounted(step.Ctx, step.Record.Office, p.Rules, "training.takeover", step.Today)
	if err != nil {
		return err
	}
	if !p.ReportBy.IsZero() && p.ReportBy.Before(first) {
		p.ReportBy, p.Missing = first, append(p.Missing, missing...)
		p.wait(step.Record)
	}
	return nil
}

// stop ends a plan early.
func stop(step *evaluation.Step, p *Plan) (evaluation.State, error) {
	p.StoppedFor, p.Ended, p.ReportBy, p.Gap = step.Reason, step.Today, evaluation.Date{}, nil
	desk.Wait(step.Record, evaluation.Date{})
	return Stopped, nil
}
