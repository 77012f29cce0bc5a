package absence

import (
	"cmp"
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// suited says who can be chosen as the substitute. When the section enters an absence it
// is not known yet whose, and record checks it.
func (s *Service) suited(step *evaluation.Step, _ *Period) (map[string]evaluation.Suits, error) {
	able, err := s.able(step, cmp.Or(step.Record.Subject, step.Actor.Person))
	return map[string]evaluation.Suits{"substitute": able}, err
}

// able refuses who holds no position of the same sort as a person.
func (s *Service) able(step *evaluation.Step, person string) (evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	list, err := s.Substitutes(step.Ctx, day, person)
	return func(chosen string) evaluation.Problem {
		if slices.ContainsFunc(list, func(o roster.Member) bool { return o.ID == chosen }) {
			return evaluation.Problem{}
		}
		return evaluation.Say("absence.not_able")
	}, err
}

// present reports a substitute who is away on some of the days.
func present(step *evaluation.Step, m evaluation.Mistakes, in *Days) error {
	if in.Substitute == "" {
		return nil
	}
	other, err := during(step, in.Substitute, in)
	if err == nil && other != nil {
		m.Add("substitute", "absence.away_too", "from", other.From, "until", other.Until)
	}
	return err
}

// Substitutes lists who can look after the tasks of a person of the office: other
// leaders for a leader, others of the personnel section for somebody of it, otherwise
// the others of the departments that the person heads or belongs to.
func (s *Service) Substitutes(ctx context.Context, day *roster.Snapshot, person string) ([]roster.Member, error) {
	who, here := day.Member(person)
	if !here {
		return nil, nil
	}
	same := func(o *roster.Member) bool { return leads(day, o) }
	if !leads(day, &who) {
		all := day.Members()
		ids := make([]string, len(all))
		for i := range all {
			ids[i] = all[i].ID
		}
		section, err := s.Holders(ctx, day.Book().Office(), ids, evaluation.RolePersonnel)
		if err != nil {
			return nil, err
		}
		heads, _ := day.Units(person)
		same = func(o *roster.Member) bool {
			if slices.Contains(section, person) {
				return slices.Contains(section, o.ID)
			}
			return !leads(day, o) && (o.Department == who.Department || slices.Contains(heads, o.Department))
		}
	}
	return slices.DeleteFunc(day.Members(), func(o roster.Member) bool { return o.ID == person || !same(&o) }), nil
}

// leads reports whether a person is one of the leadership.
func leads(day *roster.Snapshot, m *roster.Member) bool {
	_, charges := day.Units(m.ID)
	return roster.Leads(m.Level) || len(charges) > 0
}
