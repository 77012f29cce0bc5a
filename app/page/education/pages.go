// Package education contains the pages of measure 5 in addition to the shared pages
// of records.
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

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get, post, session, part := fiber.MethodGet, fiber.MethodPost, education.KindSession, education.KindPart
	return site.Pages{
		Measure: "education", Templates: templates, Home: view.Link{Label: "measure.education", Href: "/education"},
		Menu: &site.MenuEntry{Icon: "hourglass"},
		Year: s.ownYear, Years: s.ownYears,
		Routes: []site.Route{
			{Method: get, Path: "/education", Reaches: []string{education.KindCampaign}, Page: s.educations},
			{Method: get, Path: "/education/hours", Page: s.hours},
			{Method: get, Path: "/education/year", Page: s.year},
			{Method: get, Path: "/education/campaigns/:id", Page: site.Of(of, education.KindCampaign, s.campaign)},
			{Method: get, Path: "/education/campaigns/:id/excel", Page: site.Shown(of, education.KindCampaign, s.campaignExcel)},
			{Method: get, Path: "/education/sessions/:id", Page: site.Of(of, session, s.session)},
			{Method: post, Path: "/education/sessions/:id/list", Page: site.Of(of, session, s.sessionList)},
			{Method: get, Path: "/education/sessions/:id/table", Page: site.Of(of, session, s.sessionTable)},
			{Method: get, Path: "/education/sessions/:id/upload", Page: site.Of(of, session, s.uploadForm)},
			{Method: post, Path: "/education/sessions/:id/upload", Files: true, Page: site.Of(of, session, s.upload)},
			{Method: get, Path: "/education/sessions/:id/code", Page: site.Of(of, session, s.sessionCode)},
			{Method: get, Path: "/education/parts/:id", Page: site.Of(of, part, s.part)},
			{Method: get, Path: "/education/parts/:id/test", Page: site.Of(of, part, s.testForm)},
			{Method: post, Path: "/education/parts/:id/test", Page: site.Of(of, part, s.test)},
			{Method: get, Path: "/education/parts/:id/grade", Page: site.Of(of, part, s.gradeForm)},
			{Method: post, Path: "/education/parts/:id/grade", Page: site.Of(of, part, s.grade)},
			{Method: get, Path: "/education/studies/:id", Page: site.Of(of, education.KindStudy, s.study)},
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
