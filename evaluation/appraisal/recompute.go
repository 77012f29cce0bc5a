package appraisal

import (
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Mark is the part of a ballot about one cadre: points by item, none for an
// abstention.
type Mark = mark

// Build fills the round's panels from committees with their members, the cadres
// that each serves and the ids of people who may vote. A published round already
// has panels; Build is used to recompute rounds outside an office.
func (r *Round) Build(committees []roster.CommitteeInfo, voters []string, rules rulepack.Numbers) error {
	n, err := numbersOf(rules)
	if err != nil {
		return err
	}
	for _, k := range committees {
		r.Panels = append(r.Panels, r.panelOf(k, k.Served, voters, n))
	}
	return nil
}

// Compute returns the result of each cadre, by person, from the ballots in the
// boxes, by committee. Marks of a ballot are separated if the panel does not keep
// them together. It is the computation used when a round is counted, without an
// office.
func (r *Round) Compute(boxes map[string][][]Mark, rules rulepack.Numbers) (map[string]Result, error) {
	n, err := numbersOf(rules)
	if err != nil {
		return nil, err
	}
	results, _ := r.compute(r.casts(boxes), n, nil)
	return results, nil
}

// casts returns boxes in the form in which the storage returns them.
func (r *Round) casts(boxes map[string][][]Mark) []cast {
	var casts []cast
	for i := range r.Panels {
		p := &r.Panels[i]
		if p.Named {
			continue
		}
		c := cast{panel: p}
		for _, b := range boxes[p.Committee] {
			if p.Joined {
				c.ballots = append(c.ballots, b)
				continue
			}
			for _, m := range b {
				c.ballots = append(c.ballots, []mark{m})
			}
		}
		casts = append(casts, c)
	}
	return casts
}
