package signoff

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Ask opens a round in an act. Its deadline is the period of a rule from today; the
// record waits for the parties.
func Ask(step *evaluation.Step, d desk.Desk, s *Sheet, rules rulepack.Numbers, key string, about []string, parties ...Party) error {
	day, err := d.Today(step)
	if err != nil {
		return err
	}
	due, err := d.Due(step.Ctx, step.Record.Office, rules, key, step.Today)
	if err != nil {
		return err
	}
	if err := s.Open(step.Today, day, due, about, parties...); err != nil {
		return err
	}
	desk.Wait(step.Record, due, s.Waiting()...)
	return nil
}

// Sign adds the actor's signature in an act, and reports whether it was the last
// one. Then the record waits for the principal leaders, before for the other
// parties.
func Sign(step *evaluation.Step, d desk.Desk, s *Sheet, key, words string) (complete bool, err error) {
	day, err := d.Today(step)
	if err != nil {
		return false, err
	}
	if _, err := s.Sign(step.Actor, step.Today, day, key, words); err != nil {
		return false, err
	}
	if s.Complete() {
		desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
		return true, nil
	}
	desk.Wait(step.Record, s.Current().Due, s.Waiting()...)
	return false, nil
}

// Return ends the round in an act because the actor refuses to sign.
func Return(step *evaluation.Step, d desk.Desk, s *Sheet, key string) error {
	day, err := d.Today(step)
	if err != nil {
		return err
	}
	return s.Return(step.Actor, step.Today, day, key, step.Reason)
}

// Recall ends the round in an act because the matter goes back, if there is a round
// that runs or is complete.
func Recall(step *evaluation.Step, s *Sheet) error {
	if !s.Running() && !s.Complete() {
		return nil
	}
	return s.Recall(step.Actor, step.Today, step.Reason)
}
