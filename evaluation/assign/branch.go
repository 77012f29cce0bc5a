package assign

import "slices"

// narrow returns the costs of a node, without the pairs that it excludes, the pairs
// that its fixed pairs exclude, and the pairs that the rules exclude. It returns
// false if no plan is left.
func (s *search) narrow(n *node) ([]int64, bool) {
	cost := slices.Clone(s.base)
	for _, at := range n.lacks {
		cost[s.at(at)] = Never
	}
	todo := slices.Clone(n.holds)
	held := map[Pair]bool{}
	for {
		for _, at := range todo {
			if !s.hold(cost, at) {
				return nil, false
			}
			held[at] = true
		}
		if todo = s.forced(cost, held); todo == nil {
			return cost, true
		}
		if len(todo) == 0 {
			return nil, false
		}
	}
}

// hold fixes a pair: the row has only this column, and the column only this row.
func (s *search) hold(cost []int64, at Pair) bool {
	if cost[s.at(at)] == Never {
		return false
	}
	for k := range s.size {
		if k != at.Col {
			cost[at.Row*s.size+k] = Never
		}
		if k != at.Row {
			cost[k*s.size+at.Col] = Never
		}
	}
	return true
}

// forced excludes pairs that full rules do not allow and returns the pairs that
// other rules require. It returns nil if the rules give nothing more, and an empty
// list if a rule cannot be kept.
func (s *search) forced(cost []int64, held map[Pair]bool) []Pair {
	var must []Pair
	for r := range s.p.Rules {
		rule := &s.p.Rules[r]
		n, free := 0, 0
		for _, at := range rule.Pairs {
			switch {
			case held[at]:
				n++
			case cost[s.at(at)] != Never:
				free++
			}
		}
		if n > rule.Most || n+free < rule.Least {
			return []Pair{}
		}
		for _, at := range rule.Pairs {
			switch {
			case held[at] || cost[s.at(at)] == Never:
			case n == rule.Most:
				cost[s.at(at)] = Never
			case n+free == rule.Least:
				must = append(must, at)
			}
		}
	}
	return must
}

// divide splits a node at a rule that its matching violates. If there are too many
// pairs, one of the first ones must go: without the first; with the first and
// without the second; and so on. If there are too few, the cheapest missing pair is
// either fixed or excluded.
func (s *search) divide(n *node, cost []int64, r int, cols []int) []node {
	rule := &s.p.Rules[r]
	if rule.held(cols) < rule.Least {
		at := s.nearest(rule, cost, cols)
		return []node{s.child(n, []Pair{at}, nil), s.child(n, nil, []Pair{at})}
	}
	var parts []node
	var kept []Pair
	for _, at := range rule.Pairs {
		if cols[at.Row] != at.Col || slices.Contains(n.holds, at) {
			continue
		}
		parts = append(parts, s.child(n, kept, []Pair{at}))
		kept = append(kept, at)
		if len(kept)+s.heldOf(n, rule) > rule.Most {
			break
		}
	}
	return parts
}

// heldOf returns how many pairs of the rule are fixed in the node.
func (s *search) heldOf(n *node, rule *Rule) int {
	count := 0
	for _, at := range n.holds {
		if slices.Contains(rule.Pairs, at) {
			count++
		}
	}
	return count
}

// nearest returns the missing pair of the rule with the lowest reduced cost.
func (s *search) nearest(rule *Rule, cost []int64, cols []int) Pair {
	var best Pair
	least := Never
	for _, at := range rule.Pairs {
		c := cost[s.at(at)]
		if c == Never || cols[at.Row] == at.Col {
			continue
		}
		if c -= s.m.u[at.Row] + s.m.v[at.Col]; c < least {
			best, least = at, c
		}
	}
	return best
}

func (s *search) child(n *node, holds, lacks []Pair) node {
	return node{
		holds: slices.Concat(n.holds, holds), lacks: slices.Concat(n.lacks, lacks),
		bound: n.bound, prices: n.prices, v: n.v, depth: n.depth + 1,
	}
}
