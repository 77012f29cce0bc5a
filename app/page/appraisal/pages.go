// Package appraisal contains the pages of measure 3 in addition to the shared pages
// of records.
package appraisal

import (
	"embed"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get, post, round := fiber.MethodGet, fiber.MethodPost, appraisal.KindRound
	return site.Pages{
		Measure: "appraisal", Templates: templates, Home: view.Link{Label: "measure.appraisal", Href: "/appraisal"},
		Menu:    &site.MenuEntry{Icon: "building-community", Reaches: []string{appraisal.KindRound}},
		Ballots: s.appraisalBallots,
		Routes: []site.Route{
			{Method: get, Path: "/v", Open: true, Handle: s.codeForm},
			{Method: post, Path: "/v", Open: true, Handle: s.codeOpen},
			{Method: post, Path: "/v/cast", Open: true, Handle: s.codeCast},
			{Method: get, Path: "/appraisal", Page: s.appraisals},
			{Method: get, Path: "/appraisal/:id", Page: site.Of(of, round, s.round)},
			{Method: get, Path: "/appraisal/:id/issue", Page: site.Of(of, round, s.issueForm)},
			{Method: post, Path: "/appraisal/:id/issue", Page: site.Of(of, round, s.issue)},
			{Method: get, Path: "/appraisal/:id/forms", Page: site.Shown(of, round, s.roundForms)},
			{Method: get, Path: "/appraisal/:id/results", Page: site.Shown(of, round, s.resultsTable)},
			{Method: get, Path: "/appraisal/:id/papers/:committee", Page: site.Of(of, round, s.papersForm)},
			{Method: post, Path: "/appraisal/:id/papers/:committee", Page: site.Of(of, round, s.papersTake)},
			{Method: get, Path: "/appraisal/:id/papers/:committee/blank", Page: site.Shown(of, round, s.blankPaper)},
			{Method: get, Path: "/appraisal/:id/opinions", Page: site.Of(of, round, s.opinionsForm)},
			{Method: post, Path: "/appraisal/:id/opinions", Files: true, Page: site.Of(of, round, s.opinionsUpload)},
			{Method: get, Path: "/appraisal/:id/opinions/table", Page: site.Shown(of, round, s.opinionsTable)},
			{Method: get, Path: "/appraisal/vote/:id", Handle: s.appraiseForm},
			{Method: post, Path: "/appraisal/vote/:id", Handle: s.appraise},
		},
		Kinds: map[string]site.Kind{
			appraisal.KindRound: {Page: "/appraisal/", List: "/appraisal", Start: s.startPlan},
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

// roundCrumbs lead to a page below a round.
func (s *pages) roundCrumbs(c *fiber.Ctx, v *evaluation.View) []view.Link {
	return s.Crumbs(c, v.Kind, view.Link{Label: v.Period, Href: s.To(c, "/appraisal", v.ID)})
}

// startPlan proposes the present year.
func (s *pages) startPlan(_ *fiber.Ctx, a *site.Asked, values url.Values) error {
	if a.Act.Name == "plan" {
		site.StartWith(values, url.Values{"year": {strconv.Itoa(s.Today().Year())}})
	}
	return nil
}
