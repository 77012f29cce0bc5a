package assign_test

import (
	"reflect"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
	"pgregory.net/rapid"

	"kaoji/evaluation/assign"
)

const no = assign.Never

func solved(t testing.TB, p *assign.Problem) assign.Plan {
	t.Helper()
	got, err := assign.Solve(p, assign.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// Small instances that are printed with their optimum.
func TestPublishedInstancesHaveTheirPublishedOptimum(t *testing.T) {
	for name, c := range map[string]struct {
		cost [][]int64
		want int64
		most bool // the published problem asks for the most
	}{
		"Kuhn 1955, the ratings of the Hungarian method": {[][]int64{{8, 7, 9, 9}, {5, 2, 7, 8}, {6, 1, 4, 9}, {2, 3, 2, 6}}, 27, true},
		"Burkard, Dell'Amico and Martello, Assignment Problems, chapter 4": {
			[][]int64{{7, 9, 8, 9}, {2, 8, 5, 7}, {1, 6, 6, 9}, {3, 6, 2, 2}}, 17, false},
		"Hillier and Lieberman, Job Shop Co., with a forbidden pair": {
			[][]int64{{13, 16, 12, 11}, {15, no, 13, 20}, {5, 7, 10, 6}, {0, 0, 0, 0}}, 29, false},
		"Taha, Mr Klyne's three children": {[][]int64{{15, 10, 9}, {9, 15, 10}, {10, 12, 8}}, 27, false},
		"Taha, Mr Klyne's four children":  {[][]int64{{1, 4, 6, 3}, {9, 7, 10, 9}, {4, 5, 11, 7}, {8, 7, 8, 5}}, 21, false},
		"Winston, Machineco":              {[][]int64{{14, 5, 8, 7}, {2, 12, 6, 5}, {7, 8, 3, 9}, {2, 4, 6, 10}}, 15, false},
		"Winston, Doc Councillman's relay": {
			[][]int64{{54, 54, 51, 53}, {51, 57, 52, 52}, {50, 53, 54, 56}, {56, 54, 55, 53}}, 207, false},
		"Project Euler 345, the example": {[][]int64{
			{7, 53, 183, 439, 863}, {497, 383, 563, 79, 973}, {287, 63, 343, 169, 583}, {627, 343, 773, 959, 943}, {767, 473, 103, 699, 303},
		}, 3315, true},
		"Clapper, munkres, square":      {[][]int64{{400, 150, 400}, {400, 450, 600}, {300, 225, 300}}, 850, false},
		"Clapper, munkres, rectangular": {[][]int64{{400, 150, 400, 1}, {400, 450, 600, 2}, {300, 225, 300, 3}}, 452, false},
		"Clapper, munkres, square 2":    {[][]int64{{10, 10, 8}, {9, 8, 1}, {9, 7, 4}}, 18, false},
	} {
		sign := int64(1)
		if c.most {
			sign = -1
		}
		p := &assign.Problem{}
		for _, row := range c.cost {
			p.Cost = append(p.Cost, nil)
			for _, x := range row {
				if x != no {
					x *= sign
				}
				p.Cost[len(p.Cost)-1] = append(p.Cost[len(p.Cost)-1], x)
			}
		}
		if got := solved(t, p); !got.Proven || got.Total*sign != c.want {
			t.Errorf("%s: %d, published %d (%+v)", name, got.Total*sign, c.want, got)
		}
	}
}

// machol is the instance of Machol and Wien, A Hard Assignment Problem
// (Operations Research 24, 1976): cost i·j. By the rearrangement inequality the
// optimum pairs 1 with n, 2 with n-1 and so on: n(n+1)(n+2)/6.
func machol(n int) *assign.Problem {
	p := &assign.Problem{}
	for i := range n {
		row := make([]int64, n)
		for j := range row {
			row[j] = int64((i + 1) * (j + 1))
		}
		p.Cost = append(p.Cost, row)
	}
	return p
}

func TestTheHardProblemOfMacholAndWienHasItsOptimum(t *testing.T) {
	for _, n := range []int{1, 2, 10, 50, 200} {
		got := solved(t, machol(n))
		if want := int64(n * (n + 1) * (n + 2) / 6); got.Total != want || !got.Proven || got.Cols[0] != n-1 {
			t.Errorf("%d: %d, want %d", n, got.Total, want)
		}
	}
}

// draw is any small problem with every kind of constraint.
func draw(t *rapid.T, rows, cols int) *assign.Problem {
	n := rapid.IntRange(0, rows).Draw(t, "rows")
	m := rapid.IntRange(n, max(n, cols)).Draw(t, "cols")
	p := &assign.Problem{Fill: make([]bool, m)}
	never := rapid.IntRange(0, 4).Draw(t, "never")
	for range n {
		row := make([]int64, m)
		for j := range row {
			if row[j] = rapid.Int64Range(-9, 30).Draw(t, "cost"); rapid.IntRange(0, 9).Draw(t, "admissible") < never {
				row[j] = no
			}
		}
		p.Cost = append(p.Cost, row)
	}
	if n == 0 {
		return p
	}
	for j := range p.Fill {
		p.Fill[j] = rapid.IntRange(0, 4).Draw(t, "fill") == 0
	}
	pair := rapid.Custom(func(t *rapid.T) assign.Pair {
		return assign.Pair{Row: rapid.IntRange(0, n-1).Draw(t, "row"), Col: rapid.IntRange(0, m-1).Draw(t, "col")}
	})
	if rapid.Bool().Draw(t, "prefers") {
		p.Prefer = rapid.SliceOfN(pair, 0, n).Draw(t, "prefer")
		slices.SortStableFunc(p.Prefer, func(a, b assign.Pair) int { return a.Row - b.Row })
		p.Prefer = slices.CompactFunc(p.Prefer, func(a, b assign.Pair) bool { return a.Row == b.Row })
	}
	for range rapid.IntRange(0, 7).Draw(t, "rules") {
		pairs := rapid.SliceOfNDistinct(pair, 1, 8, func(p assign.Pair) assign.Pair { return p }).Draw(t, "pairs")
		least := rapid.IntRange(0, 2).Draw(t, "least")
		p.Rules = append(p.Rules, assign.Rule{Pairs: pairs, Least: least, Most: least + rapid.IntRange(0, 2).Draw(t, "more")})
	}
	return p
}

// every goes through all ways to place all rows.
func every(p *assign.Problem, look func(cols []int)) {
	cols := make([]int, p.Rows())
	taken := make([]bool, p.Cols())
	var place func(i int)
	place = func(i int) {
		if i == len(cols) {
			look(cols)
			return
		}
		for j := range taken {
			if !taken[j] && p.Cost[i][j] != no {
				taken[j], cols[i] = true, j
				place(i + 1)
				taken[j] = false
			}
		}
	}
	place(0)
}

// brute is the least cost and, among the plans of that, the most preferred pairs.
func brute(p *assign.Problem) (best int64, kept int, found bool) {
	every(p, func(cols []int) {
		total, ok := p.Total(cols)
		if !ok {
			return
		}
		n := preferred(p, cols)
		if !found || total < best || total == best && n > kept {
			best, kept, found = total, n, true
		}
	})
	return best, kept, found
}

func preferred(p *assign.Problem, cols []int) int {
	n := 0
	for _, at := range p.Prefer {
		if cols[at.Row] == at.Col {
			n++
		}
	}
	return n
}

func TestItIsTheBestOfAllPlansWithAllConstraints(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := draw(rt, 6, 7)
		want, kept, found := brute(p)
		got := solved(t, p)
		if got.Found() != found || !got.Proven {
			rt.Fatalf("found %v, there is one: %v (%+v)", got.Found(), found, got)
		}
		if !found {
			return
		}
		total, ok := p.Total(got.Cols)
		if !ok || total != got.Total || total != want || got.Bound != want || preferred(p, got.Cols) != kept {
			rt.Fatalf("%+v, want %d with %d kept", got, want, kept)
		}
		if again := solved(t, p); !reflect.DeepEqual(again, got) {
			rt.Fatalf("another answer for the same problem: %+v %+v", got, again)
		}
	})
}

