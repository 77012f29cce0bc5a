package assessment

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Index lists records without their content, as far as a reader may see them; it is
// evaluation.Service.Index.
type Index func(ctx context.Context, actor evaluation.Actor, q evaluation.Query) (evaluation.Views, error)

// Material returns the facts of other measures about a participant from the
// beginning of the year to the end of the half-year: deeds, talks, appraisals.
// Self-reports, comments and talks are prefilled with it. The reader gets only
// facts from records that the reader may see.
func (s *Service) Material(ctx context.Context, actor evaluation.Actor, index Index, of evaluation.View) ([]desk.Fact, error) {
	if of.Kind != KindSheet && of.Kind != KindTalk {
		return nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	to, ok := lastDay(of.Period)
	if !ok {
		return []desk.Fact{}, nil
	}
	from := evaluation.NewDate(to.Year(), 1, 1)
	var list []desk.Fact
	for _, facts := range s.Year {
		more, err := facts(ctx, desk.Asked{Office: of.Office, Person: of.Subject, First: from, Last: to})
		if err != nil {
			return nil, err
		}
		list = append(list, desk.Told(more, actor, of.Subject)...)
	}
	slices.SortStableFunc(list, func(a, b desk.Fact) int { return a.On.Compare(b.On) })
	return seen(ctx, actor, index, list)
}

// seen returns the facts whose records the reader may see.
func seen(ctx context.Context, actor evaluation.Actor, index Index, list []desk.Fact) ([]desk.Fact, error) {
	out := []desk.Fact{}
	if len(list) == 0 {
		return out, nil
	}
	var ids []string
	for _, f := range list {
		ids = append(ids, f.Record)
	}
	visible := map[string]bool{}
	for v, err := range evaluation.AllViews(ctx, index, actor, evaluation.Query{IDs: ids}) {
		if err != nil {
			return nil, err
		}
		visible[v.ID] = true
	}
	return append(out, slices.DeleteFunc(list, func(f desk.Fact) bool { return !visible[f.Record] })...), nil
}
