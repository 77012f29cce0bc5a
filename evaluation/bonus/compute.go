package bonus

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"kaoji/evaluation"
)

// Line is one person of a period: the input of the division and its result. The
// level is used only if the plan has factors by level.
type Line struct {
	Person   string   `json:"person"`
	Entry    string   `json:"entry"` // the record of the entries
	No       string   `json:"no"`
	Name     string   `json:"name"`
	Unit     string   `json:"unit"`
	Level    string   `json:"level"`
	Grade    string   `json:"grade"`
	Days     int      `json:"days"`              // present within the period
	Out      []Reason `json:"out"`               // reasons why the person does not take part
	Work     []Number `json:"work"`              // quantities, in the order of the plan
	Goals    []Goal   `json:"goals"`             // in the order of the plan
	Quality  Number   `json:"quality"`           // points, 100 at most
	Deducted int64    `json:"deducted"`          // points, of confirmed deductions
	Amount   int64    `json:"amount" unit:"fen"` // fen
	Class    string   `json:"class" doc:"Award class; none is empty. It carries no money"`
}

// Goal is the result of a target.
type Goal struct {
	Target Number `json:"target"`
	Actual Number `json:"actual"`
}

// Reason is why a person does not take part: the fact, its document and its end.
type Reason struct {
	Why    string          `json:"why"` // a kind of absence, or ReasonGrade, ReasonDays, ReasonLevel
	Detail string          `json:"detail"`
	Source string          `json:"source"`
	From   evaluation.Date `json:"from"`
	To     evaluation.Date `json:"to"`
}

// Outcome is a division with everything needed to explain it.
type Outcome struct {
	Pool   int64
	Parts  [parts]Part
	Shares []Share // in the order of the lines
	Order  []int   // lines in the order in which leftover fen are given
	Left   int     // fen left over by rounding down
}

// Part is one part of the pool.
type Part struct {
	Code   string
	Share  int      // percent of the pool, as planned
	Of     int      // sum of the shares of the parts in which anybody has points; Share is divided by it
	Total  *big.Int // sum of all weights
	Spread bool     // nobody has points in it: its share is distributed over the others
}

// Share is the amount of a person.
type Share struct {
	Weights [parts]*big.Int
	Cut     int64    // fen, rounded down
	Extra   bool     // got one of the leftover fen
	Amount  int64    // fen
	rest    *big.Int // remainder, over the common denominator
}

// ErrNobody is returned if there are no participants.
var ErrNobody = evaluation.Fail(evaluation.CodeState, "bonus.nobody")

// Compute divides the pool (fen) among the participants. It is exact except for one
// rounding at the end, by largest remainder: everybody's amount is rounded down to
// the fen, and the leftover fen go to the largest remainders; for equal remainders
// first to the larger amount, then to the lower staff number, then to the lower id.
// So the amounts always add up to the pool.
//
// A person's weight in a part is
//
//	floor      days present × grade factor
//	workload   points of the quantities × grade factor
//	results    points of the targets × grade factor
//	quality    (quality − deductions, at least 0) × days present × grade factor
//
// each times the factor of the level if the plan has one. A part in which nobody
// has points is distributed over the others in proportion to their shares; if there
// is no other part, the pool is divided like the floor.
func Compute(plan *Plan, pool int64, lines []Line) (Outcome, error) {
	out := Outcome{Pool: pool, Shares: make([]Share, len(lines))}
	scale := commonTarget(lines)
	n := plan.numbers()
	for i := range out.Parts {
		out.Parts[i] = Part{Code: Parts()[i], Share: plan.Shares()[i], Total: new(big.Int)}
	}
	for i := range lines {
		out.Shares[i].Weights = weights(plan, n, &lines[i], scale)
		for k, w := range out.Shares[i].Weights {
			out.Parts[k].Total.Add(out.Parts[k].Total, w)
		}
	}
	if out.Parts[0].Total.Sign() == 0 { // nobody has days and a grade factor
		return out, ErrNobody
	}
	out.spread()
	out.divide(lines)
	return out, nil
}

// commonTarget returns the least common multiple of all targets in hundredths, so
// that points in proportion to them are whole numbers.
func commonTarget(lines []Line) *big.Int {
	scale, seen := big.NewInt(1), map[int64]bool{}
	for i := range lines {
		for _, g := range lines[i].Goals {
			target := g.Target.Hundredths()
			if target <= 1 || seen[target] {
				continue
			}
			seen[target] = true
			t := big.NewInt(target)
			gcd := new(big.Int).GCD(nil, nil, new(big.Int).Mod(scale, t), t)
			scale.Mul(scale, t.Quo(t, gcd))
		}
	}
	return scale
}

// weights returns a person's weight in each part; all are zero for people who do
// not take part.
func weights(plan *Plan, n numbers, l *Line, scale *big.Int) [parts]*big.Int {
	w := [parts]*big.Int{new(big.Int), new(big.Int), new(big.Int), new(big.Int)}
	factor := int64(plan.Band(l.Grade)) * int64(plan.RankFactor(l.Level))
	if len(l.Out) > 0 || l.Days <= 0 || factor <= 0 {
		return w
	}
	days := big.NewInt(int64(l.Days))
	w[0].Set(days)
	w[1] = workPoints(n.work, l.Work)
	w[2] = goalPoints(n.goals, l.Goals, scale)
	w[3].Mul(big.NewInt(l.marks()), days)
	for i := range w {
		w[i].Mul(w[i], big.NewInt(factor))
	}
	return w
}

