// Package reserve contains the pages of measure 6 in addition to the shared pages
// of records.
package reserve

import (
	"embed"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation/reserve"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get, listed := fiber.MethodGet, []string{reserve.KindCandidate}
	return site.Pages{
		Measure: "reserve", Templates: templates, Home: view.Link{Label: "measure.reserve", Href: "/reserve"},
		Menu: &site.MenuEntry{Icon: "eye-off"},
		Routes: []site.Route{
			{Method: get, Path: "/reserve", Reaches: listed, Hidden: true, Page: s.reserves},
			{Method: get, Path: "/reserve/register", Reaches: listed, Hidden: true, Page: s.registerSheet},
			{Method: get, Path: "/reserve/table", Reaches: listed, Hidden: true, Page: s.registerTable},
		},
		Kinds: map[string]site.Kind{
			reserve.KindCandidate: {List: "/reserve", Panels: s.listed, Further: s.trainingFor},
		},
	}
}
