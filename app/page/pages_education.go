package page

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
)

func (s *Site) educationPages() Pages {
	get, post := fiber.MethodGet, fiber.MethodPost
	return Pages{
		Measure: "education", Home: view.Link{Label: "measure.education", Href: "/education"},
		Menu: &MenuEntry{Label: "measure.education", Icon: "hourglass", Shown: s.reads(education.KindCampaign)},
		Year: s.ownYear,
		Routes: []Route{
			{Method: get, Path: "/education", Handle: s.educations},
			{Method: get, Path: "/education/hours", Handle: s.hours},
			{Method: get, Path: "/education/year", Handle: s.year},
			{Method: get, Path: "/education/campaigns/:id", Handle: s.campaign},
			{Method: get, Path: "/education/campaigns/:id/excel", Handle: s.campaignExcel},
			{Method: get, Path: "/education/sessions/:id", Handle: s.session},
			{Method: post, Path: "/education/sessions/:id/list", Handle: s.sessionList},
			{Method: get, Path: "/education/sessions/:id/table", Handle: s.sessionTable},
			{Method: get, Path: "/education/sessions/:id/upload", Handle: s.uploadForm},
			{Method: post, Path: "/education/sessions/:id/upload", Files: true, Handle: s.upload},
			{Method: get, Path: "/education/sessions/:id/code", Handle: s.sessionCode},
			{Method: get, Path: "/education/parts/:id", Handle: s.part},
			{Method: get, Path: "/education/parts/:id/test", Handle: s.testForm},
			{Method: post, Path: "/education/parts/:id/test", Handle: s.test},
			{Method: get, Path: "/education/parts/:id/grade", Handle: s.gradeForm},
			{Method: post, Path: "/education/parts/:id/grade", Handle: s.grade},
			{Method: get, Path: "/education/studies/:id", Handle: s.study},
			{Method: get, Path: "/in/:id", Open: true, Handle: s.signInForm},
			{Method: post, Path: "/in/:id", Open: true, Handle: s.signIn},
			{Method: get, Path: "/in/:id/:code", Open: true, Handle: s.scanned},
		},
		Kinds: map[string]Kind{
			education.KindCampaign: {
				Page: "/education/campaigns/", List: "/education", Titled: true, Printable: printableLearning,
				Printed: func(c *fiber.Ctx, p printed, v *evaluation.View) (any, error) {
					doc, err := s.campaignReport(c, p.speaker, v)
					return documentOf(p, doc), err
				},
			},
			education.KindSession: {Page: "/education/sessions/", Titled: true},
			education.KindPart:    {Page: "/education/parts/", Posted: true, Printable: printableLearning, Printed: printedAs[education.Part]},
			education.KindStudy:   {Page: "/education/studies/", Printable: printableLearning, Printed: printedAs[education.Study]},
		},
	}
}
