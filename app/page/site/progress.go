package site

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
)

// progressPage is how far the effects of an act have come.
type progressPage struct {
	evaluation.Progress
	Href   string // asked every few seconds, where scripts run
	Record string // address of the record's page
}

func (s *Site) progressOf(c *fiber.Ctx, v *evaluation.View) *progressPage {
	if !v.Progress.Pending {
		return nil
	}
	return &progressPage{v.Progress, s.To(c, "/records", v.ID, "progress"), s.Href(c, &v.Record)}
}

// acted sends whoever acted back to the record with the word that it is done, or
// to its progress where the act's effects still run: only progress says that they
// are done.
func (s *Site) acted(c *fiber.Ctx, r evaluation.Record, a *Asked) error {
	if r.Pending {
		return c.Redirect(s.To(c, "/records", r.ID, "progress"), fiber.StatusSeeOther)
	}
	return s.Done(c, s.To(c, "/records", r.ID), a.Kind.Name+"."+a.Act.Name+".done")
}

// progress sends how far the effects of a record have come; when they are done
// it sends the reader back to the record.
func (s *Site) progress(c *fiber.Ctx) error {
	v, err := s.Service.Progress(c.UserContext(), Actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	content := s.progressOf(c, &v)
	if content == nil {
		if c.Get("HX-Request") != "" {
			s.flash(c, "record.progress_done")
			c.Set("HX-Redirect", s.Href(c, &v.Record))
			return c.SendStatus(fiber.StatusNoContent)
		}
		return s.Done(c, s.Href(c, &v.Record), "record.progress_done")
	}
	return s.Show(c, "progress", s.T(c, v.Kind), content)
}