// conflicting are people who would all gain by staying, of whom many pairs and
// triples may not: no price of the rules tells the whole, so it must be searched.
func conflicting(t *rapid.T) *assign.Problem {
	n := rapid.IntRange(3, 5).Draw(t, "rows")
	p := &assign.Problem{}
	for i := range n {
		row := make([]int64, n+2)
		for j := range row {
			if row[j] = rapid.Int64Range(0, 3).Draw(t, "cost"); j == i {
				row[j] = -rapid.Int64Range(5, 12).Draw(t, "gain")
			}
		}
		p.Cost = append(p.Cost, row)
	}
	stays := func(of ...int) (list []assign.Pair) {
		for _, i := range of {
			list = append(list, assign.Pair{Row: i, Col: i})
		}
		return list
	}
	row := rapid.IntRange(0, n-1)
	for range rapid.IntRange(3, 8).Draw(t, "pairs") {
		if i, j := row.Draw(t, "one"), row.Draw(t, "other"); i != j {
			p.Rules = append(p.Rules, assign.Rule{Pairs: stays(i, j), Most: 1})
		}
	}
	three := rapid.Permutation([]int{0, 1, 2}).Draw(t, "three")
	p.Rules = append(p.Rules, assign.Rule{Pairs: stays(three...), Least: 1, Most: rapid.IntRange(1, 2).Draw(t, "most")})
	return p
}

