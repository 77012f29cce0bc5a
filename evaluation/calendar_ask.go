package evaluation

import (
	"context"
	"maps"
	"slices"
)

// asksOfYear are the queries for the office's year: what spans others, and what takes
// place. What is over has nothing ahead of it, so of days to come it is not read.
func (s *Service) asksOfYear(c *collecting) []Query {
	asks := slices.Concat(
		s.askFor(c, func(k *Kind, m *Milestone) bool { return k.Spans && m.Year }, Query{OnFrom: c.from.AddMonths(-reach), OnTo: c.to.AddMonths(reach)}),
		s.askFor(c, func(k *Kind, m *Milestone) bool { return !k.Spans && m.Year }, Query{OnFrom: c.from, OnTo: c.to}),
	)
	if c.from.Before(DateOf(s.Now())) {
		return asks
	}
	for i := range asks {
		q := &asks[i]
		if open := s.open(q.Kinds); len(q.States) == 0 {
			q.States = open
		} else {
			q.States = common(q.States, open)
		}
	}
	return slices.DeleteFunc(asks, func(q Query) bool { return len(q.States) == 0 })
}

// asksOf are the queries for what concerns somebody: what spans others, what is for
// everybody, what is about them, what names them, and what they take part in.
func (s *Service) asksOf(ctx context.Context, c *collecting) ([]Query, error) {
	on := Query{OnFrom: c.from, OnTo: c.to}
	own, party := on, on
	own.Subjects, party.Parties = []string{c.who.Person}, []string{PartyAccount(c.who.Account)}
	related := func(r Relation) func(*Kind, *Milestone) bool {
		return func(_ *Kind, m *Milestone) bool {
			return m.booked() && slices.ContainsFunc(m.For, func(line Grant) bool { return line.Relation == r })
		}
	}
	asks := slices.Concat(
		s.askFor(c, func(k *Kind, _ *Milestone) bool { return k.Spans }, Query{OnFrom: c.from.AddMonths(-reach), OnTo: c.to.AddMonths(reach)}),
		s.askFor(c, func(k *Kind, m *Milestone) bool {
			return !k.Spans && m.booked() && m.Through == "" && !slices.ContainsFunc(m.For, func(line Grant) bool { return line.Relation != "" })
		}, on),
	)
	if c.who.Person == "" {
		return append(asks, s.askFor(c, related(Party), party)...), nil
	}
	party.Parties = append(party.Parties, c.who.Person)
	asks = append(asks, slices.Concat(s.askFor(c, related(Own), own), s.askFor(c, related(Party), party))...)
	through, err := s.asksThrough(ctx, c, on)
	return append(asks, through...), err
}

// askFor is the query for the milestones that are chosen, none if the actor can read
// no record with one.
func (s *Service) askFor(c *collecting, chosen func(*Kind, *Milestone) bool, q Query) []Query {
	everyState := false
	for _, name := range s.names {
		k, some := s.kinds[name], false
		for i := range k.Milestones {
			if m := &k.Milestones[i]; m.Day != "" && chosen(k, m) {
				some, everyState = true, everyState || len(m.Of) == 0
				for _, state := range m.Of {
					if !slices.Contains(q.States, state) {
						q.States = append(q.States, state)
					}
				}
			}
		}
		if some && s.Reads(c.who.Actor, name) {
			q.Kinds = append(q.Kinds, name)
		}
	}
	if everyState {
		q.States = nil
	}
	if len(q.Kinds) == 0 {
		return nil
	}
	return []Query{q}
}

// asksThrough are the queries for what takes place below the records of which somebody
// has a part. It notes these records.
func (s *Service) asksThrough(ctx context.Context, c *collecting, on Query) ([]Query, error) {
	parts := map[string]bool{}
	asks := s.askFor(c, func(k *Kind, m *Milestone) bool {
		if m.Through != "" {
			parts[m.Through] = true
		}
		return m.Through != "" && !k.Spans
	}, on)
	if len(parts) == 0 {
		return nil, nil
	}
	own, err := s.list(ctx, c.who.Actor, Query{
		Kinds: slices.Sorted(maps.Keys(parts)), Subjects: []string{c.who.Person}, OnFrom: c.from.AddMonths(-reach), OnTo: c.to, Limit: MaxLimit, NoHistory: true, //nolint:forbidigo // nobody takes part in more campaigns
	}, viewOptions{})
	if err != nil || len(own.Views) == 0 {
		return nil, err
	}
	c.parts = map[string]string{}
	for i := range own.Views {
		c.parts[own.Views[i].Parent] = own.Views[i].Unit
	}
	for i := range asks {
		asks[i].Parents = slices.Sorted(maps.Keys(c.parts))
	}
	return asks, nil
}
