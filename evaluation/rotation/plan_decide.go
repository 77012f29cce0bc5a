package rotation

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/signoff"
)

// PartyInput names the party that returns the plan.
type PartyInput struct {
	Party string `json:"party,omitempty" maxLength:"60" doc:"For whom, if one can speak for several"`
}

// submitPlan submits a plan for deliberation.
func (s *Service) submitPlan(step *evaluation.Step, p *MovePlan, in *SubmitInput) (state, error) {
	if err := s.clear(step, p); err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	for _, check := range []string{"file", "matters"} {
		if !slices.Contains(in.Checked, check) {
			m.Add("checked", "rotation.check_missing")
		}
	}
	if in.Chosen == ChosenHand && in.Words == "" {
		m.Add("words", "rotation.hand_words")
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	switch {
	case in.Chosen == ChosenBest && len(p.Result.Placed) == 0:
		return "", desk.Mistake("chosen", "rotation.no_best")
	case in.Chosen == ChosenBest:
		p.Moves = p.moves(p.Result.Placed)
	default:
		tried := p.Try(p.ByHand())
		if len(tried.Faults) > 0 || len(p.Hand) == 0 {
			return "", desk.Mistake("chosen", "rotation.hand_faulty")
		}
		p.Moves = p.moves(tried.Placed)
	}
	if len(p.Moves) == 0 {
		return "", desk.Mistake("chosen", "rotation.nobody_moves")
	}
	p.Chosen, p.Checked, p.Preparer, p.Prepared, p.ReturnedFor = in.Chosen, in.Checked, step.Actor.Account, step.Actor.Name, ""
	if in.Words != "" {
		p.Words = in.Words
	}
	if err := s.stillHolds(step, p); err != nil {
		return "", err
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	step.Record.Parties = s.leaders(day, p)
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel), evaluation.WaitRole(evaluation.RolePrincipal))
	return PlanProposed, nil
}

// units lists the departments that somebody leaves or joins.
func (p *MovePlan) units() []string {
	var list []string
	for _, m := range p.Moves {
		list = append(list, m.FromUnit, m.ToUnit)
	}
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(id string) bool { return id == "" })
}

// leaders lists the leaders in charge of these departments who are not related to
// anybody in the plan.
func (s *Service) leaders(day *roster.Snapshot, p *MovePlan) []string {
	var list []string
	for _, u := range p.units() {
		for _, id := range day.InCharge(u) {
			if !slices.ContainsFunc(p.People, func(x string) bool { return desk.Recused(day, id, x) }) && !slices.Contains(list, id) {
				list = append(list, id)
			}
		}
	}
	slices.Sort(list)
	return list
}

// attendants says who can be present when a plan is discussed: nobody whom it is about,
// and no relative (D-10).
func (s *Service) attendants(step *evaluation.Step, p *MovePlan) (map[string]evaluation.Suits, error) {
	if err := s.clear(step, p); err != nil {
		return nil, err
	}
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	return map[string]evaluation.Suits{"present": func(person string) evaluation.Problem {
		for _, x := range p.People {
			if desk.Recused(day, person, x) {
				return evaluation.Say("rotation.present_recused", "name", day.Book().Name(person))
			}
		}
		return evaluation.Problem{}
	}}, nil
}

// deliberate records a meeting; if it agrees, the plan goes to the parties.
func (s *Service) deliberate(step *evaluation.Step, p *MovePlan, in *MeetingInput) (state, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	p.Meetings = append(p.Meetings, Meeting{
		On: in.On, Place: in.Place, Present: in.Present, Minutes: in.Minutes, Outcome: in.Outcome, Recorded: step.Actor.Name,
	})
	if in.Outcome == MeetingReturned {
		return p.back(step, in.Minutes), nil
	}
	if err := s.stillHolds(step, p); err != nil {
		return "", err
	}
	return PlanSigning, s.askParties(step, p, day)
}

