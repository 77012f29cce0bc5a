package reminder

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// checkers are the leaders in charge who are not recused.
func checkers(step *evaluation.Step, day *roster.Snapshot, t *Talk) []string {
	return desk.Able(day, day.InCharge(step.Record.Unit), t.Person)
}

func (t *Talk) waitForCheck(step *evaluation.Step, day *roster.Snapshot) {
	who := checkers(step, day, t)
	for i := range who {
		who[i] = evaluation.WaitPerson(who[i])
	}
	if len(who) == 0 {
		who = []string{evaluation.WaitRole(evaluation.RolePrincipal)}
	}
	desk.Wait(step.Record, evaluation.Date{}, who...)
}

// othersCheck excludes a principal leader from checking a proposal if a leader in
// charge can check it.
func (s *Service) othersCheck(step *evaluation.Step, t *Talk) (bool, error) {
	if step.Record.State != Proposed {
		return false, nil
	}
	day, err := s.Today(step)
	if err != nil {
		return false, err
	}
	who := checkers(step, day, t)
	return len(who) > 0 && !slices.Contains(who, step.Actor.Person), nil
}

// decide records a step of the approval. Each step needs another person and checks
// again whether the talk can be held with the proposed person.
func (s *Service) decide(step *evaluation.Step, t *Talk, stage, words string) error {
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	m, here := day.Member(t.Person)
	if !here || roster.Leads(m.Level) || t.Group && !slices.Contains(day.Heads(step.Record.Unit), t.Person) {
		return desk.WrongState("reminder.moved_on", "name", t.PersonName)
	}
	t.sign(step, stage, words)
	return nil
}

// decided returns the accounts that proposed the talk or decided on it. Nobody
// decides twice or on their own proposal.
func (t *Talk) decided() []string {
	by := []string{t.Proposer}
	for _, o := range t.Opinions {
		if !o.Void {
			by = append(by, o.Account)
		}
	}
	return by
}

// sign records a decision.
func (t *Talk) sign(step *evaluation.Step, stage, words string) {
	t.Opinions = append(t.Opinions, Opinion{Step: stage, Account: step.Actor.Account, Name: step.Actor.Name, On: step.Today, Words: words})
}

func (s *Service) check(step *evaluation.Step, t *Talk, in *OpinionInput) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return Checked, s.decide(step, t, "check", in.Words)
}

// approve completes the approval (C-3); an admonition is decided by the main leader
// of the Party committee (C-4).
func (s *Service) approve(step *evaluation.Step, t *Talk, in *OpinionInput) (evaluation.State, error) {
	if err := s.decide(step, t, "approve", in.Words); err != nil {
		return "", err
	}
	if t.Level == LevelAdmonition {
		return Endorsed, nil
	}
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return Approved, nil
}

func (s *Service) confirm(step *evaluation.Step, t *Talk, in *OpinionInput) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return Approved, s.decide(step, t, "confirm", in.Words)
}

// sendBack returns a proposal to the proposer.
func sendBack(step *evaluation.Step, t *Talk) (evaluation.State, error) {
	t.sign(step, "return", step.Reason)
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return Returned, nil
}

// withdraw ends a talk before it is held. A person who knows of the appointment is
// told that it is cancelled.
func withdraw(step *evaluation.Step, t *Talk) (evaluation.State, error) {
	t.WithdrawnFor = step.Reason
	desk.Wait(step.Record, evaluation.Date{})
	if step.Record.State == Scheduled {
		return Cancelled, nil
	}
	return Withdrawn, nil
}
