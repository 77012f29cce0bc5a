package assign

import "slices"

// near is a plan of which the problem forbids one pair, as in the question for the
// next best plan. Exchanges between two or three rows are tried before the search
// begins: the result often equals the bound, and then no search is needed.
type near struct {
	s    *search
	cols []int
	row  []int // of each column, -1 if empty
	held []int // for each rule, its pairs in the plan
	cost int64 // without the row of the forbidden pair
}

// step moves a row from one column to another; -1 as row means nobody.
type step struct{ row, from, to int }

// exchange offers the exchanges that repair the plan. A plan that lacks more than
// one pair is skipped.
func (s *search) exchange(cols []int) {
	if len(cols) != s.p.Rows() {
		return
	}
	n := near{s: s, cols: cols, row: slices.Repeat([]int{-1}, s.size), held: make([]int, len(s.p.Rules))}
	out := -1
	for i, j := range cols {
		if n.row[j] = i; s.base[i*s.size+j] != Never {
			n.cost += s.base[i*s.size+j]
		} else if out < 0 {
			out = i
		} else {
			return
		}
	}
	if out < 0 {
		return
	}
	for r := range s.p.Rules {
		n.held[r] = s.p.Rules[r].held(cols)
	}
	n.mend(out)
}

// mend moves the row to every other column. The row that is there takes the freed
// column, or a free one, or the column of a third row, which takes the freed one.
func (n *near) mend(out int) {
	left := n.cols[out]
	stays := n.s.p.Fill == nil || !n.s.p.Fill[left] // may stay empty
	for k := range n.s.p.Cols() {
		first := step{out, left, k}
		second := n.row[k]
		switch cost := n.cost + n.to(first); {
		case k == left || n.to(first) == Never:
		case second < 0 && stays:
			n.offer(cost, first)
		case second >= 0:
			n.third(cost-n.s.base[second*n.s.size+k], first, second, stays)
		}
	}
}

func (n *near) third(cost int64, first step, second int, stays bool) {
	for l := range n.s.p.Cols() {
		next := step{second, first.to, l}
		if l == first.to || n.to(next) == Never {
			continue
		}
		switch at := n.row[l]; {
		case l == first.from, at < 0 && stays:
			n.offer(cost+n.to(next), first, next)
		case at >= 0:
			last := step{at, l, first.from}
			n.offer(cost+n.to(next)-n.s.base[at*n.s.size+l]+n.to(last), first, next, last)
		}
	}
}

func (n *near) to(x step) int64 { return n.s.base[x.row*n.s.size+x.to] }

// offer uses the plan after the steps if it is cheaper and keeps all rules.
func (n *near) offer(cost int64, steps ...step) {
	if cost >= n.s.bestCost {
		return
	}
	for _, x := range steps {
		n.count(x, 1)
	}
	if n.kept(steps) {
		n.s.best, n.s.bestCost = slices.Clone(n.cols), cost
		for _, x := range steps {
			n.s.best[x.row] = x.to
		}
	}
	for _, x := range steps {
		n.count(x, -1)
	}
}

// count changes the counts of the rules by the pairs that a step adds and removes.
func (n *near) count(x step, by int) {
	for _, r := range n.s.in[x.row*n.s.size+x.to] {
		n.held[r] += by
	}
	for _, r := range n.s.in[x.row*n.s.size+x.from] {
		n.held[r] -= by
	}
}

// kept reports whether the rules affected by the steps are kept.
func (n *near) kept(steps []step) bool {
	for _, x := range steps {
		for _, col := range []int{x.from, x.to} {
			for _, r := range n.s.in[x.row*n.s.size+col] {
				if rule := &n.s.p.Rules[r]; n.held[r] < rule.Least || n.held[r] > rule.Most {
					return false
				}
			}
		}
	}
	return true
}