// askParties starts the countersigning (B-14): discipline inspection gives an
// opinion; a person of personnel who did not prepare the plan confirms the checks;
// every leader in charge signs, or a principal leader if one is recused.
func (s *Service) askParties(step *evaluation.Step, p *MovePlan, day *roster.Snapshot) error {
	parties := []signoff.Party{
		{Key: "discipline", Name: "纪工委", Role: evaluation.RoleDiscipline},
		{Key: "personnel", Name: "组织科", Role: evaluation.RolePersonnel},
	}
	for _, id := range s.leaders(day, p) {
		parties = append(parties, signoff.Party{Key: id, Name: day.Book().Name(id), Person: id})
	}
	step.Record.Parties = s.leaders(day, p)
	return signoff.Ask(step, s.Desk, &p.Signoff, p.Rules, ruleSignBy, p.People, parties...)
}

// signPlan adds one party's signature.
func (s *Service) signPlan(step *evaluation.Step, p *MovePlan, in *SignInput) (state, error) {
	if complete, err := signoff.Sign(step, s.Desk, &p.Signoff, in.Party, in.Words); err != nil || !complete {
		return PlanSigning, err
	}
	return PlanSigned, nil
}

func (s *Service) sendBackPlan(step *evaluation.Step, p *MovePlan, in *PartyInput) (state, error) {
	if err := signoff.Return(step, s.Desk, &p.Signoff, in.Party); err != nil {
		return "", err
	}
	return p.back(step, step.Reason), nil
}

func (s *Service) returnPlan(step *evaluation.Step, p *MovePlan) (state, error) {
	if err := s.clear(step, p); err != nil {
		return "", err
	}
	if err := signoff.Recall(step, &p.Signoff); err != nil {
		return "", err
	}
	return p.back(step, step.Reason), nil
}

// back returns a plan to personnel.
func (p *MovePlan) back(step *evaluation.Step, why string) state {
	p.ReturnedFor, p.Moves, p.Chosen = why, []Move{}, ""
	step.Record.Parties = nil
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return PlanComputed
}

// approvePlan is done by a principal leader. Then everybody who moves learns of it.
func (s *Service) approvePlan(step *evaluation.Step, p *MovePlan, in *ApproveInput) (state, error) {
	if err := s.clear(step, p); err != nil {
		return "", err
	}
	if err := s.stillHolds(step, p); err != nil {
		return "", err
	}
	if other, err := s.elsewhere(step, p); err != nil || other != "" {
		return "", either(err, desk.WrongState("rotation.moving", "name", other))
	}
	p.Effective, p.Approver, p.ApprovedOn, p.Opinion = in.Effective, step.Actor.Name, step.Today, in.Opinion
	step.Record.On, step.Record.Period = in.Effective, in.Effective.String()[:4]
	for i := range p.Moves {
		p.Moves[i].Record = step.NewID()
	}
	desk.Wait(step.Record, in.Effective, evaluation.WaitRole(evaluation.RolePersonnel))
	return PlanApproved, step.Effect("announce", nil)
}

// PlanMoves returns the moves that a reader may see: all of them if the view shows
// them, for a leader those of the departments in charge, and never the reader's own
// move or a relative's.
func (s *Service) PlanMoves(ctx context.Context, a evaluation.Actor, today evaluation.Date, plan *evaluation.View) ([]Move, error) {
	r, err := s.Ledger.Get(ctx, plan.Office, plan.ID)
	if err != nil {
		return nil, err
	}
	p, err := evaluation.PayloadOf[MovePlan](r)
	if err != nil {
		return nil, err
	}
	book, err := s.Book(ctx, a.Office)
	if err != nil {
		return nil, err
	}
	day := book.On(today)
	_, charges := day.Units(a.Person)
	list := keepOnly(p.Moves, func(m Move) bool {
		return !desk.Recused(day, a.Person, m.Person) && (plan.Shows("moves") || slices.Contains(charges, m.FromUnit) || slices.Contains(charges, m.ToUnit))
	})
	for i := range list { // nor the moves of relatives
		if desk.Recused(day, a.Person, list[i].Follows) {
			list[i].Follows = ""
		}
	}
	return list, nil
}
