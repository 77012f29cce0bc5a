package site

import (
	"math"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/view"
	"kaoji/evaluation"
)

type overviewPage struct {
	Tiles []view.Tile
	Heads []string // measures
	Units []unitRow
	Empty view.Empty
}

// unitRow is a department with a figure for each head of the table.
type unitRow struct {
	Name  string
	Cells []unitCell
}

type unitCell struct {
	Text, Href string
	Late       string // what is late, "" if nothing is
	LateHref   string
}

// overview shows how the measures stand, by department (工作概览).
func (s *Site) overview(c *fiber.Ctx, p *Speaker) error {
	list, err := s.Service.Glances(c.UserContext(), Actor(c))
	if err != nil {
		return err
	}
	g := glancing{p, s.Today()}
	content := overviewPage{Tiles: g.tiles(list), Empty: view.Empty{Why: p.T("overview.empty"), Do: p.T("overview.empty_do")}}
	for i := range list {
		content.Heads = append(content.Heads, p.T("measure."+list[i].Measure))
	}
	for _, unit := range p.Units() {
		row, some := unitRow{Name: unit.Label}, false
		for i := range list {
			cell := g.cell(list[i].Main(), unit.Value)
			if late := list[i].Late(unit.Value); late != nil {
				of := g.cell(late, unit.Value)
				cell.Late, cell.LateHref = p.T("overview.late_n", "value", of.Text), of.Href
			}
			some = some || cell.Text != ""
			row.Cells = append(row.Cells, cell)
		}
		if some {
			content.Units = append(content.Units, row)
		}
	}
	return s.Show(c, "overview", p.T("menu.overview"), content)
}

// cell is a figure in a department; without a text if there is nothing to count.
func (p glancing) cell(f *evaluation.Figure, unit string) unitCell {
	n, of := f.Now.In(unit)
	if n == 0 && of == 0 {
		return unitCell{}
	}
	in := evaluation.Amount{N: evaluation.Split{unit: n}, Of: evaluation.Split{unit: of}}
	return unitCell{Text: p.amount(f, in), Href: p.list(f, unit)}
}

type dashboardPage struct {
	Number  int
	Name    string
	Figures []view.Figure
	Charts  []chart.Figure
	Heads   []string // figures
	Units   []unitRow
	Late    []view.Task // what has been late longest
	Home    *view.Button
}

// dashboard answers a leader's questions about one measure: what is late, where and
// since when, and what has changed.
func (s *Site) dashboard(c *fiber.Ctx, p *Speaker) error {
	found, err := s.Service.Glance(c.UserContext(), Actor(c), c.Params("measure"))
	if err != nil {
		return err
	}
	g := glancing{p, s.Today()}
	content := dashboardPage{Number: found.Number, Name: p.T("measure." + found.Measure), Charts: g.charts(&found)}
	for i := range found.Figures {
		f := &found.Figures[i]
		content.Figures = append(content.Figures, g.figure(found.Measure, f))
		content.Heads = append(content.Heads, p.T(found.Measure+".glance."+f.Key))
	}
	for _, unit := range p.Units() {
		row, some := unitRow{Name: unit.Label}, false
		for i := range found.Figures {
			f := &found.Figures[i]
			cell := g.cell(f, unit.Value)
			some = some || cell.Text != ""
			if f.Late {
				cell = unitCell{Late: cell.Text, LateHref: cell.Href}
			}
			row.Cells = append(row.Cells, cell)
		}
		if some {
			content.Units = append(content.Units, row)
		}
	}
	if content.Late, err = s.lateLongest(c, p, &found); err != nil {
		return err
	}
	if home := s.pagesOf(found.Measure).Home; home.Href != "" {
		if route, _ := s.route(home.Href); route != nil && s.lets(route, Actor(c)) {
			content.Home = &view.Button{Label: p.T("overview.to", "measure", content.Name), Href: p.To(home.Href)}
		}
	}
	return s.Show(c, "dashboard", content.Name, content, view.Link{Label: p.T("menu.overview"), Href: p.To("/overview")})
}

// lateLongest lists the records of the late figures with the oldest deadlines.
func (s *Site) lateLongest(c *fiber.Ctx, p *Speaker, g *evaluation.Glance) ([]view.Task, error) {
	const most = 10
	var list []view.Task
	for i := range g.Figures {
		f := &g.Figures[i]
		if !f.Late || f.Now.N.Sum() == 0 {
			continue
		}
		q := f.Query(s.Today())
		q.Sort, q.Limit, q.NoHistory = evaluation.SortDue, most, true
		found, err := s.Service.Index(c.UserContext(), Actor(c), q)
		if err != nil {
			return nil, err
		}
		for j := range found.Views {
			v := &found.Views[j]
			p.Deadline(&v.Record)
			list = append(list, view.Task{
				Text: p.toDo(&v.Record), Due: v.Due, Href: p.Href(&v.Record),
				Note: joinNonEmpty(p.Name(v.Unit), p.Period(v.Period), p.Waiting(v.Waiting)),
			})
		}
	}
	slices.SortStableFunc(list, func(a, b view.Task) int { return a.Due.Compare(b.Due) })
	return list[:min(most, len(list))], nil
}

