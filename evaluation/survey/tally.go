package survey

import (
	"maps"
	"math"
	"slices"

	"kaoji/evaluation/stats"
)

// Tally counts the answers of one group. It grows with the questions, not with the
// respondents; written answers are not in it.
type Tally struct {
	Respondents int               `json:"respondents"`
	Counts      map[string]*Count `json:"counts"` // by question
}

// Count is what was answered to one question.
type Count struct {
	Answered int              `json:"answered"`
	Chosen   map[string]int   `json:"chosen,omitempty"` // by option; of a Matrix by row and option (see cell); of a Ranking how often it stands first
	Rows     map[string]int   `json:"rows,omitempty"`   // of a Matrix: answers by row
	Points   map[string]int64 `json:"points,omitempty"` // of a Ranking: k points for the first of k options, one for the last
	Sum      float64          `json:"sum,omitempty"`    // of a Number
	Squares  float64          `json:"squares,omitempty"`

	few map[string]bool // rows of a Matrix whose figures are hidden, see without
}

// cell is the name under which a choice in a row of a matrix is counted.
func cell(row, option string) string { return row + " " + option }

// NewTally makes an empty tally.
func NewTally() *Tally { return &Tally{Counts: map[string]*Count{}} }

// Add counts the accepted answers of one respondent.
func (t *Tally) Add(q *Questionnaire, a Answers) {
	t.Respondents++
	for _, one := range q.Questions() {
		if given, ok := a[one.ID]; ok {
			t.of(one.ID).add(one, given)
		}
	}
}

// Merge adds another tally of the same questionnaire.
func (t *Tally) Merge(o *Tally) {
	t.Respondents += o.Respondents
	for id, c := range o.Counts {
		t.of(id).merge(c)
	}
}

func (t *Tally) of(question string) *Count {
	if t.Counts[question] == nil {
		t.Counts[question] = &Count{Chosen: map[string]int{}, Rows: map[string]int{}, Points: map[string]int64{}}
	}
	return t.Counts[question]
}

func (c *Count) add(q *Question, a Answer) {
	c.Answered++
	switch q.Kind {
	case Matrix:
		for row, o := range a.Rows {
			c.Chosen[cell(row, o)]++
			c.Rows[row]++
		}
	case Ranking:
		for i, o := range a.Chosen {
			if i == 0 {
				c.Chosen[o]++
			}
			c.Points[o] += int64(len(q.Options) - i)
		}
	case Number:
		v := float64(*a.Number)
		c.Sum, c.Squares = c.Sum+v, c.Squares+v*v
	default:
		for _, o := range a.Chosen {
			c.Chosen[o]++
		}
	}
}

func (c *Count) merge(o *Count) {
	c.Answered, c.Sum, c.Squares = c.Answered+o.Answered, c.Sum+o.Sum, c.Squares+o.Squares
	for k, n := range o.Chosen {
		c.Chosen[k] += n
	}
	for k, n := range o.Rows {
		c.Rows[k] += n
	}
	for k, n := range o.Points {
		c.Points[k] += n
	}
}

// without are the counts without some rows of a matrix.
func (c *Count) without(q *Question, rows []string) *Count {
	if len(rows) == 0 {
		return c
	}
	out := &Count{Answered: c.Answered, Chosen: maps.Clone(c.Chosen), Rows: maps.Clone(c.Rows), few: map[string]bool{}}
	for _, row := range rows {
		out.few[row] = true
		delete(out.Rows, row)
		for _, o := range q.Options {
			delete(out.Chosen, cell(row, o.Code))
		}
	}
	return out
}

// Share is the share of those who answered a question that chose an option. Its figures are
// in percent.
type Share struct {
	Row, Option string // Row: of a Matrix
	Few         bool   // its figures are hidden: too few answered the row, or they could be computed
	N, Of       int
	Percent     float64
	Margin      float64 // z standard errors at 95 %, by the normal approximation (G-5)
	Low, High   float64 // Wilson interval at 95 %
	Points      float64 // of a Ranking: mean of the points of those who answered
}

// percent is a share in percent, 0 of nobody.
func percent(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(n) / float64(of)
}

func shareOf(row, option string, n, of int) Share {
	s := Share{Row: row, Option: option, N: n, Of: of, Percent: percent(n, of)}
	if of > 0 {
		s.Margin = 100 * stats.Margin(float64(n)/float64(of), of, stats.Z95)
		low, high := stats.Wilson(n, of, stats.Z95)
		s.Low, s.High = 100*low, 100*high
	}
	return s
}

// Shares lists the shares of a question in the order of its options, of a matrix row by row;
// nil for Number and Written.
func (t *Tally) Shares(q *Question) []Share {
	c := t.Counts[q.ID]
	if c == nil {
		c = &Count{}
	}
	var list []Share
	if q.Kind == Matrix {
		for _, row := range q.Rows {
			for _, o := range q.Options {
				s := shareOf(row.Code, o.Code, c.Chosen[cell(row.Code, o.Code)], c.Rows[row.Code])
				s.Few = c.few[row.Code]
				list = append(list, s)
			}
		}
		return list
	}
	for _, o := range q.Options {
		s := shareOf("", o.Code, c.Chosen[o.Code], c.Answered)
		if c.Answered > 0 {
			s.Points = float64(c.Points[o.Code]) / float64(c.Answered)
		}
		list = append(list, s)
	}
	return list
}

