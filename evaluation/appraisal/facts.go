package appraisal

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling returns the published results and committee opinions of a person.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{
		{
			Kind: KindSheet, Of: desk.Reads(resultFact),
			States: evaluation.States(SheetReleased, SheetAcknowledged, SheetObjected, SheetAnswered, SheetRefused, SheetLocked),
		},
		{Kind: KindOpinion, States: evaluation.States(OpinionReleased), Of: desk.Reads(opinionFact)},
	}
}

func opinionFact(_ evaluation.Record, o *Opinion, _ string) desk.Fact {
	return desk.Fact{On: o.SignedOn, Say: evaluation.Say("appraisal.fact.opinion", "year", o.Year, "committee", o.CommitteeName)}
}

func resultFact(_ evaluation.Record, sh *Sheet, _ string) desk.Fact {
	f := desk.Fact{On: sh.Released, Say: evaluation.Say("appraisal.fact.hidden", "year", sh.Year)}
	if sh.Result != nil && sh.Result.Shown {
		f.Figure = points2(sh.Result.Mean)
		f.Say = evaluation.Say("appraisal.fact.result", "year", sh.Year, "mean", points2(sh.Result.Mean), "usable", sh.Result.Usable)
	}
	return f
}
