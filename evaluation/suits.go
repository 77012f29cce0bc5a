package evaluation

import (
	"context"
	"strconv"
)

// Suits returns the reason why a person cannot be chosen in a field of an act's form;
// the zero Problem means that the person can.
type Suits func(person string) Problem

// SuitsOf makes the Suits function of an act with payload P.
func SuitsOf[P any](f func(s *Step, p *P) (map[string]Suits, error)) func(*Step) (map[string]Suits, error) {
	return ofPayload(f)
}

// Suiting returns the act with a function that says who can be chosen in its fields.
// Form and act use the same one, so nobody is offered whom the act refuses.
func (a Act) Suiting(suits func(*Step) (map[string]Suits, error)) Act {
	a.Suits = suits
	return a
}

// checkSuits refuses people who cannot be chosen. An empty field is skipped; the act
// reports a missing one.
func checkSuits(a *Act, step *Step) error {
	if a.Suits == nil || step.input == nil {
		return nil
	}
	suits, err := a.Suits(step)
	if err != nil {
		return err
	}
	m := Mistakes{}
	for name, value := range step.inputs() {
		why, asked := suits[name]
		if !asked {
			continue
		}
		switch chosen := value.(type) {
		case string:
			noteUnsuited(m, name, chosen, why)
		case []string:
			for i, person := range chosen {
				row := name + "." + strconv.Itoa(i)
				noteUnsuited(m, row, person, why)
				if problem, bad := m[row]; bad {
					m[name] = problem // the form has one field for all
				}
			}
		}
	}
	return m.Err()
}

func noteUnsuited(m Mistakes, field, person string, why Suits) {
	if problem := why(person); person != "" && problem.Key != "" {
		m.Note(field, problem)
	}
}

// Suits returns who can be chosen in the form of an act, by field; the same that Act
// checks. For a creating act id is "". Whoever asks must be allowed to open the form.
func (s *Service) Suits(ctx context.Context, actor Actor, kind, act, id string) (map[string]Suits, error) {
	k, a, err := s.actOf(kind, act)
	if err != nil || a.Suits == nil {
		return nil, err
	}
	step, err := s.opening(ctx, actor, k, a, id)
	if err != nil {
		return nil, err
	}
	return a.Suits(step)
}
