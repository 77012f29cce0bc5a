// Package training contains the pages of training plans in addition to the shared
// pages of records.
package training

import (
	"embed"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation/training"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get := fiber.MethodGet
	return site.Pages{
		Measure: "training", Templates: templates, Home: view.Link{Label: "measure.training", Href: "/training"},
		Menu: &site.MenuEntry{Icon: "clipboard-check"},
		Routes: []site.Route{
			{Method: get, Path: "/training", Reaches: []string{training.KindPlan}, Hidden: true, Page: s.training},
		},
		Kinds: map[string]site.Kind{
			training.KindPlan: {List: "/training"},
		},
	}
}
