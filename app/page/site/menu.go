package site

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

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
			view.MenuItem{Label: m.Home.Label, Href: s.To(c, m.Home.Href), Icon: m.Menu.Icon},
		}
		if e.show && m.Menu.Shows != nil {
			if e.show, err = m.Menu.Shows(c); err != nil {
				return nil, err
			}
		}
		if e.item.Number = s.numberOf(m.Measure); e.item.Number > 0 {
			e.group = menuMeasures
		}
		all = append(all, e)
	}
	all = append(all, menuEntry{menuBase, can(auth.AreaRules, auth.Read), view.MenuItem{Label: "measure.rules", Href: s.To(c, "/rules"), Icon: "scale"}})
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
