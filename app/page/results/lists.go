package results

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/results"
)

// listsPage has a list for each thing that follows from the grades of a year.
type listsPage struct {
	Acts  []view.Button
	Years []view.Tab
	For   string // whom the lists are about
	Lists []listCard
	Empty view.Empty
}

type listCard struct {
	Heading string
	Links   []view.Link
	Folded  bool // a list of nearly everybody
	Grid    view.Grid
}

// list is one list of a year.
type list struct {
	what  string
	lines []results.Line
}

// yearsShown is how many years the page offers.
const yearsShown = 4

// yearOf is the year in the address, or the last one that is over.
func (s *pages) yearOf(c *fiber.Ctx) int {
	year, err := strconv.Atoi(c.Query("year"))
	if last := s.Today().Year(); err != nil || year > last || year <= last-yearsShown {
		year = last - 1
	}
	return year
}

// listsOf are the lists of the year in the address, or the one that the address names. It
// records that the reader looked at the grades of whom they are about.
func (s *pages) listsOf(c *fiber.Ctx, year int) ([]list, results.Year, error) {
	of, err := s.Results.Lists(c.UserContext(), site.Actor(c).Office, year, s.Today(), "")
	if err != nil {
		return nil, of, err
	}
	var lists []list
	var people []string
	for _, what := range results.All() {
		one := list{what: what}
		for _, l := range of.Lines {
			if l.What == what && (c.Query("what") == "" || c.Query("what") == what) {
				one.lines, people = append(one.lines, l), append(people, l.Person)
			}
		}
		if len(one.lines) > 0 {
			lists = append(lists, one)
		}
	}
	return lists, of, s.LookedAt(c, results.KindUse, people...)
}

// heading names a list with the number of its people.
func (l *list) heading(p *site.Speaker) string {
	return p.T("results.what."+l.what) + " · " + p.T("glance.unit.people", "n", len(l.lines))
}

func (s *pages) lists(c *fiber.Ctx, p *site.Speaker) error {
	year := s.yearOf(c)
	lists, of, err := s.listsOf(c, year)
	if err != nil {
		return err
	}
	content := listsPage{
		Acts: s.acts(c, p, year, len(lists) > 0), For: p.T("results.page.for", "people", of.People, "others", of.Others),
		Empty: view.Empty{Why: p.T("results.page.none", "year", year), Do: p.T("results.page.none_do")},
	}
	for y := s.Today().Year(); y > s.Today().Year()-yearsShown; y-- {
		content.Years = append(content.Years, view.Tab{Label: p.Period(site.Itoa(y)), Href: p.To("/results") + "?year=" + site.Itoa(y), Active: y == year})
	}
	for i := range lists {
		l := &lists[i]
		for _, line := range l.lines {
			site.Basis(c, line.Rule)
			for _, b := range line.Bars {
				site.Basis(c, b.Rule)
			}
		}
		card := listCard{Heading: l.heading(p), Folded: l.what == results.Bonus, Grid: s.grid(c, p, year, l)}
		if len(l.lines) > 1 && s.May(c, results.KindUse, "note") && slices.ContainsFunc(l.lines, func(l results.Line) bool { return l.Open() }) {
			card.Links = append(card.Links, view.Link{Label: p.T("results.together"), Href: p.To("/results", l.what, site.Itoa(year))})
		}
		card.Links = append(card.Links, s.papers(c, p, year, l.what)...)
		content.Lists = append(content.Lists, card)
	}
	return s.Show(c, "results", p.T("results.page.year", "year", year), content)
}

// acts are what can be begun here, and the lists on paper.
func (s *pages) acts(c *fiber.Ctx, p *site.Speaker, year int, some bool) []view.Button {
	var acts []view.Button
	if some {
		for _, l := range s.papers(c, p, year, "") {
			acts = append(acts, view.Button{Label: l.Label, Href: l.Href})
		}
	}
	for _, kind := range []string{results.KindUse, results.KindGrade} {
		k, _ := s.Service.Kind(kind)
		acts = append(acts, s.Creating(p, k, site.Actor(c))...)
	}
	if s.May(c, results.KindImport, "prepare") {
		acts = append(acts, view.Button{Label: p.T("results.import.prepare"), Href: p.To(importPath)})
	}
	for i := range acts {
		acts[i].Primary = false
	}
	return acts
}

// grid has a row for each person: who, why, what does not count, and what is to be done.
func (s *pages) grid(c *fiber.Ctx, p *site.Speaker, year int, of *list) view.Grid {
	g := p.Grid("list.subject", "list.unit", "results.page.why", "results.page.remark", "results.page.do")
	for i := range of.lines {
		l := &of.lines[i]
		m := member(p, year, l.Person)
		g.Rows = append(g.Rows, []view.Cell{
			{Text: m.Name, Href: p.To("/roster/people", l.Person)}, {Text: m.DepartmentName}, {Text: why(p, l)}, {Text: remark(p, l)}, s.doing(c, p, year, l),
		})
	}
	return g
}

// doing leads to the act of the measure concerned, prefilled, and to noting it as done; or
// says that it is.
func (s *pages) doing(c *fiber.Ctx, p *site.Speaker, year int, l *results.Line) view.Cell {
	switch {
	case l.What == results.Improve && l.Done.Waits() && s.May(c, results.KindUse, "review"):
		return view.Cell{Links: []view.Link{{Label: p.T("results.use.review"), Href: p.To("/records", l.Done.Record, "acts", "review")}}}
	case l.Done != nil:
		return view.Cell{Text: p.T("results.page.done"), Href: p.To("/records", l.Done.Record), Note: done(p, l)}
	case !l.Open():
		return view.Cell{}
	}
	var cell view.Cell
	grounds := why(p, l)
	switch l.What {
	case results.Commend, results.Merit:
		kind := map[string]string{results.Commend: "commendation", results.Merit: "third"}[l.What]
		cell.Links = s.offer(c, p, cell.Links, commendation.KindProposal, "propose", "results.page.open", url.Values{"kind": {kind}, "person": {l.Person}, "grounds": {grounds}})
	case results.Admonish:
		cell.Links = s.offer(c, p, cell.Links, reminder.KindTalk, "propose", "results.page.open", url.Values{
			"person": {l.Person}, "level": {reminder.LevelAdmonition}, "mode": {reminder.ModeTalk}, "source": {"assessment"}, "cause": {grounds},
		})
	}
	return view.Cell{Links: s.offer(c, p, cell.Links, results.KindUse, "note", "results.page.note", url.Values{"person": {l.Person}, "what": {l.What}, "year": {site.Itoa(year)}})}
}

// offer adds a link to the form of a creating act, if the reader may do it.
func (s *pages) offer(c *fiber.Ctx, p *site.Speaker, to []view.Link, kind, act, label string, values url.Values) []view.Link {
	if !s.May(c, kind, act) {
		return to
	}
	return append(to, view.Link{Label: p.T(label), Href: p.To("/new", kind, act) + "?" + values.Encode()})
}
