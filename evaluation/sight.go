package evaluation

import (
	"context"
	"slices"
)

// Sight defines who sees which records of a kind, and which fields of them. Two
// functions apply it with the same result: Relations to a single record (reading,
// acting), scopes to a query (lists, counts, searches, exports).
type Sight struct {
	// Readers lists who reads which fields of a record. For people who read none,
	// the record does not exist.
	Readers Grants
	// OwnOnly: people whom a record is about see and do only what the lines of
	// the relation Own grant, whatever other roles they have.
	OwnOnly bool
	// NotHead: for the head of its department a record does not exist.
	NotHead bool
	// NotRelatives: for relatives of the person whom it is about a record does
	// not exist.
	NotRelatives bool
	// HiddenFrom returns the people for whom a record does not exist, whatever
	// their roles. It is called after every act; the result is stored in the
	// envelope.
	HiddenFrom func(*Record) ([]string, error)
	// Noted: if anybody but the person whom it is about reads a record, this is
	// recorded in the audit trail.
	Noted bool
	// Unnamed: the audit trail and the log contain neither the kind nor the id of
	// a record.
	Unnamed bool
}

// Onlooker is an actor with their position in the office today: what they head and
// are in charge of, and their relatives.
type Onlooker struct {
	Actor
	Standing
	Day Date // of the position
}

func (s *Service) onlooker(ctx context.Context, actor Actor) (Onlooker, error) {
	return s.onlookerOn(ctx, actor, DateOf(s.Now()))
}

func (s *Service) onlookerOn(ctx context.Context, actor Actor, day Date) (Onlooker, error) {
	who := Onlooker{Actor: actor, Day: day}
	if actor.Person == "" {
		return who, nil
	}
	var err error
	who.Standing, err = s.Roster.Standing(ctx, actor.Office, actor.Person, day)
	return who, err
}

func (o *Onlooker) own(r *Record) bool { return r.Subject != "" && r.Subject == o.Person }

// recused reports whether the record is about the onlooker or a relative.
func (o *Onlooker) recused(r *Record) bool {
	return o.own(r) || slices.Contains(o.Relatives, r.Subject)
}

func (o *Onlooker) party(r *Record) bool {
	return o.Person != "" && slices.Contains(r.Parties, o.Person) || o.Account != "" && slices.Contains(r.Parties, PartyAccount(o.Account))
}

func (o *Onlooker) opener(r *Record) bool {
	return o.Person != "" && slices.Contains(r.Parties, PartyOpen(o.Person, o.Day))
}

// Relations returns the relations in which an actor may see a record and act on it,
// none if the record does not exist for the actor.
func (s *Sight) Relations(who *Onlooker, r *Record) []Relation {
	switch {
	case who.Person != "" && slices.Contains(r.HiddenFrom, who.Person):
		return nil
	case s.OwnOnly && who.own(r):
		return []Relation{Own}
	case s.NotHead && slices.Contains(who.Heads, r.Unit), s.NotRelatives && slices.Contains(who.Relatives, r.Subject):
		return nil
	}
	rel := append(make([]Relation, 0, 6), Anyone)
	for _, holds := range []struct {
		relation Relation
		yes      bool
	}{
		{Opener, who.opener(r)}, {Party, who.party(r)}, {Own, who.own(r)}, {Department, slices.Contains(who.Heads, r.Unit)}, {Charge, slices.Contains(who.Charges, r.Unit)},
	} {
		if holds.yes {
			rel = append(rel, holds.relation)
		}
	}
	return rel
}

// scopes returns the scopes of a kind for an actor. They contain exactly the records
// of which Relations and the policy show the actor something.
func (s *Sight) scopes(who *Onlooker, kind string, reach []Reach) []Scope {
	var list []Scope
	for _, way := range reach {
		sc := Scope{Kinds: []string{kind}, States: way.States}
		if s.HiddenFrom != nil {
			sc.NotHiddenFrom = who.Person
		}
		if !s.OwnOnly || way.Relation != Own {
			if s.OwnOnly && who.Person != "" {
				sc.NotSubjects = []string{who.Person}
			}
			if s.NotRelatives {
				sc.NotSubjects = append(sc.NotSubjects, who.Relatives...)
			}
			if s.NotHead {
				sc.NotUnits = who.Heads
			}
		}
		list = append(list, sc.narrow(way.Relation, who)...)
	}
	return list
}

