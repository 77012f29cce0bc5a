// Package site contains the frame of the pages, the pages that all records share
// (list, record, form of an act, print form, file of a person), and the parts from
// which measures build their own pages.
package site

import (
	"cmp"
	"io/fs"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/measures"
	"kaoji/app/page/static"
	"kaoji/app/page/templates"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
)

// Deps are the dependencies of the pages.
type Deps struct {
	measures.Core
	// Base returns the prefix of the addresses of an office's pages; nil: none.
	Base    func(office string) string
	Listed  int    // the most people that a page lists to choose from; 0: 300
	URL     string // address that people use to reach this server; "": the one in the browser
	Office  string // the first office: whose pages have no code in their address
	Browser *server.Browser
}

// Site is the pages with their templates.
type Site struct {
	Deps
	views  *view.Renderer
	assets *view.Assets
	pages  []Pages
	kinds  kinds
	routes []Route
}

// New parses the templates and collects the pages of the measures, in the order of
// the menu.
func New(d Deps, measures ...func(*Site) Pages) (*Site, error) {
	assets, err := view.NewAssets(static.Files)
	if err != nil {
		return nil, err
	}
	s := &Site{Deps: d, assets: assets}
	if err := s.collect(append(measures, (*Site).rulesPages, (*Site).workdayPages, (*Site).officePages)); err != nil {
		return nil, err
	}
	files := []fs.FS{templates.Files}
	for _, m := range s.pages {
		if m.Templates != nil {
			files = append(files, m.Templates)
		}
	}
	if s.views, err = view.New(d.Text, assets, files...); err != nil {
		return nil, err
	}
	return s, nil
}

// Asset is the address of a static file.
func (s *Site) Asset(name string) (string, error) { return s.assets.URL(name) }

// Route is one page action, and who may ask for it: Open is for anybody,
// otherwise somebody must be logged in. What a record allows is decided by the
// service, record by record.
type Route struct {
	Method, Path string
	Open         bool
	Early        bool              // also while a password change or second factor is due
	Files        bool              // the form may have attachments
	Many         bool              // they are many files, which are not stored as they come
	Area, Act    string            // the reader may do Act in the area
	Kind         string            // or, instead of an area, to some record of the kind
	Reaches      []string          // the reader can read some records of each of these kinds
	For          evaluation.Grants // the reader holds one of these roles
	Hidden       bool              // for others there is no such page
	Handle       fiber.Handler
	Page         func(*fiber.Ctx, *Speaker) error // instead of Handle
}

// Mount adds the pages to the app.
func (s *Site) Mount(app fiber.Router) {
	app.Get(view.Prefix+"*", s.static)
	paths := func(path string) []string {
		list := []string{s.base(s.Office) + path}
		if s.Offices != nil {
			list = append(list, anyOffice+path)
		}
		return list
	}
	for _, r := range s.Routes() {
		handlers := []fiber.Handler{s.visit, s.Browser.Recognise, s.atHome, takeForm(r), s.Browser.Guard, s.admit(r), s.handler(r)}
		for _, path := range paths(r.Path) {
			app.Add(r.Method, path, handlers...)
			if r.Method == fiber.MethodGet {
				app.Head(path, handlers...)
			}
		}
	}
	// If nothing matches, Fiber answers 404, or 405 with Allow; the reader's own
	// frame is shown.
	app.Use(s.Browser.Recognise, func(c *fiber.Ctx) error { return c.Next() })
}

// handler returns the handler of a route. What it reads about people is in the trail
// before the page is sent.
func (s *Site) handler(r Route) fiber.Handler {
	handle := r.Handle
	if r.Page != nil {
		handle = func(c *fiber.Ctx) error {
			p, err := s.Speaker(c)
			if err != nil {
				return err
			}
			return r.Page(c, p)
		}
	}
	return func(c *fiber.Ctx) error {
		c.SetUserContext(evaluation.Looking(c.UserContext()))
		err := handle(c)
		return cmp.Or(s.Service.NoteLooks(c.UserContext(), Actor(c)), err)
	}
}

// takeForm reads the body of a form within the limits of its route and sender. GET
// requests have none.
func takeForm(r Route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if r.Method == fiber.MethodGet {
			return c.Next()
		}
		take, limit := server.TakeBody, server.MaxForm
		known := server.Session(c) != nil || server.Ended(c) != nil
		if !known {
			take, limit = server.TakeOpenBody, server.MaxOpenForm
		}
		if r.Files && (r.Open || known) {
			limit = server.MaxBody
		}
		if r.Many && known {
			limit = server.MaxUpload
		}
		if err := take(c, limit); err != nil {
			return err
		}
		return c.Next()
	}
}

// admit checks who may call the route.
func (s *Site) admit(r Route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		who := server.Session(c)
		switch {
		case r.Open:
		case who == nil && r.Method == fiber.MethodGet:
			return c.Redirect(s.LoginFor(c), fiber.StatusSeeOther)
		case who == nil && server.Ended(c) != nil:
			return s.keep(c)
		case who == nil:
			return evaluation.Fail(evaluation.CodeUnauthorized, "error.unauthorized")
		case r.Early:
		case who.MustChange:
			return c.Redirect(s.To(c, "/password"), fiber.StatusSeeOther)
		case who.MustTOTP:
			return c.Redirect(s.To(c, "/account/totp"), fiber.StatusSeeOther)
		case r.Area != "" && !s.Can(c, r.Area, r.Act):
			if err := s.Note(c, "page", evaluation.OutcomeRefused, "", "", r.Area+" "+r.Act); err != nil {
				return err
			}
			return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
		case !s.lets(&r, who.Actor) && r.Hidden:
			return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
		case !s.lets(&r, who.Actor):
			return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
		}
		return c.Next()
	}
}

// MayExport refuses roles that may not export files. A file contains what the
// reader may see on pages.
func (s *Site) MayExport(c *fiber.Ctx) error {
	if s.Can(c, auth.AreaExport, auth.ActRun) {
		return nil
	}
	return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
}

// Note records in the trail what the reader did: with a record, with the records of
// a kind if record is "", or with something else of the office if kind is "". What is
// printed was taken by those who look.
func (s *Site) Note(c *fiber.Ctx, action, outcome, kind, record, detail string) error {
	if action == InPrint {
		evaluation.TakenAs(c.UserContext(), evaluation.InPrint)
	}
	a := Actor(c)
	kind, record = s.Service.Traced(kind, record)
	if kind == evaluation.KindSecret {
		detail = ""
	}
	return s.Trail.Note(c.UserContext(), evaluation.TrailEvent{
		Office: a.Office, Account: a.Account, Person: a.Person, Name: a.Name, Action: action, Outcome: outcome,
		Kind: kind, Record: record, Detail: detail, Address: server.Address(c),
	})
}

// Actor returns the actor of the request; routes that are not open have one.
func Actor(c *fiber.Ctx) evaluation.Actor {
	if who := server.Session(c); who != nil {
		return who.Actor
	}
	return evaluation.Actor{}
}

func (s *Site) static(c *fiber.Ctx) error {
	f, ok := s.assets.File(c.Params("*"))
	if !ok {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set(fiber.HeaderContentType, f.Type)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	small, err := f.Gzip()
	if err != nil {
		return err
	}
	if small != nil && c.AcceptsEncodings("gzip") != "" {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(small)
	}
	return c.Send(f.Content)
}

// Today is the day in the office.
func (s *Site) Today() evaluation.Date { return evaluation.DateOf(s.Now()) }
