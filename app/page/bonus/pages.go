// Package bonus contains the pages of measure 4 in addition to the shared pages of
// records.
package bonus

import (
	"embed"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get, post, period := fiber.MethodGet, fiber.MethodPost, bonus.KindPeriod
	return site.Pages{
		Measure: "bonus", Templates: templates, Home: view.Link{Label: "measure.bonus", Href: "/bonus"},
		Menu: &site.MenuEntry{Icon: "chart-bar"},
		Routes: []site.Route{
			{Method: get, Path: "/bonus", Reaches: []string{period}, Page: s.bonuses},
			{Method: get, Path: "/bonus/editor", Page: s.schemeEditor},
			{Method: post, Path: "/bonus/editor", Page: s.schemeSave},
			{Method: get, Path: "/bonus/schemes/:id", Page: site.Of(of, bonus.KindScheme, s.bonusScheme)},
			{Method: get, Path: "/bonus/:id", Page: site.Of(of, period, s.bonusPeriod)},
			{Method: get, Path: "/bonus/:id/entries", Page: site.Of(of, period, s.bonusEntries)},
			{Method: post, Path: "/bonus/:id/entries", Page: site.Of(of, period, s.bonusEntriesSave)},
			{Method: get, Path: "/bonus/:id/entries/table", Page: site.Of(of, period, s.bonusEntriesTable)},
			{Method: post, Path: "/bonus/:id/entries/table", Files: true, Page: site.Of(of, period, s.bonusEntriesUpload)},
			{Method: post, Path: "/bonus/:id/verify", Page: site.Of(of, period, s.bonusEntriesVerify)},
			{Method: get, Path: "/bonus/:id/sheet", Page: site.Shown(of, period, s.bonusSheet)},
			{Method: get, Path: "/bonus/:id/payroll", Page: site.Shown(of, period, s.bonusPayroll)},
			{Method: get, Path: "/bonus/:id/why", Page: site.Shown(of, period, s.bonusWhy)},
		},
		Kinds: map[string]site.Kind{
			bonus.KindPeriod: {
				Page: "/bonus/", Titled: true, Posted: true, Choices: s.bonusChoices,
				Printed: func(c *fiber.Ctx, p site.Printed, v *evaluation.View) (any, error) {
					doc, err := s.hangsOut(c, p.Speaker, v)
					return site.Document{Printed: p, Doc: doc}, err
				},
			},
			bonus.KindScheme:     {Page: "/bonus/schemes/", Titled: true},
			bonus.KindDeduction:  {Choices: s.bonusChoices},
			bonus.KindAdjustment: {Titled: true, Choices: s.bonusChoices},
			bonus.KindEntry: {
				Panels: s.entryRecord,
				FormOf: func(p *site.Speaker, v *evaluation.View, act string) string {
					if act != "enter" {
						return ""
					}
					return entriesOf(p, v) + "#row-" + v.ID
				},
				Together: func(p *site.Speaker, v *evaluation.View) string {
					if v.State != bonus.EntryOpen {
						return ""
					}
					return entriesOf(p, v)
				},
				Printed: func(c *fiber.Ctx, p site.Printed, v *evaluation.View) (any, error) {
					doc, err := s.slip(c, p.Speaker, v)
					return site.Document{Printed: p, Doc: doc}, err
				},
			},
		},
	}
}

// entriesOf is the address of the table in which an entry is typed.
func entriesOf(p *site.Speaker, v *evaluation.View) string {
	return p.To("/bonus", v.Parent, "entries") + "?unit=" + url.QueryEscape(v.Unit)
}
