package measures

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

// rewards passes to the roster which rewards are on record: those that the district
// granted on a proposal, and those that were noted as done because of grades.
func rewards(from desk.Finder) roster.Rewards {
	noted := map[string]string{results.Commend: "commendation", results.Merit: "third"}
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
			kind := noted[u.Payload.What]
			one := roster.Reward{Kind: kind, Year: u.Payload.On.Year(), For: u.Payload.Year, Document: u.Payload.Document}
			if kind != "" && !known(list[u.Subject], one) {
				list[u.Subject] = append(list[u.Subject], one)
			}
		}
		return list, nil
	}
}

// known reports whether a reward was granted on a proposal, and noted as well.
func known(list []roster.Reward, one roster.Reward) bool {
	for _, r := range list {
		if r.Kind == one.Kind && r.Year == one.Year {
			return true
		}
	}
	return false
}