// marks returns the points of quality minus the deductions, at least 0, in
// hundredths.
func (l *Line) marks() int64 { return max(0, l.Quality.Hundredths()-l.Deducted*100) }

// Marks returns the points of quality minus the deductions, at least 0.
func (l *Line) Marks() string { return WriteHundredths(l.marks()) }

// workPoints returns points times 10,000, because points per piece and quantity
// have two decimals each.
func workPoints(rows []workNumbers, quantities []Number) *big.Int {
	sum := new(big.Int)
	for i, row := range rows {
		if i >= len(quantities) {
			break
		}
		points := new(big.Int).Mul(row.points, big.NewInt(max(0, quantities[i].Hundredths())))
		if row.most != nil && points.Cmp(row.most) > 0 {
			points = row.most
		}
		sum.Add(sum, points)
	}
	return sum
}

// goalPoints returns points times 10,000 times scale.
func goalPoints(rows []goalNumbers, goals []Goal, scale *big.Int) *big.Int {
	sum := new(big.Int)
	for i, row := range rows {
		if i >= len(goals) || goals[i].Target.Hundredths() <= 0 {
			continue
		}
		target, actual := big.NewInt(goals[i].Target.Hundredths()), big.NewInt(max(0, goals[i].Actual.Hundredths()))
		reached := actual.Mul(actual, big.NewInt(whole)) // in percent of the target, times the target
		most := new(big.Int).Mul(target, big.NewInt(row.most))
		switch full := new(big.Int).Mul(target, big.NewInt(whole)); {
		case row.reach && reached.Cmp(full) < 0:
			continue
		case row.reach:
			reached = full
		case reached.Cmp(most) > 0:
			reached = most
		}
		reached.Mul(reached, row.points)
		sum.Add(sum, reached.Mul(reached, new(big.Int).Quo(scale, target)))
	}
	return sum
}

// spread determines the parts that count.
func (o *Outcome) spread() {
	of := 0
	for i := range o.Parts {
		o.Parts[i].Spread = o.Parts[i].Total.Sign() == 0
		if !o.Parts[i].Spread {
			of += o.Parts[i].Share
		}
	}
	if of == 0 { // no other part has points: divided like the floor
		o.Parts[0].Share, of = whole, whole
		for i := range o.Parts[1:] {
			o.Parts[i+1].Share = 0
		}
	}
	for i := range o.Parts {
		o.Parts[i].Of = of
	}
}

// divide computes everybody's exact amount over one common denominator, rounds down
// and distributes the rest.
func (o *Outcome) divide(lines []Line) {
	var factors [parts]*big.Int // of each weight in the numerator
	denominator := big.NewInt(int64(o.Parts[0].Of))
	for i, p := range o.Parts {
		if p.Share == 0 || p.Spread {
			continue
		}
		factors[i] = new(big.Int).Mul(big.NewInt(o.Pool), big.NewInt(int64(p.Share)))
		for k, other := range o.Parts {
			if k != i && other.Share > 0 && !other.Spread {
				factors[i].Mul(factors[i], other.Total)
			}
		}
		denominator.Mul(denominator, p.Total)
	}
	left := o.Pool
	for i := range o.Shares {
		s, sum := &o.Shares[i], new(big.Int)
		for k, f := range factors {
			if f != nil {
				sum.Add(sum, new(big.Int).Mul(f, s.Weights[k]))
			}
		}
		cut, rest := new(big.Int).QuoRem(sum, denominator, new(big.Int))
		s.Cut, s.rest = cut.Int64(), rest
		s.Amount = s.Cut
		left -= s.Cut
	}
	o.Left = int(left)
	o.place(lines)
}

// place distributes the leftover fen, which are fewer than the people.
func (o *Outcome) place(lines []Line) {
	o.Order = make([]int, len(lines))
	for i := range o.Order {
		o.Order[i] = i
	}
	slices.SortFunc(o.Order, func(a, b int) int {
		return cmp.Or(
			o.Shares[b].rest.Cmp(o.Shares[a].rest), cmp.Compare(o.Shares[b].Cut, o.Shares[a].Cut),
			strings.Compare(lines[a].No, lines[b].No), strings.Compare(lines[a].Person, lines[b].Person),
		)
	})
	for _, i := range o.Order[:o.Left] {
		o.Shares[i].Extra, o.Shares[i].Amount = true, o.Shares[i].Cut+1
	}
}

// Takes reports whether the i-th line takes part.
func (o *Outcome) Takes(i int) bool { return o.Shares[i].Weights[0].Sign() > 0 }

// exact returns the amount of the i-th line in fen before rounding, and the
// contribution of each part.
func (o *Outcome) exact(i int) (sum *big.Rat, of [parts]*big.Rat) {
	sum = new(big.Rat)
	for k, p := range o.Parts {
		of[k] = new(big.Rat)
		if p.Share == 0 || p.Spread {
			continue
		}
		of[k].SetFrac(
			new(big.Int).Mul(big.NewInt(o.Pool*int64(p.Share)), o.Shares[i].Weights[k]),
			new(big.Int).Mul(big.NewInt(int64(p.Of)), p.Total))
		sum.Add(sum, of[k])
	}
	return sum, of
}

// Ratio returns the i-th line's share of the total of the k-th part for display;
// the division itself is exact.
func (o *Outcome) Ratio(i, k int) float64 {
	if o.Parts[k].Total.Sign() == 0 {
		return 0
	}
	r, _ := fraction(o.Shares[i].Weights[k], o.Parts[k].Total).Float64()
	return r
}