func TestTheSearchIsExactWhereItHasToBranch(t *testing.T) {
	branched := 0
	rapid.Check(t, func(rt *rapid.T) {
		p := conflicting(rt)
		want, _, found := brute(p)
		got := solved(t, p)
		if got.Found() != found || !got.Proven || found && got.Total != want {
			rt.Fatalf("%+v, the best is %d: %v", got, want, found)
		}
		if got.Nodes > 1 {
			branched++
		}
	})
	if branched < 10 {
		t.Errorf("it branched only %d times", branched)
	}
}

// certified checks the proof by itself: what it says holds for every pair, so
// its value is below every plan, and it is the value of the plan where there are
// no rules (complementary slackness).
func certified(t *rapid.T, p *assign.Problem, got assign.Plan) {
	q := got.Proof
	price := map[assign.Pair]int64{}
	value := int64(0)
	for r, rule := range p.Rules {
		if q.Prices[r] > 0 {
			value -= q.Prices[r] * int64(rule.Most)
		} else {
			value -= q.Prices[r] * int64(rule.Least)
		}
		for _, at := range rule.Pairs {
			price[at] += q.Prices[r]
		}
	}
	scaled := func(at assign.Pair) int64 {
		c := p.Cost[at.Row][at.Col] * q.Scale
		if slices.ContainsFunc(p.Prefer, func(k assign.Pair) bool { return k.Row == at.Row }) && !slices.Contains(p.Prefer, at) {
			c++
		}
		return c + price[at]
	}
	for i := range q.U {
		value += q.U[i] + q.V[i]
		for j := range q.V {
			switch {
			case j >= p.Cols() || i < p.Rows() && p.Cost[i][j] == no || i >= p.Rows() && p.Fill[j]:
			case i >= p.Rows() && q.U[i]+q.V[j] > 0, i < p.Rows() && q.U[i]+q.V[j] > scaled(assign.Pair{Row: i, Col: j}):
				t.Fatalf("the potentials of %d and %d exceed the cost: %+v", i, j, q)
			}
		}
	}
	if value != q.Value {
		t.Fatalf("value %d, said %d", value, q.Value)
	}
	if len(p.Rules) > 0 {
		return
	}
	for i, j := range got.Cols {
		if q.U[i]+q.V[j] != scaled(assign.Pair{Row: i, Col: j}) {
			t.Fatalf("the pair %d %d of the plan is not tight", i, j)
		}
	}
}

func TestTheProofHoldsByItself(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := draw(rt, 6, 8)
		if got := solved(t, p); got.Found() && p.Rows() > 0 {
			certified(rt, p, got)
			if got.Proof.Value > got.Total*got.Proof.Scale+int64(p.Rows()) {
				rt.Fatalf("the bound %d is above the plan %d", got.Proof.Value, got.Total)
			}
		}
	})
}

// Another method: the relaxation as a linear program, by gonum's simplex. For
// the plain problem its optimum is that of the problem (Birkhoff 1946).
func TestItAgreesWithTheSimplexMethod(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(rt, "n")
		p := &assign.Problem{}
		c := make([]float64, n*n)
		// The last equation follows from the others; the simplex wants them independent.
		a := mat.NewDense(2*n-1, n*n, nil)
		b := make([]float64, 2*n-1)
		for i := range n {
			row := make([]int64, n)
			for j := range row {
				row[j] = rapid.Int64Range(0, 50).Draw(rt, "cost")
				c[i*n+j] = float64(row[j])
				a.Set(i, i*n+j, 1)
				if j < n-1 {
					a.Set(n+j, i*n+j, 1)
				}
			}
			p.Cost = append(p.Cost, row)
		}
		for i := range b {
			b[i] = 1
		}
		want, _, err := lp.Simplex(c, a, b, 1e-9, nil)
		if err != nil {
			rt.Fatal(err)
		}
		if got := solved(t, p); float64(got.Total) < want-1e-6 || float64(got.Total) > want+1e-6 {
			rt.Fatalf("%d, by simplex %g", got.Total, want)
		}
	})
}

