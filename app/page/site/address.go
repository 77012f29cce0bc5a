package site

import (
	"cmp"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// office is the office of the request: that of the reader or, without a login, the
// one whose public pages this server has.
func (s *Site) office(c *fiber.Ctx) string { return cmp.Or(Actor(c).Office, s.Office) }

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
	return view.Address(s.base(s.office(c)), path, parts...)
}

// asked is the path of a request without the base.
func (s *Site) asked(c *fiber.Ctx, address string) string {
	path, _, _ := strings.Cut(address, "?")
	return strings.TrimPrefix(path, s.base(s.office(c)))
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
