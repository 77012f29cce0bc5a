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
	able := make(map[string]bool, len(list))
	for i := range list {
		able[list[i].ID] = true
	}
	return func(chosen string) evaluation.Problem {
		if able[chosen] {
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
	var section []string
	if leads := leading(day); !leads(&who) {
		all := day.Members()
		ids := make([]string, len(all))
		for i := range all {
			ids[i] = all[i].ID
		}
		var err error
		if section, err = s.Holders(ctx, day.Book().Office(), ids, evaluation.RolePersonnel); err != nil {
			return nil, err
		}
	}
	as := alike(day, &who, section)
	return slices.DeleteFunc(day.Members(), func(o roster.Member) bool { return o.ID == person || !as(&o) }), nil
}

// alike returns a function that reports whether somebody holds a position of the same
// sort as a person of the office; section are those who have the role of the personnel
// section.
func alike(day *roster.Snapshot, who *roster.Member, section []string) func(o *roster.Member) bool {
	leads := leading(day)
	switch {
	case leads(who):
		return leads
	case slices.Contains(section, who.ID):
		return func(o *roster.Member) bool { return slices.Contains(section, o.ID) }
	}
	heads, _ := day.Units(who.ID)
	return func(o *roster.Member) bool {
		return (o.Department == who.Department || slices.Contains(heads, o.Department)) && !leads(o)
	}
}

// stillAlike reports whether the substitute of an absence is in the office and holds a
// position of the same sort as the person still: since the absence was entered either may
// have moved. Who has which role is asked of people of different departments only, so that
// pages do not read the accounts.
func (s *Service) stillAlike(ctx context.Context, day *roster.Snapshot, a *Away) (bool, error) {
	who, here := day.Member(a.Person)
	o, there := day.Member(a.Substitute)
	if !here || !there {
		return false, nil
	}
	leads := leading(day)
	if same := alike(day, &who, nil)(&o); same || leads(&who) || leads(&o) {
		return same, nil
	}
	both := []string{who.ID, o.ID}
	section, err := s.Holders(ctx, day.Book().Office(), both, evaluation.RolePersonnel)
	return len(section) == len(both), err
}

// leading returns a function that reports whether a person is one of the leadership.
func leading(day *roster.Snapshot) func(m *roster.Member) bool {
	inCharge := map[string]bool{}
	for _, d := range day.Departments() {
		for _, id := range d.Charges {
			inCharge[id] = true
		}
	}
	return func(m *roster.Member) bool { return roster.Leads(m.Level) || inCharge[m.ID] }
}
