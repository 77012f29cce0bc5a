package education

import (
	"context"
	"slices"
	"strconv"

	"kaoji/evaluation"
)

// Indexer lists records without their content, as a reader may see them.
type Indexer interface {
	Index(ctx context.Context, actor evaluation.Actor, q evaluation.Query) (evaluation.Views, error)
}

// Lacking is a past quarter or half-year without a study.
type Lacking struct {
	Kind string // StudyQuarter or StudyHalf
	Span string
}

// lastSpans returns the last complete quarter and half-year before a day.
func lastSpans(day evaluation.Date) []Lacking {
	name := func(months int, letter string) string {
		last := evaluation.NewDate(day.Year(), 1, 1).AddMonths((int(day.Month()) - 1) / months * months).AddDays(-1)
		return strconv.Itoa(last.Year()) + letter + strconv.Itoa((int(last.Month())-1)/months+1)
	}
	return []Lacking{{StudyQuarter, name(3, "Q")}, {StudyHalf, name(6, "H")}}
}

// Lacks returns those of the last quarter and half-year for which nobody has begun
// a study.
func Lacks(ctx context.Context, from Indexer, actor evaluation.Actor, today evaluation.Date) ([]Lacking, error) {
	list := lastSpans(today)
	spans := []string{list[0].Span, list[1].Span}
	found, err := from.Index(ctx, actor, evaluation.Query{
		Kinds: []string{KindStudy}, Periods: spans, States: evaluation.States(StudyDraft, StudyFollowing, StudyClosed), Limit: len(spans),
	})
	return slices.DeleteFunc(list, func(l Lacking) bool {
		return slices.ContainsFunc(found.Views, func(v evaluation.View) bool { return v.Period == l.Span })
	}), err
}
