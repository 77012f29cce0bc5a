package roster

import (
	"context"
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

// honoursOf are the rewards that were granted on a proposal or noted because of grades, and
// the penalties, as far as the reader sees them and what was written down, which may be
// "", does not name the reward.
func (s *pages) honoursOf(ctx context.Context, actor evaluation.Actor, person string, entry *roster.Person, written string) ([]string, error) {
	rewards, err := s.rewardsOf(ctx, actor, person)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, r := range rewards {
		if !roster.Tells(written, r) {
			list = append(list, undocumented(s.Text.T("zh", "roster.form.granted", "year", r.Year, "kind", s.Text.T("zh", "commendation.proposal.field.kind."+r.Kind), "document", r.Document)))
		}
	}
	for _, a := range entry.Absences {
		if roster.Penalty(a.Kind) {
			list = append(list, undocumented(s.Text.T("zh", "roster.form.penalty", "month", cadreform.Dotted(a.From), "kind", s.Text.T("zh", roster.KindPerson+".field.kind."+a.Kind), "document", a.Source)))
		}
	}
	return list, nil
}

// undocumented drops the brackets of a document that is not known.
func undocumented(line string) string { return strings.TrimSuffix(line, "（）") }

func (s *pages) rewardsOf(ctx context.Context, actor evaluation.Actor, person string) ([]roster.Reward, error) {
	var list []roster.Reward
	granted := evaluation.Query{Kinds: []string{commendation.KindProposal}, States: evaluation.States(commendation.ProposalGranted), Subjects: []string{person}}
	for v, err := range evaluation.AllViews(ctx, s.Service.List, actor, granted) {
		if err != nil {
			return nil, err
		}
		of, err := evaluation.PayloadOf[commendation.Proposal](v.Record)
		if err != nil {
			return nil, err
		}
		list = append(list, roster.Reward{Kind: of.Kind, Document: of.Result.Document, Year: of.Result.On.Year()})
	}
	noted := evaluation.Query{Kinds: []string{results.KindUse}, States: evaluation.States(results.Entered), Subjects: []string{person}}
	for v, err := range evaluation.AllViews(ctx, s.Service.List, actor, noted) {
		if err != nil {
			return nil, err
		}
		of, err := evaluation.PayloadOf[results.Use](v.Record)
		if err != nil {
			return nil, err
		}
		if one := of.Reward(); one.Kind != "" && !slices.ContainsFunc(list, one.Same) {
			list = append(list, one)
		}
	}
	slices.SortStableFunc(list, func(a, b roster.Reward) int { return a.Year - b.Year })
	return list, nil
}
