package assign

// Plan is the answer of Solve.
type Plan struct {
	Cols   []int // column of each row; nil if no plan was found
	Total  int64 // sum of the costs
	Bound  int64 // no plan costs less
	Proven bool  // the plan has the lowest cost or, if Cols is nil, there is no plan
	Nodes  int   // nodes searched
	Proof  Proof // of the first node
}

// Found reports whether there is a plan.
func (p Plan) Found() bool { return p.Cols != nil }

// Proof is a lower bound that anybody can check. Costs are in units of 1/Scale,
// plus one unit for each row that leaves its preferred column. U and V have an
// additional row and column for each column that may stay empty. For every pair
//
//	U[row] + V[col] ≤ cost + the prices of the rules that contain the pair
//
// so no plan costs less than Value: the sum of all U and V, minus each price times
// the number that its rule allows (Most for a price above zero, Least for one
// below). Without rules Value is the cost of the plan.
type Proof struct {
	Scale  int64
	U, V   []int64
	Prices []int64 // price of each rule
	Value  int64
}

// Spare returns a lower bound for the additional cost of every plan that contains
// the pair, in the problem's own costs. It is -1 if the pair is not admissible.
func (q Proof) Spare(p *Problem, at Pair) int64 {
	if p.Cost[at.Row][at.Col] == Never || q.Scale == 0 {
		return -1
	}
	return q.excess(p, at) / q.Scale
}

// WithoutAtLeast returns a lower bound for the cost of every plan without the pair,
// from the potentials alone. It is Never if the row has no other column.
func (q Proof) WithoutAtLeast(p *Problem, at Pair) int64 {
	row, col := Never, Never
	for j := range p.Cols() {
		if x := (Pair{at.Row, j}); j != at.Col {
			row = min(row, q.excess(p, x))
		}
	}
	for i := range q.U {
		if i != at.Row && len(q.V) > at.Col {
			col = min(col, q.excess(p, Pair{i, at.Col}))
		}
	}
	if more := max(row, col); more < Never {
		return ceil(q.Value+more-int64(p.Rows()), q.Scale)
	}
	return Never
}

// excess returns the reduced cost of a pair of the square.
func (q Proof) excess(p *Problem, at Pair) int64 {
	switch {
	case at.Row >= p.Rows() && p.Fill != nil && p.Fill[at.Col], at.Row < p.Rows() && p.Cost[at.Row][at.Col] == Never:
		return Never
	case at.Row >= p.Rows():
		return -q.U[at.Row] - q.V[at.Col]
	}
	c := p.scaled(at, q.Scale)
	for r, rule := range p.Rules {
		if q.Prices[r] == 0 {
			continue
		}
		for _, in := range rule.Pairs {
			if in == at {
				c += q.Prices[r]
			}
		}
	}
	return c - q.U[at.Row] - q.V[at.Col]
}

// scaled returns a cost in units of 1/scale, including the preference.
func (p *Problem) scaled(at Pair, scale int64) int64 {
	c := p.Cost[at.Row][at.Col] * scale
	for _, keep := range p.Prefer {
		if keep.Row == at.Row {
			c++
			break
		}
	}
	for _, keep := range p.Prefer {
		if keep == at {
			c--
			break
		}
	}
	return c
}

// Options limit the search.
type Options struct {
	Nodes int   // maximum number; 0: DefaultNodes
	From  Proof // of a similar problem: the prices to start from
	Near  []int // plan of a problem that admits one more pair: its exchanges are tried first
}

// DefaultNodes is the limit if none is given.
const DefaultNodes = 2000

// Solve finds a plan with the lowest cost.
func Solve(p *Problem, o Options) (Plan, error) {
	if err := p.Check(); err != nil {
		return Plan{}, err
	}
	s := newSearch(p, o)
	s.exchange(o.Near)
	s.run()
	return s.answer(), nil
}
