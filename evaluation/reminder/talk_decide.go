package reminder

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// checkers are the leaders in charge who are not recused.
func checkers(step *evaluation.Step, day *roster.Snapshot, t *Talk) []string {
	return slices.DeleteFunc(day.InCharge(step.Record.Unit), func(id string) bool { return desk.Recused(day, id, t.Person) })
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

// mayCheck allows the leader in charge to check; a principal leader only if nobody
// is in charge.
func (s *Service) mayCheck(step *evaluation.Step, t *Talk) error {
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	if who := checkers(step, day, t); len(who) > 0 && !slices.Contains(who, step.Actor.Person) {
		return evaluation.Fail(evaluation.CodeForbidden, "reminder.in_charge_checks")
	}
	return nil
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
	return t.sign(step, stage, words)
}

// sign records a decision; nobody decides twice or on their own proposal.
func (t *Talk) sign(step *evaluation.Step, stage, words string) error {
	if t.Proposer == step.Actor.Account || slices.ContainsFunc(t.Opinions, func(o Opinion) bool { return !o.Void && o.Account == step.Actor.Account }) {
		return evaluation.Fail(evaluation.CodeForbidden, "reminder.second_person")
	}
	t.Opinions = append(t.Opinions, Opinion{Step: stage, Account: step.Actor.Account, Name: step.Actor.Name, On: step.Today, Words: words})
	return nil
}

func (s *Service) check(step *evaluation.Step, t *Talk, in *OpinionInput) (evaluation.State, error) {
	if err := s.mayCheck(step, t); err != nil {
		return "", err
	}
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
func (s *Service) sendBack(step *evaluation.Step, t *Talk) (evaluation.State, error) {
	if step.Record.State == Proposed {
		if err := s.mayCheck(step, t); err != nil {
			return "", err
		}
	}
	if err := t.sign(step, "return", step.Reason); err != nil {
		return "", err
	}
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
