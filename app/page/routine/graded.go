package routine

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/evaluation"
	"kaoji/evaluation/routine"
)

// graded lists by name who is proposed as what, for whoever fixes the grades of a round, and
// who has which grade afterwards.
func (s *pages) graded(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	fixed := v.State == routine.RoundFixed
	if !fixed && v.State != routine.RoundFixing || !v.Shows("participants") {
		return nil
	}
	names := map[string][]string{}
	for sheet, err := range evaluation.AllViews(c.UserContext(), s.Service.List, p.Actor(), evaluation.Query{
		Kinds: []string{routine.KindSheet}, Parents: []string{v.ID}, Sort: evaluation.SortName,
		States: evaluation.States(routine.SheetProposed, routine.SheetFixed, routine.SheetEntered, routine.SheetObjected),
	}) {
		if err != nil {
			return err
		}
		sh, err := evaluation.PartOf[routine.Sheet](sheet.Record, "grade")
		if err != nil {
			return err
		}
		names[sh.Grade] = append(names[sh.Grade], p.Name(sheet.Subject))
	}
	t := p.Table("routine.sheet.field.grade", site.Number("routine.page.number"), "routine.round.field.people")
	for _, grade := range routine.From(routine.Poor) {
		if list := names[grade]; len(list) > 0 {
			t.Rows = append(t.Rows, []string{p.T("routine.grade." + grade), site.Itoa(len(list)), p.Join(list)})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	heading := "routine.page.proposals"
	if fixed {
		heading = "routine.page.grades"
	}
	page.Panels = append(page.Panels, site.Panel{Heading: p.T(heading), Table: &t})
	return nil
}
