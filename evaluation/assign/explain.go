package assign

import "slices"

// Conflict is the reason why there is no plan. If Smallest, no part of the
// contradiction can be left out.
type Conflict struct {
	Why      string
	Rows     []int // rows that cannot all be placed
	Cols     []int // all columns of these rows; or columns that cannot all be filled
	Rules    []int
	Smallest bool // false: the limit was reached before all parts were tried
}

// The kinds of a conflict.
const (
	WhyRows  = "rows"  // these rows have only these columns, one too few
	WhyCols  = "cols"  // these columns must be filled and only these rows can, one too few
	WhyRules = "rules" // rows and columns alone would do; with these rules they do not
)

// Explain returns why a problem has no plan. It returns false if the problem has a
// plan, or if the limit was reached before this was known.
func Explain(p *Problem, o Options) (Conflict, bool) {
	admits := make([][]int, p.Rows()) // columns of each row
	comes := make([][]int, p.Cols())  // rows of each column
	for i, row := range p.Cost {
		for j, c := range row {
			if c != Never {
				admits[i] = append(admits[i], j)
				comes[j] = append(comes[j], i)
			}
		}
	}
	all := make([]int, p.Rows())
	for i := range all {
		all[i] = i
	}
	if rows, cols := hall(admits, all, p.Cols()); rows != nil {
		return Conflict{Why: WhyRows, Rows: rows, Cols: cols, Smallest: true}, true
	}
	var must []int
	for j, fill := range p.Fill {
		if fill {
			must = append(must, j)
		}
	}
	if cols, rows := hall(comes, must, p.Rows()); cols != nil {
		return Conflict{Why: WhyCols, Rows: rows, Cols: cols, Smallest: true}, true
	}
	// All rows can be placed and all columns can be filled, so both are possible at
	// once (Mendelsohn and Dulmage 1958). So the rules are the reason.
	f := filter{p: p, o: o, rows: make([]bool, p.Rows()), cols: slices.Clone(p.Fill), rules: make([]bool, len(p.Rules)), smallest: true}
	return f.run()
}

// hall matches each element of left with one of its right elements. If that is
// impossible it returns a smallest set of left elements that together have one
// right element too few, and these right elements.
func hall(has [][]int, left []int, rights int) (set, only []int) {
	of := slices.Repeat([]int{-1}, rights) // the left element matched with each right element
	for _, i := range left {
		seen := make([]bool, rights)
		if try(has, of, seen, i) {
			continue
		}
		// The set that alternating paths from i reach. Each right element is
		// matched with one of the set, and without any one of the set the others
		// can be placed.
		set = []int{i}
		for j, reached := range seen {
			if reached {
				set, only = append(set, of[j]), append(only, j)
			}
		}
		slices.Sort(set)
		return set, only
	}
	return nil, nil
}

// try finds an augmenting path (Kuhn 1955, Berge 1957).
func try(has [][]int, of []int, seen []bool, i int) bool {
	for _, j := range has[i] {
		if seen[j] {
			continue
		}
		seen[j] = true
		if of[j] < 0 || try(has, of, seen, of[j]) {
			of[j] = i
			return true
		}
	}
	return false
}

// filter removes parts of the problem that the contradiction does not need.
type filter struct {
	p        *Problem
	o        Options
	rows     []bool // rows that need not be placed
	cols     []bool // columns that must be filled
	rules    []bool // rules left out
	smallest bool
}

func (f *filter) run() (Conflict, bool) {
	if possible, known := f.possible(); possible || !known {
		return Conflict{}, false
	}
	f.drop(len(f.rules), func(r int) { f.rules[r] = true }, func(r int) { f.rules[r] = false })
	f.drop(len(f.rows), func(i int) { f.rows[i] = true }, func(i int) { f.rows[i] = false })
	must := positions(f.cols, true)
	f.drop(len(must), func(k int) { f.cols[must[k]] = false }, func(k int) { f.cols[must[k]] = true })
	return Conflict{
		Why: WhyRules, Rows: positions(f.rows, false), Cols: positions(f.cols, true), Rules: positions(f.rules, false), Smallest: f.smallest,
	}, true
}

func positions(list []bool, want bool) []int {
	var at []int
	for i, is := range list {
		if is == want {
			at = append(at, i)
		}
	}
	return at
}

// drop leaves out as many of n parts as possible: halves first, for speed, then
// each one separately.
func (f *filter) drop(n int, out, back func(int)) {
	left := make([]int, n)
	for i := range left {
		left[i] = i
	}
	for size := (n + 1) / 2; size > 0; size /= 2 {
		var kept []int
		for from := 0; from < len(left); from += size {
			part := left[from:min(from+size, len(left))]
			for _, k := range part {
				out(k)
			}
			possible, known := f.possible()
			if !possible && known {
				continue
			}
			if size == 1 && !known {
				f.smallest = false
			}
			for _, k := range part {
				back(k)
			}
			kept = append(kept, part...)
		}
		left = kept
	}
}

// possible reports whether the remaining problem has a plan, and whether that is
// known.
func (f *filter) possible() (yes, known bool) {
	q := &Problem{Fill: slices.Clone(f.cols)}
	if q.Fill == nil {
		q.Fill = make([]bool, f.p.Cols())
	}
	free := positions(f.rows, true)
	q.Fill = append(q.Fill, make([]bool, len(free))...)
	for i, row := range f.p.Cost {
		line := make([]int64, len(q.Fill))
		for j := range line {
			if line[j] = Never; j < len(row) && row[j] != Never || j >= len(row) && free[j-len(row)] == i {
				line[j] = 0
			}
		}
		q.Cost = append(q.Cost, line)
	}
	for r, rule := range f.p.Rules {
		if !f.rules[r] {
			q.Rules = append(q.Rules, rule)
		}
	}
	plan, err := Solve(q, f.o)
	return err == nil && plan.Found(), err == nil && (plan.Found() || plan.Proven)
}
