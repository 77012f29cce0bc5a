package education

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
	"kaoji/evaluation/roster"
)

// hoursPage shows the year of the people that the reader may see, by department.
type hoursPage struct {
	Year    int
	Filters []view.Field
	Stats   []view.Stat
	Units   view.Grid
	Chart   chart.Figure
	People  view.Grid
	Rules   []view.RuleNote
	Excel   string
	Empty   view.Empty
}

// yearOf is the year of the address, or this one.
func (s *pages) yearOf(c *fiber.Ctx) int {
	year, err := strconv.Atoi(c.Query("year"))
	if err != nil || year < 2000 || year > 2199 {
		return s.Today().Year()
	}
	return year
}

// hours shows the study hours of each person in a calendar year.
func (s *pages) hours(c *fiber.Ctx, p *site.Speaker) error {
	a := site.Actor(c)
	if !s.ReadsOthers(c, education.KindPart) {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	year, unit := s.yearOf(c), c.Query("unit")
	tallies, err := s.Education.Years(c.UserContext(), s.Service, a, s.Today(), year, func(m *roster.Member) bool { return unit == "" || unit == m.Department })
	if err != nil {
		return err
	}
	if c.Query("export") != "" {
		return s.hoursExcel(c, p, year, tallies)
	}
	notes, err := s.RuleNotes(c, p, []string{"training.yearly.hours", "training.yearly.days", "training.initial"})
	if err != nil {
		return err
	}
	here := string(c.Request().URI().RequestURI())
	content := hoursPage{
		Year: year, Rules: notes,
		Filters: []view.Field{yearFilter(p, s.Today().Year(), year), p.UnitFilter(unit)},
		Empty:   view.Empty{Why: p.T("education.page.no_people"), Do: p.T("education.page.no_people_do")},
	}
	if s.MayExport(c) == nil {
		content.Excel = site.WithQuery(here, "export", "xlsx")
	}
	hoursByUnit(p, tallies, &content)
	content.People = hoursByPerson(p, tallies, year)
	return s.Show(c, "education_hours", p.T("education.page.hours"), content, s.Crumbs(c, education.KindPart)...)
}

func yearFilter(p *site.Speaker, now, chosen int) view.Field {
	f := view.Field{Name: "year", ID: "f-year", Label: p.T("education.page.year"), Form: evaluation.FormChoice, Value: strconv.Itoa(chosen), Required: true}
	for y := now; y > now-6; y-- {
		f.Choices = append(f.Choices, view.Choice{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	return f
}

func hoursByUnit(p *site.Speaker, tallies []education.Tally, content *hoursPage) {
	content.Units = p.Grid("list.unit", site.Number("education.page.counted"), site.Number("education.page.met"), site.Number("education.page.short_people"),
		site.Number("education.page.mean"))
	var labels []string
	series := []chart.Series{{Name: p.T("education.page.met")}, {Name: p.T("education.page.short_people")}}
	counted, met := 0, 0
	for _, d := range p.Day.Departments() {
		n, yes, tenths := 0, 0, 0
		for _, t := range tallies {
			if t.Unit != d.ID || t.Need.Why == education.NeedNone {
				continue
			}
			n++
			tenths += t.Hours.Tenths()
			if t.Met {
				yes++
			}
		}
		if n == 0 {
			continue
		}
		counted, met = counted+n, met+yes
		content.Units.Rows = append(content.Units.Rows, []view.Cell{
			{Text: d.Name, Href: p.To("/education/hours") + "?year=" + strconv.Itoa(content.Year) + "&unit=" + d.ID}, countCell(n), countCell(yes), countCell(n - yes),
			{Text: string(education.HoursOf((2*tenths + n) / (2 * n))), Note: string(education.HoursOf(tenths)) + " ÷ " + strconv.Itoa(n)}, // rounded once, to a tenth
		})
		labels = append(labels, d.Name)
		series[0].Values = append(series[0].Values, float64(yes))
		series[1].Values = append(series[1].Values, float64(n-yes))
	}
	content.Stats = []view.Stat{
		{Label: p.T("education.page.counted"), Value: strconv.Itoa(counted)}, {Label: p.T("education.page.met"), Value: strconv.Itoa(met), Tone: "green"},
		{Label: p.T("education.page.short_people"), Value: strconv.Itoa(counted - met), Tone: "yellow"},
	}
	content.Chart = chart.Stacked(chart.Text{
		ID: "hours", Title: p.T("education.page.hours_chart"), Label: p.T("list.unit"), Value: p.T("education.page.people"),
		Note: p.T("education.page.hours_note", "met", met, "of", counted),
	}, labels, series, false)
}

// hoursByPerson lists people by department and name, never by hours: it is not a
// ranking.
func hoursByPerson(p *site.Speaker, tallies []education.Tally, year int) view.Grid {
	grid := p.Grid("roster.name", "list.unit", site.Number("education.part.field.hours"), site.Number("education.credit.field.days"),
		site.Number("education.page.campaigns_done"), "list.state")
	for i := range tallies {
		t := &tallies[i]
		badge := view.Badge{Label: needOf(p, t), Tone: "yellow"}
		switch {
		case t.Need.Why == education.NeedNone:
			badge.Tone = "muted"
		case t.Met:
			badge.Tone = "green"
		}
		grid.Rows = append(grid.Rows, []view.Cell{
			{Text: t.Name, Href: p.To("/education/year") + "?person=" + t.Person + "&year=" + strconv.Itoa(year)}, {Text: t.UnitName}, {Text: string(t.Hours)}, countCell(t.Days),
			{Text: strconv.Itoa(t.Complete) + " / " + strconv.Itoa(t.Parts)}, {Badge: &badge},
		})
	}
	return grid
}

func (s *pages) hoursExcel(c *fiber.Ctx, p *site.Speaker, year int, tallies []education.Tally) error {
	if err := s.MayExport(c); err != nil {
		return err
	}
	grid := hoursByPerson(p, tallies, year)
	name := p.T("education.page.hours") + strconv.Itoa(year)
	return s.Sheets(c, name, "", "", education.KindPart, site.GridSheet(name, &grid))
}

// yearPage shows how one person's year was added up.
type yearPage struct {
	Stats   []view.Stat
	Steps   []view.Explained
	Filters []view.Field
	Person  string
	Empty   view.Empty
}

// year explains the hours of one person, to that person and to people who may see
// the records behind them.
func (s *pages) year(c *fiber.Ctx, p *site.Speaker) error {
	a, year := site.Actor(c), s.yearOf(c)
	person := cmp.Or(c.Query("person"), a.Person)
	m, here := p.Day.Member(person)
	tallies, err := s.Education.Years(c.UserContext(), s.Service, a, s.Today(), year, func(m *roster.Member) bool { return m.ID == person })
	if err != nil {
		return err
	}
	if !here || len(tallies) == 0 {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	t := tallies[0]
	content := yearPage{
		Stats: yearStats(p, &t, ""), Person: person, Filters: []view.Field{yearFilter(p, s.Today().Year(), year)},
		Empty: view.Empty{Why: p.T("education.page.no_lines"), Do: p.T("education.page.no_lines_do")},
	}
	var sum view.Explained
	sum.Label, sum.Value = p.T("education.page.sum"), string(t.Hours)
	var added []string
	for _, l := range t.Lines {
		if l.Hours.Tenths() > 0 {
			added = append(added, string(l.Hours))
		}
		value := p.T("education.page.line_hours", "hours", l.Hours)
		if l.Days > 0 {
			value = p.T("education.page.line_value", "hours", l.Hours, "days", l.Days)
		}
		sum.Steps = append(sum.Steps, view.Explained{
			Label: l.On.String() + " " + l.Title, Formula: p.T("education.line." + l.Kind), Value: value,
		})
	}
	if t.Need.Rule != "" {
		notes, err := s.RuleNotes(c, p, []string{t.Need.Rule})
		if err != nil {
			return err
		}
		if len(notes) > 0 {
			sum.Rule = &notes[0]
		}
	}
	sum.Formula = p.T("education.need."+t.Need.Why) + " · " + needOf(p, &t)
	if len(added) > 1 {
		sum.Formula = strings.Join(added, " + ") + " = " + string(t.Hours) + " · " + sum.Formula
	}
	content.Steps = []view.Explained{sum}
	return s.Show(c, "education_year", p.T("education.page.year_of", "name", m.Name, "year", year), content, s.Crumbs(c, education.KindPart)...)
}
