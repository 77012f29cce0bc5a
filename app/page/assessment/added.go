package assessment

import (
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// startCycle proposes the half-year that lasts, and everybody who can be added.
func (s *pages) startCycle(c *fiber.Ctx, a *site.Asked, values url.Values) error {
	switch a.Act.Name {
	case "plan":
		year, half := assessment.HalfOf(s.Today())
		site.StartWith(values, url.Values{"year": {strconv.Itoa(year)}, "half": {half}})
	case "add_people":
		people, err := s.Assessment.Addable(c.UserContext(), *a.View)
		site.StartWith(values, url.Values{"people": people})
		return err
	}
	return nil
}

// addLink says how many people on the roster could be added to a cycle, and leads to the
// act.
func (s *pages) addLink(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]view.Button, error) {
	if !v.Offers("add_people") {
		return nil, nil
	}
	people, err := s.Assessment.Addable(c.UserContext(), *v)
	if len(people) == 0 {
		return nil, err
	}
	return []view.Button{{Label: p.T("cycle.addable", "n", len(people)), Href: p.To("/records", v.ID, "acts", "add_people")}}, nil
}
