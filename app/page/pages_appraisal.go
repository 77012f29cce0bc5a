package page

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

func (s *Site) appraisalPages() Pages {
	get, post := fiber.MethodGet, fiber.MethodPost
	return Pages{
		Measure: "appraisal", Home: view.Link{Label: "measure.appraisal", Href: "/appraisal"},
		Menu: &MenuEntry{Label: "measure.appraisal", Icon: "building-community", Shown: func(a evaluation.Actor) bool {
			return s.reads(appraisal.KindRound)(a) || a.Has(evaluation.RoleCommittee)
		}},
		Ballots: s.appraisalBallots,
		Routes: []Route{
			{Method: get, Path: "/v", Open: true, Handle: s.codeForm},
			{Method: post, Path: "/v", Open: true, Handle: s.codeOpen},
			{Method: post, Path: "/v/cast", Open: true, Handle: s.codeCast},
			{Method: get, Path: "/appraisal", Handle: s.appraisals},
			{Method: get, Path: "/appraisal/:id", Handle: s.round},
			{Method: get, Path: "/appraisal/:id/issue", Handle: s.issueForm},
			{Method: post, Path: "/appraisal/:id/issue", Handle: s.issue},
			{Method: get, Path: "/appraisal/:id/forms", Handle: s.roundForms},
			{Method: get, Path: "/appraisal/:id/results", Handle: s.resultsTable},
			{Method: get, Path: "/appraisal/:id/papers/:committee", Handle: s.papersForm},
			{Method: post, Path: "/appraisal/:id/papers/:committee", Handle: s.papersTake},
			{Method: get, Path: "/appraisal/:id/papers/:committee/blank", Handle: s.blankPaper},
			{Method: get, Path: "/appraisal/:id/opinions", Handle: s.opinionsForm},
			{Method: post, Path: "/appraisal/:id/opinions", Files: true, Handle: s.opinionsUpload},
			{Method: get, Path: "/appraisal/:id/opinions/table", Handle: s.opinionsTable},
			{Method: get, Path: "/appraisal/vote/:id", Handle: s.appraiseForm},
			{Method: post, Path: "/appraisal/vote/:id", Handle: s.appraise},
		},
		Kinds: map[string]Kind{
			appraisal.KindRound: {Page: "/appraisal/", List: "/appraisal"},
			appraisal.KindSheet: {
				Panels: s.sheetPanels,
				Printed: func(c *fiber.Ctx, p printed, v *evaluation.View) (any, error) {
					form, err := s.formOfSheet(c, p.speaker, p.Office, v)
					return formsPage{Forms: []appraisalForm{form}}, err
				},
			},
			appraisal.KindPaper: {Own: []string{"enter"}, FormOf: secondEntry},
		},
	}
}
