package assessment

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling returns the published grades of a person and the talks with them.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{
		{Kind: KindSheet, States: evaluation.States(SheetPublished, SheetClosed), Of: desk.Reads(graded, "grade")},
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
	f := desk.Fact{On: r.On, Say: evaluation.Say("assessment.fact.grade", "grade", evaluation.Say("assessment.grade."+sh.Grade))}
	if step := slices.Index(gradeSeries.Steps, "assessment.grade."+sh.Grade); step >= 0 {
		f.Drawn = &desk.Drawn{Of: gradeSeries, Value: float64(step)}
	}
	return f
}

// gradeSeries are the grades of the half-years.
var gradeSeries = &desk.Series{Name: "assessment.series.grades", Place: 1, Steps: []string{
	"assessment.grade." + Incompetent, "assessment.grade." + Basic, "assessment.grade." + Competent, "assessment.grade." + Excellent,
}}
