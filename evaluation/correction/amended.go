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
		return r.Kind == KindRequest || !s.shown(&r) || len(amendments(&r, request)) == 0
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

// told are the amendments as the answer tells them. If the person may not read who did
// what with the record, such as who proposed a grade, it is told only that the record was
// amended, and on which day last.
func (s *Service) told(r, request *evaluation.Record) []Amendment {
	list := amendments(r, request)
	if s.Sight(r.Kind).TellsSubject(r, evaluation.FieldHistory) {
		return list
	}
	last := list[len(list)-1]
	return []Amendment{{Record: last.Record, Kind: last.Kind, On: last.On}}
}
