package rotation

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// announce makes a record of each move, which the person sees.
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

// rollBack takes an approved plan back before its day: the roster was not
// touched, and the moves are called off. From its day on it can be taken back
// only where something keeps it from taking effect, so that no plan is stuck.
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

// eachMove carries out an act of Kaoji's on the record of every move; one that
// has ended is left alone, so that it can run again.
func eachMove(ctx context.Context, do evaluation.Doer, r evaluation.Record, act string) error {
	p, err := evaluation.PayloadOf[MovePlan](r)
	if err != nil {
		return err
	}
	for _, m := range p.Moves {
		if err := unless(evaluation.CodeState, desk.ActRetrying(ctx, do, r.Office, m.Record, act, nil)); err != nil {
			return err
		}
	}
	return nil
}

// takeEffect is Kaoji's on the day, or personnel's afterwards: never before the
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

// ready says what keeps a plan from taking effect.
func (s *Service) ready(step *evaluation.Step, p *MovePlan) error {
	if step.Today.Before(p.Effective) {
		return desk.WrongState("rotation.plan_early", "on", p.Effective.String())
	}
	open, err := desk.All(step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindMove}, Parents: []string{step.Record.ID}, States: states(MoveAnnounced),
	})
	if err != nil {
		return err
	}
	if len(open) > 0 || !s.announced(step, p) {
		return desk.WrongState("rotation.handovers_open", "n", len(open))
	}
	return s.stillHolds(step, p)
}

// announced reports that the record of every move is there.
func (s *Service) announced(step *evaluation.Step, p *MovePlan) bool {
	return !slices.ContainsFunc(p.Moves, func(m Move) bool {
		_, err := step.Read.Get(step.Ctx, step.Record.Office, m.Record)
		return err != nil
	})
}

// movePeople changes the roster. Everybody goes to the new post first and is
// made head of a department afterwards, since a department has one head at a
// time and heads may change places. Whatever is done already is left alone, so
// that it comes to the same end when it runs again.
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

// lastPost is somebody's newest appointment; nil for who has left the office.
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

// watchPlans lets plans take effect whose day has come and whose handovers are
// done. What is not ready waits for personnel.
func (s *Service) watchPlans(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	list, err := desk.All(ctx, do, evaluation.Query{Office: office, Kinds: []string{KindPlan}, States: states(PlanApproved), OnTo: today})
	if err != nil {
		return err
	}
	for _, r := range list {
		if err := unless(evaluation.CodeState, desk.ActRetrying(ctx, do, office, r.ID, "take_effect", nil)); err != nil {
			return err
		}
	}
	return nil
}
