package page

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

func (s *Site) rosterPages() Pages {
	get, post := fiber.MethodGet, fiber.MethodPost
	return Pages{
		Measure: "roster", Home: view.Link{Label: "menu.roster", Href: "/roster"},
		Menu: &MenuEntry{Label: "menu.roster", Icon: "users", Shown: func(a evaluation.Actor) bool {
			return s.reads(roster.KindPerson)(a) && !a.Has(evaluation.RoleAdmin)
		}},
		Routes: []Route{
			{Method: get, Path: "/roster", Reaches: []string{roster.KindPerson, roster.KindDepartment}, Handle: s.roster},
			{Method: get, Path: "/roster/people/:id", Handle: s.person},
			{Method: get, Path: "/roster/import", Area: auth.AreaImport, Act: auth.ActRun, Handle: s.importForm},
			{Method: post, Path: "/roster/import", Files: true, Area: auth.AreaImport, Act: auth.ActRun, Handle: s.importUpload},
			{Method: get, Path: "/roster/export", Area: auth.AreaExport, Act: auth.ActRun, Handle: s.rosterExport},
			{Method: get, Path: "/roster/template", Area: auth.AreaImport, Act: auth.ActRun, Handle: s.rosterTemplate},
		},
		Kinds: map[string]Kind{
			roster.KindPerson:     {List: "/roster"},
			roster.KindDepartment: {List: "/roster"},
			roster.KindImport:     {Panels: s.importTables},
		},
	}
}
