package evaluation

import "slices"

// Bar keeps people out of an act whom its May lets in, because of what the
// record says: who is named in it, who did something to it before. It is asked
// before the act's Ready and Run.
type Bar struct {
	Say  string // key of what whoever is barred is told
	bars func(*Step) bool
}

// BarWhen bars whoever it is true for; P is the payload of the kind.
func BarWhen[P any](say string, when func(*Step, *P) bool) Bar {
	return Bar{say, func(s *Step) bool {
		p, ok := s.payload.(*P)
		return !ok || when(s, p)
	}}
}

// Only bars everybody but the people whom the payload names.
func Only[P any](say string, who func(*P) []string) Bar {
	return BarWhen(say, func(s *Step, p *P) bool { return s.Actor.Person == "" || !slices.Contains(who(p), s.Actor.Person) })
}

// OnlyAccount bars everybody but the account that the payload names.
func OnlyAccount[P any](say string, who func(*P) string) Bar {
	return BarWhen(say, func(s *Step, p *P) bool { return who(p) != s.Actor.Account })
}

// NotAccounts bars the accounts that the payload names: whoever took one step
// does not take the next one.
func NotAccounts[P any](say string, who func(*P) []string) Bar {
	return BarWhen(say, func(s *Step, p *P) bool { return slices.Contains(who(p), s.Actor.Account) })
}

// NotDoer bars the account that did an act last.
func NotDoer(say, act string) Bar {
	return Bar{say, func(s *Step) bool { return s.Record.Doer(act) == s.Actor.Account }}
}

// Barring is the act with these bars.
func (a Act) Barring(bars ...Bar) Act {
	a.Bars = bars
	return a
}

// open asks what stands in the way of an act, whatever its input: its bars, then
// Ready.
func (a *Act) open(s *Step) error {
	for _, b := range a.Bars {
		if b.bars(s) {
			return Fail(CodeForbidden, b.Say)
		}
	}
	if a.Ready != nil {
		return a.Ready(s)
	}
	return nil
}
