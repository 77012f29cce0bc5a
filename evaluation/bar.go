package evaluation

import "slices"

// Bar excludes people from an act that May allows them, because of the content of
// the record: people named in it, or the person who did an earlier step. It is
// checked before the act's Ready and Run.
type Bar struct {
	Say  string // text key of the message for the excluded person
	bars func(*Step) (bool, error)
}

// BarWhen excludes the actor when the function returns true; P is the payload of
// the kind.
func BarWhen[P any](say string, when func(*Step, *P) bool) Bar {
	return BarAsking(say, func(s *Step, p *P) (bool, error) { return when(s, p), nil })
}

// BarAsking is BarWhen for conditions that need more than the record, such as who
// heads its department today.
func BarAsking[P any](say string, when func(*Step, *P) (bool, error)) Bar {
	return Bar{say, func(s *Step) (bool, error) {
		p, ok := s.payload.(*P)
		if !ok {
			return true, nil
		}
		return when(s, p)
	}}
}

// Only excludes everybody except the people whom the payload names.
func Only[P any](say string, who func(*P) []string) Bar {
	return BarWhen(say, func(s *Step, p *P) bool { return s.Actor.Person == "" || !slices.Contains(who(p), s.Actor.Person) })
}

// OnlyAccount excludes everybody except the account that the payload names.
func OnlyAccount[P any](say string, who func(*P) string) Bar {
	return BarWhen(say, func(s *Step, p *P) bool { return who(p) != s.Actor.Account })
}

// NotAccounts excludes the accounts that the payload names, for example because the
// same account must not do two successive steps.
func NotAccounts[P any](say string, who func(*P) []string) Bar {
	return BarWhen(say, func(s *Step, p *P) bool { return slices.Contains(who(p), s.Actor.Account) })
}

// NotDoer excludes the account that did the named act last.
func NotDoer(say, act string) Bar {
	return Bar{say, func(s *Step) (bool, error) { return s.Record.Doer(act) == s.Actor.Account, nil }}
}

// open returns the reason why the act cannot be done with any input, or nil: first
// its bars, then Ready.
func (a *Act) open(s *Step) error {
	for _, b := range a.Bars {
		barred, err := b.bars(s)
		if err != nil {
			return err
		}
		if barred {
			return Fail(CodeForbidden, b.Say)
		}
	}
	if a.Ready != nil {
		return a.Ready(s)
	}
	return nil
}
