package assign

import (
	"errors"
	"fmt"
)

// Never is the cost of a pair that is not admissible.
const Never = int64(1) << 60

// MaxCost bounds a cost, so that no sum overflows; MaxSize bounds rows and columns.
const (
	MaxCost = int64(1_000_000_000)
	MaxSize = 1000
)

// Pair is a row in a column.
type Pair struct {
	Row int `json:"row"`
	Col int `json:"col"`
}

// Rule says how many of the pairs a plan may hold.
type Rule struct {
	Pairs []Pair
	Least int
	Most  int
}

// Problem is what to solve. Every row is placed, in a column of its own.
type Problem struct {
	Cost   [][]int64 // of each row in each column; Never where that cannot be
	Fill   []bool    // columns that may not stay empty; nil: none
	Prefer []Pair    // kept where that costs nothing
	Rules  []Rule
}

// Rows and Cols are the size.
func (p *Problem) Rows() int { return len(p.Cost) }

// Cols is the number of columns, also where there are no rows.
func (p *Problem) Cols() int {
	if len(p.Cost) == 0 {
		return len(p.Fill)
	}
	return len(p.Cost[0])
}

// Check says what is wrong with the problem itself. That it has no plan is not.
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

// Total is the cost of a plan, and whether it is one: every row in an
// admissible column of its own, columns filled that must be, every rule kept.
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

// Broken lists the rules that a plan breaks. A row may be in -1, nowhere.
func (p *Problem) Broken(cols []int) []int {
	var list []int
	for r, rule := range p.Rules {
		if n := rule.held(cols); n < rule.Least || n > rule.Most {
			list = append(list, r)
		}
	}
	return list
}

// held is how many of the rule's pairs a plan holds.
func (r *Rule) held(cols []int) int {
	n := 0
	for _, at := range r.Pairs {
		if cols[at.Row] == at.Col {
			n++
		}
	}
	return n
}
