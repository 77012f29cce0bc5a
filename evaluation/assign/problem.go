package assign

import (
	"errors"
	"fmt"
)

// Never is the cost of a pair that is not admissible.
const Never = int64(1) << 60

// MaxCost is the largest cost, so that no sum overflows; MaxSize is the largest
// number of rows and columns.
const (
	MaxCost = int64(1_000_000_000)
	MaxSize = 1000
)

// Pair is a row in a column.
type Pair struct {
	Row int `json:"row"`
	Col int `json:"col"`
}

// Rule says how many of its pairs a plan may contain.
type Rule struct {
	Pairs []Pair
	Least int
	Most  int
}

// Problem is the problem to solve. Every row gets its own column.
type Problem struct {
	Cost   [][]int64 // of each row in each column; Never if the pair is not admissible
	Fill   []bool    // columns that must not stay empty; nil: none
	Prefer []Pair    // pairs kept if this costs nothing
	Rules  []Rule
}

// Rows is the number of rows.
func (p *Problem) Rows() int { return len(p.Cost) }

// Cols is the number of columns, also if there are no rows.
func (p *Problem) Cols() int {
	if len(p.Cost) == 0 {
		return len(p.Fill)
	}
	return len(p.Cost[0])
}

// Check returns an error if the problem is malformed. A problem without a plan is
// not malformed.
func (p *Problem) Check() error {
	if p.Rows() > MaxSize || p.Cols() > MaxSize {
		return fmt.Errorf("assign: more than %d rows or columns", MaxSize)
	}
	for i, row := range p.Cost {
		if len(row) != p.Cols() {
			return fmt.Errorf("assign: row %d has %d columns, not %d", i, len(row), p.Cols())
		}
		for j, c := range row {
			if c != Never && (c < -MaxCost || c > MaxCost) {
				return fmt.Errorf("assign: cost of %d in %d", i, j)
			}
		}
	}
	if p.Fill != nil && len(p.Fill) != p.Cols() {
		return errors.New("assign: fill is not one for each column")
	}
	pairs := [][]Pair{p.Prefer}
	for _, r := range p.Rules {
		pairs = append(pairs, r.Pairs)
	}
	for _, list := range pairs {
		for _, at := range list {
			if at.Row < 0 || at.Row >= p.Rows() || at.Col < 0 || at.Col >= p.Cols() {
				return fmt.Errorf("assign: no pair %v", at)
			}
		}
	}
	return nil
}

// Total returns the cost of a plan, and whether it is valid: every row in its own
// admissible column, required columns filled, every rule kept.
func (p *Problem) Total(cols []int) (total int64, ok bool) {
	if len(cols) != p.Rows() {
		return 0, false
	}
	taken := make([]bool, p.Cols())
	for i, j := range cols {
		if j < 0 || j >= p.Cols() || taken[j] || p.Cost[i][j] == Never {
			return 0, false
		}
		taken[j] = true
		total += p.Cost[i][j]
	}
	for j, must := range p.Fill {
		if must && !taken[j] {
			return 0, false
		}
	}
	return total, len(p.Broken(cols)) == 0
}

// Broken lists the rules that a plan violates. A row may be in column -1, which
// means none.
func (p *Problem) Broken(cols []int) []int {
	var list []int
	for r, rule := range p.Rules {
		if n := rule.held(cols); n < rule.Least || n > rule.Most {
			list = append(list, r)
		}
	}
	return list
}

// held returns how many of the rule's pairs are in a plan.
func (r *Rule) held(cols []int) int {
	n := 0
	for _, at := range r.Pairs {
		if cols[at.Row] == at.Col {
			n++
		}
	}
	return n
}
