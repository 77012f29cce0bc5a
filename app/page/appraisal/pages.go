// Package appraisal is the pages of the measure appraisal, beside those that all records share.
package appraisal

import (
	"embed"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages are what the measure adds to the pages that all records share.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get, post := fiber.MethodGet, fiber.MethodPost
	return site.Pages{
		Measure: "appraisal", Templates: templates, Home: view.Link{Label: "measure.appraisal", Href: "/appraisal"},
		Menu: &site.MenuEntry{Label: "measure.appraisal", Icon: "building-community", Shown: func(a evaluation.Actor) bool {
			return s.Reads(appraisal.KindRound)(a) || a.Has(evaluation.RoleCommittee)
		}},
		Ballots: s.appraisalBallots,
		Routes: []site.Route{
			{Method: get, Path: "/v", Open: true, Handle: s.codeForm},
			{Method: post, Path: "/v", Open: true, Handle: s.codeOpen},
			{Method: post, Path: "/v/cast", Open: true, Handle: s.codeCast},
			{Method: get, Path: "/appraisal", Page: s.appraisals},
			{Method: get, Path: "/appraisal/:id", Handle: s.round},
			{Method: get, Path: "/appraisal/:id/issue", Handle: s.issueForm},
			{Method: post, Path: "/appraisal/:id/issue", Page: s.issue},
			{Method: get, Path: "/appraisal/:id/forms", Page: s.roundForms},
			{Method: get, Path: "/appraisal/:id/results", Page: s.resultsTable},
			{Method: get, Path: "/appraisal/:id/papers/:committee", Handle: s.papersForm},
			{Method: post, Path: "/appraisal/:id/papers/:committee", Handle: s.papersTake},
			{Method: get, Path: "/appraisal/:id/papers/:committee/blank", Handle: s.blankPaper},
			{Method: get, Path: "/appraisal/:id/opinions", Handle: s.opinionsForm},
			{Method: post, Path: "/appraisal/:id/opinions", Files: true, Handle: s.opinionsUpload},
			{Method: get, Path: "/appraisal/:id/opinions/table", Handle: s.opinionsTable},
			{Method: get, Path: "/appraisal/vote/:id", Handle: s.appraiseForm},
			{Method: post, Path: "/appraisal/vote/:id", Handle: s.appraise},
		},
		Kinds: map[string]site.Kind{
			appraisal.KindRound: {Page: "/appraisal/", List: "/appraisal"},
			appraisal.KindSheet: {
				Panels: s.sheetPanels,
				Printed: func(c *fiber.Ctx, p site.Printed, v *evaluation.View) (any, error) {
					form, err := s.formOfSheet(c, p.Speaker, p.Office, v)
					return formsPage{Forms: []appraisalForm{form}}, err
				},
			},
			appraisal.KindPaper: {Own: []string{"enter"}, FormOf: secondEntry},
		},
	}
}
