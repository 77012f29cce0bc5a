// Package roster contains the pages of the roster in addition to the shared pages
// of records.
package roster

import (
	"embed"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/form"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the roster adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	get, post := fiber.MethodGet, fiber.MethodPost
	return site.Pages{
		Measure: "roster", Templates: templates, Home: view.Link{Label: "measure.roster", Href: "/roster"},
		Menu: &site.MenuEntry{Icon: "users"},
		Routes: append(s.columnRoutes(), []site.Route{
			{Method: get, Path: "/roster", Reaches: []string{roster.KindPerson, roster.KindDepartment}, Page: s.roster},
			{Method: post, Path: "/roster/many", Reaches: []string{roster.KindPerson}, Page: s.choose},
			{Method: post, Path: "/roster/views", Reaches: []string{roster.KindPerson}, Page: s.saveView},
			{Method: post, Path: "/roster/views/drop", Reaches: []string{roster.KindPerson}, Page: s.dropView},
			{Method: get, Path: "/roster/people/:id", Page: site.Of(of, roster.KindPerson, s.person)},
			{Method: get, Path: "/roster/people/:id/form/:format", Reaches: []string{roster.KindParticulars}, Page: s.formFile},
			{Method: get, Path: "/roster/export/forms", Area: auth.AreaExport, Act: auth.ActRun, Page: s.formFiles},
			{Method: get, Path: "/roster/photos/:id", Reaches: []string{roster.KindParticulars}, Page: s.photo},
			{Method: get, Path: "/roster/import", Area: auth.AreaImport, Act: auth.ActRun, Page: s.importForm},
			{Method: post, Path: "/roster/import", Files: true, Area: auth.AreaImport, Act: auth.ActRun, Page: s.importUpload},
			{Method: post, Path: formsPath, Files: true, Many: true, Area: auth.AreaImport, Act: auth.ActRun, Page: s.formsUpload},
			{Method: get, Path: formsPath + "/:id", Page: site.Of(of, roster.KindFormImport, s.forms)},
			{Method: post, Path: formsPath + "/:id", Page: s.applyForms},
			{Method: get, Path: "/roster/export", Area: auth.AreaExport, Act: auth.ActRun, Handle: s.rosterExport},
			{Method: get, Path: "/roster/template", Area: auth.AreaImport, Act: auth.ActRun, Handle: s.rosterTemplate},
		}...),
		Kinds: map[string]site.Kind{
			roster.KindPerson:      {List: "/roster", Printed: s.FilePaper, Start: s.start, Further: s.further, Suggested: suggested},
			roster.KindParticulars: {Panels: s.particularsPanels, Start: s.startParticulars, Paper: s.appointmentForm, Further: s.formFurther, Own: []string{"enter"}},
			roster.KindDepartment:  {List: "/roster", Column: &site.Column{Field: "charges", Of: inCharge}},
			roster.KindFormImport: {Page: formsPath, FormOf: func(p *site.Speaker, v *evaluation.View, act string) string {
				if act == "apply" {
					return p.To(formsPath, v.ID)
				}
				return ""
			}},
			roster.KindImport: {Panels: s.importTables},
		},
	}
}

// start fills in what the roster says already.
func (s *pages) start(_ *fiber.Ctx, a *site.Asked, values url.Values) error {
	if a.View == nil {
		return nil
	}
	p, err := evaluation.PayloadOf[roster.Person](a.View.Record)
	if err != nil {
		return err
	}
	if begins := p.Begins(a.Act.Name, s.Today()); begins != nil {
		site.StartWith(values, form.Encode(begins))
	}
	return nil
}
