package roster

import (
	"slices"

	"kaoji/evaluation"
)

// An act that ends or takes back one of several, such as an additional post, is not
// offered where there is none; a person who asks for it all the same is told why.

// lacking is the Ready function of such an act.
func lacking[P any](why string, some func(*P) bool) func(*evaluation.Step) error {
	return evaluation.Ready(func(_ *evaluation.Step, p *P) error {
		if !some(p) {
			return evaluation.Fail(evaluation.CodeConflict, why)
		}
		return nil
	})
}

var (
	somePost = lacking("roster.post_nothing", func(p *Person) bool {
		return slices.ContainsFunc(p.Concurrent, func(a Appointment) bool { return a.To.IsZero() })
	})
	someLiaison = lacking("roster.liaison_nothing", func(p *Person) bool {
		return slices.ContainsFunc(p.Liaisons, func(l Liaison) bool { return l.To.IsZero() })
	})
	someAbsence = lacking("roster.absence_nothing", func(p *Person) bool { return len(p.Absences) > 0 })
	somePenalty = lacking("roster.class_nothing", (*Person).unclassified)
	someCharge  = lacking("roster.charge_nothing", func(d *Department) bool {
		return slices.ContainsFunc(d.Charges, func(c Charge) bool { return c.To.IsZero() })
	})
)

// related is the Ready function of the act that takes back a tie. One that is recorded
// with the other person counts, so that it is said where it stands.
func (k keeper) related(s *evaluation.Step, _ *Person) error {
	b, err := k.office(s)
	if err == nil && len(b.Relatives(s.Record.ID)) == 0 {
		err = evaluation.Fail(evaluation.CodeConflict, "roster.relative_nothing")
	}
	return err
}

// strangers are the people with whom a tie can be recorded.
func (k keeper) strangers(s *evaluation.Step, _ *Person) (map[string]evaluation.Suits, error) {
	b, err := k.office(s)
	return map[string]evaluation.Suits{"person": func(id string) (why evaluation.Problem) {
		_, related := b.Related(s.Record.ID, id)
		switch _, known := b.people[id]; {
		case !known:
			return evaluation.Say("roster.person_unknown")
		case id == s.Record.ID:
			return evaluation.Say("roster.import.relative_self")
		case related:
			return evaluation.Say("roster.relative_twice")
		}
		return why
	}}, err
}

// relatives are the people whose tie is recorded here and can be taken back.
func (k keeper) relatives(s *evaluation.Step, p *Person) (map[string]evaluation.Suits, error) {
	b, err := k.office(s)
	return map[string]evaluation.Suits{"person": func(id string) (why evaluation.Problem) {
		if slices.ContainsFunc(p.Relatives, func(r Relative) bool { return r.Person == id }) {
			return why
		}
		if _, elsewhere := b.Related(s.Record.ID, id); elsewhere {
			return evaluation.Say("roster.relative_there", "name", b.Name(id))
		}
		return evaluation.Say("roster.relative_none")
	}}, err
}

// inCharge are the people who are in charge of the department at present.
func inCharge(_ *evaluation.Step, d *Department) (map[string]evaluation.Suits, error) {
	return map[string]evaluation.Suits{"person": func(id string) (why evaluation.Problem) {
		if !slices.ContainsFunc(d.Charges, func(c Charge) bool { return c.Person == id && c.To.IsZero() }) {
			return evaluation.Say("roster.charge_none")
		}
		return why
	}}, nil
}
