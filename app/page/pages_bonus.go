package page

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

func (s *Site) bonusPages() Pages {
	get, post := fiber.MethodGet, fiber.MethodPost
	return Pages{
		Measure: "bonus", Home: view.Link{Label: "measure.bonus", Href: "/bonus"},
		Menu: &MenuEntry{Label: "menu.bonus", Icon: "chart-bar", Shown: s.reads(bonus.KindPeriod)},
		Routes: []Route{
			{Method: get, Path: "/bonus", Handle: s.bonuses},
			{Method: get, Path: "/bonus/editor", Handle: s.schemeEditor},
			{Method: post, Path: "/bonus/editor", Handle: s.schemeSave},
			{Method: get, Path: "/bonus/schemes/:id", Handle: s.bonusScheme},
			{Method: get, Path: "/bonus/:id", Handle: s.bonusPeriod},
			{Method: get, Path: "/bonus/:id/entries", Handle: s.bonusEntries},
			{Method: post, Path: "/bonus/:id/entries", Handle: s.bonusEntriesSave},
			{Method: get, Path: "/bonus/:id/entries/table", Handle: s.bonusEntriesTable},
			{Method: post, Path: "/bonus/:id/entries/table", Files: true, Handle: s.bonusEntriesUpload},
			{Method: post, Path: "/bonus/:id/verify", Handle: s.bonusEntriesVerify},
			{Method: get, Path: "/bonus/:id/sheet", Handle: s.bonusSheet},
			{Method: get, Path: "/bonus/:id/payroll", Handle: s.bonusPayroll},
			{Method: get, Path: "/bonus/:id/why", Handle: s.bonusWhy},
		},
		Kinds: map[string]Kind{
			bonus.KindPeriod: {
				Page: "/bonus/", Titled: true, Posted: true, Choices: s.bonusChoices,
				Printed: func(c *fiber.Ctx, p printed, v *evaluation.View) (any, error) {
					doc, err := s.hangsOut(c, p.speaker, v)
					return documentOf(p, doc), err
				},
			},
			bonus.KindScheme:     {Page: "/bonus/schemes/", Titled: true},
			bonus.KindDeduction:  {Choices: s.bonusChoices},
			bonus.KindAdjustment: {Titled: true, Choices: s.bonusChoices},
			bonus.KindEntry: {
				Panels: s.entryRecord,
				Printed: func(c *fiber.Ctx, p printed, v *evaluation.View) (any, error) {
					doc, err := s.slip(c, p.speaker, v)
					return documentOf(p, doc), err
				},
			},
		},
	}
}
