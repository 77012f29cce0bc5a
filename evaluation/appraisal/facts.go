package appraisal

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Facts are the results of appraisals and the opinions of committees that a
// person was told (desk.Facts).
func (s *Service) Facts(ctx context.Context, office, person string, from, to evaluation.Date) ([]desk.Fact, error) {
	records, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindSheet, KindOpinion}, Subjects: []string{person}, Sort: evaluation.SortID,
		States: states(SheetReleased, SheetAcknowledged, SheetObjected, SheetAnswered, SheetRefused, SheetLocked),
	})
	var out []desk.Fact
	for _, r := range records {
		f, err := factOf(r)
		if err != nil {
			return nil, err
		}
		if !f.On.Before(from) && (to.IsZero() || !f.On.After(to)) {
			out = append(out, f)
		}
	}
	return out, err
}

func factOf(r evaluation.Record) (desk.Fact, error) {
	f := desk.Fact{Kind: r.Kind, Record: r.ID}
	if r.Kind == KindOpinion {
		o, err := evaluation.PayloadOf[Opinion](r)
		if err != nil {
			return f, err
		}
		f.On, f.Say = o.SignedOn, evaluation.Say("appraisal.fact.opinion", "year", o.Year, "committee", o.CommitteeName)
		return f, nil
	}
	sh, err := evaluation.PayloadOf[Sheet](r)
	if err != nil {
		return f, err
	}
	f.On, f.Say = sh.Released, evaluation.Say("appraisal.fact.hidden", "year", sh.Year)
	if sh.Result != nil && sh.Result.Shown {
		f.Say = evaluation.Say("appraisal.fact.result", "year", sh.Year, "mean", points2(sh.Result.Mean), "usable", sh.Result.Usable)
	}
	return f, nil
}
