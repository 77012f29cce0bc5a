package assign

import (
	"cmp"
	"container/heap"
	"slices"
)

// node is a subset of all plans: those that contain some pairs and lack others.
type node struct {
	holds, lacks []Pair
	bound        int64   // no plan of the node costs less
	prices       []int64 // prices of the rules at which the bound was found
	v            []int64 // potentials to start from
	depth, no    int
	branch       []node // set when the node was searched; empty: nothing more to find
}

// search is branch and bound over nodes. Costs are scaled so that cost comes first
// and the number of preferred pairs second.
type search struct {
	p     *Problem
	size  int // of the square: rows plus an empty row for each column that may stay empty
	scale int64
	base  []int64
	limit int

	best     []int
	bestCost int64
	open     queue
	nodes    int
	made     int
	rest     int64 // lowest bound of the nodes left when the limit was reached
	cut      bool  // the limit was reached
	proof    Proof
	in       [][]int // for each pair of the square, the rules that contain it
	m        *matching
	from     Proof
}

func newSearch(p *Problem, o Options) *search {
	s := &search{p: p, size: max(p.Rows(), p.Cols()), scale: int64(p.Rows()) + 1, limit: cmp.Or(o.Nodes, DefaultNodes), from: o.From}
	s.base = make([]int64, s.size*s.size)
	highest := int64(0)
	for i := range s.size {
		dearest := int64(0)
		for j := range s.size {
			c := s.cost(i, j)
			s.base[i*s.size+j] = c
			if c != Never {
				dearest = max(dearest, c)
			}
		}
		highest += dearest
	}
	s.prefer()
	s.bestCost = highest + s.scale + 1 // higher than the cost of any plan
	s.in = s.rulesOf()
	s.m = newMatching(s.size)
	return s
}

// rulesOf lists the rules that contain each pair, in one block of memory.
func (s *search) rulesOf() [][]int {
	times := make([]int, s.size*s.size)
	all := 0
	for _, rule := range s.p.Rules {
		all += len(rule.Pairs)
		for _, at := range rule.Pairs {
			times[s.at(at)]++
		}
	}
	in, whole := make([][]int, len(times)), make([]int, all)
	for r, rule := range s.p.Rules {
		for _, at := range rule.Pairs {
			k := s.at(at)
			if in[k] == nil {
				in[k], whole = whole[:0:times[k]], whole[times[k]:]
			}
			in[k] = append(in[k], r)
		}
	}
	return in
}

func (s *search) at(p Pair) int { return p.Row*s.size + p.Col }

// cost returns a cost of the square. Rows after the real ones are empty and fit
// every column that may stay empty; columns after the real ones fit nothing.
func (s *search) cost(i, j int) int64 {
	switch {
	case j >= s.p.Cols():
		return Never
	case i >= s.p.Rows():
		if s.p.Fill != nil && s.p.Fill[j] {
			return Never
		}
		return 0
	case s.p.Cost[i][j] == Never:
		return Never
	}
	return s.p.Cost[i][j] * s.scale
}

// prefer adds the smallest possible cost for leaving a preferred column.
func (s *search) prefer() {
	touched := make([]bool, s.size)
	for _, at := range s.p.Prefer {
		if !touched[at.Row] {
			touched[at.Row] = true
			s.leaving(at.Row)
		}
		if k := s.at(at); s.base[k] == s.p.Cost[at.Row][at.Col]*s.scale+1 {
			s.base[k]--
		}
	}
}

// leaving adds the smallest possible cost to every column of a row.
func (s *search) leaving(row int) {
	for k := row * s.size; k < (row+1)*s.size; k++ {
		if s.base[k] != Never {
			s.base[k]++
		}
	}
}

// run searches nodes, the one with the lowest bound first, and from each goes down
// through the better child until nothing is left there.
func (s *search) run() {
	root := node{prices: make([]int64, len(s.p.Rules)), v: make([]int64, s.size), bound: -Never}
	if len(s.from.Prices) == len(root.prices) && len(s.from.V) == s.size {
		root.prices, root.v = s.from.Prices, s.from.V
	}
	s.look(&root)
	s.push(root)
	for s.open.Len() > 0 {
		n, _ := heap.Pop(&s.open).(node) //nolint:errcheck // a queue of nodes
		for n.bound < s.bestCost && len(n.branch) > 0 {
			if s.nodes >= s.limit {
				s.leave(n)
				break
			}
			n = s.down(n)
		}
	}
}

// down searches the children of a node and continues with the better one.
func (s *search) down(n node) node {
	for i := range n.branch {
		s.look(&n.branch[i])
	}
	slices.SortStableFunc(n.branch, compareNodes)
	for _, rest := range n.branch[1:] {
		s.push(rest)
	}
	return n.branch[0]
}

func (s *search) push(n node) {
	if n.bound < s.bestCost && len(n.branch) > 0 {
		heap.Push(&s.open, n)
	}
}

// leave records the bound of a node that is left when the limit is reached.
func (s *search) leave(n node) {
	if !s.cut || n.bound < s.rest {
		s.rest = n.bound
	}
	s.cut = true
}

func (s *search) answer() Plan {
	out := Plan{Nodes: s.nodes, Proof: s.proof, Proven: !s.cut || s.best != nil && s.rest >= s.bestCost, Cols: s.best}
	if s.best != nil {
		out.Total, _ = s.p.Total(s.best)
		out.Bound = out.Total
	}
	if !out.Proven { // the preferences of all rows together count less than one
		out.Bound = ceil(s.rest-int64(s.p.Rows()), s.scale)
	}
	return out
}

// ceil divides upwards.
func ceil(a, b int64) int64 {
	q := a / b
	if a%b > 0 {
		q++
	}
	return q
}

func compareNodes(a, b node) int {
	return cmp.Or(cmp.Compare(a.bound, b.bound), cmp.Compare(b.depth, a.depth), cmp.Compare(a.no, b.no))
}

// queue is a heap of nodes.
type queue []node

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return compareNodes(q[i], q[j]) < 0 }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }

// Push and Pop are those of container/heap.
func (q *queue) Push(x any) { n, _ := x.(node); *q = append(*q, n) } //nolint:errcheck // a queue of nodes

// Pop takes the last.
func (q *queue) Pop() any {
	old := *q
	n := old[len(old)-1]
	*q = old[:len(old)-1]
	return n
}
