// Package signoff contains signatures on records. In a 会签 (Sheet) several parties
// agree to a matter: each signs, or returns it with a reason, in any order, before a
// deadline. A Sheet is a plain value in the payload of a record; the record's measure
// chooses the parties. An Answer is what the person says whom a record is about.
package signoff

import (
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Sheet contains all rounds, the newest last. A round that was returned or recalled
// stays unchanged; asking again starts a new round.
type Sheet struct {
	Rounds []Round `json:"rounds"`
}

// Round is one request to all parties.
type Round struct {
	Opened  evaluation.Date `json:"opened"`
	Due     evaluation.Date `json:"due" unit:"deadline"` // last day; zero: none
	About   []string        `json:"about"`               // people concerned: neither they nor their relatives sign
	Parties []Party         `json:"parties"`
	Ended   End             `json:"ended"` // zero unless it was returned or recalled
}

// Party must sign: a named person, or anybody with a role.
type Party struct {
	Key    string          `json:"key"`    // within the round
	Name   string          `json:"name"`   // printed name: 纪工委, 张三
	Role   evaluation.Role `json:"role"`   // anybody with this role signs, if no person is named
	Person string          `json:"person"` // the named person who signs
	// Outside: it has no account; personnel enters what it answers in a letter.
	Outside bool   `json:"outside,omitempty"`
	Instead string `json:"instead,omitempty"` // name of who was asked first, if somebody else signs
	Seal    Seal   `json:"seal"`              // zero until signed
}

// Seal is a signature.
type Seal struct {
	Account string          `json:"account"`
	Name    string          `json:"name"`
	On      evaluation.Date `json:"on"`
	Words   string          `json:"words"`
}

// End is why a round ended although not all have signed.
type End struct {
	How   string          `json:"how"` // Returned or Recalled
	Party string          `json:"party"`
	Name  string          `json:"name"`
	On    evaluation.Date `json:"on"`
	Why   string          `json:"why"`
}

// The ways in which a round ends without all signatures.
const (
	Returned = "returned" // by a party
	Recalled = "recalled" // by who asked
)

// Signed reports that the party has signed.
func (p Party) Signed() bool { return !p.Seal.On.IsZero() }

// May reports whether the actor can sign for the party.
func (p Party) May(a evaluation.Actor) bool {
	if p.Person != "" {
		return p.Person == a.Person
	}
	return !p.Outside && a.Has(p.Role)
}

// Current returns the newest round, nil if there is none.
func (s *Sheet) Current() *Round {
	if len(s.Rounds) == 0 {
		return nil
	}
	return &s.Rounds[len(s.Rounds)-1]
}

// Complete reports that every party of the newest round has signed.
func (s *Sheet) Complete() bool {
	r := s.Current()
	return r != nil && r.Ended.How == "" && !slices.ContainsFunc(r.Parties, func(p Party) bool { return !p.Signed() })
}

// Running reports whether a signature is still missing in a running round.
func (s *Sheet) Running() bool {
	r := s.Current()
	return r != nil && r.Ended.How == "" && !s.Complete()
}

// Late reports whether the deadline of the newest round has passed.
func (s *Sheet) Late(today evaluation.Date) bool {
	return s.Running() && !s.Current().Due.IsZero() && today.After(s.Current().Due)
}

// Waiting returns the entries of a record's Waiting: the parties whose signature is
// missing.
func (s *Sheet) Waiting() []string {
	var who []string
	if !s.Running() {
		return who
	}
	for _, p := range s.Current().Parties {
		switch {
		case p.Signed():
		case p.Outside:
			who = append(who, evaluation.WaitRole(evaluation.RolePersonnel))
		case p.Person != "":
			who = append(who, evaluation.WaitPerson(p.Person))
		default:
			who = append(who, evaluation.WaitRole(p.Role))
		}
	}
	slices.Sort(who)
	return slices.Compact(who)
}

// Named returns the named people among the parties of all rounds, for a record's
// Parties.
func (s *Sheet) Named() []string {
	var who []string
	for _, r := range s.Rounds {
		for _, p := range r.Parties {
			if p.Person != "" {
				who = append(who, p.Person)
			}
		}
	}
	slices.Sort(who)
	return slices.Compact(who)
}

// Open asks the parties to sign a matter about some people. It is refused while a
// round runs, without parties, with a duplicate party, and if a named party would
// sign in their own case or a relative's.
func (s *Sheet) Open(today evaluation.Date, day *roster.Snapshot, due evaluation.Date, about []string, parties ...Party) error {
	switch {
	case s.Running():
		return desk.WrongState("signoff.running")
	case len(parties) == 0:
		return desk.WrongState("signoff.nobody")
	}
	r := Round{Opened: today, Due: due, About: slices.Clone(about)}
	for _, p := range parties {
		if slices.ContainsFunc(r.Parties, func(q Party) bool { return q.Key == p.Key || p.Person != "" && q.Person == p.Person }) {
			return desk.WrongState("signoff.twice", "name", p.Name)
		}
		if recused(day, p.Person, about) {
			return desk.WrongState("signoff.relative", "name", p.Name)
		}
		p.Seal = Seal{}
		r.Parties = append(r.Parties, p)
	}
	s.Rounds = append(s.Rounds, r)
	return nil
}

// Sign adds the signature of one party. An empty key means the only party that the
// actor can sign for. Nobody signs twice in a round. It returns the party.
func (s *Sheet) Sign(actor evaluation.Actor, today evaluation.Date, day *roster.Snapshot, key, words string) (Party, error) {
	p, err := s.speaks(actor, day, key)
	if err != nil {
		return Party{}, err
	}
	if slices.ContainsFunc(s.Current().Parties, func(q Party) bool { return !q.Outside && q.Signed() && q.Seal.Account == actor.Account }) {
		return Party{}, evaluation.Fail(evaluation.CodeForbidden, "signoff.second_person")
	}
	p.Seal = Seal{Account: actor.Account, Name: actor.Name, On: today, Words: words}
	return *p, nil
}

// Return ends the round because one party refuses.
func (s *Sheet) Return(actor evaluation.Actor, today evaluation.Date, day *roster.Snapshot, key, why string) error {
	p, err := s.speaks(actor, day, key)
	if err != nil {
		return err
	}
	if strings.TrimSpace(why) == "" {
		return desk.WrongState("signoff.why")
	}
	s.Current().Ended = End{How: Returned, Party: p.Key, Name: actor.Name, On: today, Why: why}
	return nil
}

// Recall ends the round at the request of the person who started it, because the
// matter goes back. A complete sheet can be recalled too.
func (s *Sheet) Recall(actor evaluation.Actor, today evaluation.Date, why string) error {
	if !s.Running() && !s.Complete() {
		return desk.WrongState("signoff.not_running")
	}
	s.Current().Ended = End{How: Recalled, Name: actor.Name, On: today, Why: why}
	return nil
}

// speaks returns the unsigned party for which the actor signs now.
func (s *Sheet) speaks(actor evaluation.Actor, day *roster.Snapshot, key string) (*Party, error) {
	if !s.Running() {
		return nil, desk.WrongState("signoff.not_running")
	}
	r := s.Current()
	if recused(day, actor.Person, r.About) {
		return nil, evaluation.Fail(evaluation.CodeRecused, "error.recused")
	}
	var mine []*Party
	for i := range r.Parties {
		if p := &r.Parties[i]; p.May(actor) && !p.Signed() && (key == "" || p.Key == key) {
			mine = append(mine, p)
		}
	}
	switch {
	case len(mine) == 0:
		return nil, evaluation.Fail(evaluation.CodeForbidden, "signoff.not_asked")
	case len(mine) > 1:
		return nil, desk.Mistake("party", "signoff.which")
	}
	return mine[0], nil
}

// recused reports whether a person is one of the people concerned or their
// relative.
func recused(day *roster.Snapshot, person string, about []string) bool {
	return slices.ContainsFunc(about, func(id string) bool { return desk.Recused(day, person, id) })
}
