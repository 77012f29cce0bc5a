package assessment

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Index lists records without their content, as far as a reader may see them:
// evaluation.Service.Index.
type Index func(ctx context.Context, actor evaluation.Actor, q evaluation.Query) (evaluation.Views, error)

// Material is what other measures have on record of a participant from the
// beginning of the year to the end of the half-year: deeds, talks, appraisals.
// Self-reports, comments and talks begin with it. The reader gets what the
// reader may see of it.
func (s *Service) Material(ctx context.Context, actor evaluation.Actor, index Index, of evaluation.View) ([]desk.Fact, error) {
	if of.Kind != KindSheet && of.Kind != KindTalk {
		return nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	_, to, ok := spanOf(of.Period)
	if !ok {
		return []desk.Fact{}, nil
	}
	from := evaluation.NewDate(to.Year(), 1, 1)
	var list []desk.Fact
	for _, facts := range s.Year {
		more, err := facts(ctx, of.Office, of.Subject, from, to)
		if err != nil {
			return nil, err
		}
		list = append(list, desk.Told(more, actor, of.Subject)...)
	}
	slices.SortStableFunc(list, func(a, b desk.Fact) int { return a.On.Compare(b.On) })
	return seen(ctx, actor, index, list)
}

// seen are the facts whose records the reader may see.
func seen(ctx context.Context, actor evaluation.Actor, index Index, list []desk.Fact) ([]desk.Fact, error) {
	out := []desk.Fact{}
	for some := range slices.Chunk(list, evaluation.MaxLimit) {
		var ids []string
		for _, f := range some {
			ids = append(ids, f.Record)
		}
		found, err := index(ctx, actor, evaluation.Query{IDs: ids, Limit: evaluation.MaxLimit})
		if err != nil {
			return nil, err
		}
		for _, f := range some {
			if slices.ContainsFunc(found.Views, func(v evaluation.View) bool { return v.ID == f.Record }) {
				out = append(out, f)
			}
		}
	}
	return out, nil
}
