package reserve

import (
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// start begins the training. The plan must already exist; it is opened like any
// other plan, so that nothing in it refers to the list.
func (s *Service) start(step *evaluation.Step, c *Candidate) (evaluation.State, error) {
	if err := s.clear(step, c); err != nil {
		return "", err
	}
	plan, runs, err := s.Plan(step.Ctx, step.Record.Office, c.Person)
	if err != nil {
		return "", err
	}
	if !runs {
		return "", desk.WrongState("reserve.no_plan")
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	if plan.Responsible.Gap(day, c.Person) != "" {
		return "", desk.WrongState("reserve.gap", "name", plan.Responsible.Name)
	}
	c.Plan = plan.Record
	c.followPlan(&plan)
	return Training, s.next(step, c, Training)
}

// followPlan takes the responsible person from the plan.
func (c *Candidate) followPlan(plan *Plan) {
	if plan.Responsible.Person != c.Responsible.Person || plan.Responsible.From != c.Responsible.From {
		if c.Responsible.Person != plan.Responsible.Person {
			c.Former = append(c.Former, c.Responsible.Ended(plan.Responsible.From, ""))
		}
		c.Responsible = plan.Responsible
	}
}

// next sets the day of the yearly review.
func (s *Service) next(step *evaluation.Step, c *Candidate, to evaluation.State) error {
	due, missing, err := s.DueCounted(step.Ctx, step.Record.Office, c.Rules, "reserve.review", step.Today)
	if err != nil {
		return err
	}
	c.ReviewBy, c.Missing = due, append(c.Missing, missing...)
	c.wait(step.Record, to)
	return nil
}

// look returns a review with the figures of the plan on this day.
func (s *Service) look(step *evaluation.Step, c *Candidate, in *ReviewInput) (Review, Plan, error) {
	r := Review{On: step.Today, By: step.Actor.Name, Outcome: in.Outcome, Words: in.Words}
	plan, runs, err := s.Plan(step.Ctx, step.Record.Office, c.Person)
	if err != nil || !runs {
		return r, plan, err
	}
	r.Plan = evaluation.Say("reserve.plan_stands", "reports", strconv.Itoa(plan.Reports), "missed", strconv.Itoa(plan.Missed),
		"done", strconv.Itoa(plan.Milestones-plan.Open), "milestones", strconv.Itoa(plan.Milestones), "taken", strconv.Itoa(plan.Taken), "hours", strconv.Itoa(plan.Hours))
	return r, plan, nil
}

// propose stores the section's proposal in a review, the yearly one or one of
// readiness.
func (s *Service) propose(step *evaluation.Step, c *Candidate, in *ReviewInput) (evaluation.State, error) {
	if _, err := s.guard(step, c); err != nil {
		return "", err
	}
	r, plan, err := s.look(step, c, in)
	if err != nil {
		return "", err
	}
	if in.Outcome == OutcomeReady {
		if err := s.mayBeReady(step, c, &plan); err != nil {
			return "", err
		}
	}
	c.Proposal = &r
	c.wait(step.Record, step.Record.State)
	return step.Record.State, nil
}

// mayBeReady checks that a person proposed as ready has reports and that no finding
// excludes them.
func (s *Service) mayBeReady(step *evaluation.Step, c *Candidate, plan *Plan) error {
	if plan.Reports == 0 {
		return desk.Mistake("outcome", "reserve.never_reported")
	}
	return s.clear(step, c)
}

// review stores the decision on the section's proposal; it can differ from it.
func (s *Service) review(step *evaluation.Step, c *Candidate, in *ReviewInput) (evaluation.State, error) {
	if _, err := s.guard(step, c); err != nil {
		return "", err
	}
	if c.Proposal == nil {
		return "", desk.WrongState("reserve.no_proposal")
	}
	r, plan, err := s.look(step, c, in)
	if err != nil {
		return "", err
	}
	r.Proposed = c.Proposal.Outcome
	if in.Outcome == OutcomeReady {
		if err := s.mayBeReady(step, c, &plan); err != nil {
			return "", err
		}
	}
	c.Reviews, c.Proposal = append(c.Reviews, r), nil
	switch in.Outcome {
	case OutcomeOut:
		return c.end(step, in.Words), nil
	case OutcomeReady:
		return Ready, s.next(step, c, Ready)
	}
	return Training, s.next(step, c, Training)
}

// promote records the appointment, which others make.
func (s *Service) promote(step *evaluation.Step, c *Candidate, in *PromoteInput) (evaluation.State, error) {
	if err := s.clear(step, c); err != nil {
		return "", err
	}
	p := Promotion(*in)
	c.Promotion, c.EndedOn, c.Proposal = &p, step.Today, nil
	desk.Wait(step.Record, evaluation.Date{})
	return Promoted, nil
}

// withdraw removes a person from the list. The training plan continues or is ended
// separately, because ending both together would reveal the list.
func withdraw(step *evaluation.Step, c *Candidate) (evaluation.State, error) {
	return c.end(step, step.Reason), nil
}

func (c *Candidate) end(step *evaluation.Step, why string) evaluation.State {
	c.EndedOn, c.EndedFor, c.Gap = step.Today, why, nil
	desk.Wait(step.Record, evaluation.Date{})
	return Withdrawn
}

// wait sets who has to act next.
func (c *Candidate) wait(r *evaluation.Record, state evaluation.State) {
	section, leaders := evaluation.WaitRole(evaluation.RolePersonnel), evaluation.WaitRole(evaluation.RolePrincipal)
	switch {
	case c.Gap != nil:
		desk.Wait(r, c.Gap.Since, section)
	case state == Reviewed || c.Proposal != nil:
		desk.Wait(r, c.ReviewBy, leaders)
	case slices.Contains(before(), state):
		desk.Wait(r, evaluation.Date{}, section)
	default:
		desk.Wait(r, c.ReviewBy, section)
	}
}
