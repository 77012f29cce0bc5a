// Package routine contains the pages of 平时考核 in addition to the shared pages of
// records.
package routine

import (
	"embed"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/routine"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get, post, round := fiber.MethodGet, fiber.MethodPost, routine.KindRound
	return site.Pages{
		Measure: "routine", Templates: templates, Home: view.Link{Label: "measure.routine", Href: "/routine"},
		Menu: &site.MenuEntry{Icon: "clipboard-check"},
		Routes: []site.Route{
			{Method: get, Path: "/routine", Reaches: []string{round}, Page: s.home},
			{Method: get, Path: "/routine/:id/propose", Page: site.Of(of, round, s.proposeForm)},
			{Method: post, Path: "/routine/:id/propose", Page: site.Of(of, round, s.proposeSend)},
		},
		Kinds: map[string]site.Kind{
			round:             {List: "/routine", Panels: s.roundPanels, Choices: s.periods, Start: s.startOpen},
			routine.KindSheet: {Together: together, Start: s.startNote, Printable: answered},
			routine.KindGoals: {},
		},
	}
}

// answered reports whether a sheet has the answer to an objection to print.
func answered(v *evaluation.View, _ string) bool {
	sh, err := evaluation.PartOf[routine.Sheet](v.Record, "objection")
	return err == nil && sh.Objection != nil && !sh.Objection.AnsweredOn.IsZero()
}

// together is the page on which all sheets that wait for a comment are dealt with.
func together(p *site.Speaker, v *evaluation.View) string {
	if v.State != routine.SheetCommenting {
		return ""
	}
	return p.To("/routine", v.Parent, "propose")
}
