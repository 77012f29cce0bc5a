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

// honoursOf are lines for rewards and for the penalties up to a day, as far as what was written
// down, which may be "", does not name the reward.
func (s *pages) honoursOf(rewards []roster.Reward, day evaluation.Date, entry *roster.Person, written string) []string {
	var list []string
	for _, r := range rewards {
		if !roster.Tells(written, r) {
			list = append(list, undocumented(s.Text.T("zh", "roster.form.granted", "year", r.Year, "kind", s.Text.T("zh", "commendation.proposal.field.kind."+r.Kind), "document", r.Document)))
		}
	}
	for _, a := range entry.Absences {
		if roster.Penalty(a.Kind) && !a.From.After(day) {
			list = append(list, undocumented(s.Text.T("zh", "roster.form.penalty", "month", cadreform.Dotted(a.From), "kind", s.Text.T("zh", roster.KindPerson+".field.kind."+a.Kind), "document", a.Source)))
		}
	}
	return list
}

// undocumented drops the brackets of a document that is not known.
func undocumented(line string) string { return strings.TrimSuffix(line, "（）") }

// rewardsOf are the rewards that were granted on a proposal up to a day, or noted because of
// grades up to its year, by person, as far as the reader sees them: of some people, or of all.
func (s *pages) rewardsOf(ctx context.Context, actor evaluation.Actor, day evaluation.Date, people ...string) (map[string][]roster.Reward, error) {
	list := map[string][]roster.Reward{}
	granted := evaluation.Query{Kinds: []string{commendation.KindProposal}, States: evaluation.States(commendation.ProposalGranted), Subjects: people}
	for v, err := range evaluation.AllViews(ctx, s.Service.List, actor, granted) {
		if err != nil {
			return nil, err
		}
		of, err := evaluation.PayloadOf[commendation.Proposal](v.Record)
		if err != nil {
			return nil, err
		}
		if !of.Result.On.After(day) {
			list[v.Subject] = append(list[v.Subject], roster.Reward{Kind: of.Kind, Document: of.Result.Document, Year: of.Result.On.Year()})
		}
	}
	noted := evaluation.Query{Kinds: []string{results.KindUse}, States: evaluation.States(results.Entered), Subjects: people}
	for v, err := range evaluation.AllViews(ctx, s.Service.List, actor, noted) {
		if err != nil {
			return nil, err
		}
		of, err := evaluation.PayloadOf[results.Use](v.Record)
		if err != nil {
			return nil, err
		}
		if one := of.Reward(); one.Kind != "" && one.Year <= day.Year() && !slices.ContainsFunc(list[v.Subject], one.Same) {
			list[v.Subject] = append(list[v.Subject], one)
		}
	}
	for _, of := range list {
		slices.SortStableFunc(of, func(a, b roster.Reward) int { return a.Year - b.Year })
	}
	return list, nil
}
