package evaluation

import (
	"context"
	"slices"
)

// Sight says who sees what of the records of a kind. It is asked in two ways
// that give the same answer: Relations for one record that is at hand (reading
// it, acting on it), scopes for a query (lists, counts, searches, exports).
type Sight struct {
	// Readers are the lines of who reads which fields of a record. Whoever
	// reads none finds no record.
	Readers Grants
	// OwnOnly: of a record about oneself one sees and does what the lines of
	// the relation Own grant, and nothing else, whatever other roles one has.
	OwnOnly bool
	// NotHead: whoever heads the department of a record finds no record.
	NotHead bool
	// NotRelatives: a relative of whom a record is about finds no record.
	NotRelatives bool
	// HiddenFrom lists people who find no record, whatever their roles. It is
	// asked after every act and its answer stands in the envelope.
	HiddenFrom func(*Record) ([]string, error)
	// Noted: when somebody else than whom it is about reads a record, the audit
	// trail says so.
	Noted bool
	// Unnamed: neither the audit trail nor the log says of what kind a record
	// is, nor which one.
	Unnamed bool
}

// Onlooker is an actor and how they stand in the office today.
type Onlooker struct {
	Actor
	Standing
}

func (s *Service) onlooker(ctx context.Context, actor Actor) (Onlooker, error) {
	return s.onlookerOn(ctx, actor, DateOf(s.Now()))
}

func (s *Service) onlookerOn(ctx context.Context, actor Actor, day Date) (Onlooker, error) {
	who := Onlooker{Actor: actor}
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

// Relations are the relations in which somebody may see a record and act on it;
// none if it does not exist for them.
func (s *Sight) Relations(who *Onlooker, r *Record) []Relation {
	switch {
	case who.Person != "" && slices.Contains(r.HiddenFrom, who.Person):
		return nil
	case s.OwnOnly && who.own(r):
		return []Relation{Own}
	case s.NotHead && slices.Contains(who.Heads, r.Unit), s.NotRelatives && slices.Contains(who.Relatives, r.Subject):
		return nil
	}
	rel := []Relation{Anyone}
	for _, holds := range []struct {
		relation Relation
		yes      bool
	}{
		{Party, who.party(r)}, {Own, who.own(r)}, {Department, slices.Contains(who.Heads, r.Unit)}, {Charge, slices.Contains(who.Charges, r.Unit)},
	} {
		if holds.yes {
			rel = append(rel, holds.relation)
		}
	}
	return rel
}

// scopes are where somebody finds records of the kind: exactly those of which
// Relations and the policy let them see something.
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

// narrow keeps of a scope what stands in a relation to somebody: no scope where
// nothing does, two where both the person and the account can be a party.
func (c Scope) narrow(relation Relation, who *Onlooker) []Scope {
	switch relation {
	case Own:
		c.Subject = who.Person
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

// confine adds to the query what somebody can see at all. Of records by whose
// columns the query orders or filters, it is those whose columns they may read.
func (s *Service) confine(who *Onlooker, q *Query) error {
	q.Office = who.Office
	columns, err := s.columnsAsked(q)
	if err != nil {
		return err
	}
	var scopes []Scope
	for _, name := range s.names { // in order: cursors depend on the query
		if len(q.Kinds) == 0 || slices.Contains(q.Kinds, name) {
			scopes = append(scopes, s.kinds[name].Sight.scopes(who, name, s.Policy.Reach(who.Roles, name, columns...))...)
		}
	}
	q.confineTo(scopes)
	return nil
}

// Group counts the matching records that the actor may read: as many as List
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
