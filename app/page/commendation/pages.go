// Package commendation contains the pages of measure 2 in addition to the shared
// pages of records.
package commendation

import (
	"embed"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get, post := fiber.MethodGet, fiber.MethodPost
	return site.Pages{
		Measure: "commendation", Templates: templates, Home: view.Link{Label: "measure.commendation", Href: "/commendation"},
		Menu: &site.MenuEntry{Icon: "award"},
		Routes: []site.Route{
			{Method: get, Path: "/commendation", Reaches: []string{commendation.KindDeed}, Page: s.commendations},
			{Method: get, Path: "/commendation/deeds", Kind: commendation.KindDeed, Act: "file", Page: s.deedsForm},
			{Method: post, Path: "/commendation/deeds", Kind: commendation.KindDeed, Act: "file", Files: true, Page: s.deedsUpload},
			{Method: get, Path: "/commendation/deeds/table", Kind: commendation.KindDeed, Act: "file", Page: s.deedsTable},
			{Method: get, Path: "/commendation/verify", Kind: commendation.KindDeed, Act: "verify", Page: s.verifyForm},
			{Method: post, Path: "/commendation/verify", Kind: commendation.KindDeed, Act: "verify", Page: s.verifySend},
			{Method: get, Path: "/commendation/register", Page: s.deedRegister},
			{Method: get, Path: "/commendation/bulletins/:id", Page: site.Of(of, commendation.KindBulletin, s.bulletin)},
			{Method: get, Path: "/commendation/bulletins/:id/word", Page: site.Shown(of, commendation.KindBulletin, s.bulletinWord)},
			{Method: get, Path: "/commendation/bulletins/:id/excel", Page: site.Shown(of, commendation.KindBulletin, s.bulletinExcel)},
		},
		Kinds: map[string]site.Kind{
			commendation.KindDeed:     {Reported: true, Together: togetherHref, Panels: s.praised},
			commendation.KindProposal: {Paper: s.awardForm},
			commendation.KindBulletin: {
				Page: "/commendation/bulletins/", Titled: true, Posted: true,
				Printed: func(_ *fiber.Ctx, p site.Printed, v *evaluation.View) (any, error) {
					b, err := evaluation.PayloadOf[commendation.Bulletin](v.Record)
					if err != nil {
						return nil, err
					}
					return site.Document{Printed: p, Doc: paperOf(p.Speaker, b, p.Office)}, nil
				},
			},
		},
	}
}
