package site

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
)

// progressPage is the progress of an act's effects.
type progressPage struct {
	evaluation.Progress
	Href   string // requested every few seconds by script
	Record string // address of the record's page
}

func (s *Site) progressOf(c *fiber.Ctx, v *evaluation.View) *progressPage {
	if !v.Progress.Pending {
		return nil
	}
	return &progressPage{v.Progress, s.To(c, "/records", v.ID, "progress"), s.Href(c, &v.Record)}
}

// acted redirects to the record with a success message, or to the progress page if
// the act's effects are still running; then only the progress page says that they
// are done.
func (s *Site) acted(c *fiber.Ctx, r evaluation.Record, a *Asked) error {
	if r.Pending {
		return c.Redirect(s.To(c, "/records", r.ID, "progress"), fiber.StatusSeeOther)
	}
	return s.Done(c, s.To(c, "/records", r.ID), a.Kind.Name+"."+a.Act.Name+".done")
}

// progress shows the progress of a record's effects; when they are done it
// redirects to the record.
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
