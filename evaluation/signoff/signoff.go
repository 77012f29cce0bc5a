// Package signoff 会签 is how several parties agree to one thing: each signs or
// returns it with a reason, in any order, before a day. A Sheet is a plain value
// that a record keeps in its payload; whoever keeps it says who the parties are.
package signoff

import (
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Sheet is all rounds of asking, the newest last. A round that was returned or
// taken back stays as it was; what is asked next is a new round.
type Sheet struct {
	Rounds []Round `json:"rounds"`
}

// Round is one time of asking all parties.
type Round struct {
	Opened  evaluation.Date `json:"opened"`
	Due     evaluation.Date `json:"due" unit:"deadline"` // last day; zero: none
	About   []string        `json:"about"`               // persons it is about: neither they nor their relatives sign
	Parties []Party         `json:"parties"`
	Ended   End             `json:"ended"` // zero unless it was returned or taken back
}

// Party is one of those who must sign: a named person, or whoever holds a role.
type Party struct {
	Key    string          `json:"key"`    // within the round
	Name   string          `json:"name"`   // as it prints: 纪工委, 张三
	Role   evaluation.Role `json:"role"`   // whoever holds it signs, if no person is named
	Person string          `json:"person"` // who signs
	Seal   Seal            `json:"seal"`   // zero until signed
}

// Seal is a signature.
type Seal struct {
	Account string          `json:"account"`
	Name    string          `json:"name"`
	On      evaluation.Date `json:"on"`
	Words   string          `json:"words"`
}

// End is how a round ended that not all signed.
type End struct {
	How   string          `json:"how"` // Returned or Recalled
	Party string          `json:"party"`
	Name  string          `json:"name"`
	On    evaluation.Date `json:"on"`
	Why   string          `json:"why"`
}

// The ways in which a round ends that not all signed.
const (
	Returned = "returned" // by a party
	Recalled = "recalled" // by who asked
)

// Signed reports that the party has signed.
func (p Party) Signed() bool { return !p.Seal.On.IsZero() }

// may reports whether the actor can speak for the party.
func (p Party) may(a evaluation.Actor) bool {
	if p.Person != "" {
		return p.Person == a.Person
	}
	return a.Has(p.Role)
}

// Current is the newest round, nil if nobody was asked yet.
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

// Running reports that somebody is still asked.
func (s *Sheet) Running() bool {
	r := s.Current()
	return r != nil && r.Ended.How == "" && !s.Complete()
}

// Late reports that the clock of the newest round has run out.
func (s *Sheet) Late(today evaluation.Date) bool {
	return s.Running() && !s.Current().Due.IsZero() && today.After(s.Current().Due)
}

// Waiting are the entries of a record's Waiting: whose signature is missing.
func (s *Sheet) Waiting() []string {
	var who []string
	if !s.Running() {
		return who
	}
	for _, p := range s.Current().Parties {
		switch {
		case p.Signed():
		case p.Person != "":
			who = append(who, evaluation.WaitPerson(p.Person))
		default:
			who = append(who, evaluation.WaitRole(p.Role))
		}
	}
	slices.Sort(who)
	return slices.Compact(who)
}

// Named are the persons among the parties of all rounds, for a record's Parties.
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

// Open asks the parties, each about the persons. It refuses while a round runs,
// without parties, with the same party twice, and a named party who would sign
// for the own case or a relative's: somebody else must be named.
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

// Sign is one party's signature. An empty key is the only party that the actor
// can speak for. Nobody signs twice in a round.
func (s *Sheet) Sign(actor evaluation.Actor, today evaluation.Date, day *roster.Snapshot, key, words string) error {
	p, err := s.speaks(actor, day, key)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(s.Current().Parties, func(q Party) bool { return q.Signed() && q.Seal.Account == actor.Account }) {
		return evaluation.Fail(evaluation.CodeForbidden, "signoff.second_person")
	}
	p.Seal = Seal{Account: actor.Account, Name: actor.Name, On: today, Words: words}
	return nil
}

// Return ends the round by one party's refusal.
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

// Recall ends the round by whoever asked, because what was asked about goes
// back. A sheet that is complete can be recalled too.
func (s *Sheet) Recall(actor evaluation.Actor, today evaluation.Date, why string) error {
	if !s.Running() && !s.Complete() {
		return desk.WrongState("signoff.not_running")
	}
	s.Current().Ended = End{How: Recalled, Name: actor.Name, On: today, Why: why}
	return nil
}

// speaks is the unsigned party that the actor speaks for now.
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
		if p := &r.Parties[i]; p.may(actor) && !p.Signed() && (key == "" || p.Key == key) {
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

// recused reports that a person is one of those it is about or their relative.
func recused(day *roster.Snapshot, person string, about []string) bool {
	return slices.ContainsFunc(about, func(id string) bool { return desk.Recused(day, person, id) })
}
