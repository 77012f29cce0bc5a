package site

import (
	"cmp"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
)

// OfficePrefix and the code of an office begin the addresses of its pages; those of the first
// office begin with nothing.
const OfficePrefix = "/o/"

const (
	anyOffice    = OfficePrefix + ":office"
	visitedLocal = "kaoji.visited"
)

// visit finds the office whose page is asked for. The pages of a closed office are gone.
func (s *Site) visit(c *fiber.Ctx) error {
	code := c.Params("office")
	if code == "" {
		return s.visitByHost(c)
	}
	of, err := s.Offices.ByCode(c.UserContext(), code)
	if err == nil && !of.Closed.IsZero() {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	if err != nil {
		return err
	}
	c.Locals(visitedLocal, of.ID)
	return c.Next()
}

// visitByHost leads from the host name of an office to its pages.
func (s *Site) visitByHost(c *fiber.Ctx) error {
	if s.Offices == nil || c.Method() != fiber.MethodGet {
		return c.Next()
	}
	of, err := s.Offices.ByHost(c.UserContext(), server.Host(c))
	if err != nil {
		return err
	}
	if of.Code == "" {
		return c.Next()
	}
	return c.Redirect(OfficePrefix+of.Code+string(c.Request().URI().RequestURI()), fiber.StatusSeeOther)
}

// atHome leads people who are logged in, and open the first page of another office, to their
// own. On the other pages of another office nobody is logged in.
func (s *Site) atHome(c *fiber.Ctx) error {
	home := Actor(c).Office
	if home == "" || home == s.Visited(c) {
		return c.Next()
	}
	if at := s.asked(c, c.Path()); c.Method() == fiber.MethodGet && (at == "" || at == "/") {
		return c.Redirect(view.Address(s.base(home), "/"), fiber.StatusSeeOther)
	}
	server.Leave(c)
	return c.Next()
}

// Visited is the office whose page is asked for.
func (s *Site) Visited(c *fiber.Ctx) string {
	if office, ok := c.Locals(visitedLocal).(string); ok {
		return office
	}
	return s.Office
}

// base is the prefix of the addresses of the office's pages.
func (s *Site) base(office string) string {
	if s.Base == nil {
		return ""
	}
	return s.Base(office)
}

// To returns the address of a page of the request's office: a path and further
// parts.
func (s *Site) To(c *fiber.Ctx, path string, parts ...string) string {
	return view.Address(s.base(s.Visited(c)), path, parts...)
}

// asked is the path of a request without the base.
func (s *Site) asked(c *fiber.Ctx, address string) string {
	path, _, _ := strings.Cut(address, "?")
	return strings.TrimPrefix(strings.TrimPrefix(path, anyOffice), s.base(s.Visited(c)))
}

// trimmed returns a typed text without surrounding spaces.
func trimmed(c *fiber.Ctx, name string) string { return strings.TrimSpace(c.FormValue(name)) }

// Key is the key of data of the reader that is not a record, such as a saved view: the
// office, the account and the subject.
func Key(c *fiber.Ctx, parts ...string) (office, id string) {
	a := Actor(c)
	return a.Office, strings.Join(append([]string{a.Account}, parts...), "/")
}

// To returns the address of a page of the reader's office.
func (p *Speaker) To(path string, parts ...string) string {
	return view.Address(p.base, path, parts...)
}

// Href returns the page of a record: its kind's own page if there is one.
func (p *Speaker) Href(r *evaluation.Record) string { return p.To(p.Pages.page(r), r.ID) }

// Href is the page of a record.
func (s *Site) Href(c *fiber.Ctx, r *evaluation.Record) string {
	return s.To(c, s.kinds.page(r), r.ID)
}

func (k kinds) page(r *evaluation.Record) string { return cmp.Or(k[r.Kind].Page, "/records/") }

// list is the path of the page that lists records of a kind.
func (k kinds) list(kind string) string { return cmp.Or(k[kind].List, "/lists/"+kind) }

// List returns the address of that page.
func (p *Speaker) List(kind string) string { return p.To(p.Pages.list(kind)) }
