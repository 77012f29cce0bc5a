// Package periodic contains what the reports of a year or half-year add to the shared pages
// of records: their text with the figures in it, each figure with its definition and its
// list, and the report on paper and as a Word document.
package periodic

import (
	"embed"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
	"kaoji/evaluation/periodic"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	return site.Pages{
		Measure: "periodic", Templates: templates, Home: view.Link{Label: "measure.periodic", Href: "/lists/" + periodic.KindReport},
		Menu: &site.MenuEntry{Icon: "chart-bar", Reaches: []string{periodic.KindReport}},
		Routes: []site.Route{
			{Method: fiber.MethodGet, Path: "/periodic/:id/word", Page: site.Shown(of, periodic.KindReport, s.word)},
		},
		Kinds: map[string]site.Kind{
			periodic.KindReport:   {Titled: true, Panels: s.panels, Choices: s.templates, Beside: s.beside, Printed: s.printed},
			periodic.KindTemplate: {Titled: true, Panels: s.names, Beside: s.beside},
		},
	}
}

// panels shows the report as it reads, and its figures with their definitions.
func (s *pages) panels(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	r, err := evaluation.PayloadOf[periodic.Report](v.Record)
	if err != nil {
		return err
	}
	d, err := s.filled(c, p, r)
	if err != nil {
		return err
	}
	page.Panels = append(page.Panels, site.Panel{Paper: d.paper()}, site.Panel{Heading: p.T("periodic.page.figures"), Note: p.T("periodic.page.counted", "day", p.DayOf(r.Counted)), Grid: s.figures(c, p, r)})
	page.Files = append(page.Files, view.Button{Label: p.T("periodic.page.word"), Href: p.To("/periodic", v.ID, "word")})
	return page.Take("text", "figures", "counted", "title", "from", "to", "issued_by", "issued_on")
}

// figures lists the figures with name, value, definition and the list of what was counted.
func (s *pages) figures(c *fiber.Ctx, p *site.Speaker, r *periodic.Report) *view.Grid {
	grid := p.Grid("periodic.page.name", "periodic.page.value", "periodic.page.before", "periodic.page.what")
	declared := map[string]periodic.Declared{}
	for _, d := range s.Periodic.Declared() {
		declared[d.Key] = d
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		counted := view.Cell{Text: value(f)}
		if d, ok := declared[f.Key]; ok && s.Reads(c, d.Kind) {
			counted.Href = listOf(p, &d, r)
		}
		before := ""
		if f.Before != nil {
			before = number(*f.Before, f.Tenths)
		}
		grid.Rows = append(grid.Rows, []view.Cell{{Text: "{" + periodic.NameOf(f.Key) + "}"}, counted, {Text: before}, {Text: said(p, f.Key, ".what")}})
	}
	return &grid
}

// listOf is the address of the list of what a figure counts.
func listOf(p *site.Speaker, d *periodic.Declared, r *periodic.Report) string {
	states := make([]string, len(d.States))
	for i, state := range d.States {
		states[i] = string(state)
	}
	to := site.WithQuery(p.To("/lists", d.Kind), "state", strings.Join(states, ","))
	if !d.Present {
		last := r.To
		if last.After(r.Counted) {
			last = r.Counted
		}
		to = site.WithQuery(site.WithQuery(to, "on_from", r.From.String()), "on_to", last.String())
	}
	return to
}

// names shows the names that a template can use.
func (s *pages) names(_ *fiber.Ctx, p *site.Speaker, _ *evaluation.View, page *site.RecordPage) error {
	grid := p.Grid("periodic.page.name", "periodic.page.what")
	for _, key := range periodic.Frame() {
		grid.Rows = append(grid.Rows, []view.Cell{{Text: "{" + periodic.NameOf(key) + "}"}, {Text: p.T("periodic.frame." + key)}})
	}
	for _, key := range s.Periodic.Keys() {
		grid.Rows = append(grid.Rows, []view.Cell{{Text: "{" + periodic.NameOf(key) + "}"}, {Text: said(p, key, ".what")}})
	}
	page.Panels = append(page.Panels, site.Panel{Heading: p.T("periodic.page.names"), Note: p.T("periodic.page.names.note"), Grid: &grid})
	return nil
}

// beside shows next to the form for a text what can stand in it: the names of figures, and in
// a report their values.
func (s *pages) beside(_ *fiber.Ctx, p *site.Speaker, a *site.Asked) ([]site.Section, error) {
	if a.Act.Name != "edit" && a.Act.Name != "rewrite" {
		return nil, nil
	}
	section := site.Section{Heading: p.T("periodic.page.names")}
	add := func(key, value string) {
		section.Lines = append(section.Lines, view.Line{Label: "{" + periodic.NameOf(key) + "}", Value: value})
	}
	for _, key := range periodic.Frame() {
		add(key, p.T("periodic.frame."+key))
	}
	if a.View.Kind == periodic.KindTemplate {
		for _, key := range s.Periodic.Keys() {
			add(key, said(p, key, ""))
		}
		return []site.Section{section}, nil
	}
	r, err := evaluation.PayloadOf[periodic.Report](a.View.Record)
	if err != nil {
		return nil, err
	}
	for i := range r.Figures {
		add(r.Figures[i].Key, value(&r.Figures[i]))
	}
	return []site.Section{section}, nil
}

// value writes a figure, with the whole of it.
func value(f *periodic.Figure) string {
	text := number(f.N, f.Tenths)
	if f.Of > 0 {
		text += " / " + number(f.Of, f.Tenths)
	}
	return text
}

// said is the text of a figure: its name, or with .what its definition.
func said(p *site.Speaker, key, what string) string {
	measure, rest, _ := strings.Cut(key, ".")
	return p.T(measure + ".tally." + rest + what)
}

// templates are those of the office that are in use.
func (s *pages) templates(c *fiber.Ctx, p *site.Speaker, _ *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if f.Name != "template" {
		return nil, false, nil
	}
	found, err := s.Service.Index(c.UserContext(), site.Actor(c), evaluation.Query{
		Kinds: []string{periodic.KindTemplate}, States: evaluation.States(periodic.InUse), Sort: evaluation.SortName, Limit: 50,
	})
	list := []view.Choice{}
	for i := range found.Views {
		list = append(list, view.Choice{Value: found.Views[i].ID, Label: p.Title(&found.Views[i].Record)})
	}
	return list, true, err
}

// number writes a number of a figure.
func number(n int64, tenths bool) string {
	if tenths {
		return string(education.HoursOf(int(n)))
	}
	return strconv.FormatInt(n, 10)
}
