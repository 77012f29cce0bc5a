package assign

import "slices"

// Number of price steps at the first node and at the others.
const (
	firstSteps = 120
	laterSteps = 6
)

// look computes a lower bound of a node and divides the node if it may still
// contain a better plan. Every matching found on the way that keeps all rules is
// offered as a plan.
func (s *search) look(n *node) {
	s.nodes++
	s.made++
	n.no = s.made
	n.branch = nil
	cost, ok := s.narrow(n)
	if !ok {
		return
	}
	steps, priced := laterSteps, cost
	if n.depth == 0 { // the proof covers every pair, also those that the rules exclude
		priced = s.base
		if s.from.Scale == 0 {
			steps = firstSteps
		}
	}
	prices, v := slices.Clone(n.prices), slices.Clone(n.v)
	cols, ok := s.price(n, priced, prices, v, steps)
	if !ok || n.bound >= s.bestCost {
		return
	}
	if broken := s.p.Broken(cols); len(broken) > 0 {
		n.branch = s.divide(n, cost, broken[0], cols)
		return
	}
	// With prices the matching may keep rules that it would violate without them.
	zero := slices.Repeat([]int64{0}, len(s.p.Rules))
	cols, ok = s.price(n, cost, zero, v, 0)
	if !ok || n.bound >= s.bestCost {
		return
	}
	if broken := s.p.Broken(cols); len(broken) > 0 {
		n.branch = s.divide(n, cost, broken[0], cols)
	}
}

// price changes the prices of the rules in that many steps to raise the bound
// (subgradient; Held, Wolfe and Crowder 1974), stores the best prices in the node,
// and returns the last matching.
func (s *search) price(n *node, cost []int64, prices, v []int64, steps int) ([]int, bool) {
	copy(s.m.v, v)
	pace, idle := int64(2*paceOne), 0
	var cols []int
	for step := 0; ; step++ {
		value, ok := s.relaxed(cost, prices)
		if !ok {
			return nil, false
		}
		cols = s.m.col[:s.p.Rows()]
		s.offer(cols)
		if idle++; value > n.bound {
			n.bound, n.prices, n.v, idle = value, slices.Clone(prices), slices.Clone(s.m.v), 0
		}
		if n.depth == 0 && (s.proof.Scale == 0 || value > s.proof.Value) {
			s.proof = Proof{Scale: s.scale, U: slices.Clone(s.m.u), V: slices.Clone(s.m.v), Prices: slices.Clone(prices), Value: value}
		}
		if step >= steps || n.bound >= s.bestCost || len(prices) == 0 {
			return slices.Clone(cols), true
		}
		if idle > 5 {
			pace, idle = pace/2, 0
		}
		if !s.step(cols, prices, value, pace) {
			return slices.Clone(cols), true
		}
	}
}

// relaxed solves the node with the prices of the rules and returns its lower bound.
func (s *search) relaxed(cost, prices []int64) (int64, bool) {
	copy(s.m.cost, cost)
	less := int64(0)
	for r, price := range prices {
		rule := &s.p.Rules[r]
		switch {
		case price > 0:
			less += price * int64(rule.Most)
		case price < 0:
			less += price * int64(rule.Least)
		default:
			continue
		}
		for _, at := range rule.Pairs {
			if k := s.at(at); s.m.cost[k] != Never {
				s.m.cost[k] += price
			}
		}
	}
	if !s.m.solve() {
		return 0, false
	}
	return s.m.value() - less, true
}

// paceOne represents a pace of 1.
const paceOne = 1 << 10

// step changes the prices of rules that are violated, or that have a price and
// slack. It returns false if there is nothing to change.
func (s *search) step(cols []int, prices []int64, value, pace int64) bool {
	by := make([]int64, len(prices))
	norm := int64(0)
	for r := range s.p.Rules {
		rule := &s.p.Rules[r]
		n := rule.held(cols)
		switch {
		case n > rule.Most, prices[r] > 0:
			by[r] = int64(n - rule.Most)
		case n < rule.Least, prices[r] < 0:
			by[r] = int64(n - rule.Least)
		}
		norm += by[r] * by[r]
	}
	if norm == 0 {
		return false
	}
	length := max(1, (s.bestCost-value)/norm*pace/(2*paceOne))
	for r := range prices {
		before := prices[r]
		if prices[r] += length * by[r]; before > 0 && prices[r] < 0 || before < 0 && prices[r] > 0 {
			prices[r] = 0
		}
	}
	return true
}

// offer uses the matching as a plan if it keeps all rules and is better.
func (s *search) offer(cols []int) {
	if len(s.p.Broken(cols)) > 0 {
		return
	}
	total := int64(0)
	for i, j := range cols {
		total += s.base[i*s.size+j]
	}
	if total < s.bestCost {
		s.best, s.bestCost = slices.Clone(cols), total
	}
}
