package supervision

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// propose enters a supervisor, or changes the proposal.
func (s *Service) propose(step *evaluation.Step, t *Term, in *ProposeInput) (evaluation.State, error) {
	rules, err := s.Freeze(step, ruleTerm, ruleRemind)
	if err != nil {
		return "", err
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	*t = Term{
		Name: in.Name, Body: in.Body, ProposedBy: in.ProposedBy, Years: in.Years, From: in.From, To: last(in.From, in.Years),
		Declared: in.Declared, Namesake: in.Namesake, Earlier: []Span{}, Rules: rules,
	}
	m := evaluation.Mistakes{}
	t.allowed(m, in.Years)
	if !in.Unrelated {
		m.Add("unrelated", "supervision.undeclared")
	}
	staff := slices.ContainsFunc(day.Book().ByName(in.Name), func(id string) bool { _, here := day.Member(id); return here })
	if staff && !in.Namesake {
		m.Add("namesake", "supervision.staff")
	}
	if t.To.Before(step.Today) {
		m.Add("from", "supervision.over")
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	if err := s.use(step, t, in.Account); err != nil {
		return "", err
	}
	r := step.Record
	r.Sort, r.On = in.Name, in.From
	desk.Wait(r, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return TermProposed, nil
}

// use takes the account of a supervisor, which no other running term has.
func (s *Service) use(step *evaluation.Step, t *Term, id string) error {
	if id == "" {
		t.account(step.Record, Account{})
		return nil
	}
	list, err := s.Accounts(step.Ctx, step.Record.Office)
	if err != nil {
		return err
	}
	a, ok := find(list, id)
	if !ok {
		return desk.Mistake("account", "supervision.no_account")
	}
	found, err := desk.All(step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindTerm}, States: evaluation.States(TermProposed, TermServing), Parties: []string{evaluation.PartyAccount(a.ID)},
	})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(found, func(r evaluation.Record) bool { return r.ID != step.Record.ID }) {
		return desk.Mistake("account", "supervision.account_taken")
	}
	t.account(step.Record, a)
	return nil
}

func (s *Service) link(step *evaluation.Step, t *Term, in *LinkInput) (evaluation.State, error) {
	if err := s.use(step, t, in.Account); err != nil {
		return "", err
	}
	return TermServing, step.Effect("admit", nil)
}

// admit lets the account of a supervisor, and no earlier one, read the meetings at which the
// supervisor was.
func admit(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	t, err := evaluation.PayloadOf[Term](r)
	if err != nil {
		return err
	}
	list, err := desk.AllOf[Meeting](ctx, do, evaluation.Query{Office: r.Office, Kinds: []string{KindMeeting}})
	if err != nil {
		return err
	}
	for _, m := range list {
		if slices.ContainsFunc(m.Payload.Attended, func(a Attendee) bool { return a.Term == r.ID && a.Account != t.Account }) {
			if err := desk.ActIfStillInState(ctx, do, r.Office, m.ID, "admit", &Admission{Term: r.ID, Account: t.Account}); err != nil {
				return err
			}
		}
	}
	return nil
}

func appoint(step *evaluation.Step, t *Term, in *AppointInput) (evaluation.State, error) {
	t.Letter, t.AppointedBy, t.AppointedOn = in.Letter, step.Actor.Name, step.Today
	desk.Wait(step.Record, t.To)
	return TermServing, nil
}

func turnDown(step *evaluation.Step, t *Term) (evaluation.State, error) {
	t.account(step.Record, Account{})
	desk.Wait(step.Record, evaluation.Date{})
	return TermTurnedDown, nil
}

// reminds is the day from which the end of the term is a task.
func (t *Term) reminds() (evaluation.Date, error) {
	days, err := t.Rules.Int(ruleRemind)
	return t.To.AddDays(-int(days)), err
}

// nearEnd refuses a renewal long before the end.
func (s *Service) nearEnd(step *evaluation.Step, t *Term) error {
	from, err := t.reminds()
	if err != nil {
		return err
	}
	if step.Today.Before(from) {
		return desk.WrongState("supervision.too_early", "day", from)
	}
	return nil
}

// renew adds a term after the present one.
func (s *Service) renew(step *evaluation.Step, t *Term, in *RenewInput) (evaluation.State, error) {
	rules, err := s.Freeze(step, ruleTerm, ruleRemind)
	if err != nil {
		return "", err
	}
	t.Rules = rules
	m := evaluation.Mistakes{}
	if t.allowed(m, in.Years); len(m) > 0 {
		return "", m.Err()
	}
	t.Earlier = append(t.Earlier, Span{From: t.From, To: t.To, Letter: t.Letter})
	t.From = t.To.AddDays(1)
	t.Years, t.To, t.Letter, t.AppointedBy, t.AppointedOn, t.Reminded = in.Years, last(t.From, in.Years), in.Letter, step.Actor.Name, step.Today, evaluation.Date{}
	step.Record.On = t.From
	desk.Wait(step.Record, t.To)
	return TermServing, nil
}

func sinceBegun(step *evaluation.Step, t *Term) (map[string]evaluation.Days, error) {
	from := t.From
	if step.Today.Before(from) { // ended before it began
		from = step.Today
	}
	return map[string]evaluation.Days{"ended_on": {From: from, To: step.Today}}, nil
}

func end(step *evaluation.Step, t *Term, in *EndInput) (evaluation.State, error) {
	t.Why, t.EndedOn = in.Why, in.On
	return over(step, t), nil
}

// lapse ends a term whose last day has passed.
func lapse(step *evaluation.Step, t *Term) (evaluation.State, error) {
	t.Why, t.EndedOn = "expired", t.To
	return over(step, t), nil
}

// over ends a term; the personnel section is told of an account that is left.
func over(step *evaluation.Step, t *Term) evaluation.State {
	desk.Wait(step.Record, evaluation.Date{})
	if t.Account == "" {
		return TermClosed
	}
	step.Tell(evaluation.WaitRole(evaluation.RolePersonnel))
	return TermEnded
}

// remind makes the end of a term a task.
func remind(step *evaluation.Step, t *Term) (evaluation.State, error) {
	t.Reminded = step.Today
	desk.Wait(step.Record, t.To, evaluation.WaitRole(evaluation.RolePrincipal), evaluation.WaitRole(evaluation.RolePersonnel))
	return TermServing, nil
}

// Watch reminds of terms that end soon, ends those that are over, and closes those whose
// account is no longer in use.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	list, err := desk.AllOf[Term](ctx, do, evaluation.Query{Office: office, Kinds: []string{KindTerm}, States: evaluation.States(TermServing)})
	errs := []error{err}
	for _, r := range list {
		from, err := r.Payload.reminds()
		switch {
		case err != nil:
			errs = append(errs, err)
		case r.Payload.To.Before(today):
			errs = append(errs, desk.ActIfStillInState(ctx, do, office, r.ID, "lapse", nil))
		case r.Payload.Reminded.IsZero() && !today.Before(from):
			errs = append(errs, desk.ActIfStillInState(ctx, do, office, r.ID, "remind", nil))
		}
	}
	return errors.Join(append(errs, s.watchAccounts(ctx, do, office))...)
}

