package measures

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/education"
	"kaoji/evaluation/periodic"
	"kaoji/evaluation/survey"
)

// sums are the figures of reports that are no numbers of records.
func sums(from evaluation.RecordFinder, surveys *survey.Service) []periodic.Sum {
	return []periodic.Sum{
		{Key: "education.hours", Add: creditHours(from)},
		{Key: "survey.issued", Add: slips(surveys, func(g *survey.GroupReturns) evaluation.TalliedItem { return evaluation.TalliedItem{N: g.Issued} })},
		{Key: "survey.returned", Add: slips(surveys, func(g *survey.GroupReturns) evaluation.TalliedItem {
			return evaluation.TalliedItem{N: g.Returned, Of: g.Issued}
		})},
	}
}

// slips adds up what of says of the groups of counted questionnaires, by group.
func slips(surveys *survey.Service, of func(*survey.GroupReturns) evaluation.TalliedItem) func(ctx context.Context, office string, first, last evaluation.Date) (periodic.Figure, error) {
	return func(ctx context.Context, office string, first, last evaluation.Date) (periodic.Figure, error) {
		f := periodic.Figure{}
		groups, err := surveys.Returns(ctx, office, first, last)
		for i := range groups {
			one := of(&groups[i])
			one.Code = groups[i].Group
			f.N, f.Of, f.Items = f.N+one.N, f.Of+one.Of, append(f.Items, one)
		}
		return f, err
	}
}

// creditHours adds up the hours of training outside the office that were confirmed.
func creditHours(from evaluation.RecordFinder) func(ctx context.Context, office string, first, last evaluation.Date) (periodic.Figure, error) {
	return func(ctx context.Context, office string, first, last evaluation.Date) (periodic.Figure, error) {
		f := periodic.Figure{Tenths: true}
		for r, err := range evaluation.AllRecords(ctx, from, evaluation.Query{
			Office: office, Kinds: []string{education.KindCredit}, States: evaluation.States(education.CreditConfirmed), OnFrom: first, OnTo: last, NoHistory: true,
		}) {
			if err != nil {
				return f, err
			}
			c, err := evaluation.PartOf[education.Credit](r, "hours")
			if err != nil {
				return f, err
			}
			f.N += int64(c.Hours.Tenths())
		}
		return f, nil
	}
}
