package appraisal

import (
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Mark is what a ballot says of one cadre: points by item, none for an
// abstention.
type Mark = mark

// Build fills the round's panels from committees with their members, the
// cadres that each serves and the ids of those who may vote. A published round
// has panels already; Build is for rounds that are recomputed from outside an
// office.
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

// Compute gives the result of each cadre, by person, from the ballots that lay
// in the boxes, by committee. The marks of a ballot are taken apart where the
// panel does not keep them together. It is what counting a round does, without
// an office.
func (r *Round) Compute(boxes map[string][][]Mark, rules rulepack.Numbers) (map[string]Result, error) {
	n, err := numbersOf(rules)
	if err != nil {
		return nil, err
	}
	results, _ := r.compute(r.casts(boxes), n, nil)
	return results, nil
}

// casts are boxes as they are read from the storage.
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
