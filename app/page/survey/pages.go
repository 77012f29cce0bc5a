// Package survey contains the pages of questionnaires in addition to the shared pages of
// records.
package survey

import (
	"embed"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/survey"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get, post, wave := fiber.MethodGet, fiber.MethodPost, survey.KindWave
	return site.Pages{
		Measure: "survey", Templates: templates, Home: view.Link{Label: "measure.survey", Href: "/survey"},
		Menu:    &site.MenuEntry{Icon: "checklist", Group: site.MenuVoices},
		Ballots: s.ballots,
		Routes: []site.Route{
			{Method: get, Path: "/s", Open: true, Handle: s.codeForm},
			{Method: post, Path: "/s", Open: true, Handle: s.codeOpen},
			{Method: post, Path: "/s/answer", Open: true, Handle: s.codeAnswer},
			{Method: get, Path: "/s/:id/:group", Open: true, Handle: s.linkForm},
			{Method: post, Path: "/s/:id/:group", Open: true, Handle: s.linkAnswer},
			{Method: get, Path: "/survey", For: evaluation.Staff.Or(evaluation.Committee), Hidden: true, Page: s.home},
			{Method: get, Path: "/survey/answer/:id", Handle: s.accountForm},
			{Method: post, Path: "/survey/answer/:id", Handle: s.accountAnswer},
			{Method: get, Path: "/survey/:id/preview/:group", Page: site.Of(of, wave, s.preview)},
			{Method: get, Path: "/survey/:id/paper/:group", Page: site.Shown(of, wave, s.paper)},
			{Method: get, Path: "/survey/:id/issue", Page: site.Of(of, wave, s.issueForm)},
			{Method: post, Path: "/survey/:id/issue", Page: site.Of(of, wave, s.issue)},
			{Method: get, Path: "/survey/:id/results", Page: site.Of(of, wave, s.results)},
			{Method: get, Path: "/survey/:id/results/:format", Page: site.Of(of, wave, s.resultFile)},
			{Method: get, Path: "/survey/:id/report", Page: site.Of(of, wave, s.report)},
		},
		Kinds: map[string]site.Kind{
			wave:             {List: "/survey", Titled: true, Panels: s.wavePanels, Start: s.startWave, Choices: s.choices, FormOf: s.formOf},
			survey.KindPaper: {Own: []string{"enter"}, Choices: s.choices, Beside: s.besidePapers},
		},
	}
}
