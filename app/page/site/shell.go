package site

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/auth"
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
		Lang: server.Lang(c), Base: s.base(s.office(c)), Title: title, Path: c.Path(), Crumbs: crumbs, CSRF: s.Browser.FormToken(c), Now: s.Now(),
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

// within marks the entry of the menu below which a page stands by its first breadcrumb,
// unless one is marked by its address.
func within(menu []view.MenuGroup, crumbs []view.Link) {
	var above *view.MenuItem
	for _, g := range menu {
		for i := range g.Items {
			if g.Items[i].Active {
				return
			}
			if len(crumbs) > 0 && g.Items[i].Href == crumbs[0].Href {
				above = &g.Items[i]
			}
		}
	}
	if above != nil {
		above.Active = true
	}
}

// help is the key of the text that says what a page is for: that of the entry of the
// menu that it belongs to, by its address or by its first breadcrumb; "" if it belongs to
// none.
func help(menu []view.MenuGroup, crumbs []view.Link) string {
	found := ""
	for _, g := range menu {
		for _, item := range g.Items {
			if item.Active {
				return item.Help
			}
			if len(crumbs) > 0 && crumbs[0].Href == item.Href {
				found = item.Help
			}
		}
	}
	return found
}

// aside are pages that stand in no menu, with the name of the text that says what each is
// for.
var aside = []struct{ path, help string }{
	{"/account", "account"}, {"/password", "account"}, {"/drafts", "drafts"}, {"/notices", "notices"}, {"/runs", "runs"},
	{"/search", "search"}, {"/works", "works"}, {"/lists/correction.request", "correction"},
}

// helpAside is the key of the text for a page that stands in no menu, or below such a
// page; "" if none is its own.
func (s *Site) helpAside(c *fiber.Ctx, crumbs []view.Link) string {
	for _, page := range aside {
		at := s.To(c, page.path)
		if c.Path() == at || strings.HasPrefix(c.Path(), at+"/") || len(crumbs) > 0 && crumbs[0].Href == at {
			return "help.page." + page.help
		}
	}
	return ""
}

// Unsettled returns a function of the office's calendar that says whether a
// deadline depends on an unpublished holiday notice.
func (s *Site) Unsettled(c *fiber.Ctx, office string) (func(evaluation.Date) bool, error) {
	calendar, err := s.Calendar.Calendar(c.UserContext(), office)
	return calendar.Unsettled, err
}

func (s *Site) OfficeSettings(c *fiber.Ctx) (roster.Settings, error) {
	return s.SettingsOf(c, Actor(c).Office)
}

func (s *Site) roleNames(lang string, roles []evaluation.Role) string {
	names := make([]string, 0, len(roles))
	for _, r := range roles {
		names = append(names, s.Text.T(lang, "role."+string(r)))
	}
	return strings.Join(names, "、")
}

// menuEntry is an entry of the menu, for those who can open it.
type menuEntry struct {
	group string
	show  bool
	item  view.MenuItem
}

// menu returns the entries that the reader can open, in groups. closed are the others.
func (s *Site) menu(c *fiber.Ctx, lang string, a evaluation.Actor) (groups []view.MenuGroup, closed []view.MenuItem, err error) {
	all, err := s.menuEntries(c, a)
	if err != nil {
		return nil, nil, err
	}
	start := s.To(c, "/")
	for _, name := range []string{menuMine, menuMeasures, MenuVoices, menuBase, menuManage} {
		g := view.MenuGroup{Label: s.Text.T(lang, name)}
		for _, e := range all {
			e.item.Help = "help." + e.item.Label
			switch {
			case e.group != name:
			case !e.show:
				closed = append(closed, e.item)
			default:
				e.item.Label = s.Text.T(lang, e.item.Label)
				e.item.Active = e.item.Href == c.Path() || e.item.Href != start && strings.HasPrefix(c.Path(), e.item.Href)
				g.Items = append(g.Items, e.item)
			}
		}
		if len(g.Items) > 0 {
			groups = append(groups, g)
		}
	}
	return groups, closed, nil
}

// todoLocal holds how many records wait for the reader on a page that lists them.
const todoLocal = "kaoji.todo"

func (s *Site) todoCount(c *fiber.Ctx, a evaluation.Actor) (int, error) {
	if n, ok := c.Locals(todoLocal).(int); ok {
		return n, nil
	}
	return s.Service.TodoCount(c.UserContext(), a)
}

