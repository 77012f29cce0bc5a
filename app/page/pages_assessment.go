package page

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation/assessment"
)

func (s *Site) assessmentPages() Pages {
	get, post := fiber.MethodGet, fiber.MethodPost
	return Pages{
		Measure: "assessment", Home: view.Link{Label: "menu.assessment", Href: "/assessment"},
		Menu:    &MenuEntry{Label: "menu.assessment", Icon: "clipboard-check", Shown: s.reads(assessment.KindCycle)},
		Ballots: s.ratingBallots,
		Routes: []Route{
			{Method: get, Path: "/assessment", Handle: s.cycles},
			{Method: get, Path: "/assessment/rate", Handle: s.rateList},
			{Method: get, Path: "/assessment/:id", Handle: s.cycle},
			{Method: get, Path: "/assessment/:id/preflight", Handle: s.preflight},
			{Method: get, Path: "/assessment/:id/wall", Handle: s.wall},
			{Method: get, Path: "/assessment/rate/:sheet", Handle: s.rateForm},
			{Method: post, Path: "/assessment/rate/:sheet", Handle: s.rate},
			{Method: get, Path: "/assessment/why/:sheet", Handle: s.why},
		},
		Kinds: map[string]Kind{
			assessment.KindCycle: {Page: "/assessment/", List: "/assessment", Apart: true, Further: s.objecting},
			assessment.KindSheet: {
				Panels: s.sheetRecord, Further: s.appealing, Beside: s.besideSheet, Start: s.startReport, Printed: printedAs[assessment.Sheet],
			},
			assessment.KindTalk: {Panels: s.preparedPanel, Beside: s.besideTalk, Printed: printedAs[assessment.Talk]},
		},
	}
}
