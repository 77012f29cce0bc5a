package commendation

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling returns the filed deeds of a person and the rewards granted by the
// district.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{
		{Kind: KindDeed, States: evaluation.States(DeedFiled, DeedPublished), Party: true, Of: deedFact},
		{Kind: KindProposal, States: evaluation.States(ProposalGranted), Of: desk.Reads(grantedFact)},
	}
}

// deeds are the filed deeds.
var deeds = &desk.Series{Name: "commendation.series.deeds", Place: 6, Sums: true}

func grantedFact(r evaluation.Record, p *Proposal, _ string) desk.Fact {
	kind := evaluation.Say("commendation.proposal.field.kind." + p.Kind)
	return desk.Fact{
		On: r.On, Goes: desk.GoesResults, Say: evaluation.Say("commendation.fact.granted", "kind", kind, "document", p.Result.Document),
	}
}

// deedFact returns nothing for a person who only reported the deed.
func deedFact(r evaluation.Record, person string) ([]desk.Fact, error) {
	d, err := evaluation.PayloadOf[Deed](r)
	if err != nil || !slices.ContainsFunc(d.People, func(p Person) bool { return p.ID == person }) {
		return nil, err
	}
	key := "commendation.fact.filed"
	if d.Counted {
		key = "commendation.fact.counted"
	}
	return []desk.Fact{{
		On: d.On, Goes: desk.GoesResults, Drawn: &desk.Drawn{Of: deeds, Value: 1}, Say: evaluation.Say(key, "on", d.On, "title", d.Title, "number", d.Number),
	}}, nil
}