// ShowsSubject reports whether the person whom a record is about can read it, as any
// cadre can; rights that come with a further role do not count.
func (s *Sight) ShowsSubject(r *Record) bool { return len(s.toSubject(r)) > 0 }

// TellsSubject is ShowsSubject for one field.
func (s *Sight) TellsSubject(r *Record, field string) bool { return Shown(s.toSubject(r), field) }

// toSubject are the fields that the person whom a record is about reads as any cadre.
func (s *Sight) toSubject(r *Record) (fields []string) {
	if r.Subject == "" || slices.Contains(r.HiddenFrom, r.Subject) {
		return nil
	}
	for _, line := range s.Readers {
		if line.Relation == Own && slices.Contains(line.Roles, RoleCadre) && (len(line.States) == 0 || slices.Contains(line.States, r.State)) {
			fields = append(fields, line.Fields...)
		}
	}
	return fields
}

// narrow restricts a scope to the records that have a relation to an actor. It
// returns no scope if there can be none, and two if both the person and the account
// can be a party.
func (c Scope) narrow(relation Relation, who *Onlooker) []Scope {
	switch relation {
	case Own:
		c.Subject = who.Person
	case Opener:
		if who.Person == "" {
			return nil
		}
		c.Party = PartyOpen(who.Person, who.Day)
		return []Scope{c}
	case Party:
		account := c
		account.Party = PartyAccount(who.Account)
		if c.Party = who.Person; c.Party == "" {
			return []Scope{account}
		}
		return []Scope{c, account}
	case Department:
		c.Units = who.Heads
	case Charge:
		c.Units = who.Charges
	case Anyone:
		return []Scope{c}
	}
	if c.Subject == "" && len(c.Units) == 0 {
		return nil
	}
	return []Scope{c}
}

// confine restricts a query to the records that an actor may see. If the query
// orders or filters by columns, or asks for Terms, these are the records whose
// columns, and of which what they are found by, the actor may read. If the query has
// scopes of About, these are the records that are in one of them as well.
func (s *Service) confine(who *Onlooker, q *Query) error {
	q.Office = who.Office
	columns, err := s.columnsAsked(q)
	if err != nil {
		return err
	}
	var scopes []Scope
	for _, name := range s.names { // in order: cursors depend on the query
		k, fields := s.kinds[name], columns
		if len(q.Kinds) > 0 && !slices.Contains(q.Kinds, name) || len(q.Terms) > 0 && len(k.Found) == 0 || k.Apart && !q.asksApart() {
			continue
		}
		if len(q.Terms) > 0 {
			fields = append(slices.Clone(columns), k.foundFields()...)
		}
		scopes = append(scopes, k.Sight.scopes(who, name, s.Policy.Reach(who.Roles, name, fields...))...)
	}
	q.confineTo(inside(scopes, q.Within))
	return nil
}

// asksApart reports whether a query finds records of kinds that stand apart: it names their
// kind or the records, or asks what waits for the reader, whomever it is about.
func (q *Query) asksApart() bool {
	return len(q.Kinds) > 0 || len(q.IDs) > 0 || len(q.Waiting) > 0 && len(q.Subjects) == 0
}

// Group counts the matching records that the actor may read, the same ones that List
// returns.
func (s *Service) Group(ctx context.Context, actor Actor, q Query, fields ...string) ([]Count, error) {
	who, err := s.onlooker(ctx, actor)
	if err != nil {
		return nil, err
	}
	if err := s.confine(&who, &q); err != nil {
		return nil, err
	}
	return s.Ledger.Group(ctx, q, fields...)
}
