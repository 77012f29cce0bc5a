// Package reminder contains the pages of measure 1 in addition to the shared pages
// of records.
package reminder

import (
	"embed"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get, post := fiber.MethodGet, fiber.MethodPost
	return site.Pages{
		Measure: "reminder", Templates: templates, Home: view.Link{Label: "measure.reminder", Href: "/reminder"},
		Menu: &site.MenuEntry{Icon: "alert-triangle", Reaches: []string{reminder.KindExposure}},
		Routes: []site.Route{
			{Method: get, Path: "/reminder", Reaches: []string{reminder.KindTalk}, Page: s.reminders},
			{Method: get, Path: "/reminder/scans/:id", Page: site.Of(of, reminder.KindScan, s.scan)},
			{Method: get, Path: "/reminder/exposure", Kind: reminder.KindExposure, Act: "enter", Page: s.exposureForm},
			{Method: post, Path: "/reminder/exposure", Kind: reminder.KindExposure, Act: "enter", Files: true, Page: s.exposureUpload},
			{Method: get, Path: "/reminder/exposure/table", Kind: reminder.KindExposure, Act: "enter", Page: s.exposureTable},
		},
		Kinds: map[string]site.Kind{
			reminder.KindScan:     {Page: "/reminder/scans/"},
			reminder.KindAlarm:    {Further: s.takingUp},
			reminder.KindClearing: {Choices: s.clearable, Start: s.startClearing},
			reminder.KindTalk: {
				Further: s.clearing, Choices: s.openAlarms, Printable: printableTalk,
				Printed: func(_ *fiber.Ctx, p site.Printed, v *evaluation.View) (any, error) {
					doc, err := evaluation.PayloadOf[reminder.Talk](v.Record)
					return letters{p, doc}, err
				},
			},
		},
	}
}
