package site

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
	"kaoji/evaluation/batch"
)

// ProgressPart is the progress of an act's effects.
type ProgressPart struct {
	evaluation.Progress
	Href   string // requested every few seconds by script
	Record string // address of the record's page
}

func (s *Site) ProgressOf(c *fiber.Ctx, v *evaluation.View) *ProgressPart {
	if !v.Progress.Pending {
		return nil
	}
	return &ProgressPart{v.Progress, s.To(c, "/records", v.ID, "progress"), s.Href(c, &v.Record)}
}

// acted redirects with a success message to the record or, if it was opened from a list,
// to the next one of the list. While the act's effects are running it redirects to the
// progress page, and only this page says that they are done.
func (s *Site) acted(c *fiber.Ctx, r evaluation.Record, a *Asked) error {
	done := a.Kind.Name + "." + a.Act.Name + ".done"
	w, listed := s.place(c)
	if r.Pending {
		if _, err := s.Runs().Note(c.UserContext(), Actor(c), batch.Work{ID: r.ID, What: batch.WorkRecord, Kind: a.Kind.Name, Act: a.Act.Name}); err != nil {
			return err
		}
	}
	switch {
	case r.Pending && listed:
		return c.Redirect(WithQuery(s.To(c, "/records", r.ID, "progress"), askList, w.String()), fiber.StatusSeeOther)
	case r.Pending:
		return c.Redirect(s.To(c, "/records", r.ID, "progress"), fiber.StatusSeeOther)
	case listed:
		return s.Done(c, s.nextHref(c, &w), done)
	}
	return s.Done(c, s.To(c, "/records", r.ID), done)
}

// progress shows the progress of a record's effects; when they are done it
// redirects to the record.
func (s *Site) progress(c *fiber.Ctx) error {
	v, err := s.Service.Progress(c.UserContext(), Actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	content := s.ProgressOf(c, &v)
	if content == nil {
		if err := s.Runs().Seen(c.UserContext(), Actor(c), v.ID); err != nil {
			return err
		}
		if c.Get("HX-Request") != "" {
			s.flash(c, "record.progress_done")
			c.Set("HX-Redirect", s.Href(c, &v.Record))
			return c.SendStatus(fiber.StatusNoContent)
		}
		return s.Done(c, s.Href(c, &v.Record), "record.progress_done")
	}
	return s.Show(c, "progress", s.T(c, v.Kind), content)
}
