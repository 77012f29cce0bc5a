package reserve

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// gap returns why nobody is responsible for the person on a day, "" if somebody is.
// During training the plan names the responsible person.
func (s *Service) gap(ctx context.Context, office string, day *roster.Snapshot, c *Candidate) (string, error) {
	if c.Plan == "" {
		return c.Responsible.Gap(day, c.Person), nil
	}
	plan, runs, err := s.Plan(ctx, office, c.Person)
	if err != nil {
		return "", err
	}
	if !runs {
		return GapPlan, nil
	}
	c.Plan = plan.Record
	c.followPlan(&plan)
	return c.Responsible.Gap(day, c.Person), nil
}

// bringToDay updates the responsible person and the gap to a day.
func (s *Service) bringToDay(ctx context.Context, office string, day *roster.Snapshot, c *Candidate) error {
	why, err := s.gap(ctx, office, day, c)
	if err == nil {
		c.Gap = c.Gap.Seen(day.Day(), why)
	}
	return err
}

// GapPlan is the gap of a person in training whose plan has ended.
const GapPlan = "plan"

// guard refuses an act while nobody is responsible for the person.
func (s *Service) guard(step *evaluation.Step, c *Candidate) (*roster.Snapshot, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	why, err := s.gap(step.Ctx, step.Record.Office, day, c)
	switch {
	case err != nil:
		return nil, err
	case why == GapPlan:
		return nil, desk.WrongState("reserve.no_plan")
	case why != "":
		return nil, desk.WrongState("reserve.gap", "name", c.Responsible.Name)
	}
	c.Gap = nil
	return day, nil
}

// takers says who can take a candidate over.
func (s *Service) takers(step *evaluation.Step, c *Candidate) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	return map[string]evaluation.Suits{"responsible": desk.Takes(day, c.Person)}, nil
}

// handOver names another responsible person before the training. During training
// the plan is handed over instead.
func (s *Service) handOver(step *evaluation.Step, c *Candidate, in *HandOverInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	next := desk.Take(m, "responsible", day, in.Responsible, c.Person)
	if err := m.Err(); err != nil {
		return "", err
	}
	c.Responsible.HandOver(next, &c.Former, &c.Gap, step.Today, step.Reason)
	c.wait(step.Record, step.Record.State)
	return step.Record.State, nil
}

// notice is an act that only Kaoji does: a gap has opened, or was closed in the
// plan.
func (s *Service) notice(step *evaluation.Step, c *Candidate) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	why, err := s.gap(step.Ctx, step.Record.Office, day, c)
	if err != nil {
		return "", err
	}
	c.Gap = nil
	if why != "" {
		c.Gap = &desk.Gap{Since: step.Today, Why: why}
	}
	c.wait(step.Record, step.Record.State)
	return step.Record.State, nil
}

// Watch checks the list for gaps that opened or closed since the last time.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	book, err := s.Book(ctx, office)
	if err != nil {
		return err
	}
	day := book.On(today)
	list, err := desk.AllOf[Candidate](ctx, do, evaluation.Query{Office: office, Kinds: []string{KindCandidate}, States: open()})
	if err != nil {
		return err
	}
	for _, r := range list {
		c := r.Payload
		noted, person := c.Gap != nil, c.Responsible.Person
		why, err := s.gap(ctx, office, day, c)
		if err != nil {
			return err
		}
		if noted == (why != "") && person == c.Responsible.Person {
			continue
		}
		if err := desk.ActIfStillInState(ctx, do, office, r.ID, "notice", nil); err != nil {
			return err
		}
	}
	return nil
}
