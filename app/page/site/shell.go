package site

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Show renders a page with a title and breadcrumbs.
func (s *Site) Show(c *fiber.Ctx, page, title string, content any, crumbs ...view.Link) error {
	return s.ShowPage(c, page, view.Page{Title: title, Crumbs: crumbs, Content: content})
}

// Again is Show for a form with mistakes: with the message said or, if it is "",
// that of the error. If wrong is nil, the form is shown for the first time.
func (s *Site) Again(c *fiber.Ctx, wrong *evaluation.Error, said, page, title string, content any, crumbs ...view.Link) error {
	of := view.Page{Title: title, Crumbs: crumbs, Content: content}
	if wrong != nil {
		c.Status(server.Status(wrong.Code))
		of.Problem = cmp.Or(said, s.Text.Say(server.Lang(c), wrong.Message))
	}
	return s.ShowPage(c, page, of)
}

// ShowPage is Show for a page with more settings than title and content; of
// contains them.
func (s *Site) ShowPage(c *fiber.Ctx, page string, of view.Page) error {
	p, err := s.frame(c, of.Title, of.Crumbs)
	if err != nil {
		return err
	}
	p.Content, p.Confidential, p.Problem, p.Search, p.Wall = of.Content, of.Confidential, of.Problem, of.Search, of.Wall
	if of.Unsettled != nil {
		p.Unsettled = of.Unsettled
	}
	return s.send(c, page, p)
}

func (s *Site) send(c *fiber.Ctx, page string, p *view.Page) error {
	html, err := s.views.Render(page, p)
	return s.sendHTML(c, html, err)
}

func (s *Site) sendHTML(c *fiber.Ctx, html []byte, err error) error {
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.Send(html)
}

// frame returns the page without its content.
func (s *Site) frame(c *fiber.Ctx, title string, crumbs []view.Link) (*view.Page, error) {
	p := &view.Page{
		Lang: server.Lang(c), Base: s.base(s.Visited(c)), Title: title, Path: c.Path(), Crumbs: crumbs, CSRF: s.Browser.FormToken(c), Now: s.Now(),
		Flash: s.takeFlash(c),
	}
	if server.Session(c) != nil {
		p.Place = s.inList(c)
	}
	p.Unreachable, _ = c.Locals(unreachableLocal).(string)
	who := server.Session(c)
	if who == nil {
		return p, nil
	}
	a := who.Actor
	p.User = &view.User{Name: a.Name, Roles: s.roleNames(p.Lang, a.Roles)}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return nil, err
	}
	p.Office = settings.ShortName
	if p.Unsettled, err = s.Unsettled(c, a.Office); err != nil {
		return nil, err
	}
	if p.Basis, err = s.basisNotes(c); err != nil {
		return nil, err
	}
	if who.MustChange || who.MustTOTP {
		return p, nil // the reader could open no page of the menu
	}
	menu, closed, err := s.menu(c, p.Lang, a)
	p.Menu, p.New = menu, s.begins(p.Lang, c, a)
	if err == nil {
		p.Unread, err = s.unread(c, a)
	}
	if err == nil && p.Flash != "" {
		p.Onward, err = s.onward(c)
	}
	if err != nil {
		return p, err
	}
	within(p.Menu, p.Crumbs)
	p.Help = s.Text.T(p.Lang, cmp.Or(help(append(menu, view.MenuGroup{Items: closed}), p.Crumbs), s.helpAside(c, p.Crumbs), "help.other"))
	// Breadcrumbs to menu pages that the reader cannot open are removed.
	p.Crumbs = slices.DeleteFunc(slices.Clone(p.Crumbs), func(l view.Link) bool {
		return slices.ContainsFunc(closed, func(item view.MenuItem) bool { return item.Href == l.Href })
	})
	p.Crumbs, err = s.opening(c, p.Crumbs)
	return p, err
}

