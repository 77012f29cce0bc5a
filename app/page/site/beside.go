package site

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
)

// longest is how many rows a table beside a form has at most; longer ones stand on the
// page of the record.
const longest = 12

// beside returns what stands next to the form of an act: what the kind wants there,
// otherwise what the page of the record shows.
func (s *Site) beside(c *fiber.Ctx, p *Speaker, a *Asked) ([]Section, error) {
	own := s.kinds[a.Kind.Name]
	if own.Beside != nil {
		return own.Beside(c, p, a)
	}
	page := RecordPage{Payload: a.View.Payload}
	if own.Panels != nil {
		if err := own.Panels(c, p, a.View, &page); err != nil {
			return nil, err
		}
	}
	sections, err := p.Sections(a.Kind, page.Payload)
	for _, panel := range page.Panels {
		if panel.Table != nil {
			panel.Lines = append(panel.Lines, view.Line{Table: panel.Table})
		}
		sections = append(sections, Section{Heading: panel.Heading, Lines: panel.Lines})
	}
	for i := range sections {
		sections[i].Lines = slices.DeleteFunc(sections[i].Lines, func(l view.Line) bool { return l.Table != nil && len(l.Table.Rows) > longest })
	}
	return slices.DeleteFunc(sections, func(s Section) bool { return len(s.Lines) == 0 }), err
}