func TestTheOrderOfPeopleDoesNotChangeTheCost(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := draw(rt, 6, 7)
		order := make([]int, p.Rows())
		for i := range order {
			order[i] = i
		}
		order = rapid.Permutation(order).Draw(rt, "order")
		q := &assign.Problem{Cost: make([][]int64, p.Rows()), Fill: p.Fill}
		for i, to := range order {
			q.Cost[to] = p.Cost[i]
		}
		turn := func(list []assign.Pair) []assign.Pair {
			out := slices.Clone(list)
			for k := range out {
				out[k].Row = order[out[k].Row]
			}
			return out
		}
		q.Prefer = turn(p.Prefer)
		for _, r := range p.Rules {
			q.Rules = append(q.Rules, assign.Rule{Pairs: turn(r.Pairs), Least: r.Least, Most: r.Most})
		}
		a, b := solved(t, p), solved(t, q)
		if a.Found() != b.Found() || a.Total != b.Total {
			rt.Fatalf("%+v %+v", a, b)
		}
	})
}

func TestTheNextBestIsWhatForbiddingCosts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := draw(rt, 5, 6)
		got := solved(t, p)
		for i, j := range got.Cols {
			at := assign.Pair{Row: i, Col: j}
			best, found := int64(0), false
			every(p, func(cols []int) {
				if total, ok := p.Total(cols); ok && cols[i] != j && (!found || total < best) {
					best, found = total, true
				}
			})
			for _, o := range []assign.Options{{}, {From: got.Proof}, {Near: got.Cols}, {From: got.Proof, Near: got.Cols}} {
				next, err := assign.Without(p, at, o)
				if err != nil || next.Found() != found || found && next.Total != best {
					rt.Fatalf("without %v: %+v, want %d %v", at, next, best, found)
				}
				if total, ok := p.Total(next.Cols); found && (!ok || total != best || next.Cols[i] == j) {
					rt.Fatalf("without %v: %+v is no such plan", at, next)
				}
			}
			if low := got.Proof.WithoutAtLeast(p, at); found && low > best {
				rt.Fatalf("without %v: %d at least, but %d is possible", at, low, best)
			}
			with, err := assign.With(p, at, assign.Options{})
			if err != nil || with.Total != got.Total {
				rt.Fatalf("with %v: %+v, want %d", at, with, got.Total)
			}
		}
		for i := range p.Cost { // the potentials say at least how much dearer each other pair is
			for j := range p.Cost[i] {
				at := assign.Pair{Row: i, Col: j}
				if with, err := assign.With(p, at, assign.Options{}); err == nil && with.Found() &&
					with.Total*got.Proof.Scale+int64(p.Rows()) < got.Proof.Value+got.Proof.Spare(p, at)*got.Proof.Scale {
					rt.Fatalf("%v is said to cost %d more: %+v, %+v", at, got.Proof.Spare(p, at), with, got)
				}
			}
		}
	})
}

// Two or three who change places are found before the search begins, so that a
// plan is there at the first node.
func TestANearPlanIsMendedByChangingPlaces(t *testing.T) {
	p := office(true)
	got := solved(t, p)
	for i, j := range got.Cols {
		if i%95 > 0 || j == i {
			continue
		}
		at := assign.Pair{Row: i, Col: j}
		best, err := assign.Without(p, at, assign.Options{From: got.Proof, Near: got.Cols, Nodes: 500})
		if err != nil || !best.Proven {
			t.Fatalf("%v: %+v %v", at, best, err)
		}
		once, err := assign.Without(p, at, assign.Options{From: got.Proof, Near: got.Cols, Nodes: 1})
		if total, ok := p.Total(once.Cols); err != nil || !ok || total != once.Total || once.Bound > best.Total || total < best.Total || once.Cols[i] == j {
			t.Errorf("%v: %+v %v, the best is %d", at, once, err, best.Total)
		}
	}
}

// possible reports whether there is a plan in which some rows may stay nowhere.
func possible(p *assign.Problem, rows, fill, rules []int) bool {
	q := &assign.Problem{Fill: make([]bool, p.Cols()+p.Rows())}
	for i, row := range p.Cost {
		line := slices.Repeat([]int64{no}, len(q.Fill))
		copy(line, row)
		if !slices.Contains(rows, i) {
			line[p.Cols()+i] = 0
		}
		q.Cost = append(q.Cost, line)
	}
	for _, j := range fill {
		q.Fill[j] = true
	}
	for _, r := range rules {
		q.Rules = append(q.Rules, p.Rules[r])
	}
	_, _, found := brute(q)
	return found
}