// Unsettled returns a function of the office's calendar that says whether a
// deadline depends on an unpublished holiday notice.
func (s *Site) Unsettled(c *fiber.Ctx, office string) (func(evaluation.Date) bool, error) {
	calendar, err := s.Calendar.Calendar(c.UserContext(), office)
	return calendar.Unsettled, err
}

func (s *Site) OfficeSettings(c *fiber.Ctx) (roster.Settings, error) {
	return s.SettingsOf(c.UserContext(), Actor(c).Office)
}

func (s *Site) roleNames(lang string, roles []evaluation.Role) string {
	names := make([]string, 0, len(roles))
	for _, r := range roles {
		names = append(names, s.Text.T(lang, "role."+string(r)))
	}
	return text.List(lang, names)
}

const cookieFlash = "kaoji_flash"

// Done redirects after a success and shows a message on the next page. The page of the
// same record keeps the list from which it was opened.
func (s *Site) Done(c *fiber.Ctx, to, key string) error {
	if id := c.Params("id"); id != "" && strings.Contains(to, id) {
		if w, ok := s.place(c); ok {
			to = WithQuery(to, askList, w.String())
		}
	}
	if key != "" {
		s.flash(c, key)
	}
	return c.Redirect(to, fiber.StatusSeeOther)
}

// flash sets a text that the next page shows.
func (s *Site) flash(c *fiber.Ctx, key string) {
	c.Cookie(&fiber.Cookie{
		Name: cookieFlash, Value: url.QueryEscape(key), Path: "/", HTTPOnly: true, Secure: c.Secure(),
		SameSite: fiber.CookieSameSiteStrictMode,
	})
}

// takeFlash returns the key of that text once. A forged cookie can only show texts
// of the catalog.
func (s *Site) takeFlash(c *fiber.Ctx) string {
	key, err := url.QueryUnescape(c.Cookies(cookieFlash))
	if err != nil || key == "" {
		return ""
	}
	c.Cookie(&fiber.Cookie{Name: cookieFlash, Path: "/", MaxAge: -1, HTTPOnly: true, Secure: c.Secure()})
	if !s.Text.Has(key) {
		return ""
	}
	return s.Text.T(server.Lang(c), key)
}

// Problem renders an error page. If the storage does not answer, the frame is shown
// without asking it again.
func (s *Site) Problem(c *fiber.Ctx, problem server.Problem) error {
	bare := &view.Page{Lang: server.Lang(c), Base: s.base(s.Visited(c)), Title: problem.Title, Path: c.Path(), Now: s.Now()}
	p := bare
	if problem.Status != fiber.StatusServiceUnavailable {
		var err error
		if p, err = s.frame(c, problem.Title, nil); err != nil {
			p = bare
		}
	}
	p.Content = struct{ Title, Detail, Reference string }{problem.Title, s.Text.T(p.Lang, "problem."+problem.Code), problem.Reference}
	return s.send(c, "problem", p)
}

// T returns a text in the reader's language.
func (s *Site) T(c *fiber.Ctx, key string, pairs ...any) string {
	return s.Text.T(server.Lang(c), key, pairs...)
}

// lang stores the language that a person chose.
func (s *Site) lang(c *fiber.Ctx) error {
	c.Cookie(&fiber.Cookie{
		Name: "kaoji_lang", Value: c.Query("to"), Path: "/", HTTPOnly: true, Secure: c.Secure(), MaxAge: 365 * 24 * 3600,
		SameSite: fiber.CookieSameSiteLaxMode,
	})
	return c.Redirect(back(c.Query("back"), s.To(c, "/")), fiber.StatusSeeOther)
}

// back returns an address within the site; other addresses are replaced by
// fallback.
func back(to, fallback string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, "\\") {
		return fallback
	}
	return u.RequestURI()
}

// SettingsOf returns an office's settings.
func (s *Site) SettingsOf(ctx context.Context, office string) (roster.Settings, error) {
	return roster.SettingsIn(ctx, s.Service, office)
}
