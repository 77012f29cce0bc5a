package commendation

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Facts are the filed deeds of a person and what the district granted
// (desk.Facts).
func (s *Service) Facts(ctx context.Context, office, person string, from, to evaluation.Date) ([]desk.Fact, error) {
	out, err := s.deedFacts(ctx, office, person, from, to)
	if err != nil {
		return nil, err
	}
	granted, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindProposal}, Subjects: []string{person}, States: states(ProposalGranted),
		OnFrom: from, OnTo: to, Sort: evaluation.SortOn,
	})
	for _, r := range granted {
		p, err := evaluation.PayloadOf[Proposal](r)
		if err != nil {
			return nil, err
		}
		out = append(out, desk.Fact{
			On: r.On, Kind: r.Kind, Record: r.ID, Goes: desk.GoesResults,
			Say: evaluation.Say("commendation.fact.granted", "kind", evaluation.Say("commendation.proposal.field.kind."+p.Kind), "document", p.Result.Document),
		})
	}
	return out, err
}

func (s *Service) deedFacts(ctx context.Context, office, person string, from, to evaluation.Date) ([]desk.Fact, error) {
	records, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindDeed}, Parties: []string{person}, States: states(DeedFiled, DeedPublished),
		OnFrom: from, OnTo: to, Sort: evaluation.SortOn,
	})
	var out []desk.Fact
	for _, r := range records {
		d, err := evaluation.PayloadOf[Deed](r)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(d.People, func(p Person) bool { return p.ID == person }) {
			continue // reported by the person
		}
		key := "commendation.fact.filed"
		if d.Counted {
			key = "commendation.fact.counted"
		}
		out = append(out, desk.Fact{
			On: d.On, Kind: r.Kind, Record: r.ID, Goes: desk.GoesResults,
			Say: evaluation.Say(key, "on", d.On, "title", d.Title, "number", d.Number),
		})
	}
	return out, err
}
