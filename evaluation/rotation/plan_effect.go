package rotation

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// announce creates a record of each move, which the person can see.
func (s *Service) announce(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	p, err := evaluation.PayloadOf[MovePlan](r)
	if err != nil {
		return err
	}
	for i := range p.Moves {
		in := &Announced{Plan: r.ID, Effective: p.Effective, Move: p.Moves[i], On: p.ApprovedOn}
		if _, err := do.Create(ctx, evaluation.System(r.Office), KindMove, "announce", evaluation.Creation{ID: p.Moves[i].Record, Input: in}); err != nil {
			return err
		}
	}
	return nil
}

// rollBack cancels an approved plan before its day: the roster was not changed, and
// the moves are cancelled. From its day on this is possible only if something
// prevents it from taking effect, so that no plan is stuck.
func (s *Service) rollBack(step *evaluation.Step, p *MovePlan) (state, error) {
	if err := s.clear(step, p); err != nil {
		return "", err
	}
	if !step.Today.Before(p.Effective) && s.ready(step, p) == nil {
		return "", desk.WrongState("rotation.too_late")
	}
	p.EndedFor = step.Reason
	desk.Wait(step.Record, evaluation.Date{})
	return PlanRevoked, step.Effect("cancel", nil)
}

func cancelMoves(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	return eachMove(ctx, do, r, "cancel")
}

// eachMove does an act of Kaoji on the record of every move; ended moves are
// skipped, so that it can be repeated.
func eachMove(ctx context.Context, do evaluation.Doer, r evaluation.Record, act string) error {
	p, err := evaluation.PayloadOf[MovePlan](r)
	if err != nil {
		return err
	}
	for _, m := range p.Moves {
		if err := desk.ActIfStillInState(ctx, do, r.Office, m.Record, act, nil); err != nil {
			return err
		}
	}
	return nil
}

// takeEffect is done by Kaoji on the day, or by personnel later: not before the
// day, and not before both sides of every handover have signed.
func (s *Service) takeEffect(step *evaluation.Step, p *MovePlan) (state, error) {
	if err := s.clear(step, p); err != nil {
		return "", err
	}
	if err := s.ready(step, p); err != nil {
		return "", err
	}
	desk.Wait(step.Record, evaluation.Date{})
	return PlanEffective, step.Effect("move_people", nil)
}

// ready returns what prevents a plan from taking effect.
func (s *Service) ready(step *evaluation.Step, p *MovePlan) error {
	if step.Today.Before(p.Effective) {
		return desk.WrongState("rotation.plan_early", "on", p.Effective.String())
	}
	open, err := desk.All(step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindMove}, Parents: []string{step.Record.ID}, States: evaluation.States(MoveAnnounced),
	})
	if err != nil {
		return err
	}
	if len(open) > 0 || !s.announced(step, p) {
		return desk.WrongState("rotation.handovers_open", "n", len(open))
	}
	return s.stillHolds(step, p)
}

// announced reports whether the record of every move exists.
func (s *Service) announced(step *evaluation.Step, p *MovePlan) bool {
	return !slices.ContainsFunc(p.Moves, func(m Move) bool {
		_, err := step.Read.Get(step.Ctx, step.Record.Office, m.Record)
		return err != nil
	})
}

// movePeople changes the roster. All people get their new post first, and heads of
// departments are set afterwards, because a department has one head at a time and
// heads may swap. Steps that are done are skipped, so that it can be repeated.
func (s *Service) movePeople(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	p, err := evaluation.PayloadOf[MovePlan](r)
	if err != nil {
		return err
	}
	for i := range p.Moves {
		if err := appointOnce(ctx, do, r.Office, &p.Moves[i], p.Effective); err != nil {
			return err
		}
	}
	for i := range p.Moves {
		if err := headOnce(ctx, do, r.Office, &p.Moves[i], p.Effective); err != nil {
			return err
		}
	}
	return eachMove(ctx, do, r, "enter")
}

// lastPost returns a person's newest appointment; nil if the person has left the
// office.
func lastPost(ctx context.Context, do evaluation.Doer, office, person string) (*roster.Appointment, error) {
	r, err := do.Load(ctx, office, person)
	if err != nil || r.State != roster.StatePresent {
		return nil, err
	}
	p, err := evaluation.PayloadOf[roster.Person](r)
	if err != nil || len(p.Appointments) == 0 {
		return nil, err
	}
	return &p.Appointments[len(p.Appointments)-1], nil
}

func appointOnce(ctx context.Context, do evaluation.Doer, office string, m *Move, on evaluation.Date) error {
	last, err := lastPost(ctx, do, office, m.Person)
	if err != nil || last == nil || !last.From.Before(on) {
		return err
	}
	return desk.ActRetrying(ctx, do, office, m.Person, "appoint", &roster.Appoint{
		Department: m.ToUnit, Post: m.ToPost, PostSince: on, Level: last.Level,
	})
}

func headOnce(ctx context.Context, do evaluation.Doer, office string, m *Move, on evaluation.Date) error {
	if !m.ToHeads {
		return nil
	}
	last, err := lastPost(ctx, do, office, m.Person)
	if err != nil || last == nil || last.Heads || last.From != on || last.Department != m.ToUnit {
		return err
	}
	return desk.ActRetrying(ctx, do, office, m.Person, "correct_post", &roster.CorrectPost{
		Department: m.ToUnit, Post: m.ToPost, PostSince: on, Level: last.Level, LevelSince: last.LevelSince, Heads: true,
	})
}

// watchPlans puts plans into effect whose day has come and whose handovers are
// done. Other plans wait for personnel.
func (s *Service) watchPlans(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	list, err := desk.All(ctx, do, evaluation.Query{Office: office, Kinds: []string{KindPlan}, States: evaluation.States(PlanApproved), OnTo: today})
	if err != nil {
		return err
	}
	for _, r := range list {
		if err := desk.ActIfStillInState(ctx, do, office, r.ID, "take_effect", nil); err != nil {
			return err
		}
	}
	return nil
}
