package assessment

import (
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// startCycle proposes the half-year whose assessment is planned, with its last day for the
// roster if it is over, and everybody who can be added.
func (s *pages) startCycle(c *fiber.Ctx, a *site.Asked, values url.Values) error {
	switch a.Act.Name {
	case "plan":
		pack, err := s.Rules.Pack(c.UserContext(), site.Actor(c).Office)
		if err != nil {
			return err
		}
		year, half, err := assessment.Due(s.Today(), pack.On(s.Today()))
		if err != nil {
			return err
		}
		proposed := url.Values{"year": {strconv.Itoa(year)}, "half": {half}}
		if _, to := assessment.Span(year, half); s.Today().After(to) {
			proposed.Set("as_of", to.String())
		}
		site.StartWith(values, proposed)
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

// goneLinks lead to the sheets of participants who have left.
func goneLinks(p *site.Speaker, list []assessment.Gone) []view.Link {
	var links []view.Link
	for _, g := range list {
		label := p.T("cycle.gone_unknown", "name", g.Name)
		if !g.Left.IsZero() {
			label = p.T("cycle.gone_on", "name", g.Name, "left", p.DayOf(g.Left), "leaving", leaving(p, g.Leaving))
		}
		links = append(links, view.Link{Label: label, Href: p.To("/records", g.Sheet)})
	}
	return links
}

// leaving says why somebody has left, "" if the roster does not say it.
func leaving(p *site.Speaker, why string) string {
	if why == "" {
		return ""
	}
	return p.T(roster.KindPerson + ".field.leaving." + why)
}

// startExempt proposes the ground and begins the reason with what the roster says of somebody
// who has left.
func (s *pages) startExempt(c *fiber.Ctx, a *site.Asked, values url.Values) error {
	known, err := s.Assessment.Known(c.UserContext(), []evaluation.View{*a.View})
	for _, f := range known[a.View.ID] {
		if f.Kind == assessment.KindDeparted {
			site.StartWith(values, url.Values{"exempt_ground": {assessment.GroundOf(f.Leaving)}, "reason": {s.Text.Say(server.Lang(c), f.Say())}})
		}
	}
	return err
}
