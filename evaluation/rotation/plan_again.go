package rotation

import (
	"errors"
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// stillHolds refuses to continue if the basis of the plan has changed: a person is
// in another post or has left, or the plan now violates a hard condition, such as a
// relationship recorded since.
func (s *Service) stillHolds(step *evaluation.Step, p *MovePlan) error {
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	for _, m := range p.Moves {
		now, here := day.Member(m.Person)
		was := roster.Appointment{Department: m.FromUnit, Post: m.FromPost}
		if !here || !day.Book().SamePost(was, roster.Appointment{Department: now.Department, Post: now.Post}) {
			return desk.WrongState("rotation.moved_meanwhile", "name", m.Name)
		}
	}
	now := *p
	now.AsOf = day.Day()
	err = s.gather(step.Ctx, step.Record.Office, &now)
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code == evaluation.CodeInvalid {
		for _, why := range e.Fields {
			return desk.WrongState("rotation.plan_outdated", "why", why)
		}
	}
	if err != nil {
		return err
	}
	now.Usual = p.Usual
	if faults := now.Try(p.places()).Faults; len(faults) > 0 {
		return desk.WrongState("rotation.plan_outdated", "why", now.sayFault(&faults[0]))
	}
	return nil
}

// places returns the posts assigned in the submitted plan.
func (p *MovePlan) places() map[string]string {
	if p.Chosen == ChosenHand {
		return p.ByHand()
	}
	out := map[string]string{}
	for _, at := range p.Result.Placed {
		out[at.Person] = at.Seat
	}
	return out
}

// sayFault returns a message for a problem; of several refusals the first one.
func (s *Setting) sayFault(f *Fault) evaluation.Problem {
	person := func(id string) string {
		if i := s.candidate(id); i >= 0 {
			return s.Candidates[i].Name
		}
		return ""
	}
	seat := func(key string) string {
		if j := s.seat(key); j >= 0 {
			return s.Seats[j].UnitName + " " + s.Seats[j].Post
		}
		return ""
	}
	switch {
	case f.Coupling != nil:
		return evaluation.Say("rotation.plans.fault_coupling", "what", f.Coupling.say(s, person, seat))
	case f.Twice:
		return evaluation.Say("rotation.plans.fault_twice", "post", seat(f.Seat))
	case len(f.Refusals) > 0:
		why := evaluation.Say("rotation.plans.refused."+f.Refusals[0].Code, "with", f.Refusals[0].With)
		return evaluation.Say("rotation.plans.fault_refused", "name", person(f.Person), "post", seat(f.Seat), "why", why)
	case f.Person != "":
		return evaluation.Say("rotation.plans.fault_nowhere", "name", person(f.Person))
	}
	return evaluation.Say("rotation.plans.fault_empty", "post", seat(f.Seat))
}

func (k *Coupling) say(s *Setting, person, seat func(string) string) evaluation.Problem {
	names := func(ids []string, of func(string) string) string {
		var list []string
		for _, id := range ids {
			list = append(list, of(id))
		}
		return strings.Join(list, "、")
	}
	unit := ""
	if j := slices.IndexFunc(s.Seats, func(x Spot) bool { return x.Unit == k.Unit }); j >= 0 {
		unit = s.Seats[j].UnitName
	}
	return evaluation.Say("rotation.plans.coupled."+k.Code, "people", names(k.People, person), "posts", names(k.Posts, seat), "unit", unit, "limit", k.Limit, "why", k.Why)
}
