package countersign

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/signoff"
)

// ChecksOf are the checks that a party has to state, by its key (B-14).
func (p *Request) ChecksOf(party string) []string {
	switch {
	case !p.checks():
	case party == SidePersonnel:
		return []string{"file", "matters"}
	case party == SideDiscipline:
		return []string{"discipline", "complaints"}
	}
	return nil
}

// sign adds the signature of a party of the office.
func (s *Service) sign(step *evaluation.Step, p *Request, in *SignInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	party, err := p.Sheet.Sign(step.Actor, step.Today, day, in.Party, in.Words)
	if err != nil {
		return "", err
	}
	if asked := p.ChecksOf(party.Key); len(asked) > 0 {
		if slices.ContainsFunc(asked, func(code string) bool { return !slices.Contains(in.Checked, code) }) {
			return "", desk.Mistake("checked", "countersign.check_missing")
		}
		round := p.Round()
		round.Checked = append(round.Checked, Checked{Party: party.Name, Items: asked})
	}
	return p.signed(step), nil
}

// signed goes on after a signature.
func (p *Request) signed(step *evaluation.Step) evaluation.State {
	if !p.Sheet.Complete() {
		p.wait(step)
		return Signing
	}
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return Agreed
}

// sendBack returns the request for a party of the office.
func (s *Service) sendBack(step *evaluation.Step, p *Request, in *PartyInput) (evaluation.State, error) {
	if err := signoff.Return(step, s.Desk, &p.Sheet, in.Party); err != nil {
		return "", err
	}
	return p.back(step), nil
}

// back returns a request to personnel, which can amend it and ask again. A letter that nobody
// has compared stays with the round that ended.
func (p *Request) back(step *evaluation.Step) evaluation.State {
	if p.Reply != nil {
		round := p.Round()
		round.Replies, p.Reply = append(round.Replies, *p.Reply), nil
	}
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return Returned
}

// recall takes a request back from the parties.
func recall(step *evaluation.Step, p *Request) (evaluation.State, error) {
	if err := signoff.Recall(step, &p.Sheet); err != nil {
		return "", err
	}
	return p.back(step), nil
}

// substitutes says who can sign instead of somebody: people of the office who are neither
// concerned nor asked already.
func (s *Service) substitutes(step *evaluation.Step, p *Request) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	asked := func(person string) evaluation.Problem {
		if slices.Contains(p.named(), person) {
			return evaluation.Say("countersign.asked_already")
		}
		return evaluation.Problem{}
	}
	return map[string]evaluation.Suits{"substitute": desk.Both(desk.Here(day, "countersign.not_here"), free(day, step.Record.Subject, p.Apart), asked)}, nil
}

// substitute lets somebody else sign for a named person who is away or must keep out of it.
func (s *Service) substitute(step *evaluation.Step, p *Request, in *SubstituteInput) (evaluation.State, error) {
	if err := s.canSign(step, "substitute", in.Person); err != nil {
		return "", err
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	if err := p.Sheet.Replace(in.Party, in.Person, day.Book().Name(in.Person)); err != nil {
		return "", err
	}
	step.Record.Parties = p.named()
	step.Tell(in.Person)
	p.wait(step)
	return Signing, nil
}

// escalate tells the principal leaders that signatures are late; Kaoji does it once a round.
func escalate(step *evaluation.Step, p *Request) (evaluation.State, error) {
	if !p.Escalated.IsZero() || !p.Sheet.Late(step.Today) {
		return "", desk.WrongState("countersign.not_late")
	}
	p.Escalated = step.Today
	step.Tell(evaluation.WaitRole(evaluation.RolePrincipal))
	p.wait(step)
	return Signing, nil
}

// sinceAsked are the bounds of days in letters and decisions: from the day on which the
// parties were asked until today.
func sinceAsked(fields ...string) func(*evaluation.Step, *Request) (map[string]evaluation.Days, error) {
	return func(step *evaluation.Step, p *Request) (map[string]evaluation.Days, error) {
		days, bounds := map[string]evaluation.Days{}, evaluation.Days{To: step.Today}
		if round := p.Sheet.Current(); round != nil {
			bounds.From = round.Opened
		}
		for _, f := range fields {
			days[f] = bounds
		}
		return days, nil
	}
}

func closeRequest(step *evaluation.Step, p *Request, in *ClosingInput) (evaluation.State, error) {
	p.Closing = &Closing{ClosingInput: *in, By: step.Actor.Name}
	step.Record.On = in.DoneOn
	desk.Wait(step.Record, evaluation.Date{})
	return Closed, nil
}

func withdraw(step *evaluation.Step, _ *Request) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return Withdrawn, nil
}
