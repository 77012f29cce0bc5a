package measures

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

// rewards passes to the roster which rewards are on record: those that the district
// granted on a proposal, and those that were noted as done because of grades.
func rewards(from desk.Finder) roster.Rewards {
	return func(ctx context.Context, office string) (map[string][]roster.Reward, error) {
		granted, err := desk.AllOf[commendation.Proposal](ctx, from, evaluation.Query{
			Office: office, Kinds: []string{commendation.KindProposal}, States: evaluation.States(commendation.ProposalGranted), NoHistory: true,
		})
		if err != nil {
			return nil, err
		}
		uses, err := desk.AllOf[results.Use](ctx, from, evaluation.Query{Office: office, Kinds: []string{results.KindUse}, States: evaluation.States(results.Entered), NoHistory: true})
		if err != nil {
			return nil, err
		}
		list := map[string][]roster.Reward{}
		for _, g := range granted {
			if r := g.Payload.Result; g.Subject != "" { // not of a collective
				list[g.Subject] = append(list[g.Subject], roster.Reward{Kind: g.Payload.Kind, Year: r.On.Year(), For: r.On.Year() - 1, Document: r.Document})
			}
		}
		for _, u := range uses {
			if one := u.Payload.Reward(); one.Kind != "" && !slices.ContainsFunc(list[u.Subject], one.Same) {
				list[u.Subject] = append(list[u.Subject], one)
			}
		}
		return list, nil
	}
}
