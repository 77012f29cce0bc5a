package appraisal

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Facts are the results of appraisals that a person was told (desk.Facts).
func (s *Service) Facts(ctx context.Context, office, person string, from, to evaluation.Date) ([]desk.Fact, error) {
	records, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindSheet}, Subjects: []string{person}, Sort: evaluation.SortID,
		States: states(SheetReleased, SheetAcknowledged, SheetObjected, SheetAnswered, SheetRefused, SheetLocked),
	})
	var out []desk.Fact
	for _, r := range records {
		sh, err := evaluation.PayloadOf[Sheet](r)
		if err != nil {
			return nil, err
		}
		if sh.Released.Before(from) || !to.IsZero() && sh.Released.After(to) || sh.Result == nil {
			continue
		}
		say := evaluation.Say("appraisal.fact.hidden", "on", sh.Released, "year", sh.Year)
		if sh.Result.Shown {
			say = evaluation.Say("appraisal.fact.result", "on", sh.Released, "year", sh.Year, "mean", points2(sh.Result.Mean), "usable", sh.Result.Usable)
		}
		out = append(out, desk.Fact{On: sh.Released, Kind: r.Kind, Record: r.ID, Say: say})
	}
	return out, err
}
