package reminder

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// checkers are the leaders in charge who are not recused.
func checkers(st *evaluation.Step, day *roster.Snapshot, t *Talk) []string {
	return slices.DeleteFunc(day.InCharge(st.Record.Unit), func(id string) bool { return desk.Recused(day, id, t.Person) })
}

func (t *Talk) waitForCheck(st *evaluation.Step, day *roster.Snapshot) {
	who := checkers(st, day, t)
	for i := range who {
		who[i] = evaluation.WaitPerson(who[i])
	}
	if len(who) == 0 {
		who = []string{evaluation.WaitRole(evaluation.RolePrincipal)}
	}
	desk.Wait(st.Record, evaluation.Date{}, who...)
}

// mayCheck lets the leader in charge check; a principal leader only where
// nobody is in charge.
func (s *Service) mayCheck(st *evaluation.Step, t *Talk) error {
	day, err := s.Today(st)
	if err != nil {
		return err
	}
	if who := checkers(st, day, t); len(who) > 0 && !slices.Contains(who, st.Actor.Person) {
		return evaluation.Fail(evaluation.CodeForbidden, "reminder.in_charge_checks")
	}
	return nil
}

// decide notes a step of the approval; each step takes another person, and asks
// again whether the talk can be held with whom it was proposed for.
func (s *Service) decide(st *evaluation.Step, t *Talk, step, words string) error {
	day, err := s.Today(st)
	if err != nil {
		return err
	}
	m, here := day.Member(t.Person)
	if !here || roster.Leads(m.Level) || t.Group && !slices.Contains(day.Heads(st.Record.Unit), t.Person) {
		return desk.WrongState("reminder.moved_on", "name", t.PersonName)
	}
	return t.sign(st, step, words)
}

// sign notes what somebody decided; nobody decides twice, nor the own proposal.
func (t *Talk) sign(st *evaluation.Step, step, words string) error {
	if t.Proposer == st.Actor.Account || slices.ContainsFunc(t.Opinions, func(o Opinion) bool { return !o.Void && o.Account == st.Actor.Account }) {
		return evaluation.Fail(evaluation.CodeForbidden, "reminder.second_person")
	}
	t.Opinions = append(t.Opinions, Opinion{Step: step, Account: st.Actor.Account, Name: st.Actor.Name, On: st.Today, Words: words})
	return nil
}

func (s *Service) check(st *evaluation.Step, t *Talk, in *OpinionInput) (evaluation.State, error) {
	if err := s.mayCheck(st, t); err != nil {
		return "", err
	}
	desk.Wait(st.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return Checked, s.decide(st, t, "check", in.Words)
}

// approve ends the approval (C-3), but for an admonition, of which the main
// leader of the Party committee decides (C-4).
func (s *Service) approve(st *evaluation.Step, t *Talk, in *OpinionInput) (evaluation.State, error) {
	if err := s.decide(st, t, "approve", in.Words); err != nil {
		return "", err
	}
	if t.Level == LevelAdmonition {
		return Endorsed, nil
	}
	desk.Wait(st.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return Approved, nil
}

func (s *Service) confirm(st *evaluation.Step, t *Talk, in *OpinionInput) (evaluation.State, error) {
	desk.Wait(st.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return Approved, s.decide(st, t, "confirm", in.Words)
}

// sendBack returns a proposal to the proposer.
func (s *Service) sendBack(st *evaluation.Step, t *Talk) (evaluation.State, error) {
	if st.Record.State == Proposed {
		if err := s.mayCheck(st, t); err != nil {
			return "", err
		}
	}
	if err := t.sign(st, "return", st.Reason); err != nil {
		return "", err
	}
	desk.Wait(st.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return Returned, nil
}

// withdraw ends a talk before it is held. A person who knows of the appointment
// is told that it is off.
func withdraw(st *evaluation.Step, t *Talk) (evaluation.State, error) {
	t.WithdrawnFor = st.Reason
	desk.Wait(st.Record, evaluation.Date{})
	if st.Record.State == Scheduled {
		return Cancelled, nil
	}
	return Withdrawn, nil
}
