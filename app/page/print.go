package page

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// printed is what every print form gets: whose paper it is, and somebody to say
// its words.
type printed struct {
	Office string
	Period string
	*speaker
}

// Named is the name behind an id.
func (p printed) Named(id string) string { return p.name(id) }

// print shows the official form of a record, for A4.
func (s *Site) print(c *fiber.Ctx) error {
	v, err := s.Service.Get(c.UserContext(), actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	kind, _ := s.Service.Kind(v.Kind)
	own, form := s.kinds[v.Kind], c.Params("form")
	if !slices.Contains(kind.Print, form) || !s.prints(&v, form) {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	settings, err := s.officeSettings(c)
	if err != nil {
		return err
	}
	content, err := own.Printed(c, printed{Office: settings.Name, Period: p.period(v.Period), speaker: p}, &v)
	if err != nil {
		return err
	}
	if err := s.note(c, "print", evaluation.OutcomeOK, v.Kind, v.ID, form); err != nil {
		return err
	}
	frame, err := s.frame(c, p.t("print."+form+".title"), []view.Link{{Label: p.title(&v.Record), Href: "/records/" + v.ID}})
	if err != nil {
		return err
	}
	frame.Confidential, frame.Content = !own.Posted, content
	return s.send(c, "print_"+form, frame)
}
