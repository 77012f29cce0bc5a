package evaluation

import (
	"context"
	"slices"
)

// Readable returns the fields that the actor may read, by the id of the record, for
// records of which the actor may read something. The records need no payload, and
// nothing is recorded in the trail.
func (s *Service) Readable(ctx context.Context, actor Actor, records []Record) (map[string][]string, error) {
	who, err := s.onlooker(ctx, actor)
	if err != nil {
		return nil, err
	}
	out, last := map[string][]string{}, new(lastFields)
	for i := range records {
		r := &records[i]
		k, ok := s.kinds[r.Kind]
		if !ok || r.Office != actor.Office {
			continue
		}
		if fields := s.fields(actor, r, k.Sight.Relations(&who, r), last); len(fields) > 0 {
			out[r.ID] = fields
		}
	}
	return out, nil
}

// lastFields is the policy's last answer within a list, in which most records have the
// kind, state and relations to the reader of the record before.
type lastFields struct {
	kind      string
	state     State
	relations []Relation
	fields    []string
}

// fields asks the policy which fields the actor may read; last is nil for one record
// alone.
func (s *Service) fields(actor Actor, r *Record, relations []Relation, last *lastFields) []string {
	if last != nil && last.kind == r.Kind && last.state == r.State && slices.Equal(last.relations, relations) {
		return last.fields
	}
	fields := s.Policy.Fields(actor.Roles, r.Kind, r.State, relations)
	if last != nil {
		*last = lastFields{r.Kind, r.State, relations, fields}
	}
	return fields
}
