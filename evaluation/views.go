package evaluation

import (
	"context"
	"encoding/json"
	"slices"
)

// Views is one page of a list.
type Views struct {
	Views  []View
	Places []string // of Found, if the query asks for them
	Next   string
}

// List returns the matching records that the actor may read, without their
// histories.
func (s *Service) List(ctx context.Context, actor Actor, q Query) (Views, error) {
	q.NoHistory = true
	return s.listNoted(ctx, actor, q, viewOptions{})
}

// Offering makes a List whose views contain those of the given acts that can be done
// now, for pages with buttons in each row.
func (s *Service) Offering(acts ...string) func(context.Context, Actor, Query) (Views, error) {
	return func(ctx context.Context, actor Actor, q Query) (Views, error) {
		return s.listNoted(ctx, actor, q, s.trying(func(_ *Record, act string) bool { return slices.Contains(acts, act) }))
	}
}

func (s *Service) listNoted(ctx context.Context, actor Actor, q Query, how viewOptions) (Views, error) {
	views, err := s.list(ctx, actor, q, how)
	if err != nil {
		return Views{}, err
	}
	return views, s.looked(ctx, actor, actList, true, views.Views...)
}

func (s *Service) list(ctx context.Context, actor Actor, q Query, how viewOptions) (Views, error) {
	who, err := s.onlooker(ctx, actor)
	if err != nil {
		return Views{}, err
	}
	if err := s.confine(&who, &q); err != nil {
		return Views{}, err
	}
	found, err := s.Ledger.Find(ctx, q)
	if err != nil {
		return Views{}, err
	}
	out := Views{Next: found.Next, Views: make([]View, 0, len(found.Records))}
	how.last, how.owned = new(lastFields), true
	for i := range found.Records {
		v, err := s.viewIn(ctx, &who, &found.Records[i], how)
		if CodeOf(err) == CodeNotFound {
			continue // the scopes are wider than the policy here: the policy decides
		}
		if err != nil {
			return Views{}, err
		}
		if out.Views = append(out.Views, v); q.Places {
			out.Places = append(out.Places, found.Places[i])
		}
	}
	return out, nil
}

// Index is List for pages that show only which records there are, whom they are
// about, and their states. Payload contains the kind's Brief and Columns as far as
// the actor may read them, so nothing confidential is read; only whom the list names
// is recorded in the trail. History contains what the actor did.
func (s *Service) Index(ctx context.Context, actor Actor, q Query) (Views, error) {
	views, err := s.index(ctx, actor, q, viewOptions{})
	if err != nil {
		return Views{}, err
	}
	return views, s.looked(ctx, actor, actList, false, views.Views...)
}

func (s *Service) index(ctx context.Context, actor Actor, q Query, how viewOptions) (Views, error) {
	views, err := s.list(ctx, actor, q, how)
	if err != nil {
		return Views{}, err
	}
	for i := range views.Views {
		if err := s.abridge(&views.Views[i], actor); err != nil {
			return Views{}, err
		}
	}
	return views, nil
}

// abridge leaves in a view what Index shows.
func (s *Service) abridge(v *View, actor Actor) (err error) {
	payload := v.Payload
	v.Payload, v.Fields = json.RawMessage("{}"), nil
	if brief := s.kinds[v.Kind].brief(); len(brief) > 0 {
		v.Payload, err = keep(payload, brief)
	}
	v.History = slices.DeleteFunc(slices.Clone(v.History), func(e Entry) bool { return e.Account != actor.Account })
	return err
}
