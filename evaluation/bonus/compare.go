package bonus

import (
	"math"
	"math/big"
	"slices"

	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/stats"
)

// Compare compares the division with the same pool divided equally and by rank
// alone. It shows whether the division differs from equal shares, and whether rank
// has an indirect effect. Shares are in ten-thousandths; Known says which could be
// computed.
type Compare struct {
	Taking   int         `json:"taking" doc:"People who take part"`
	Flat     Split       `json:"flat"`
	ByRank   Split       `json:"by_rank"`
	Actual   Split       `json:"actual"`
	Factored bool        `json:"factored" doc:"The scheme has factors by level"`
	Why      []desk.Node `json:"-"` // the arithmetic of the statistics of Actual
}

// Split is one way to divide the pool.
type Split struct {
	Least int64  `json:"least" doc:"Fen"`
	Most  int64  `json:"most" doc:"Fen"`
	Gini  Figure `json:"gini" doc:"0 if all get the same"`
	Rho   Figure `json:"rho" doc:"Spearman correlation with rank"`
	Eta   Figure `json:"eta" doc:"Share of the variance that rank explains (eta squared)"`
}

// Figure is a statistic in ten-thousandths, or undetermined if nothing varies.
type Figure struct {
	Known bool  `json:"known"`
	N     int64 `json:"n"`
}

func figure(x float64) Figure {
	if math.IsNaN(x) {
		return Figure{}
	}
	return Figure{Known: true, N: int64(math.Round(x * 10_000))}
}

// compare computes the three from what the period stores.
func (p *Period) compare() (Compare, error) {
	return CompareSplits(p.Rules, &p.Plan, p.Fen, p.Lines)
}

// CompareSplits divides the pool among the participants in the three ways.
func CompareSplits(rules rulepack.Numbers, plan *Plan, pool int64, lines []Line) (Compare, error) {
	out, err := Compute(plan, pool, lines)
	if err != nil {
		return Compare{}, err
	}
	factors, err := ranks(rules)
	if err != nil {
		return Compare{}, err
	}
	var flat, ranked []Line
	b := out.basis(lines)
	c := Compare{Taking: len(b.who), Factored: plan.ByRank(), Actual: out.split(&b)}
	c.Why = b.figures(&c.Actual, lines)
	for i, l := range lines {
		if out.Takes(i) {
			l.Grade, l.Days, l.Out = GradeCompetent, 1, nil
			flat = append(flat, l)
			l.Days = int(rankFactor(factors, l.Level))
			ranked = append(ranked, l)
		}
	}
	alike := &Plan{Floor: whole, Competent: whole}
	for _, w := range []struct {
		lines []Line
		into  *Split
	}{{flat, &c.Flat}, {ranked, &c.ByRank}} {
		o, err := Compute(alike, pool, w.lines)
		if err != nil {
			return c, err
		}
		alone := o.basis(w.lines)
		*w.into = o.split(&alone)
	}
	return c, nil
}

// rankFactor returns a level's factor in the comparison by rank alone.
func rankFactor(factors map[string]int64, level string) int64 {
	code := map[string]string{
		roster.LevelDivisionHead: "division_head", roster.LevelDivisionDeputy: "division_deputy",
		roster.LevelSectionHead: "section_head", roster.LevelSectionDeputy: "section_deputy",
	}[level]
	if n, ok := factors[code]; ok && n > 0 {
		return n
	}
	return max(1, factors["other"])
}

// split describes the amounts of the participants. The statistics use the exact
// amounts before rounding, because a fen that cannot be divided is not inequality
// and must not give anybody a higher rank.
func (o *Outcome) split(b *basis) Split {
	s := Split{}
	for k, i := range b.who {
		a := o.Shares[i].Amount
		if k == 0 {
			s.Least, s.Most = a, a
		}
		s.Least, s.Most = min(s.Least, a), max(s.Most, a)
	}
	s.Gini, s.Rho, s.Eta = figure(stats.Gini(b.exact)), figure(stats.Spearman(b.places, b.ranks)), figure(stats.EtaSquared(b.exact, b.levels))
	return s
}

// basis is the input of the statistics of a division, for the participants in the
// order of the lines.
type basis struct {
	who    []int     // indices of the lines
	exact  []float64 // fen before the rounding
	places []float64 // ranks of the exact amounts, equal ones alike
	ranks  []float64 // ranks of the levels, the highest last
	levels []string
}

func (o *Outcome) basis(lines []Line) basis {
	var b basis
	for i := range lines {
		if !o.Takes(i) {
			continue
		}
		sum, _ := o.exact(i)
		fen, _ := sum.Float64()
		b.who, b.exact = append(b.who, i), append(b.exact, fen)
		b.ranks, b.levels = append(b.ranks, -float64(roster.LevelRank(lines[i].Level))), append(b.levels, lines[i].Level)
	}
	order := make([]int, len(b.who))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(x, y int) int { return o.compareExact(b.who[x], b.who[y]) })
	b.places = make([]float64, len(order))
	for n := 1; n < len(order); n++ {
		b.places[order[n]] = b.places[order[n-1]]
		if o.compareExact(b.who[order[n]], b.who[order[n-1]]) != 0 {
			b.places[order[n]]++
		}
	}
	return b
}

// fraction is n of d as an exact number.
func fraction(n, d *big.Int) *big.Rat { return new(big.Rat).SetFrac(n, d) }
