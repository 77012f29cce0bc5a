package appraisal

import (
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Mark is one line of a ballot, for tests that attack the figures themselves.
type Mark = mark

// Build fills who rates whom without an office.
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

// Compute works the results out from what lay in the boxes, by committee.
func (r *Round) Compute(boxes map[string][][]Mark, rules rulepack.Numbers) (map[string]Result, error) {
	n, err := numbersOf(rules)
	if err != nil {
		return nil, err
	}
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
	return r.compute(casts, n, nil), nil
}

// Contact is how many months somebody served a committee in a span.
func Contact(list []roster.Liaison, committee string, within [2]string) int {
	return months(contact(list, committee, span{day(within[0]), day(within[1])}))
}

func day(s string) evaluation.Date {
	d, err := evaluation.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}