// charts draw the main figure by department and over time, and the steps of a period.
func (p glancing) charts(g *evaluation.Glance) []chart.Figure {
	main := g.Main()
	list := []chart.Figure{p.byUnit(g, main)}
	if len(main.Trend) > 0 {
		list = append(list, p.trend(g, main))
	}
	if steps := p.steps(g, main); len(steps.Rows) > 2 {
		list = append(list, steps)
	}
	return list
}

func (p glancing) text(g *evaluation.Glance, f *evaluation.Figure, what, label string) chart.Text {
	name := joinNonEmpty(p.T(g.Measure+".glance."+f.Key), p.Period(f.Period))
	return chart.Text{ID: what + "-" + g.Measure, Title: p.T("overview."+what, "figure", name), Label: p.T(label), Value: p.T("overview.number")}
}

// byUnit draws how much of a share each department has done, or a number of each.
func (p glancing) byUnit(g *evaluation.Glance, f *evaluation.Figure) chart.Figure {
	t := p.text(g, f, "by_unit", "list.unit")
	var labels []string
	var items []chart.Item
	done, rest := chart.Series{Name: p.T("overview.done")}, chart.Series{Name: p.T("overview.rest")}
	most, least := int64(0), 101
	for _, unit := range p.Units() {
		n, of := f.Now.In(unit.Value)
		if n == 0 && of == 0 {
			continue
		}
		labels, items = append(labels, unit.Label), append(items, chart.Item{Label: unit.Label, Value: float64(n)})
		done.Values, rest.Values = append(done.Values, float64(n)), append(rest.Values, float64(of-n))
		if part := share(n, of); f.Of != nil && part < least {
			least, t.Note = part, p.T("overview.least", "label", unit.Label, "share", part)
		}
		if f.Of == nil && n > most {
			most, t.Note = n, p.T("overview.most", "label", unit.Label, "value", p.T("glance.unit."+f.Unit, "n", n))
		}
	}
	if f.Of != nil {
		return chart.Stacked(t, labels, []chart.Series{done, rest}, true)
	}
	return chart.Bars(t, items)
}

// steps draws how many have come how far in the period of the main figure.
func (p glancing) steps(g *evaluation.Glance, main *evaluation.Figure) chart.Figure {
	t := p.text(g, main, "steps", "overview.step")
	t.Title, t.Note = p.T("overview.steps", "period", p.Period(main.Period)), p.T("overview.steps_note")
	items := []chart.Item{{Label: p.T("overview.all"), Value: float64(main.Now.Of.Sum())}}
	for i := range g.Figures {
		if f := &g.Figures[i]; f.Of != nil && f.Period == main.Period && main.Of != nil {
			items = append(items, chart.Item{Label: p.T(g.Measure + ".glance." + f.Key), Value: float64(f.Now.N.Sum())})
		}
	}
	return chart.Bars(t, items)
}

// months of a year.
const months = 12

// blank is a series of a year without values.
func blank(name string) chart.Series {
	s := chart.Series{Name: name, Values: make([]float64, months)}
	for i := range s.Values {
		s.Values[i] = math.NaN()
	}
	return s
}

// trend draws the months of this and the last year, or the periods.
func (p glancing) trend(g *evaluation.Glance, f *evaluation.Figure) chart.Figure {
	if f.Span == evaluation.ThisYear {
		t := p.text(g, f, "by_month", "overview.month")
		t.Note = p.T("overview.by_month_note", "now", f.Now.N.Sum(), "before", f.Before.N.Sum())
		labels := make([]string, months)
		this, last := blank(strconv.Itoa(p.today.Year())), blank(strconv.Itoa(p.today.Year()-1))
		for i := range labels {
			labels[i] = p.T("overview.month_name", "n", i+1)
		}
		earlier := int64(0)
		for i, point := range f.Trend {
			if i < months {
				last.Values[i], earlier = float64(point.N), earlier+point.N
			} else {
				this.Values[i-months] = float64(point.N)
			}
		}
		series := []chart.Series{this, last}
		if earlier == 0 { // perhaps the office had no Kaoji then
			series = series[:1]
		}
		return chart.Lines(t, labels, series)
	}
	t := p.text(g, f, "by_period", "list.period")
	t.Title, t.Value = p.T("overview.by_period", "figure", p.T(g.Measure+".glance."+f.Key)), p.T("overview.percent")
	t.Note = p.T("overview.by_period_none")
	if f.Before != nil {
		t.Note = p.T("overview.by_period_note", "now", p.Period(f.Period), "share", share(f.Now.Sum()), "before", p.Period(f.BeforePeriod), "was", share(f.Before.Sum()))
	}
	var labels []string
	series := chart.Series{Name: t.Value}
	for _, point := range f.Trend {
		labels, series.Values = append(labels, p.Period(point.Period)), append(series.Values, float64(share(point.N, point.Of)))
	}
	return chart.Lines(t, labels, []chart.Series{series})
}
