package assessment

import (
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// FirstHalfTelling returns what the year is assessed from of its first half (rules.md,
// part M): the judgement with comment and improvements, and the improvements agreed in the
// talk. Both count for the last day of the half, whenever the person was told.
func (s *Service) FirstHalfTelling() []desk.Telling {
	return []desk.Telling{
		{Kind: KindSheet, States: sheetTold, Of: ofFirstHalf(halfOf)},
		{Kind: KindTalk, States: evaluation.States(TalkReleased, TalkAcknowledged, TalkObjected, TalkRefused, TalkLocked), Of: ofFirstHalf(agreed)},
	}
}

// ofFirstHalf passes on the records of first halves.
func ofFirstHalf(read func(evaluation.Record) (evaluation.Problem, error)) func(evaluation.Record, string) ([]desk.Fact, error) {
	return func(r evaluation.Record, _ string) ([]desk.Fact, error) {
		end, ok := lastDay(r.Period)
		if !ok || OfYear(r.Period) {
			return nil, nil
		}
		say, err := read(r)
		if err != nil || say.Key == "" {
			return nil, err
		}
		return []desk.Fact{{On: end, Say: say}}, nil
	}
}

// halfOf says the judgement, or the grade of an earlier version, with the comment.
func halfOf(r evaluation.Record) (evaluation.Problem, error) {
	sh, err := evaluation.PartOf[Sheet](r, "grade", "proposal")
	if err != nil {
		return evaluation.Problem{}, err
	}
	return evaluation.Say("assessment.fact.half", "word", Word(sh.Grade), "comment", sh.Proposal.Comment, "improvements", sh.Proposal.Improvements), nil
}

// agreed says the improvements agreed in the talk; nothing if there are none.
func agreed(r evaluation.Record) (evaluation.Problem, error) {
	t, err := evaluation.PartOf[Talk](r, "improvements")
	if err != nil || len(t.Improvements) == 0 {
		return evaluation.Problem{}, err
	}
	var list []string
	for _, i := range t.Improvements {
		list = append(list, i.What+"（"+i.Due.String()+"）")
	}
	return evaluation.Say("assessment.fact.agreed", "improvements", strings.Join(list, "；")), nil
}
