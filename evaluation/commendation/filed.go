package commendation

import "kaoji/evaluation"

// filed: the form of a reward that the district granted to a person.
func filed() []evaluation.Material {
	return []evaluation.Material{{
		Key: "reward", Kind: KindProposal, States: evaluation.States(ProposalGranted), Class: 7,
		Is: func(r *evaluation.Record) bool { return r.Subject != "" },
	}}
}
