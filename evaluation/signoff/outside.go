package signoff

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// SignOutside adds the signature of a party outside the office, as its letter says. The
// account of the seal is that of the official who compared the letter.
func (s *Sheet) SignOutside(key string, seal Seal) error {
	p, err := s.missing(key, func(p Party) bool { return p.Outside })
	if err != nil {
		return err
	}
	p.Seal = seal
	return nil
}

// ReturnOutside ends the round because a party outside the office refuses in a letter.
func (s *Sheet) ReturnOutside(key, name string, on evaluation.Date, why string) error {
	p, err := s.missing(key, func(p Party) bool { return p.Outside })
	if err != nil {
		return err
	}
	s.Current().Ended = End{How: Returned, Party: p.Key, Name: name, On: on, Why: why}
	return nil
}

// Replace lets another person sign for a named one whose signature is missing.
func (s *Sheet) Replace(key, person, name string) error {
	p, err := s.missing(key, func(p Party) bool { return p.Person != "" })
	if err != nil {
		return err
	}
	if p.Instead == "" {
		p.Instead = p.Name
	}
	p.Person, p.Name = person, name
	return nil
}

// missing returns the party of a key whose signature is missing in the running round.
func (s *Sheet) missing(key string, is func(Party) bool) (*Party, error) {
	if !s.Running() {
		return nil, desk.WrongState("signoff.not_running")
	}
	parties := s.Current().Parties
	i := slices.IndexFunc(parties, func(p Party) bool { return p.Key == key && !p.Signed() && is(p) })
	if i < 0 {
		return nil, desk.Mistake("party", "signoff.not_missing")
	}
	return &parties[i], nil
}
