package page

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation/training"
)

func (s *Site) trainingPages() Pages {
	get := fiber.MethodGet
	return Pages{
		Measure: "training", Home: view.Link{Label: "measure.training", Href: "/training"},
		Menu: &MenuEntry{Label: "measure.training", Icon: "arrow-up", Shown: s.reads(training.KindPlan)},
		Routes: []Route{
			{Method: get, Path: "/training", Handle: s.training},
		},
		Kinds: map[string]Kind{
			training.KindPlan: {List: "/training", Printed: printedAs[training.Plan]},
		},
	}
}
