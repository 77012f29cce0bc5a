package correction

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Amended returns the records about the person that others have changed since the
// request, and that the person may read: one of them is the amendment.
func (s *Service) Amended(ctx context.Context, from desk.Finder, request *evaluation.Record) ([]evaluation.Record, error) {
	about := evaluation.Query{Office: request.Office, Subjects: []string{request.Subject}, ChangedFrom: request.Created}
	list, err := desk.All(ctx, from, about)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(r evaluation.Record) bool {
		return r.Kind == KindRequest || !s.Shown(&r) || len(amendments(&r, request)) == 0
	}), nil
}

// amendments are the acts of others on a record since the request.
func amendments(r, request *evaluation.Record) []Amendment {
	list := []Amendment{}
	for i := range r.History {
		e := &r.History[i]
		if e.At.After(request.Created) && e.Person != request.Subject {
			list = append(list, Amendment{Record: r.ID, Kind: r.Kind, Act: e.Act, On: evaluation.DateOf(e.At), By: e.Name})
		}
	}
	return list
}
