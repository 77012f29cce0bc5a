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
	return s.facts(ctx, actor, index, of.Period, desk.Asked{Office: of.Office, Person: of.Subject})
}

// YearOf is Material for all participants of a cycle, by person. A query for each kind
// of fact answers for all of them.
func (s *Service) YearOf(ctx context.Context, actor evaluation.Actor, index Index, cycle evaluation.View, people []string) (map[string][]desk.Fact, error) {
	out := map[string][]desk.Fact{}
	if len(people) == 0 {
		return out, nil
	}
	list, err := s.facts(ctx, actor, index, cycle.Period, desk.Asked{Office: cycle.Office, People: people})
	for _, f := range list {
		out[f.Person] = append(out[f.Person], f)
	}
	return out, err
}

// facts returns what the measures have on record from the beginning of the year to the
// end of a half-year, as far as the reader may see it.
func (s *Service) facts(ctx context.Context, actor evaluation.Actor, index Index, period string, of desk.Asked) ([]desk.Fact, error) {
	to, ok := lastDay(period)
	if !ok {
		return []desk.Fact{}, nil
	}
	of.First, of.Last = evaluation.NewDate(to.Year(), 1, 1), to
	var list []desk.Fact
	for _, facts := range s.Year {
		more, err := facts(ctx, of)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	list = slices.DeleteFunc(list, func(f desk.Fact) bool { return len(desk.Told([]desk.Fact{f}, actor, f.Person)) == 0 })
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
