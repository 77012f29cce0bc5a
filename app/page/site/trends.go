package site

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"kaoji/app/page/chart"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// trend is one series of a person over the years: its newest value and its chart.
type trend struct {
	Value string
	chart.Figure
}

// figured is a figure with its day.
type figured struct {
	on evaluation.Date
	*desk.Drawn
}

// trends draws the figures of facts, one chart for each series, on a time axis from
// the first year to this one.
func (p *Speaker) trends(facts []desk.Fact, from, to int) []trend {
	var order []*desk.Series
	series := map[*desk.Series][]figured{}
	for i := range facts {
		f := &facts[i]
		if f.Drawn == nil || f.On.Year() < from || f.On.Year() > to {
			continue
		}
		if series[f.Drawn.Of] == nil {
			order = append(order, f.Drawn.Of)
		}
		series[f.Drawn.Of] = append(series[f.Drawn.Of], figured{f.On, f.Drawn})
	}
	slices.SortFunc(order, func(x, y *desk.Series) int { return cmp.Compare(x.Place, y.Place) })
	var list []trend
	for i, s := range order {
		list = append(list, p.trend("trend-"+strconv.Itoa(i), s, series[s], from, to))
	}
	return list
}

func (p *Speaker) trend(id string, s *desk.Series, list []figured, from, to int) trend {
	slices.SortStableFunc(list, func(x, y figured) int { return x.on.Compare(y.on) })
	how := chart.Track{From: from, To: to, Bars: s.Sums || s.Money, Heads: []string{p.T(s.Name)}}
	for _, step := range s.Steps {
		how.Steps = append(how.Steps, p.T(step))
	}
	if s.Sums {
		list = p.sums(list, from, to)
	}
	if slices.ContainsFunc(list, func(f figured) bool { return f.High > f.Low }) {
		how.Heads = append(how.Heads, p.T("trend.between"), p.T("trend.people"))
	}
	moments := make([]chart.Moment, 0, len(list))
	for _, f := range list {
		m := chart.Moment{At: yearOf(f.on), Label: text.Day(p.Lang, f.on), Value: f.Value, Low: f.Low, High: f.High, Cells: []string{p.said(s, f.Value)}}
		if s.Sums {
			m.At, m.Label = float64(f.on.Year())+0.5, strconv.Itoa(f.on.Year())
		}
		if len(how.Heads) > 1 {
			m.Cells = append(m.Cells, between(f.Drawn), strconv.Itoa(f.N))
		}
		moments = append(moments, m)
	}
	last := list[len(list)-1]
	t := trend{Value: p.said(s, last.Value) + p.Or(s.Name+".unit", "")}
	t.Figure = chart.Timeline(chart.Text{ID: id, Title: p.T(s.Name), Note: p.reading(s, list), Label: p.T("trend.when")}, moments, how)
	return t
}

// sums adds up the figures of each year, from the first year that has one to the last
// of the axis.
func (p *Speaker) sums(list []figured, from, to int) []figured {
	var out []figured
	for year := max(from, list[0].on.Year()); year <= to; year++ {
		sum := figured{evaluation.NewDate(year, 12, 31), &desk.Drawn{}}
		for _, f := range list {
			if f.on.Year() == year {
				sum.Of, sum.Value = f.Of, sum.Value+f.Value
			}
		}
		out = append(out, sum)
	}
	return out
}

// reading says in one sentence what a chart shows, without statistics.
func (p *Speaker) reading(s *desk.Series, list []figured) string {
	last := list[len(list)-1]
	switch {
	case len(s.Steps) > 0:
		top := float64(len(s.Steps) - 1)
		n := 0
		for _, f := range list {
			if f.Value == top {
				n++
			}
		}
		return p.T("trend.steps", "of", len(list), "n", n, "top", p.T(s.Steps[len(s.Steps)-1]))
	case last.N > 0:
		return p.T("trend.mean", "n", last.N, "value", p.said(s, last.Value), "agree", p.T(agreement(last.Drawn)), "change", p.change(s, list))
	}
	return p.T("trend.value", "value", p.said(s, last.Value)+p.Or(s.Name+".unit", ""), "change", p.change(s, list))
}

// agreement is how much those who were asked agree, by the width of the interval in
// points.
func agreement(f *desk.Drawn) string {
	const near, apart = 4, 10
	switch wide := f.High - f.Low; {
	case wide <= near:
		return "trend.agree.much"
	case wide <= apart:
		return "trend.agree.some"
	}
	return "trend.agree.little"
}

// change compares the last value with the one before.
func (p *Speaker) change(s *desk.Series, list []figured) string {
	if len(list) < 2 {
		return p.T("trend.first")
	}
	diff := list[len(list)-1].Value - list[len(list)-2].Value
	key := "trend.same"
	switch {
	case diff > 0:
		key = "trend.more"
	case diff < 0:
		key = "trend.less"
	}
	if s.Sums {
		key += ".year"
	}
	return p.T(key, "by", p.said(s, math.Abs(diff))+p.Or(s.Name+".unit", ""))
}

// said is a value as it is written.
func (p *Speaker) said(s *desk.Series, v float64) string {
	switch {
	case len(s.Steps) > 0:
		return p.T(s.Steps[min(max(int(v), 0), len(s.Steps)-1)])
	case s.Money:
		return thousands(strconv.FormatFloat(v, 'f', 2, 64))
	}
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

// thousands separates the digits of a number with two decimals: 4,615.75.
func thousands(s string) string {
	whole, cents, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return whole + "." + cents
}

func between(f *desk.Drawn) string {
	if f.High <= f.Low {
		return "—"
	}
	return strconv.FormatFloat(f.Low, 'f', 1, 64) + "–" + strconv.FormatFloat(f.High, 'f', 1, 64)
}

// yearOf is a day on the axis of years: 1 July 2026 is about 2026.5.
func yearOf(d evaluation.Date) float64 {
	const days = 366
	return float64(d.Year()) + float64(d.Time().YearDay()-1)/days
}
