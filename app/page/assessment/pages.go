// Package assessment contains the pages of measure 7 in addition to the shared
// pages of records.
package assessment

import (
	"embed"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation/assessment"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get, post, cycle := fiber.MethodGet, fiber.MethodPost, assessment.KindCycle
	return site.Pages{
		Measure: "assessment", Templates: templates, Home: view.Link{Label: "measure.assessment", Href: "/assessment"},
		Menu:    &site.MenuEntry{Icon: "clipboard-check"},
		Ballots: s.ratingBallots,
		Routes: []site.Route{
			{Method: get, Path: "/assessment", Reaches: []string{assessment.KindCycle}, Page: s.cycles},
			{Method: get, Path: "/assessment/rate", Page: s.rateForm},
			{Method: post, Path: "/assessment/rate", Page: s.rate},
			{Method: get, Path: "/assessment/:id", Page: site.Of(of, cycle, s.cycle)},
			{Method: get, Path: "/assessment/:id/preflight", Page: site.Of(of, cycle, s.preflight)},
			{Method: get, Path: "/assessment/:id/wall", Page: site.Shown(of, cycle, s.wall)},
			{Method: get, Path: "/assessment/:id/filing", Page: site.Of(of, cycle, s.filing)},
			{Method: get, Path: "/assessment/:id/filing/:format", Page: site.Of(of, cycle, s.filingFile)},
			{Method: get, Path: "/assessment/:id/forms", Page: site.Shown(of, cycle, s.forms)},
			{Method: get, Path: "/assessment/:id/forms/:format", Page: site.Shown(of, cycle, s.formsFile)},
			{Method: get, Path: "/assessment/:id/acts/:act", Page: site.Of(of, cycle, s.togetherForm)},
			{Method: post, Path: "/assessment/:id/acts/:act", Page: site.Of(of, cycle, s.togetherSend)},
			{Method: get, Path: "/assessment/rate/:sheet", Page: s.report},
			{Method: get, Path: "/assessment/why/:sheet", Page: s.why},
		},
		Kinds: map[string]site.Kind{
			assessment.KindCycle: {Page: "/assessment/", List: "/assessment", Further: s.objecting, Start: s.startCycle, Printed: s.filingPrinted, Filed: true, Printable: printsFiling},
			assessment.KindSheet: {
				Paper: s.form, Printable: hasForm, Panels: s.sheetRecord, Further: s.appealing, Beside: s.besideSheet, Start: s.startSheet, Together: togetherHref, Choices: s.gradeChoices,
			},
			assessment.KindTalk:      {Printed: s.printed, Panels: s.preparedPanel, Beside: s.besideTalk, Together: togetherHref, Choices: talkers},
			assessment.KindObjection: {Printed: s.printed, Choices: s.caseChoices, Own: []string{"enter_paper"}, Printable: answered},
			assessment.KindAppeal:    {Printed: s.printed, Choices: s.caseChoices, Own: []string{"enter_paper"}, Printable: answered},
		},
	}
}
