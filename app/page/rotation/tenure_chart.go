package rotation

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/site"
	"kaoji/evaluation/rotation"
)

// ages are the bands by which an office looks at its people.
var ages = []int{0, 31, 36, 41, 46, 51, 56}

// band is the last of the beginnings that n has reached.
func band(from []int, n int) int {
	at := 0
	for i, f := range from {
		if n >= f {
			at = i
		}
	}
	return at
}

// bandNames say the bands: below, from to, and above.
func bandNames(p *site.Speaker, from []int, key string) []string {
	names := make([]string, len(from))
	for i, f := range from {
		switch {
		case i == 0:
			names[i] = p.T("rotation.page.below"+key, "n", from[1])
		case i == len(from)-1:
			names[i] = p.T("rotation.page.above"+key, "n", f)
		default:
			names[i] = p.T("rotation.page.band"+key, "from", f, "to", from[i+1])
		}
	}
	return names
}

// tenureFigures draw the people whom the reader sees by age, by time in the
// post, and both by department. The bands of time are those at which the rules
// ask for something.
func (s *pages) tenureFigures(c *fiber.Ctx, p *site.Speaker, q *tenureQuery, all []rotation.Tenure) ([]chart.Figure, error) {
	list := (&tenureQuery{unit: q.unit}).choose(all)
	years, err := s.tenureBands(c, q)
	if err != nil {
		return nil, err
	}
	ageNames, yearNames := bandNames(p, ages, "_age"), bandNames(p, years, "_years")
	byAge, byYears := make([]chart.Item, len(ages)), make([]chart.Item, len(years))
	for i := range byAge {
		byAge[i].Label = ageNames[i]
	}
	for i := range byYears {
		byYears[i].Label = yearNames[i]
	}
	var units []string
	perUnit := map[string][]float64{}
	for i := range list {
		t := &list[i]
		byAge[band(ages, t.Age)].Value++
		at := band(years, t.Span.Years)
		byYears[at].Value++
		if perUnit[t.UnitName] == nil {
			units, perUnit[t.UnitName] = append(units, t.UnitName), make([]float64, len(years))
		}
		perUnit[t.UnitName][at]++
	}
	series := make([]chart.Series, len(years))
	for i := range series {
		series[i].Name = yearNames[i]
		for _, u := range units {
			series[i].Values = append(series[i].Values, perUnit[u][i])
		}
	}
	said := func(id string) chart.Text {
		return chart.Text{
			ID: "tenure-" + id, Title: p.T("rotation.page.by_" + id), Note: p.T("rotation.page.chart_note", "day", p.DayOf(q.on), "n", strconv.Itoa(len(list))),
			Label: p.T("rotation.page.band"), Value: p.T("rotation.page.people"),
		}
	}
	figures := []chart.Figure{chart.Bars(said("age"), byAge), chart.Bars(said("years"), byYears)}
	if len(units) > 1 {
		figures = append(figures, chart.Stacked(said("unit"), units, series, false))
	}
	return figures, nil
}

// tenureBands begin at nothing and at every number of years of the rules.
func (s *pages) tenureBands(c *fiber.Ctx, q *tenureQuery) ([]int, error) {
	pack, err := s.Rules.Pack(c.UserContext(), site.Actor(c).Office)
	if err != nil {
		return nil, err
	}
	years := []int{0}
	for _, sensitive := range []bool{false, true} {
		ladder, err := rotation.Ladder(pack.On(q.on), sensitive)
		if err != nil {
			return nil, err
		}
		for _, r := range ladder {
			years = append(years, r.Years)
		}
	}
	slices.Sort(years)
	return slices.Compact(years), nil
}
