package bonus

import (
	"math/big"
	"slices"
	"strconv"

	"kaoji/evaluation"
)

// Check returns all mistakes of a plan. levels are those that can be chosen in the
// office.
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

// Studies reports whether study hours are the source of an indicator, as in schemes
// of earlier versions. Study hours must not be a basis of assessment
// (国办函〔2026〕12号), so no new period can use such a scheme; old periods do not
// change.
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

// numbers are the whole numbers with which a plan is computed.
type numbers struct {
	work  []workNumbers
	goals []goalNumbers
}

// workNumbers are the points per piece in hundredths, and the maximum of points
// times 10,000, nil for no limit.
type workNumbers struct{ points, most *big.Int }

type goalNumbers struct {
	points *big.Int
	reach  bool
	most   int64 // percent of the target
}

// numbers converts a checked plan; a text that is not a number counts as zero.
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

// Points returns the points for quantities of a plan's indicators.
func (p *Plan) Points(quantities []Number) string {
	return writeScaled(workPoints(p.numbers().work, quantities), 4)
}
