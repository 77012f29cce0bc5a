// Package declaration contains the page of declarations, for those who declare, those who
// read and those who set them up, and what a report shows beside the shared pages of records.
package declaration

import (
	"context"
	"embed"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/declaration"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	return site.Pages{
		Measure: "declaration", Templates: templates, Home: view.Link{Label: "measure.declaration", Href: "/declarations"},
		Menu: &site.MenuEntry{Icon: "key", Shows: s.concerned},
		Routes: []site.Route{
			{Method: fiber.MethodGet, Path: "/declarations", Reaches: []string{declaration.KindReport}, Page: s.home},
			{Method: fiber.MethodGet, Path: "/declarations/summary", Reaches: []string{declaration.KindReport}, Page: s.summary},
		},
		Kinds: map[string]site.Kind{
			declaration.KindBasis:  {List: "/declarations", Titled: true, Start: s.begin},
			declaration.KindReport: {List: "/declarations", Panels: s.readBy, Choices: s.choices, Beside: beside, Own: []string{"report_change", "report_leaving"}},
		},
	}
}

// concerned reports whether the reader has a part in declarations: others need no way there.
func (s *pages) concerned(c *fiber.Ctx) (bool, error) {
	a := site.Actor(c)
	if s.Service.ReadsOthers(a, declaration.KindBasis) {
		return true, nil
	}
	return evaluation.Lately(c.UserContext(), s.Service, a, "concerned by declarations", func(ctx context.Context) (bool, error) {
		return s.Declaration.Concerns(ctx, a.Office, a.Person)
	})
}

// begin starts a revised basis with the one in force.
func (s *pages) begin(c *fiber.Ctx, a *site.Asked, values url.Values) error {
	if a.Act.Name != "propose" {
		return nil
	}
	list, err := s.Service.List(c.UserContext(), site.Actor(c), evaluation.Query{Kinds: []string{declaration.KindBasis}, States: evaluation.States(declaration.BasisInForce), Limit: 1})
	if err != nil || len(list.Views) == 0 {
		return err
	}
	b, err := evaluation.PayloadOf[declaration.Basis](list.Views[0].Record)
	if err != nil {
		return err
	}
	site.StartWith(values, url.Values{
		"rule": {b.Rule}, "text": {b.Text}, "matters": b.Matters, "changes": b.Changes, "sample": {strconv.Itoa(b.Sample)}, "people": b.People, "circle": b.Circle,
	})
	return nil
}

// choices are what the rule asks for, and the answers that the declarant can give.
func (s *pages) choices(c *fiber.Ctx, p *site.Speaker, a *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	switch f.Name {
	case "matter":
		return s.matters(c, p, a)
	case "answer":
		return s.answers(c, p, f)
	}
	return nil, false, nil
}

// answers leave out that nothing has changed for who has not declared before.
func (s *pages) answers(c *fiber.Ctx, p *site.Speaker, f *evaluation.Field) ([]view.Choice, bool, error) {
	before, err := s.Declaration.HasDeclared(c.UserContext(), site.Actor(c).Office, site.Actor(c).Person)
	choices := []view.Choice{}
	for _, code := range f.Choices {
		if before || code != declaration.AnswerSame {
			choices = append(choices, view.Choice{Value: code, Label: p.T(declaration.KindReport + ".field.answer." + code)})
		}
	}
	return choices, true, err
}

// matters are those that the rule asks for: all, or those that are declared when they change.
func (s *pages) matters(c *fiber.Ctx, p *site.Speaker, a *site.Asked) ([]view.Choice, bool, error) {
	asked, err := s.Declaration.Asks(c.UserContext(), site.Actor(c).Office, site.Actor(c).Person)
	if err != nil {
		return nil, false, err
	}
	list := asked.Matters
	if a.Act.Name == "report_change" {
		list = asked.Changes
	}
	if a.View != nil {
		r, err := evaluation.PartOf[declaration.Report](a.View.Record, "matters")
		if err != nil {
			return nil, false, err
		}
		list = r.Matters
	}
	choices := []view.Choice{}
	for _, code := range list {
		choices = append(choices, view.Choice{Value: code, Label: matter(p, code)})
	}
	return choices, true, nil
}

func matter(p *site.Speaker, code string) string {
	return p.T(declaration.KindReport + ".field.items.matter." + code)
}

// beside shows the report next to a form, and whoever explains first what is asked.
func beside(_ *fiber.Ctx, p *site.Speaker, a *site.Asked) ([]site.Section, error) {
	sections, err := p.Sections(a.Kind, a.View.Payload)
	if err != nil || a.Act.Name != "explain" {
		return sections, err
	}
	r, err := evaluation.PartOf[declaration.Report](a.View.Record, "explanations")
	if err != nil || len(r.Explanations) == 0 {
		return sections, err
	}
	last := r.Explanations[len(r.Explanations)-1]
	asked := view.Line{Label: last.By + " " + p.DayOf(last.AskedOn), Value: last.Question, Long: true}
	return append([]site.Section{{Heading: p.T(declaration.KindReport + ".field.question"), Lines: []view.Line{asked}}}, sections...), nil
}

// readBy shows the declarant, and who reads now, who has read the report, when and why; and
// a reader how to read it.
func (s *pages) readBy(_ *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	switch {
	case v.State == declaration.ReportDue || v.State == declaration.ReportDropped:
		return nil
	case !v.Shows("items"):
		page.Panels = append(page.Panels, site.Panel{Heading: p.T(declaration.KindReport + ".field.items"), Note: p.T("declaration.page.sealed")})
		return nil
	}
	grid := looks(p, v)
	panel := site.Panel{Heading: p.T("declaration.page.looks"), Grid: &grid}
	if len(grid.Rows) == 0 {
		panel = site.Panel{Heading: panel.Heading, Note: p.T("declaration.page.looks_none")}
	}
	page.Panels = append(page.Panels, panel)
	return nil
}

// looks lists who has opened a report, newest first.
func looks(p *site.Speaker, v *evaluation.View) view.Grid {
	grid := p.Grid("declaration.page.who", "declaration.page.when", "declaration.page.why")
	for _, e := range slices.Backward(v.History) {
		if e.Act == "look" {
			grid.Rows = append(grid.Rows, []view.Cell{{Text: e.Name}, {Text: text.Moment(p.Lang, e.At)}, {Text: e.Reason}})
		}
	}
	return grid
}
