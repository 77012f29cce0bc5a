package assign

import "slices"

// narrow is the costs of a part: what it lacks, what the pairs that it holds
// exclude, and what the rules leave no choice of. It is false if nothing is left.
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

// hold leaves a row nothing but one column, and the column nothing but the row.
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

// forced excludes what full rules exclude and lists the pairs that the others
// need. It is nil if there is nothing more to draw from the rules, and empty if
// one of them cannot be kept.
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

// divide splits a part at a rule that its matching breaks. Of too many pairs
// one of the first ones must go: without the first; with it and without the
// second; and so on. Of too few, the cheapest missing one is there or is not.
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

// heldOf is how many pairs of the rule the part holds by decision.
func (s *search) heldOf(n *node, rule *Rule) int {
	count := 0
	for _, at := range n.holds {
		if slices.Contains(rule.Pairs, at) {
			count++
		}
	}
	return count
}

// nearest is the missing pair of the rule that costs least beyond the potentials.
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