func less(list []int, k int) []int { return slices.Delete(slices.Clone(list), k, k+1) }

func TestWhatMakesItImpossibleIsSmallestAndEnough(t *testing.T) {
	seen := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		p := draw(rt, 4, 5)
		got, is := assign.Explain(p, assign.Options{})
		if _, _, found := brute(p); is == found {
			rt.Fatalf("explained: %v, possible: %v", is, found)
		}
		if !is {
			return
		}
		seen[got.Why]++
		if !got.Smallest {
			rt.Fatal("the limit was reached")
		}
		rows, fill, rules := got.Rows, got.Cols, got.Rules
		switch got.Why {
		case assign.WhyRows:
			fill = nil
			if len(got.Cols) != len(rows)-1 {
				rt.Fatalf("%+v", got)
			}
		case assign.WhyCols:
			rows = nil
			if len(got.Rows) != len(fill)-1 {
				rt.Fatalf("%+v", got)
			}
		}
		if possible(p, rows, fill, rules) {
			rt.Fatalf("%+v is no contradiction", got)
		}
		for k := range rows {
			if !possible(p, less(rows, k), fill, rules) {
				rt.Fatalf("row %d is not needed in %+v", rows[k], got)
			}
		}
		for k := range fill {
			if !possible(p, rows, less(fill, k), rules) {
				rt.Fatalf("column %d is not needed in %+v", fill[k], got)
			}
		}
		for k := range rules {
			if !possible(p, rows, fill, less(rules, k)) {
				rt.Fatalf("rule %d is not needed in %+v", rules[k], got)
			}
		}
	})
	if seen[assign.WhyRows] == 0 || seen[assign.WhyCols] == 0 || seen[assign.WhyRules] == 0 {
		t.Errorf("not every kind was met: %v", seen)
	}
}

// triangle is three people who would save 10 each by staying, of whom no two may
// stay. Half of each staying is the best that any price of the rules can tell.
func triangle() *assign.Problem {
	p := &assign.Problem{Cost: [][]int64{{-10, 0, 0, 0, 0, 0}, {0, -10, 0, 0, 0, 0}, {0, 0, -10, 0, 0, 0}}}
	for i, j := range []int{1, 2, 0} {
		p.Rules = append(p.Rules, assign.Rule{Pairs: []assign.Pair{{Row: i, Col: i}, {Row: j, Col: j}}, Most: 1})
	}
	return p
}

func TestAtTheLimitTheBoundIsBelowTheBestPlan(t *testing.T) {
	for limit, proven := range map[int]bool{1: false, 100: true} {
		got, err := assign.Solve(triangle(), assign.Options{Nodes: limit})
		if err != nil || got.Proven != proven || got.Bound > -10 || got.Bound < -15 || proven && got.Total != -10 {
			t.Errorf("%d: %+v %v", limit, got, err)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		p := draw(rt, 6, 7)
		want, _, found := brute(p)
		got, err := assign.Solve(p, assign.Options{Nodes: 1})
		if err != nil {
			rt.Fatal(err)
		}
		switch {
		case got.Found() && !found, got.Proven && got.Found() != found:
			rt.Fatalf("%+v, there is one: %v", got, found)
		case found && got.Bound > want, got.Found() && got.Total < want, got.Proven && found && got.Total != want:
			rt.Fatalf("%+v, the best is %d", got, want)
		}
	})
}

func TestAProblemThatIsNoneIsRefused(t *testing.T) {
	for name, p := range map[string]*assign.Problem{
		"a short row":          {Cost: [][]int64{{1, 2}, {1}}},
		"a cost out of bounds": {Cost: [][]int64{{assign.MaxCost + 1}}},
		"a pair of nothing":    {Cost: [][]int64{{1}}, Rules: []assign.Rule{{Pairs: []assign.Pair{{Row: 1}}}}},
		"fill of another size": {Cost: [][]int64{{1}}, Fill: []bool{true, true}},
	} {
		if _, err := assign.Solve(p, assign.Options{}); err == nil {
			t.Errorf("%s passes", name)
		}
	}
	if got := solved(t, &assign.Problem{}); !got.Found() && !got.Proven {
		t.Errorf("%+v", got)
	}
	if got := solved(t, &assign.Problem{Cost: [][]int64{{1}, {1}}}); got.Found() || !got.Proven {
		t.Errorf("two in one post: %+v", got)
	}
}
