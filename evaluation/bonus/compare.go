package bonus

import (
	"math"
	"math/big"

	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/stats"
)

// Compare holds the division against the same pool divided flat and by rank
// alone: whether the office left egalitarianism, and whether rank came in by
// another door. Shares are in ten-thousandths; Known says which could be computed.
type Compare struct {
	Taking   int   `json:"taking" doc:"People who take part"`
	Flat     Split `json:"flat"`
	ByRank   Split `json:"by_rank"`
	Actual   Split `json:"actual"`
	Factored bool  `json:"factored" doc:"The scheme has factors by level"`
}

// Split is one way to divide the pool.
type Split struct {
	Least   int64   `json:"least" doc:"Fen"`
	Most    int64   `json:"most" doc:"Fen"`
	Gini    Figure  `json:"gini" doc:"0 if all get the same"`
	Rho     Figure  `json:"rho" doc:"Spearman correlation with rank"`
	Eta     Figure  `json:"eta" doc:"Share of the variance that rank explains (eta squared)"`
	Amounts []int64 `json:"-"`
}

// Figure is a statistic in ten-thousandths, or none where nothing varies.
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

// CompareSplits divides the pool among those who take part in the three ways.
func CompareSplits(rules rulepack.Numbers, plan *Plan, pool int64, lines []Line) (Compare, error) {
	out, err := Compute(plan, pool, lines)
	if err != nil {
		return Compare{}, err
	}
	factors, err := ranks(rules)
	if err != nil {
		return Compare{}, err
	}
	var taking, flat, ranked []Line
	var actual []int64
	for i, l := range lines {
		if out.Takes(i) {
			taking, actual = append(taking, l), append(actual, out.Shares[i].Amount)
			l.Grade, l.Days, l.Out = GradeCompetent, 1, nil
			flat = append(flat, l)
			l.Days = int(rankFactor(factors, l.Level))
			ranked = append(ranked, l)
		}
	}
	alike := &Plan{Floor: whole, Competent: whole}
	c := Compare{Taking: len(taking), Factored: plan.ByRank(), Actual: split(actual, taking)}
	for _, w := range []struct {
		lines []Line
		into  *Split
	}{{flat, &c.Flat}, {ranked, &c.ByRank}} {
		o, err := Compute(alike, pool, w.lines)
		if err != nil {
			return c, err
		}
		amounts := make([]int64, len(w.lines))
		for i, s := range o.Shares {
			amounts[i] = s.Amount
		}
		*w.into = split(amounts, taking)
	}
	return c, nil
}

// rankFactor is a level's factor in the comparison by rank alone.
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

// split describes amounts. A fen that could not be split is no inequality:
// amounts that differ by no more than it are alike.
func split(amounts []int64, lines []Line) Split {
	s := Split{Amounts: amounts}
	if len(amounts) == 0 {
		return s
	}
	s.Least, s.Most = amounts[0], amounts[0]
	for _, a := range amounts {
		s.Least, s.Most = min(s.Least, a), max(s.Most, a)
	}
	values, rank, groups := make([]float64, len(amounts)), make([]float64, len(amounts)), make([]string, len(amounts))
	for i, a := range amounts {
		values[i], rank[i], groups[i] = float64(a), -float64(roster.LevelRank(lines[i].Level)), lines[i].Level
		if s.Most-s.Least <= 1 {
			values[i] = float64(s.Least)
		}
	}
	s.Gini, s.Rho, s.Eta = figure(stats.Gini(values)), figure(stats.Spearman(values, rank)), figure(stats.EtaSquared(values, groups))
	return s
}

// fraction is n of d as an exact number.
func fraction(n, d *big.Int) *big.Rat { return new(big.Rat).SetFrac(n, d) }
