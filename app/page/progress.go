package page

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

func progressOf(v *evaluation.View) *progressPage {
	if !v.Progress.Pending {
		return nil
	}
	return &progressPage{v.Progress, "/records/" + v.ID + "/progress", hrefOf(&v.Record)}
}

// progress sends how far the effects of a record have come; when they are done
// it sends the reader back to the record.
func (s *Site) progress(c *fiber.Ctx) error {
	v, err := s.Service.Progress(c.UserContext(), actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	content := progressOf(&v)
	if content == nil {
		if c.Get("HX-Request") != "" {
			c.Set("HX-Redirect", hrefOf(&v.Record))
			return c.SendStatus(fiber.StatusNoContent)
		}
		return c.Redirect(hrefOf(&v.Record), fiber.StatusSeeOther)
	}
	return s.show(c, "progress", s.t(c, v.Kind), content)
}
