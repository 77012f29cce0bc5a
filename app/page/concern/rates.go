package concern

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
)

// ratesPage shows by department how many concerns of a half-year were done within the days of
// the rule, and how many senders were satisfied. It counts what the reader may list, so that
// it tells of no concern that is hidden from them.
type ratesPage struct {
	Halves []view.Button
	Grid   *view.Grid // nil: none
	Note   string
	Empty  view.Empty
}

// halves is how many half-years can be chosen.
const halves = 6

func (s *pages) rates(c *fiber.Ctx, p *site.Speaker) error {
	today := s.Today()
	half := c.Query("half")
	content := ratesPage{Empty: view.Empty{Why: p.T("rates.empty"), Do: p.T("rates.empty_do")}}
	year, second := today.Year(), today.Month() > 6
	for range halves {
		name := strconv.Itoa(year) + "H1"
		if second {
			name = strconv.Itoa(year) + "H2"
		}
		if half == "" {
			half = name
		}
		content.Halves = append(content.Halves, view.Button{Label: p.Period(name), Href: site.WithQuery(p.To("/concern/rates"), "half", name), Primary: name == half})
		if !second {
			year--
		}
		second = !second
	}
	from, to, ok := concern.SpanOf(half)
	if !ok {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	least, err := s.leastShown(c)
	if err != nil {
		return err
	}
	tallies, err := s.tallies(c, from, to)
	if err != nil {
		return err
	}
	content.Note = p.T("rates.note", "n", least)
	if len(tallies) > 0 {
		content.Grid = rateGrid(p, tallies, least)
	}
	return s.Show(c, "rates", p.T("rates.title"), content, s.Crumbs(c, concern.KindMatter)...)
}

// leastShown is the smallest count that is shown.
func (s *pages) leastShown(c *fiber.Ctx) (int, error) {
	pack, err := s.Rules.Pack(c.UserContext(), site.Actor(c).Office)
	if err != nil {
		return 0, err
	}
	return concern.Least(pack.On(s.Today()))
}

// tallies counts the concerns of a period by department.
func (s *pages) tallies(c *fiber.Ctx, from, to evaluation.Date) (map[string]*concern.Tally, error) {
	all := map[string]*concern.Tally{}
	for v, err := range s.EveryView(c, evaluation.Query{Kinds: []string{concern.KindMatter}, OnFrom: from, OnTo: to}) {
		if err != nil {
			return nil, err
		}
		m, err := evaluation.PayloadOf[concern.Matter](v.Record)
		if err != nil {
			return nil, err
		}
		if !concern.Counts(m, v.State) {
			continue
		}
		last, err := s.Concern.Last(c.UserContext(), site.Actor(c).Office, m)
		if err != nil {
			return nil, err
		}
		if all[v.Unit] == nil {
			all[v.Unit] = &concern.Tally{}
		}
		all[v.Unit].Add(concern.Count(m, v.State, last, s.Today()))
	}
	return all, nil
}

func rateGrid(p *site.Speaker, tallies map[string]*concern.Tally, least int) *view.Grid {
	grid := p.Grid("list.unit", "#rates.all", "#rates.in_time", "#rates.called", "#rates.satisfied")
	var units []string
	for unit := range tallies {
		units = append(units, unit)
	}
	slices.SortFunc(units, func(a, b string) int { return strings.Compare(p.Name(a), p.Name(b)) })
	counts := make([]int, len(units))
	var sum concern.Tally
	for i, unit := range units {
		counts[i] = tallies[unit].All
		sum.Add(*tallies[unit])
	}
	for i, shown := range concern.Shown(counts, least) {
		name := view.Cell{Text: p.Name(units[i])}
		if !shown {
			few := view.Cell{Text: p.T("rates.few")}
			grid.Rows = append(grid.Rows, []view.Cell{name, few, {}, {}, {}})
			continue
		}
		grid.Rows = append(grid.Rows, rateRow(p, name, *tallies[units[i]], least))
	}
	if sum.All >= least {
		grid.Rows = append(grid.Rows, rateRow(p, view.Cell{Text: p.T("rates.sum")}, sum, least))
	}
	return &grid
}

func rateRow(p *site.Speaker, name view.Cell, t concern.Tally, least int) []view.Cell {
	share := func(part, whole int) view.Cell {
		if whole < least {
			return view.Cell{Text: p.T("rates.few")}
		}
		return view.Cell{Text: strconv.Itoa((part*100+whole/2)/whole) + "%"}
	}
	called := view.Cell{Text: strconv.Itoa(t.Called)}
	if t.Called < least {
		called.Text = p.T("rates.few")
	}
	return []view.Cell{name, {Text: strconv.Itoa(t.All)}, share(t.InTime, t.Due), called, share(t.Satisfied, t.Called)}
}
