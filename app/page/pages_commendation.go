package page

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
)

func (s *Site) commendationPages() Pages {
	get, post := fiber.MethodGet, fiber.MethodPost
	return Pages{
		Measure: "commendation", Home: view.Link{Label: "measure.commendation", Href: "/commendation"},
		Menu: &MenuEntry{Label: "measure.commendation", Icon: "award", Shown: s.reads(commendation.KindDeed)},
		Routes: []Route{
			{Method: get, Path: "/commendation", Handle: s.commendations},
			{Method: get, Path: "/commendation/deeds", Handle: s.deedsForm},
			{Method: post, Path: "/commendation/deeds", Files: true, Handle: s.deedsUpload},
			{Method: get, Path: "/commendation/deeds/table", Handle: s.deedsTable},
			{Method: get, Path: "/commendation/register", Handle: s.deedRegister},
			{Method: get, Path: "/commendation/bulletins/:id", Handle: s.bulletin},
			{Method: get, Path: "/commendation/bulletins/:id/word", Handle: s.bulletinWord},
			{Method: get, Path: "/commendation/bulletins/:id/excel", Handle: s.bulletinExcel},
		},
		Kinds: map[string]Kind{
			commendation.KindDeed: {Reported: true},
			commendation.KindBulletin: {
				Page: "/commendation/bulletins/", Posted: true,
				Printed: func(_ *fiber.Ctx, p printed, v *evaluation.View) (any, error) {
					b, err := evaluation.PayloadOf[commendation.Bulletin](v.Record)
					if err != nil {
						return nil, err
					}
					return documentOf(p, paperOf(p.speaker, b, p.Office)), nil
				},
			},
			commendation.KindProposal: {Printed: printedAs[commendation.Proposal]},
		},
	}
}
