package concern

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// conclude records the result. A sender who left a name must be told soon
// afterwards (C-27), within the days of the whole matter.
func (s *Service) conclude(step *evaluation.Step, m *Matter, in *ConcludeInput) (evaluation.State, error) {
	m.Outcome, m.Findings, m.Reply = in.Outcome, in.Findings, in.Reply
	due, err := s.tellBy(step, m)
	if err != nil {
		return "", err
	}
	desk.Wait(step.Record, due, evaluation.WaitRole(evaluation.RolePersonnel))
	return Concluded, nil
}

// tellBy is the last day on which the sender is told of the result.
func (s *Service) tellBy(step *evaluation.Step, m *Matter) (evaluation.Date, error) {
	if !m.Named {
		return m.DoneBy, nil
	}
	told, missing, err := s.DueCounted(step.Ctx, step.Record.Office, m.Rules, "complaint.named.result", step.Today)
	if err != nil {
		return told, err
	}
	m.Missing = append(m.Missing, missing...)
	if m.DoneBy.Before(told) {
		return m.DoneBy, nil
	}
	return told, nil
}

// returned gives a matter back to its handler, or waits again for the body that it was
// passed on to.
func returned(step *evaluation.Step, m *Matter) (evaluation.State, error) {
	if m.Referral != nil {
		m.Referral.Answer = nil
		desk.Wait(step.Record, m.DoneBy, evaluation.WaitRole(evaluation.RolePersonnel))
		return Referred, nil
	}
	desk.Wait(step.Record, m.DoneBy, evaluation.WaitPerson(m.Handler))
	return Assigned, nil
}

// answer replies to the sender, who asks with the receipt number or is called.
func answer(step *evaluation.Step, m *Matter) (evaluation.State, error) {
	m.AnsweredOn = step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return Answered, nil
}
