package appraisal

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/stats"
)

// Telling returns the published results and committee opinions of a person.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{
		{
			Kind: KindSheet, Of: desk.Reads(resultFact, "year", "released", "result"),
			States: evaluation.States(SheetReleased, SheetAcknowledged, SheetObjected, SheetAnswered, SheetRefused, SheetLocked),
		},
		{Kind: KindOpinion, States: evaluation.States(OpinionReleased), Of: desk.Reads(opinionFact)},
	}
}

// means are the means of the committees' appraisals.
var means = &desk.Series{Name: "appraisal.series.means", Place: 2}

// meanOf is the mean in points with its interval of 95 %.
func meanOf(r *Result) *desk.Drawn {
	const hundredths = 100
	f := &desk.Drawn{Of: means, Value: float64(r.Mean) / hundredths, N: r.Usable}
	if low, high, ok := stats.MeanInterval(f.Value, float64(r.SD)/hundredths, r.Usable, 0.95); ok {
		f.Low, f.High = max(low, 0), min(high, hundredths)
	}
	return f
}

func opinionFact(_ evaluation.Record, o *Opinion, _ string) desk.Fact {
	return desk.Fact{On: o.SignedOn, Say: evaluation.Say("appraisal.fact.opinion", "year", o.Year, "committee", o.CommitteeName)}
}

func resultFact(_ evaluation.Record, sh *Sheet, _ string) desk.Fact {
	f := desk.Fact{On: sh.Released, Say: evaluation.Say("appraisal.fact.hidden", "year", sh.Year)}
	if sh.Result != nil && sh.Result.Shown {
		f.Figure = points2(sh.Result.Mean)
		f.Say = evaluation.Say("appraisal.fact.result", "year", sh.Year, "mean", points2(sh.Result.Mean), "usable", sh.Result.Usable)
		f.Drawn = meanOf(sh.Result)
	}
	return f
}
