package evaluation

import (
	"context"
	"slices"
)

// AllowsCreate returns the error that Create would return before it checks the
// input.
func (s *Service) AllowsCreate(ctx context.Context, actor Actor, kind, act string) error {
	if _, _, err := s.actOf(kind, act); err != nil {
		return err
	}
	if actor.Has(RoleSystem) || s.May(actor, kind, act) {
		return nil
	}
	return s.refuse(ctx, actor, kind, "", act, CodeForbidden)
}

// Allows returns the error that Act would return before it checks version, state
// and input, so that a person without permission is not told about mistakes in the
// input. A record of another kind is CodeNotFound.
func (s *Service) Allows(ctx context.Context, actor Actor, kind, id, act string) error {
	r, err := s.known(ctx, actor, id, act)
	if err != nil {
		return err
	}
	_, a, err := s.actOf(kind, act)
	if err != nil || r.Kind != kind {
		return s.noSuchAct(ctx, actor, r, act)
	}
	return s.mayAct(ctx, actor, &r, a)
}

// mayAct returns CodeNotFound if the actor may not know of the record,
// CodeForbidden if the policy does not allow the act, and CodeRecused if the actor
// is recused. A refusal is recorded in the trail.
func (s *Service) mayAct(ctx context.Context, actor Actor, r *Record, a *Act) error {
	if actor.Has(RoleSystem) {
		return nil
	}
	who, err := s.onlooker(ctx, actor)
	if err != nil {
		return err
	}
	if code := s.refusal(&who, r, a); code != "" {
		return s.refuse(ctx, actor, r.Kind, r.ID, a.Name, code)
	}
	return nil
}

// refusal is the code with which mayAct refuses an act, "" if it does not.
func (s *Service) refusal(who *Onlooker, r *Record, a *Act) Code {
	sight := &s.kinds[r.Kind].Sight
	relations := sight.Relations(who, r)
	if len(s.Policy.Fields(who.Roles, r.Kind, r.State, relations)) == 0 {
		return CodeNotFound
	}
	// If the act is not possible in this state, a person who may do it in another
	// state gets the error about the state and not "forbidden".
	states := []State{r.State}
	if !slices.Contains(a.From, r.State) {
		states = append(states, a.From...)
	}
	if !a.InOwnCase && sight.OwnOnly && who.own(r) { // it is the actor's own case, so the policy is not asked
		return CodeRecused
	}
	if !slices.ContainsFunc(states, func(state State) bool { return s.grants(who.Actor, r.Kind, a, state, relations) }) {
		return CodeForbidden
	}
	if !a.InOwnCase && who.recused(r) {
		return CodeRecused
	}
	return ""
}

// grants reports whether the policy allows the actor an act. An act without grants
// is only for Kaoji, whatever the policy says.
func (s *Service) grants(actor Actor, kind string, a *Act, state State, relations []Relation) bool {
	return len(a.May) > 0 && s.Policy.May(actor.Roles, kind, a.Name, state, relations)
}

// mayCreate checks a new record against the policy and recusal. The people whom it
// is about are known only after the act has run.
func (s *Service) mayCreate(ctx context.Context, actor Actor, a *Act, r *Record) error {
	if actor.Has(RoleSystem) {
		return nil
	}
	who, err := s.onlooker(ctx, actor)
	switch {
	case err != nil:
		return err
	case !s.grants(actor, r.Kind, a, "", s.kinds[r.Kind].Sight.Relations(&who, r)):
		return s.refuse(ctx, actor, r.Kind, "", a.Name, CodeForbidden)
	case !a.InOwnCase && who.recused(r):
		return s.refuse(ctx, actor, r.Kind, "", a.Name, CodeRecused)
	}
	return nil
}

func (s *Service) refuse(ctx context.Context, actor Actor, kind, id, act string, code Code) error {
	kind, act, id = s.tracedRefusal(kind, act, id)
	err := s.Trail.Note(ctx, TrailEvent{
		Office: actor.Office, Account: actor.Account, Person: actor.Person, Name: actor.Name,
		Action: "act", Outcome: OutcomeRefused, Kind: kind, Record: id, Detail: act + " " + string(code),
	})
	if err != nil {
		return err
	}
	return Fail(code, "error."+string(code))
}