func (s *Service) watchAccounts(ctx context.Context, do evaluation.Doer, office string) error {
	ended, err := s.ended(ctx, do, office)
	if err != nil || len(ended) == 0 {
		return err
	}
	used, err := s.Accounts(ctx, office)
	errs := []error{err}
	for _, r := range ended {
		if _, still := find(used, r.Payload.Account); err == nil && !still {
			errs = append(errs, desk.ActIfStillInState(ctx, do, office, r.ID, "close", nil))
		}
	}
	return errors.Join(errs...)
}

func (s *Service) ended(ctx context.Context, from desk.Finder, office string) ([]desk.Of[Term], error) {
	return desk.AllOf[Term](ctx, from, evaluation.Query{Office: office, Kinds: []string{KindTerm}, States: evaluation.States(TermEnded)})
}

// Over returns the accounts whose term has ended, by id, with the last day, for those who run
// accounts. An account that has another term since is left out.
func (s *Service) Over(ctx context.Context, office string) (map[string]evaluation.Date, error) {
	ended, err := s.ended(ctx, s.Ledger, office)
	if err != nil {
		return nil, err
	}
	over := map[string]evaluation.Date{}
	for _, r := range ended {
		over[r.Payload.Account] = r.Payload.EndedOn
	}
	if len(over) == 0 {
		return over, nil
	}
	serving, err := desk.AllOf[Term](ctx, s.Ledger, evaluation.Query{Office: office, Kinds: []string{KindTerm}, States: evaluation.States(TermProposed, TermServing)})
	for _, r := range serving {
		delete(over, r.Payload.Account)
	}
	return over, err
}
