package evaluation

import (
	"context"
	"slices"
	"strings"
)

// Group counts the matching records that the actor may read: as many as List
// returns. Kinds that exclude people (Kind.Excludes) are read and counted one by
// one, because who is excluded stands in the payload; the storage counts the
// others.
func (s *Service) Group(ctx context.Context, actor Actor, q Query, field string) ([]Count, error) {
	if err := s.confine(ctx, actor, &q); err != nil {
		return nil, err
	}
	excluding, rest := s.split(q.Kinds)
	if len(excluding) == 0 || actor.Person == "" {
		return s.Ledger.Group(ctx, q, field)
	}
	var counts []Count
	if len(rest) > 0 {
		of := q
		of.Kinds = rest
		var err error
		if counts, err = s.Ledger.Group(ctx, of, field); err != nil {
			return nil, err
		}
	}
	q.Kinds = excluding
	for r, err := range AllRecords(ctx, s.Ledger, q) {
		if err != nil {
			return nil, err
		}
		if !s.excludes(actor, &r) {
			counts = countOne(counts, groupKey(&r, field))
		}
	}
	return counts, nil
}

// split divides the kinds that are asked for (none: all) into those that exclude
// people and the others.
func (s *Service) split(asked []string) (excluding, rest []string) {
	for _, name := range s.names {
		switch {
		case len(asked) > 0 && !slices.Contains(asked, name):
		case s.kinds[name].Excludes != nil:
			excluding = append(excluding, name)
		default:
			rest = append(rest, name)
		}
	}
	return excluding, rest
}

// countOne adds one to the count of a key; counts stay in ascending order.
func countOne(counts []Count, key string) []Count {
	i, found := slices.BinarySearchFunc(counts, key, func(c Count, key string) int { return strings.Compare(c.Key, key) })
	if !found {
		counts = slices.Insert(counts, i, Count{Key: key})
	}
	counts[i].N++
	return counts
}

// groupKey is the field of a record by which it is counted: see Ledger.Group.
func groupKey(r *Record, field string) string {
	switch field {
	case "kind":
		return r.Kind
	case "state":
		return string(r.State)
	case "unit":
		return r.Unit
	case "subject":
		return r.Subject
	case "period":
		return r.Period
	}
	return r.Parent
}
