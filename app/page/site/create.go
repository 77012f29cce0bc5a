package site

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
)

// findCreating finds the kind and the creating act of a request.
func (s *Site) findCreating(c *fiber.Ctx) (Asked, error) {
	kind, ok := s.Service.Kind(c.Params("kind"))
	if !ok {
		return Asked{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	act, ok := kind.Act(c.Params("act"))
	if !ok || !act.Creates() {
		return Asked{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return Asked{Kind: kind, Act: act}, nil
}

// createForm asks for a new record; a link can prefill fields through its address.
func (s *Site) createForm(c *fiber.Ctx) error {
	a, err := s.findCreating(c)
	if err != nil {
		return err
	}
	if !s.May(c, a.Kind.Name, a.Act.Name) {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	a.Values = url.Values{}
	for name, value := range c.Queries() {
		a.Values.Set(name, value)
	}
	if err := s.start(c, &a, a.Values); err != nil {
		return err
	}
	return s.askFor(c, &a)
}

func (s *Site) create(c *fiber.Ctx) error {
	a, err := s.findCreating(c)
	if err != nil {
		return err
	}
	// Before any input is read or stored.
	if err := s.Service.AllowsCreate(c.UserContext(), Actor(c), a.Kind.Name, a.Act.Name); err != nil {
		return err
	}
	in, err := s.Read(c, &a)
	if err != nil {
		return err
	}
	if len(a.Wrong) == 0 {
		r, cerr := s.Service.Create(c.UserContext(), Actor(c), a.Kind.Name, a.Act.Name, evaluation.Creation{
			Input: in, Reason: strings.TrimSpace(c.FormValue("reason")),
		})
		if cerr == nil {
			if err := s.Sent(c); err != nil {
				return err
			}
			return s.acted(c, r, &a)
		}
		err = cerr
	}
	return s.again(c, &a, err)
}