// Mean is a mean with its interval at 95 % (Student's t), within the lowest and the highest
// possible answer; Low and High are NaN of fewer than two answers.
type Mean struct {
	N               int
	Mean, Low, High float64
}

// MeanOf is the mean of a Number, or the mean score of a Scale or of a row of a Matrix; false
// if there is none.
func (t *Tally) MeanOf(q *Question, row string) (Mean, bool) {
	c := t.Counts[q.ID]
	switch {
	case c == nil || c.Answered == 0:
		return Mean{}, false
	case q.Kind == Number:
		m, ok := meanOf(c.Answered, c.Sum, c.Squares)
		if q.Least != 0 || q.Greatest != 0 {
			m.within(float64(q.Least), float64(q.Greatest))
		}
		return m, ok
	case !q.Scored():
		return Mean{}, false
	}
	n, sum, squares := 0, 0.0, 0.0
	least, greatest := math.Inf(1), math.Inf(-1)
	for _, o := range q.Options {
		name := o.Code
		if q.Kind == Matrix {
			name = cell(row, o.Code)
		}
		k, score := c.Chosen[name], float64(o.Score)
		n, sum, squares = n+k, sum+float64(k)*score, squares+float64(k)*score*score
		least, greatest = min(least, score), max(greatest, score)
	}
	m, ok := meanOf(n, sum, squares)
	m.within(least, greatest)
	return m, ok
}

// within cuts the interval off at the bounds of the answers.
func (m *Mean) within(least, greatest float64) {
	m.Low, m.High = max(m.Low, least), min(m.High, greatest)
}

func meanOf(n int, sum, squares float64) (Mean, bool) {
	if n == 0 {
		return Mean{}, false
	}
	m := Mean{N: n, Mean: sum / float64(n), Low: math.NaN(), High: math.NaN()}
	if n > 1 {
		sd := math.Sqrt(max(0, (squares-sum*sum/float64(n))/float64(n-1)))
		if low, high, ok := stats.MeanInterval(m.Mean, sd, n, 0.95); ok {
			m.Low, m.High = low, high
		}
	}
	return m, true
}

// Hidden returns which groups may not be shown alone, by number of respondents: those below
// the floor (H-1 to H-4) and those that are hidden for another reason, and with a single one
// of them, or with several that are fewer than the floor together, the next smallest, because
// the total would reveal them (H-5). Groups without respondents reveal nothing. also can be
// nil.
func Hidden(respondents []int, floor int, also []bool) []bool {
	hidden := make([]bool, len(respondents))
	groups, people := 0, 0
	hide := func(i int) { hidden[i], groups, people = true, groups+1, people+respondents[i] }
	for i, n := range respondents {
		if n > 0 && (n < floor || also != nil && also[i]) {
			hide(i)
		}
	}
	for groups > 0 && (groups == 1 || people < floor) {
		next := -1
		for i, n := range respondents {
			if !hidden[i] && n > 0 && (next < 0 || n < respondents[next]) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		hide(next)
	}
	return hidden
}

// Difference is what differs between two groups, or two waves, in the share of an option.
type Difference struct {
	Question, Row, Option string
	Points                float64 // percentage points, second minus first
	P                     float64 // of the two-proportion z-test with pooled variance
	Adjusted              float64 // P after Benjamini & Hochberg over all differences of the comparison
}

// AtLeast is the false discovery rate up to which a difference is more than noise (H-22).
const AtLeast = 0.05

// Noise reports that the difference can be chance.
func (d Difference) Noise() bool { return !(d.Adjusted <= AtLeast) }

// Compare compares the shares of the questions that two questionnaires have in common, by id
// of question and code of option. Of a question with two options only the first is compared:
// the other says the same.
func Compare(q *Questionnaire, first, second *Tally) []Difference {
	var list []Difference
	var p []float64
	for _, one := range q.Questions() {
		a, b := first.Shares(one), second.Shares(one)
		for i := range a {
			if a[i].Of == 0 || b[i].Of == 0 || one.Kind != Multiple && len(one.Options) == 2 && i%2 == 1 {
				continue
			}
			d := Difference{Question: one.ID, Row: a[i].Row, Option: a[i].Option, Points: b[i].Percent - a[i].Percent, P: pooled(a[i], b[i])}
			list, p = append(list, d), append(p, d.P)
		}
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		list[i].Adjusted = q
	}
	return list
}

// pooled is the two-sided p-value of the z-test of two proportions.
func pooled(a, b Share) float64 {
	all := float64(a.N+b.N) / float64(a.Of+b.Of)
	se := math.Sqrt(all * (1 - all) * (1/float64(a.Of) + 1/float64(b.Of)))
	if se == 0 {
		return 1
	}
	return math.Erfc(math.Abs(b.Percent-a.Percent) / 100 / se / math.Sqrt2)
}

// Returned is the share of the questionnaires issued that came back, in percent, and what the
// rule survey.return (G-6) calls it; "" below all of its steps.
func Returned(issued, returned int, steps map[string]int64) (share float64, word string) {
	share = percent(returned, issued)
	best := int64(-1)
	for _, name := range slices.Sorted(maps.Keys(steps)) {
		if least := steps[name]; issued > 0 && int64(returned)*10000 >= least*int64(issued) && least > best {
			best, word = least, name
		}
	}
	return share, word
}
