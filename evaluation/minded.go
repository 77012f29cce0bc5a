package evaluation

import (
	"context"
	"slices"
	"time"
)

// Minded are records that wait for others than the actor, of the same kind and state:
// what the actor answers for, or has started or passed on.
type Minded struct {
	Kind  string
	State State
	N     int64     // number of records
	Since time.Time // when the first of them was last dealt with
	Units []string  // the departments that they belong to
	Views []View    // the first of them, without acts
}

// MindedList is all that the actor minds.
type MindedList struct {
	Lines []Minded // what has waited longest first
	N     int64    // number of records, also of those that are in no line
}

// Minding returns the query for what others have to do that the actor minds. Whoever
// runs the measures answers for all that waits, whoever heads departments or is in
// charge of some for all that waits there; for anybody else these are the records that
// they have acted on.
func (s *Service) Minding(ctx context.Context, actor Actor) (Query, error) {
	who, err := s.onlooker(ctx, actor)
	q := Query{Awaiting: true, NotWaiting: WaitTokens(actor, who.Heads)}
	switch units := slices.Concat(who.Heads, who.Charges); {
	case Running.Include(actor):
	case len(units) > 0:
		q.Units = units
	default:
		q.ActedBy = []string{actor.Account}
	}
	return q, err
}

// mindedShown is how many records are read to find those that have waited longest.
const mindedShown = 50

// Minded returns what others have to do that the actor minds, alike records together. It
// reads the first
// records only, so that groups of newer ones are missing from the list.
func (s *Service) Minded(ctx context.Context, actor Actor) (MindedList, error) {
	return Lately(ctx, s, actor, "minded", func(ctx context.Context) (MindedList, error) { return s.minded(ctx, actor) })
}

func (s *Service) minded(ctx context.Context, actor Actor) (found MindedList, err error) {
	q, err := s.Minding(ctx, actor)
	if err != nil {
		return found, err
	}
	counts, err := s.Group(ctx, actor, q, "kind", "state", "unit")
	if err != nil || len(counts) == 0 {
		return found, err
	}
	q.Sort, q.Limit, q.NoHistory = SortChanged, mindedShown, true
	page, err := s.Index(ctx, actor, q)
	if err != nil {
		return found, err
	}
	for _, v := range page.Views {
		if k := s.kinds[v.Kind]; !k.CanWait(v.State) { // written by an earlier version
			continue
		}
		at := slices.IndexFunc(found.Lines, func(m Minded) bool { return m.Kind == v.Kind && m.State == v.State })
		if at < 0 {
			at = len(found.Lines)
			found.Lines = append(found.Lines, Minded{Kind: v.Kind, State: v.State, Since: v.Changed})
		}
		found.Lines[at].Views = append(found.Lines[at].Views, v)
	}
	for _, c := range counts {
		if k := s.kinds[c.Keys[0]]; k == nil || !k.CanWait(State(c.Keys[1])) {
			continue
		}
		found.N += c.N
		for i := range found.Lines {
			if m := &found.Lines[i]; m.Kind == c.Keys[0] && string(m.State) == c.Keys[1] {
				if m.N += c.N; c.Keys[2] != "" {
					m.Units = append(m.Units, c.Keys[2])
				}
			}
		}
	}
	return found, nil
}
