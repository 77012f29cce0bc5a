package survey

import (
	"context"

	"kaoji/evaluation"
)

// Progress is how many questionnaires were issued to each group and have come back, while a
// wave runs. Groups smaller than the floor are shown together, because who has answered must
// not be seen.
func (s *Service) Progress(ctx context.Context, v *evaluation.View) ([]GroupResult, Returns, error) {
	if err := v.Needs(KindWave, "groups"); err != nil {
		return nil, Returns{}, err
	}
	w, r, err := s.wave(ctx, v.Office, v.ID)
	if err != nil {
		return nil, Returns{}, err
	}
	floor, err := floorOf(w.Rules)
	if err != nil {
		return nil, Returns{}, err
	}
	steps, err := stepsOf(w.Rules)
	if err != nil {
		return nil, Returns{}, err
	}
	counts, err := s.returned(ctx, r.Office, r.ID, &w.Questionnaire)
	if err != nil {
		return nil, Returns{}, err
	}
	var list []GroupResult
	var all Returns
	for _, g := range w.Groups {
		n := counts[g.Code]
		all.Issued, all.Returned = all.Issued+g.Issued, all.Returned+n
		one := GroupResult{Group: g, Returns: returns(g.Issued, n, steps), Hidden: g.Issued < floor}
		if one.Hidden {
			one.Returns = Returns{Issued: g.Issued}
		}
		list = append(list, one)
	}
	return list, returns(all.Issued, all.Returned, steps), nil
}
