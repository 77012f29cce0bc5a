package assessment

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Material returns the facts of other measures about a participant from the
// beginning of the year to the end of the half-year: deeds, talks, appraisals; in
// the year also what came of its first half.
// Self-reports, comments and talks are prefilled with it. The reader gets only
// facts from records that the reader may see.
func (s *Service) Material(ctx context.Context, actor evaluation.Actor, index desk.Index, of evaluation.View) ([]desk.Fact, error) {
	if of.Kind != KindSheet && of.Kind != KindTalk {
		return nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return s.facts(ctx, actor, index, of.Period, desk.Asked{Office: of.Office, Person: of.Subject})
}

// YearOf is Material for all participants of a cycle, by person. A query for each kind
// of fact answers for all of them.
func (s *Service) YearOf(ctx context.Context, actor evaluation.Actor, index desk.Index, cycle evaluation.View, people []string) (map[string][]desk.Fact, error) {
	if len(people) == 0 {
		return nil, nil
	}
	list, err := s.facts(ctx, actor, index, cycle.Period, desk.Asked{Office: cycle.Office, People: people})
	return desk.ByPerson(list), err
}

// facts returns what the measures have on record from the beginning of the year to the
// end of a half-year, as far as the reader may see it.
func (s *Service) facts(ctx context.Context, actor evaluation.Actor, index desk.Index, period string, of desk.Asked) ([]desk.Fact, error) {
	to, ok := lastDay(period)
	if !ok {
		return []desk.Fact{}, nil
	}
	of.First, of.Last = evaluation.NewDate(to.Year(), 1, 1), to
	from := s.Year
	if OfYear(period) {
		from = slices.Concat(from, s.Half)
	}
	return desk.Recorded(ctx, from, actor, index, of)
}
