package page

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/auth"
	"kaoji/evaluation/concern"
)

func (s *Site) concernPages() Pages {
	get, post := fiber.MethodGet, fiber.MethodPost
	return Pages{
		Measure: "concern", Home: view.Link{Label: "measure.concern", Href: "/concern"},
		Menu:    &MenuEntry{Label: "measure.concern", Icon: "message-2", Shown: s.reads(concern.KindMatter)},
		Counted: true,
		Routes: []Route{
			{Method: get, Path: "/b/:token", Open: true, Handle: s.boxForm},
			{Method: post, Path: "/b/:token", Files: true, Open: true, Handle: s.boxTake},
			{Method: get, Path: "/receipt", Open: true, Handle: s.receiptForm},
			{Method: post, Path: "/receipt", Open: true, Handle: s.receipt},
			{Method: get, Path: "/concern", Handle: s.concerns},
			{Method: get, Path: "/concern/boxes", Handle: s.boxes},
			{Method: post, Path: "/concern/boxes/badges", Area: auth.AreaBadges, Act: auth.ActCreate, Handle: s.badges},
			{Method: get, Path: "/concern/badges", Handle: s.badgeSheet},
			{Method: post, Path: "/concern/:id/contact", Area: auth.AreaReporters, Act: auth.Read, Handle: s.contact},
		},
		Kinds: map[string]Kind{
			concern.KindMatter: {List: "/concern", Reported: true, Panels: s.matterRecord},
			concern.KindBox: {
				List: "/concern/boxes", Posted: true,
				Printed: s.poster,
			},
			concern.KindOpening: {Printed: printedAs[concern.Opening]},
		},
	}
}
