package site

import (
	"cmp"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// office is the office whose pages a request asks for: that of the reader, and
// without a reader the one whose public pages this server has.
func (s *Site) office(c *fiber.Ctx) string { return cmp.Or(Actor(c).Office, s.Office) }

// base begins the addresses of the office's pages.
func (s *Site) base(office string) string {
	if s.Base == nil {
		return ""
	}
	return s.Base(office)
}

// To is the address of a page of the office that a request is about: a path, and
// what stands behind it.
func (s *Site) To(c *fiber.Ctx, path string, parts ...string) string {
	return view.Address(s.base(s.office(c)), path, parts...)
}

// asked is the path of a request without the base.
func (s *Site) asked(c *fiber.Ctx, address string) string {
	path, _, _ := strings.Cut(address, "?")
	return strings.TrimPrefix(path, s.base(s.office(c)))
}

// Key is under what something of the reader is kept beside the records, such as a
// draft: the office, and in it the account and what it is about.
func Key(c *fiber.Ctx, parts ...string) (office, id string) {
	a := Actor(c)
	return a.Office, strings.Join(append([]string{a.Account}, parts...), "/")
}

// To is the address of a page of the reader's office.
func (p *Speaker) To(path string, parts ...string) string {
	return view.Address(p.base, path, parts...)
}

// Href is the page of a record: its own where its kind has one.
func (p *Speaker) Href(r *evaluation.Record) string { return p.To(p.Pages.page(r), r.ID) }

// Href is the page of a record.
func (s *Site) Href(c *fiber.Ctx, r *evaluation.Record) string {
	return s.To(c, s.kinds.page(r), r.ID)
}

func (k kinds) page(r *evaluation.Record) string { return cmp.Or(k[r.Kind].Page, "/records/") }

// list is the path of the page on which records of a kind are found.
func (k kinds) list(kind string) string { return cmp.Or(k[kind].List, "/lists/"+kind) }

// List is the address of that page.
func (p *Speaker) List(kind string) string { return p.To(p.Pages.list(kind)) }
