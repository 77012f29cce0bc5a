package evaluation

import "fmt"

// Act is one named way to create or change records of a kind.
type Act struct {
	Name string
	From []State // empty: the act creates the record
	To   []State // possible new states; the first one is the usual one
	May  Grants  // who may do it; empty means only Kaoji itself
	// Bars exclude people whom May allows: see Bar.
	Bars []Bar
	// InOwnCase: people whom the record is about may do it, and so may relatives.
	// In any other act they are refused (recusal).
	InOwnCase bool
	// Numbered: the act takes the next running number as the record's natural key.
	// If another record has just taken the number, the act is run again.
	Numbered bool
	Reason   bool // requires a reason, which is stored in the history
	// Begins names the groups of the payload that the form is prefilled from, such
	// as the appointment that is moved. Top-level fields of the payload are always
	// used.
	Begins []string
	// Days returns the bounds of dates in the input, by field. It is nil if the act
	// has none, or only bounds between dates of the same input.
	Days func(*Step) (map[string]Days, error)
	// Suits says who can be chosen in fields that ask for people, by field. It is nil if
	// everybody can, or if it depends on other fields of the same input.
	Suits func(*Step) (map[string]Suits, error)
	// Foresees says record by record what the act would do to others, for the page that
	// asks to confirm it. nil: that page says nothing of them.
	Foresees func(*Step) ([]Foreseen, error)
	// Ready returns the reason why the act cannot be done with any input: it is too
	// early, something else is open, another person must do it. Such an act is
	// refused before Run and is not offered. Ready changes nothing. If it is nil,
	// the act is not offered if Run refuses an empty input because of the state.
	Ready func(*Step) error
	// Idle reports that the act can be done and does not have to be, such as an answer
	// that was given and can be written anew. Then it is not usual. nil: it never is.
	Idle func(*Step) bool
	// Long: to decide can take longer than a person waits, so pages carry the act out in
	// the background and say when it has ended.
	Long bool
	// Run decides; it is made by Run or Plain.
	Run Runner
}

// Runner is what an act does. Input makes the value that its form is read into, nil
// if the act has no input. Do reads and changes the step's record; all other writes
// go through Effect or Before.
type Runner struct {
	Input func() any
	Do    func(*Step) (State, error)
}

// Run makes the Runner of an act on payload P with input I.
func Run[P, I any](f func(s *Step, p *P, in *I) (State, error)) Runner {
	return Runner{Input: New[I], Do: ofPayload(func(s *Step, p *P) (State, error) {
		in, ok := s.input.(*I)
		if !ok {
			return "", fmt.Errorf("evaluation: input is %T", s.input)
		}
		return f(s, p, in)
	})}
}

// Plain makes the Runner of an act on payload P without input.
func Plain[P any](f func(s *Step, p *P) (State, error)) Runner {
	return Runner{Do: ofPayload(f)}
}

// Idle makes the Idle function of an act on payload P.
func Idle[P any](f func(*P) bool) func(*Step) bool {
	return func(s *Step) bool {
		p, ok := s.payload.(*P)
		return ok && f(p)
	}
}

// ofPayload makes a function of a step from one of its payload P.
func ofPayload[P, R any](f func(s *Step, p *P) (R, error)) func(*Step) (R, error) {
	return func(s *Step) (R, error) {
		p, ok := s.payload.(*P)
		if !ok {
			var none R
			return none, fmt.Errorf("evaluation: payload is %T", s.payload)
		}
		return f(s, p)
	}
}

// States returns a list of states.
func States(list ...State) []State { return list }

// NewAct makes an act from its usual parts; the methods below add the others.
func NewAct(name string, may Grants, from, to []State, run Runner) Act {
	return Act{Name: name, May: may, From: from, To: to, Run: run}
}

// Staying makes an act that leaves the record in the state it is in.
func Staying(name string, may Grants, in []State, run Runner) Act {
	return NewAct(name, may, in, in, run)
}

// OwnAct makes an act of the person whom the record is about.
func OwnAct(name string, from, to []State, run Runner) Act {
	return NewAct(name, Staff.As(Own), from, to, run).NoRecusal()
}

// WithReason returns the act with a required reason.
func (a Act) WithReason() Act {
	a.Reason = true
	return a
}

// NoRecusal returns the act with InOwnCase.
func (a Act) NoRecusal() Act {
	a.InOwnCase = true
	return a
}

// Dated returns the act with bounds of its dates.
func (a Act) Dated(days func(*Step) (map[string]Days, error)) Act {
	a.Days = days
	return a
}

// Foreseeing returns the act with what it would do to other records; see Foresees.
func (a Act) Foreseeing(what func(*Step) ([]Foreseen, error)) Act {
	a.Foresees = what
	return a
}

// When returns the act with a function that says why it cannot be done now; see Ready.
func (a Act) When(ready func(*Step) error) Act {
	a.Ready = ready
	return a
}

// Beginning returns the act with the groups of the payload that its form is
// prefilled from.
func (a Act) Beginning(groups ...string) Act {
	a.Begins = groups
	return a
}

// Barring returns the act with bars.
func (a Act) Barring(bars ...Bar) Act {
	a.Bars = bars
	return a
}

// Creates reports whether the act makes a new record.
func (a *Act) Creates() bool { return len(a.From) == 0 }
