package routine

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/routine"
)

// startRound begins with the period that is running, and with everybody who can be added.
func (s *pages) startRound(c *fiber.Ctx, a *site.Asked, values url.Values) error {
	switch a.Act.Name {
	case "open":
		list, err := s.recent(c)
		if err != nil {
			return err
		}
		site.StartWith(values, url.Values{"period": {list[0]}})
	case "add_people":
		people, err := s.Routine.Addable(c.UserContext(), *a.View)
		site.StartWith(values, url.Values{"people": people})
		return err
	}
	return nil
}

// addLink says how many people on the roster could be added to a round, and leads to the act.
func (s *pages) addLink(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	page.Acts = site.WithoutActs(page.Acts, "add_people") // the link says how many
	if !v.Offers("add_people") {
		return nil
	}
	people, err := s.Routine.Addable(c.UserContext(), *v)
	if len(people) > 0 {
		page.Acts = append(page.Acts, view.Button{Label: p.T("cycle.addable", "n", len(people)), Href: p.To("/records", v.ID, "acts", "add_people")})
	}
	return err
}

// added lists who came into the round after its opening, and since when they take part.
func added(p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	if !v.Shows("participants") {
		return nil
	}
	r, err := evaluation.PartOf[routine.Round](v.Record, "participants")
	if err != nil {
		return err
	}
	t := p.Table("routine.round.field.participants.name", "list.unit", "routine.round.field.participants.added")
	for _, one := range r.Participants {
		if !one.Added.IsZero() {
			t.Rows = append(t.Rows, []string{p.Name(one.Person), p.Name(one.Unit), p.DayOf(one.Added)})
		}
	}
	if len(t.Rows) > 0 {
		page.Panels = append(page.Panels, site.Panel{Heading: p.T("routine.page.added"), Table: &t})
	}
	return nil
}
