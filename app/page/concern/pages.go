// Package concern contains the pages of concerns in addition to the shared pages of
// records.
package concern

import (
	"embed"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get, post := fiber.MethodGet, fiber.MethodPost
	return site.Pages{
		Measure: "concern", Templates: templates, Home: view.Link{Label: "measure.concern", Href: "/concern"},
		Menu: &site.MenuEntry{Icon: "message-2", Group: site.MenuVoices},
		Routes: []site.Route{
			{Method: get, Path: "/b/:token", Open: true, Handle: s.boxForm},
			{Method: post, Path: "/b/:token", Files: true, Open: true, Handle: s.boxTake},
			{Method: get, Path: "/receipt", Open: true, Handle: s.receiptForm},
			{Method: post, Path: "/receipt", Open: true, Handle: s.receipt},
			{Method: get, Path: "/concern", Reaches: []string{concern.KindMatter}, Page: s.concerns},
			{Method: get, Path: "/concern/hotline", Kind: concern.KindMatter, Act: "register", Page: s.hotline},
			{Method: post, Path: "/concern/hotline", Kind: concern.KindMatter, Act: "register", Page: s.hotlineSave},
			{Method: get, Path: "/statements", Open: true, Handle: s.statements},
			{Method: get, Path: "/concern/rates", For: evaluation.Running.Or(evaluation.Discipline), Page: s.rates},
			{Method: get, Path: "/concern/boxes", Reaches: []string{concern.KindBox}, Page: s.boxes},
			{Method: post, Path: "/concern/boxes/badges", Area: auth.AreaBadges, Act: auth.ActCreate, Handle: s.badges},
			{Method: get, Path: "/concern/badges", Reaches: []string{concern.KindBox}, Page: s.badgeSheet},
			{Method: post, Path: "/concern/:id/contact", Area: auth.AreaReporters, Act: auth.Read, Handle: s.contact},
		},
		Kinds: map[string]site.Kind{
			concern.KindMatter:    {List: "/concern", Reported: true, Panels: s.matterRecord, Start: start, Printable: printable, Printed: s.letter},
			concern.KindStatement: {Titled: true, Posted: true, Panels: figures},
			concern.KindBox: {
				List: "/concern/boxes", Posted: true,
				Printed: s.poster,
			},
		},
	}
}
