package bonus

import (
	"math/big"
	"slices"
	"strconv"

	"kaoji/evaluation"
)

// Check says what is wrong with a plan, all at once. levels are those that may be
// chosen in the office.
func (p *Plan) Check(levels []string) error {
	m := evaluation.Mistakes{}
	if have := p.Floor + p.WorkShare + p.ResultShare + p.QualityShare; have != whole {
		m.Add("floor", "bonus.shares_sum", "have", have)
	}
	if p.WorkShare > 0 && len(p.Workload) == 0 {
		m.Add("work_share", "bonus.no_indicator")
	}
	if p.ResultShare > 0 && len(p.Results) == 0 {
		m.Add("result_share", "bonus.no_indicator")
	}
	for i, w := range p.Workload {
		at := "workload." + strconv.Itoa(i) + "."
		checkPoints(m, at+"points", w.Points, false)
		checkPoints(m, at+"most", w.Most, true)
		if slices.ContainsFunc(p.Workload[:i], func(o WorkRow) bool { return o.Name == w.Name }) {
			m.Add(at+"name", "bonus.indicator_twice")
		}
	}
	for i, g := range p.Results {
		at := "results." + strconv.Itoa(i) + "."
		checkPoints(m, at+"points", g.Points, false)
		if slices.ContainsFunc(p.Results[:i], func(o GoalRow) bool { return o.Name == g.Name }) {
			m.Add(at+"name", "bonus.indicator_twice")
		}
	}
	for i, r := range p.Ranks {
		at := "ranks." + strconv.Itoa(i) + ".level"
		switch {
		case !slices.Contains(levels, r.Level):
			m.Add(at, "bonus.no_level")
		case slices.ContainsFunc(p.Ranks[:i], func(o RankRow) bool { return o.Level == r.Level }):
			m.Add(at, "bonus.level_twice")
		}
	}
	for i, o := range p.Outside {
		if !slices.Contains(levels, o.Level) {
			m.Add("outside."+strconv.Itoa(i)+".level", "bonus.no_level")
		}
	}
	p.checkClasses(m)
	return m.Err()
}

// Studies reports whether hours of study fill an indicator: schemes of
// earlier versions could say so. Hours of study are no basis of assessment (国办函〔2026〕
// 12号), so nothing new is divided by such a scheme; what was, stays as it is.
func (p *Plan) Studies() bool {
	return slices.ContainsFunc(p.Workload, func(w WorkRow) bool { return w.Source == sourceHours })
}

func checkPoints(m evaluation.Mistakes, at, text string, optional bool) {
	if optional && text == "" {
		return
	}
	if n, ok := ParseHundredths(text); !ok || n <= 0 {
		m.Add(at, "bonus.points")
	}
}

// numbers are a plan as it is computed with, in whole numbers.
type numbers struct {
	work  []workNumbers
	goals []goalNumbers
}

// workNumbers are the points of a piece in hundredths, and the most points times
// 10,000, nil for no limit.
type workNumbers struct{ points, most *big.Int }

type goalNumbers struct {
	points *big.Int
	reach  bool
	most   int64 // percent of the target
}

// numbers of a checked plan; what is no number counts nothing.
func (p *Plan) numbers() numbers {
	var n numbers
	for _, w := range p.Workload {
		points, _ := ParseHundredths(w.Points)
		row := workNumbers{points: big.NewInt(points)}
		if most, ok := ParseHundredths(w.Most); ok {
			row.most = big.NewInt(most * 100)
		}
		n.work = append(n.work, row)
	}
	for _, g := range p.Results {
		points, _ := ParseHundredths(g.Points)
		n.goals = append(n.goals, goalNumbers{points: big.NewInt(points), reach: g.How == HowReach, most: int64(max(g.Most, whole))})
	}
	return n
}

// Points are the points that quantities of a plan's indicators come to.
func (p *Plan) Points(quantities []Number) string {
	return writeScaled(workPoints(p.numbers().work, quantities), 4)
}
