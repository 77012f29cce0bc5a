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
			{Method: get, Path: "/routine/:id/sign", Page: site.Of(of, round, s.signForm)},
			{Method: post, Path: "/routine/:id/sign", Page: site.Of(of, round, s.signSend)},
		},
		Kinds: map[string]site.Kind{
			round:             {List: "/routine", Panels: s.roundPanels, Choices: s.periods, Start: s.startRound},
			routine.KindSheet: {Together: together, Choices: grades, Panels: s.sheetPanels, Start: s.startNote, Printable: printable},
			routine.KindGoals: {Choices: goalsOf, Start: startGoals},
		},
	}
}

// printable reports whether a sheet has a result, and the answer to an objection, to print.
func printable(v *evaluation.View, form string) bool {
	sh, err := evaluation.PartOf[routine.Sheet](v.Record, "fixed_on", "objection")
	switch {
	case err != nil:
		return false
	case form == "routine_result":
		return !sh.FixedOn.IsZero()
	}
	return sh.Objection != nil && !sh.Objection.AnsweredOn.IsZero()
}

// together is the page on which all sheets that wait for a comment, or for the signature of
// a person without an account, are dealt with.
func together(p *site.Speaker, v *evaluation.View) string {
	switch {
	case v.State == routine.SheetCommenting && routine.Superiors.Include(p.Actor()):
		return p.To("/routine", v.Parent, "propose")
	case v.State == routine.SheetFixed && unsigned(v):
		return p.To("/routine", v.Parent, "sign")
	}
	return ""
}

// grades are those that the answer to an objection can give: the one that stands and better
// ones.
func grades(_ *fiber.Ctx, p *site.Speaker, a *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if a.Act.Name != "answer" || f.Name != "grade" {
		return nil, false, nil
	}
	sh, err := evaluation.PartOf[routine.Sheet](a.View.Record, "grade")
	if err != nil {
		return nil, false, err
	}
	var choices []view.Choice
	for _, grade := range routine.From(sh.Grade) {
		choices = append(choices, view.Choice{Value: grade, Label: p.T("routine.sheet.field.grade." + grade)})
	}
	return choices, true, nil
}
