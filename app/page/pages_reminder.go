package page

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
)

func (s *Site) reminderPages() Pages {
	get, post := fiber.MethodGet, fiber.MethodPost
	return Pages{
		Measure: "reminder", Home: view.Link{Label: "measure.reminder", Href: "/reminder"},
		Menu: &MenuEntry{Label: "measure.reminder", Icon: "alert-triangle", Shown: func(a evaluation.Actor) bool {
			return oversees(a) || a.Has(evaluation.RoleHead)
		}},
		Routes: []Route{
			{Method: get, Path: "/reminder", Handle: s.reminders},
			{Method: get, Path: "/reminder/scans/:id", Handle: s.scan},
			{Method: get, Path: "/reminder/exposure", Handle: s.exposureForm},
			{Method: post, Path: "/reminder/exposure", Files: true, Handle: s.exposureUpload},
			{Method: get, Path: "/reminder/exposure/table", Handle: s.exposureTable},
		},
		Kinds: map[string]Kind{
			reminder.KindScan:  {Page: "/reminder/scans/"},
			reminder.KindAlarm: {Further: s.takingUp},
			reminder.KindTalk: {
				Printable: printableTalk,
				Printed: func(_ *fiber.Ctx, p printed, v *evaluation.View) (any, error) {
					doc, err := evaluation.PayloadOf[reminder.Talk](v.Record)
					return letters{documentOf(p, doc)}, err
				},
			},
		},
	}
}
