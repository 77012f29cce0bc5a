package assessment

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Facts are the grades that a person was told and the talks that were held with
// the person (desk.Facts).
func (s *Service) Facts(ctx context.Context, office, person string, from, to evaluation.Date) ([]desk.Fact, error) {
	records, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindSheet, KindTalk}, Subjects: []string{person}, OnFrom: from, OnTo: to, Sort: evaluation.SortOn,
		States: states(SheetPublished, SheetClosed, TalkReleased, TalkAcknowledged, TalkObjected, TalkRefused, TalkLocked),
	})
	var out []desk.Fact
	for _, r := range records {
		say, err := factOf(r)
		if err != nil {
			return nil, err
		}
		out = append(out, desk.Fact{On: r.On, Kind: r.Kind, Record: r.ID, Say: say})
	}
	return out, err
}

func factOf(r evaluation.Record) (evaluation.Problem, error) {
	if r.Kind == KindTalk {
		t, err := evaluation.PayloadOf[Talk](r)
		if err != nil {
			return evaluation.Problem{}, err
		}
		return evaluation.Say("assessment.fact.talk", "on", t.HeldOn, "talker", t.TalkerName, "achievements", len(t.Achievements), "shortcomings", len(t.Shortcomings)), nil
	}
	sh, err := evaluation.PayloadOf[Sheet](r)
	if err != nil {
		return evaluation.Problem{}, err
	}
	return evaluation.Say("assessment.fact.grade", "grade", evaluation.Say("assessment.grade."+sh.Grade)), nil
}
