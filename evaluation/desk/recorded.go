package desk

import (
	"context"
	"slices"

	"kaoji/evaluation"
)

// Index lists records without their content, as far as a reader may see them; it is
// evaluation.Service.Index.
type Index func(ctx context.Context, actor evaluation.Actor, q evaluation.Query) (evaluation.Views, error)

// Recorded returns the facts of measures about people by day, as far as the reader may
// see them: from records that the index contains. One query for each kind of fact answers
// for all people.
func Recorded(ctx context.Context, measures []Facts, actor evaluation.Actor, index Index, of Asked) ([]Fact, error) {
	var list []Fact
	for _, facts := range measures {
		more, err := facts(ctx, of)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	list = slices.DeleteFunc(list, func(f Fact) bool { return len(Told([]Fact{f}, actor, f.Person)) == 0 })
	slices.SortStableFunc(list, func(a, b Fact) int { return a.On.Compare(b.On) })
	return seen(ctx, actor, index, list)
}

// seen returns the facts whose records the reader may see.
func seen(ctx context.Context, actor evaluation.Actor, index Index, list []Fact) ([]Fact, error) {
	out := []Fact{}
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
	return append(out, slices.DeleteFunc(list, func(f Fact) bool { return !visible[f.Record] })...), nil
}

// ByPerson divides facts by the people whom they are about.
func ByPerson(list []Fact) map[string][]Fact {
	out := map[string][]Fact{}
	for _, f := range list {
		out[f.Person] = append(out[f.Person], f)
	}
	return out
}
