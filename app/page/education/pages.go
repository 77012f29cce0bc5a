// Package education is the pages of the measure education, beside those that all records share.
package education

import (
	"embed"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages are what the measure adds to the pages that all records share.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get, post := fiber.MethodGet, fiber.MethodPost
	return site.Pages{
		Measure: "education", Templates: templates, Home: view.Link{Label: "measure.education", Href: "/education"},
		Menu: &site.MenuEntry{Label: "measure.education", Icon: "hourglass", Shown: s.Reads(education.KindCampaign)},
		Year: s.ownYear,
		Routes: []site.Route{
			{Method: get, Path: "/education", Page: s.educations},
			{Method: get, Path: "/education/hours", Page: s.hours},
			{Method: get, Path: "/education/year", Page: s.year},
			{Method: get, Path: "/education/campaigns/:id", Page: s.campaign},
			{Method: get, Path: "/education/campaigns/:id/excel", Page: s.campaignExcel},
			{Method: get, Path: "/education/sessions/:id", Handle: s.session},
			{Method: post, Path: "/education/sessions/:id/list", Handle: s.sessionList},
			{Method: get, Path: "/education/sessions/:id/table", Page: s.sessionTable},
			{Method: get, Path: "/education/sessions/:id/upload", Handle: s.uploadForm},
			{Method: post, Path: "/education/sessions/:id/upload", Files: true, Page: s.upload},
			{Method: get, Path: "/education/sessions/:id/code", Page: s.sessionCode},
			{Method: get, Path: "/education/parts/:id", Page: s.part},
			{Method: get, Path: "/education/parts/:id/test", Handle: s.testForm},
			{Method: post, Path: "/education/parts/:id/test", Handle: s.test},
			{Method: get, Path: "/education/parts/:id/grade", Handle: s.gradeForm},
			{Method: post, Path: "/education/parts/:id/grade", Handle: s.grade},
			{Method: get, Path: "/education/studies/:id", Page: s.study},
			{Method: get, Path: "/in/:id", Open: true, Handle: s.signInForm},
			{Method: post, Path: "/in/:id", Open: true, Handle: s.signIn},
			{Method: get, Path: "/in/:id/:code", Open: true, Handle: s.scanned},
		},
		Kinds: map[string]site.Kind{
			education.KindCampaign: {
				Page: "/education/campaigns/", List: "/education", Titled: true, Printable: printableLearning,
				Printed: func(c *fiber.Ctx, p site.Printed, v *evaluation.View) (any, error) {
					doc, err := s.campaignReport(c, p.Speaker, v)
					return site.Document{Printed: p, Doc: doc}, err
				},
			},
			education.KindSession: {Page: "/education/sessions/", Titled: true},
			education.KindPart:    {Page: "/education/parts/", Posted: true, Printable: printableLearning},
			education.KindStudy:   {Page: "/education/studies/", Printable: printableLearning},
		},
	}
}
