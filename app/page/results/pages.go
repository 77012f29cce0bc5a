// Package results contains the pages of 结果运用 in addition to the shared pages of
// records.
package results

import (
	"embed"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/results"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	return site.Pages{
		Measure: "results", Templates: templates, Home: view.Link{Label: "measure.results", Href: "/results"},
		Menu: &site.MenuEntry{Icon: "award"},
		Routes: []site.Route{
			{Method: fiber.MethodGet, Path: "/results", For: results.Readers(), Hidden: true, Page: s.lists},
			{Method: fiber.MethodGet, Path: "/results/paper", For: results.Readers(), Hidden: true, Page: s.paper},
			{Method: fiber.MethodGet, Path: "/results/table", For: results.Readers(), Hidden: true, Page: s.workbook},
			{Method: fiber.MethodGet, Path: importPath, Kind: results.KindImport, Act: "prepare", Hidden: true, Page: s.importForm},
			{Method: fiber.MethodPost, Path: importPath, Files: true, Kind: results.KindImport, Act: "prepare", Hidden: true, Page: s.importUpload},
			{Method: fiber.MethodGet, Path: importPath + "/template", Kind: results.KindImport, Act: "prepare", Hidden: true, Page: s.template},
			{Method: fiber.MethodGet, Path: importPath + "/:id", Page: site.Of(of, results.KindImport, s.compared)},
			{Method: fiber.MethodPost, Path: importPath + "/:id", Page: s.importApply},
			{Method: fiber.MethodGet, Path: "/results/:what/:year", Kind: results.KindUse, Act: "note", Hidden: true, Page: s.togetherForm},
			{Method: fiber.MethodPost, Path: "/results/:what/:year", Kind: results.KindUse, Act: "note", Hidden: true, Page: s.togetherSend},
		},
		Kinds: map[string]site.Kind{
			results.KindGrade: {List: "/lists/" + results.KindGrade},
			results.KindUse:   {List: "/lists/" + results.KindUse},
			results.KindImport: {Page: importPath, List: importPath, Own: []string{"prepare"}, FormOf: func(p *site.Speaker, v *evaluation.View, act string) string {
				if act == "apply" {
					return p.To(importPath, v.ID)
				}
				return ""
			}},
		},
	}
}
