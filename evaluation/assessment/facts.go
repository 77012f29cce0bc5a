package assessment

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling returns the published grades of a person and the talks with them.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{
		{Kind: KindSheet, States: evaluation.States(SheetPublished, SheetClosed), Of: desk.Reads(graded, "grade", "scale")},
		{
			Kind: KindTalk, Of: desk.Reads(talked),
			States: evaluation.States(TalkReleased, TalkAcknowledged, TalkObjected, TalkRefused, TalkLocked),
		},
	}
}

func talked(r evaluation.Record, t *Talk, _ string) desk.Fact {
	return desk.Fact{On: r.On, Say: evaluation.Say(
		"assessment.fact.talk", "on", t.HeldOn, "talker", t.TalkerName,
		"achievements", len(t.Achievements), "shortcomings", len(t.Shortcomings),
	)}
}

func graded(r evaluation.Record, sh *Sheet, _ string) desk.Fact {
	if sh.judged() {
		return desk.Fact{On: r.On, Say: evaluation.Say("assessment.fact.judgement", "word", Word(sh.Grade))}
	}
	f := desk.Fact{On: r.On, Say: evaluation.Say("assessment.fact.grade", "grade", Word(sh.Grade))}
	if step := rank(sh.Grade); step >= 0 {
		f.Drawn = &desk.Drawn{Of: gradeSeries, Value: float64(len(gradeSeries.Steps) - 1 - step)}
	}
	return f
}

// gradeSeries are the grades of the years; those of staff of public institutions by their
// rank.
var gradeSeries = &desk.Series{Name: "assessment.series.grades", Place: 1, Steps: []string{
	"assessment.grade." + Incompetent, "assessment.grade." + Basic, "assessment.grade." + Competent, "assessment.grade." + Excellent,
}}
