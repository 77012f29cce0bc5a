package assign

import "slices"

// Without returns the best plan that does not contain the pair.
func Without(p *Problem, at Pair, o Options) (Plan, error) {
	return Solve(p.without(at), o)
}

// With returns the best plan that contains the pair.
func With(p *Problem, at Pair, o Options) (Plan, error) {
	q := p.copy()
	for j := range q.Cost[at.Row] {
		if j != at.Col {
			q.Cost[at.Row][j] = Never
		}
	}
	return Solve(q, o)
}

func (p *Problem) without(at Pair) *Problem {
	q := p.copy()
	q.Cost[at.Row][at.Col] = Never
	return q
}

// copy returns a copy whose costs, columns and rules can be changed.
func (p *Problem) copy() *Problem {
	q := &Problem{Cost: make([][]int64, len(p.Cost)), Fill: slices.Clone(p.Fill), Prefer: p.Prefer, Rules: slices.Clone(p.Rules)}
	for i, row := range p.Cost {
		q.Cost[i] = slices.Clone(row)
	}
	return q
}
