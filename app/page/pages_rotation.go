package page

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/rotation"
)

func (s *Site) rotationPages() Pages {
	get, post := fiber.MethodGet, fiber.MethodPost
	return Pages{
		Measure: "rotation", Home: view.Link{Label: "measure.rotation", Href: "/rotation"},
		Menu: &MenuEntry{Label: "measure.rotation", Icon: "arrows-sort", Shown: s.reads(rotation.KindMentoring)},
		Routes: []Route{
			{Method: get, Path: "/rotation/plans", Handle: s.movePlans},
			{Method: get, Path: "/rotation/plans/compare", Handle: s.planCompare},
			{Method: get, Path: "/rotation/plans/:id", Handle: s.movePlan},
			{Method: post, Path: "/rotation/plans/:id", Handle: s.movePlan}, // with a plan made by hand to compare
			{Method: get, Path: "/rotation/plans/:id/why", Handle: s.planWhy},
			{Method: get, Path: "/rotation/plans/:id/excel", Handle: s.planExcel},
			{Method: get, Path: "/rotation", Handle: s.rotations},
			{Method: get, Path: "/rotation/tenure", Handle: s.tenure},
			{Method: get, Path: "/rotation/mentors/:person", Handle: s.mentors},
		},
		Kinds: map[string]Kind{
			rotation.KindMentoring: {Panels: s.mentoringSchedule, Printed: printedAs[rotation.Mentoring]},
			rotation.KindPost:      {Titled: true},
			rotation.KindCase:      {Further: s.stayingOn},
			rotation.KindPlan: {
				Page: "/rotation/plans/", Home: []view.Link{{Label: "rotation.plans.plans", Href: "/rotation/plans"}}, Titled: true, Choices: inPlay, Printable: printablePlan,
				Printed: func(c *fiber.Ctx, p printed, _ *evaluation.View) (any, error) {
					doc, err := s.printedPlan(c)
					return documentOf(p, doc), err
				},
			},
			rotation.KindMove: {Home: []view.Link{{Label: "rotation.plans.plans", Href: "/rotation/plans"}}, Printed: printedAs[rotation.Moving]},
		},
	}
}
