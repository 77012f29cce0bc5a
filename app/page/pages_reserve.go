package page

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation/reserve"
)

func (s *Site) reservePages() Pages {
	get := fiber.MethodGet
	return Pages{
		Measure: "reserve", Home: view.Link{Label: "measure.reserve", Href: "/reserve"},
		Menu: &MenuEntry{Label: "measure.reserve", Icon: "eye-off", Shown: s.reads(reserve.KindCandidate)},
		Routes: []Route{
			{Method: get, Path: "/reserve", Handle: s.reserves},
			{Method: get, Path: "/reserve/register", Handle: s.registerSheet},
			{Method: get, Path: "/reserve/table", Handle: s.registerTable},
		},
		Kinds: map[string]Kind{
			reserve.KindCandidate: {List: "/reserve", Panels: s.listed, Further: s.trainingFor, Printed: printedAs[reserve.Candidate]},
		},
	}
}
