// Package rotation contains the pages of measure 8 in addition to the shared pages
// of records.
package rotation

import (
	"embed"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/rotation"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get, post, plan := fiber.MethodGet, fiber.MethodPost, rotation.KindPlan
	return site.Pages{
		Measure: "rotation", Templates: templates, Home: view.Link{Label: "measure.rotation", Href: "/rotation"},
		Menu: &site.MenuEntry{Icon: "arrows-sort"},
		Routes: []site.Route{
			{Method: get, Path: "/rotation/plans", Reaches: []string{rotation.KindMove}, Page: s.movePlans},
			{Method: get, Path: "/rotation/plans/compare", Page: s.planCompare},
			{Method: get, Path: "/rotation/plans/:id", Page: site.Of(of, plan, s.movePlan)},
			{Method: post, Path: "/rotation/plans/:id", Page: site.Of(of, plan, s.movePlan)}, // with a plan made by hand to compare
			{Method: get, Path: "/rotation/plans/:id/why", Page: site.Shown(of, plan, s.planWhy)},
			{Method: get, Path: "/rotation/plans/:id/excel", Page: site.Shown(of, plan, s.planExcel)},
			{Method: get, Path: "/rotation", Reaches: []string{rotation.KindMentoring}, Page: s.rotations},
			{Method: get, Path: "/rotation/tenure", Reaches: []string{rotation.KindCase}, Page: s.tenure},
			{Method: get, Path: "/rotation/mentors/:person", Kind: rotation.KindMentoring, Act: "assign", Page: s.mentors},
		},
		Kinds: map[string]site.Kind{
			rotation.KindMentoring: {Panels: s.mentoringSchedule},
			rotation.KindPost:      {Titled: true},
			rotation.KindCase:      {Further: s.stayingOn},
			rotation.KindPlan: {
				Page: "/rotation/plans/", Home: []view.Link{{Label: "rotation.plans.plans", Href: "/rotation/plans"}}, Titled: true, Choices: inPlay, Printable: printablePlan,
				Printed: func(c *fiber.Ctx, p site.Printed, v *evaluation.View) (any, error) {
					doc, err := s.printedPlan(c, p.Speaker, v)
					return site.Document{Printed: p, Doc: doc}, err
				},
			},
			rotation.KindMove: {Home: []view.Link{{Label: "rotation.plans.plans", Href: "/rotation/plans"}}},
		},
	}
}
