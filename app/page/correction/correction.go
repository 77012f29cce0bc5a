// Package correction contains what requests to correct a file add to the shared pages
// of records: the way to ask from the record that is wrong, and the acts that amended
// it.
package correction

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/correction"
	"kaoji/evaluation/roster"
)

type pages struct{ *site.Site }

// Pages returns what the kind adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	return site.Pages{
		Measure: "correction", Asked: s.ask,
		Kinds: map[string]site.Kind{correction.KindRequest: {Panels: s.amendments, Choices: s.amended}},
	}
}

// ask leads from a record to the request to correct it, for the person whom the
// record is about.
func (s *pages) ask(_ *fiber.Ctx, p *site.Speaker, v *evaluation.View) []view.Button {
	if kind, ok := p.Kind(v.Kind); !v.Own || v.Kind == correction.KindRequest || ok && kind.Apart {
		return nil
	}
	href := p.To("/new", correction.KindRequest, "submit")
	if v.Kind != roster.KindPerson && v.Kind != roster.KindParticulars {
		href += "?" + url.Values{"about": {correction.TopicRecord}, "record": {v.ID}}.Encode()
	}
	return []view.Button{{Label: p.T(correction.KindRequest + ".submit"), Href: href}}
}

// amendments shows by which acts the record was amended.
func (s *pages) amendments(_ *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	r, err := evaluation.PayloadOf[correction.Request](v.Record)
	if err != nil || len(r.Amendments) == 0 {
		return err
	}
	grid := p.Grid(correction.KindRequest+".field.amendments.on", correction.KindRequest+".field.amendments.act", correction.KindRequest+".field.amendments.by", correction.KindRequest+".field.amendments.record")
	for _, a := range r.Amendments {
		act := p.T("correction.amended")
		if a.Act != "" {
			act = p.T(a.Kind + "." + a.Act)
		}
		grid.Rows = append(grid.Rows, []view.Cell{
			{Text: p.DayOf(a.On)}, {Text: act}, {Text: a.By}, {Text: p.T(a.Kind), Href: p.To("/records", a.Record)},
		})
	}
	page.Panels = append(page.Panels, site.Panel{Heading: p.T(correction.KindRequest + ".field.amendments"), Grid: &grid})
	return page.Take("amendments")
}

// amended offers the records about the person that were amended since the request.
func (s *pages) amended(c *fiber.Ctx, p *site.Speaker, a *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if a.View == nil || f.Name != "record" {
		return nil, false, nil
	}
	list, err := s.Correction.Amended(c.UserContext(), s.Service, &a.View.Record)
	choices := make([]view.Choice, 0, len(list))
	for i := range list {
		choices = append(choices, view.Choice{Value: list[i].ID, Label: p.T(list[i].Kind) + " · " + p.Title(&list[i])})
	}
	return choices, true, err
}