// menuEntries lists the measures by their numbers among the other entries.
func (s *Site) menuEntries(c *fiber.Ctx, a evaluation.Actor) ([]menuEntry, error) {
	todo, err := s.todoCount(c, a)
	if err != nil {
		return nil, err
	}
	can := func(area, act string) bool { return s.Can(c, area, act) }
	business := s.Reads(c, roster.KindDepartment)
	all := []menuEntry{
		{menuMine, true, view.MenuItem{Label: "menu.home", Href: s.To(c, "/"), Icon: "home"}},
		{menuMine, business, view.MenuItem{Label: "menu.todo", Href: s.To(c, "/todo"), Icon: "checklist", Badge: todo}},
		{menuMine, business && a.Person != "", view.MenuItem{Label: "menu.me", Href: s.To(c, "/me"), Icon: "user"}},
		{menuMine, evaluation.Business.Include(a), view.MenuItem{Label: "menu.calendar", Href: s.To(c, "/calendar"), Icon: "calendar"}},
		{menuMine, glances(a), view.MenuItem{Label: "menu.overview", Href: s.To(c, "/overview"), Icon: "chart-bar"}},
		{menuManage, can(auth.AreaCalendar, auth.ActChange), view.MenuItem{Label: "menu.workdays", Href: s.To(c, "/workdays"), Icon: "hourglass"}},
		{menuManage, settingUp.Include(a), view.MenuItem{Label: "menu.setup", Href: s.To(c, "/setup"), Icon: "checklist"}},
		{menuManage, can(auth.AreaAccounts, auth.Read), view.MenuItem{Label: "menu.accounts", Href: s.To(c, "/accounts"), Icon: "key"}},
		{menuManage, can(auth.AreaTrail, auth.Read), view.MenuItem{Label: "menu.audit", Href: s.To(c, "/audit"), Icon: "shield-check"}},
		{menuManage, can(auth.AreaSettings, auth.ActChange), view.MenuItem{Label: "menu.settings", Href: s.To(c, "/settings"), Icon: "settings"}},
	}
	for _, m := range s.pages {
		if m.Menu == nil {
			continue
		}
		home, _ := s.route(m.Home.Href)
		e := menuEntry{
			cmp.Or(m.Menu.Group, menuBase), s.lets(home, a) && s.reaches(a, m.Menu.Reaches),
			view.MenuItem{Label: m.Menu.Label, Href: s.To(c, m.Home.Href), Icon: m.Menu.Icon},
		}
		if e.item.Number = s.numberOf(m.Measure); e.item.Number > 0 {
			e.group = menuMeasures
		}
		all = append(all, e)
	}
	all = append(all, menuEntry{menuBase, can(auth.AreaRules, auth.Read), view.MenuItem{Label: "menu.rules", Href: s.To(c, "/rules"), Icon: "scale"}})
	slices.SortStableFunc(all, func(x, y menuEntry) int { return cmp.Compare(x.item.Number, y.item.Number) })
	return all, nil
}

// The groups of the menu, by the keys of their texts.
const (
	menuMine     = "menu.group.mine"
	menuMeasures = "menu.group.measures" // those with a number
	MenuVoices   = "menu.group.voices"
	menuBase     = "menu.group.base"
	menuManage   = "menu.group.manage"
)

// mostBegun is how many entries the menu 新建 has at most.
const mostBegun = 6

// begins are the forms for new records that the reader opens most: those of the
// measures by their numbers, then others.
func (s *Site) begins(lang string, c *fiber.Ctx, a evaluation.Actor) []view.Link {
	var list []view.Link
	measures := slices.Clone(s.Measures)
	slices.SortStableFunc(measures, func(x, y evaluation.Measure) int {
		return cmp.Or(cmp.Compare(min(y.Number, 1), min(x.Number, 1)), cmp.Compare(x.Number, y.Number))
	})
	for _, m := range measures {
		for i := range m.Kinds {
			k := &m.Kinds[i]
			for _, act := range k.Often {
				if len(list) < mostBegun && s.Service.May(a, k.Name, act) {
					list = append(list, view.Link{Label: s.Text.T(lang, k.Name+"."+act), Href: s.To(c, "/new", k.Name, act)})
				}
			}
		}
	}
	return list
}

// numberOf returns the number of a measure, 0 for parts that are not one of the
// eight.
func (s *Site) numberOf(measure string) int {
	i := slices.IndexFunc(s.Measures, func(m evaluation.Measure) bool { return m.Name == measure })
	if i < 0 {
		return 0
	}
	return s.Measures[i].Number
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
	bare := &view.Page{Lang: server.Lang(c), Base: s.base(s.office(c)), Title: problem.Title, Path: c.Path(), Now: s.Now()}
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
func (s *Site) SettingsOf(c *fiber.Ctx, office string) (roster.Settings, error) {
	list, err := s.Service.Find(c.UserContext(), evaluation.Query{Office: office, Kinds: []string{roster.KindSettings}, Limit: 1})
	if err != nil || len(list.Records) == 0 {
		return roster.Settings{}, err
	}
	p, err := evaluation.PayloadOf[roster.Settings](list.Records[0])
	if err != nil {
		return roster.Settings{}, err
	}
	return *p, nil
}
