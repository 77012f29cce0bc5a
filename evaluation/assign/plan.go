package assign

// Plan is the answer.
type Plan struct {
	Cols   []int // of each row; nil where none was found
	Total  int64 // of the costs
	Bound  int64 // no plan costs less
	Proven bool  // the plan is one of least cost, or, without one, there is none
	Nodes  int   // of the search
	Proof  Proof // of the first node
}

// Found reports that there is a plan.
func (p Plan) Found() bool { return p.Cols != nil }

// Proof is a lower bound that anybody can check. Costs are counted in units of
// 1/Scale, plus one for each row that leaves its preferred column; U and V have
// a row and a column more for each column that may stay empty. For every pair
//
//	U[row] + V[col] ≤ cost + the prices of the rules that the pair stands in
//
// so that no plan costs less than Value: the sum of all U and V, less each price
// times the number that its rule allows (Most of a price above zero, Least of
// one below). Without rules Value is the cost of the plan.
type Proof struct {
	Scale  int64
	U, V   []int64
	Prices []int64 // of each rule
	Value  int64
}

// Spare is at least how much dearer every plan becomes that holds the pair, in
// the problem's own costs. It is -1 if the pair is not admissible.
func (q Proof) Spare(p *Problem, at Pair) int64 {
	if p.Cost[at.Row][at.Col] == Never || q.Scale == 0 {
		return -1
	}
	return q.excess(p, at) / q.Scale
}

// WithoutAtLeast is a bound below every plan that lacks the pair, from the
// potentials alone. It is Never where the potentials leave no other place.
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

// excess is what a pair of the square costs beyond the potentials.
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

// scaled is a cost in units of 1/scale, with the preference.
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

// Options bound the search.
type Options struct {
	Nodes int   // at most; 0: DefaultNodes
	From  Proof // of a problem that differs in a few costs: where the prices start
	Near  []int // a plan of a problem that admits one pair more: its exchanges are tried first
}

// DefaultNodes is the limit where none is given.
const DefaultNodes = 2000

// Solve finds a plan of least cost.
func Solve(p *Problem, o Options) (Plan, error) {
	if err := p.Check(); err != nil {
		return Plan{}, err
	}
	s := newSearch(p, o)
	s.exchange(o.Near)
	s.run()
	return s.answer(), nil
}
