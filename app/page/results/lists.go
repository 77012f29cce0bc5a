package results

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/results"
)

// listsPage has a list for each thing that follows from the grades of a year.
type listsPage struct {
	Acts  []view.Button
	Years []view.Tab
	Lists []list
	Empty view.Empty
}

type list struct {
	Heading  string
	Together string // address of the form that notes the list as done, "" if there is nothing to note
	Grid     view.Grid
}

// yearsShown is how many years the page offers.
const yearsShown = 4

func (s *pages) lists(c *fiber.Ctx, p *site.Speaker) error {
	a := site.Actor(c)
	year, err := strconv.Atoi(c.Query("year"))
	if last := s.Today().Year(); err != nil || year > last || year <= last-yearsShown {
		year = last - 1
	}
	lines, err := s.Results.Lists(c.UserContext(), a.Office, year, s.Today(), "")
	if err != nil {
		return err
	}
	content := listsPage{Empty: view.Empty{Why: p.T("results.page.none", "year", year), Do: p.T("results.page.none_do")}}
	for _, kind := range []string{results.KindGrade, results.KindUse} {
		k, _ := s.Service.Kind(kind)
		content.Acts = append(content.Acts, s.Creating(p, k, a)...)
	}
	for i := range content.Acts {
		content.Acts[i].Primary = false
	}
	for y := s.Today().Year(); y > s.Today().Year()-yearsShown; y-- {
		content.Years = append(content.Years, view.Tab{Label: p.Period(site.Itoa(y)), Href: p.To("/results") + "?year=" + site.Itoa(y), Active: y == year})
	}
	var people []string
	for _, what := range results.All() {
		var of []results.Line
		for _, l := range lines {
			if l.What == what {
				of, people = append(of, l), append(people, l.Person)
			}
		}
		if len(of) > 0 {
			site.Basis(c, of[0].Rule)
			one := list{Heading: p.T("results.what."+what) + " · " + p.T("glance.unit.people", "n", len(of)), Grid: s.grid(c, p, year, of)}
			if what != results.Barred && len(of) > 1 && s.May(c, results.KindUse, "note") && slices.ContainsFunc(of, func(l results.Line) bool { return l.UsedBy == "" }) {
				one.Together = p.To("/results", what, site.Itoa(year))
			}
			content.Lists = append(content.Lists, one)
		}
	}
	if err := s.LookedAt(c, assessment.KindSheet, people...); err != nil {
		return err
	}
	return s.Show(c, "results", p.T("results.page.year", "year", year), content)
}

// grid has a row for each person: who, why, what does not count, and what is to be done.
func (s *pages) grid(c *fiber.Ctx, p *site.Speaker, year int, lines []results.Line) view.Grid {
	g := p.Grid("list.subject", "list.unit", "results.page.why", "results.page.remark", "results.page.do")
	for i := range lines {
		l := &lines[i]
		m, _ := p.Day.Member(l.Person)
		var remarks []string
		if len(l.Broken) > 0 {
			remarks = append(remarks, p.T("results.page.broken", "years", graded(p, l, l.Broken)))
		}
		if len(l.Formed) > 0 {
			remarks = append(remarks, p.T("results.page.formed", "years", years(l.Formed)))
		}
		if l.First && (l.What == results.Step || l.What == results.Level) {
			remarks = append(remarks, p.T("results.page.first"))
		}
		g.Rows = append(g.Rows, []view.Cell{
			{Text: m.Name, Href: p.To("/roster/people", l.Person)}, {Text: m.DepartmentName},
			{Text: p.T("results.line."+l.What, "years", years(l.Years))}, {Text: strings.Join(remarks, "；")}, s.doing(c, p, year, l),
		})
	}
	return g
}

// graded names years with their grades.
func graded(p *site.Speaker, l *results.Line, list []int) string {
	words := make([]string, 0, len(list))
	for _, y := range list {
		word := p.T("results.page.no_year", "year", y)
		if grade := l.Of[y]; grade != "" {
			word = p.T("results.page.of_year", "year", y, "grade", p.T("results.grade."+grade))
		}
		words = append(words, word)
	}
	return strings.Join(words, "、")
}

// years writes 2024、2025.
func years(list []int) string {
	words := make([]string, 0, len(list))
	for _, y := range list {
		words = append(words, strconv.Itoa(y))
	}
	return strings.Join(words, "、")
}

// doing leads to the act of the measure concerned, prefilled, and to noting it as done; or
// says that it is.
func (s *pages) doing(c *fiber.Ctx, p *site.Speaker, year int, l *results.Line) view.Cell {
	if l.UsedBy != "" {
		return view.Cell{Text: p.T("results.page.done"), Href: p.To("/records", l.UsedBy), Note: l.Document}
	}
	var cell view.Cell
	grounds := p.T("results.line."+l.What, "years", years(l.Years))
	switch l.What {
	case results.Commend, results.Merit:
		kind := map[string]string{results.Commend: "commendation", results.Merit: "third"}[l.What]
		cell.Links = s.offer(c, p, cell.Links, commendation.KindProposal, "propose", "results.page.open", url.Values{"kind": {kind}, "person": {l.Person}, "grounds": {grounds}})
	case results.Admonish:
		cell.Links = s.offer(c, p, cell.Links, reminder.KindTalk, "propose", "results.page.open", url.Values{
			"person": {l.Person}, "level": {reminder.LevelAdmonition}, "mode": {reminder.ModeTalk}, "source": {"assessment"}, "cause": {grounds},
		})
	case results.Barred:
		return cell
	}
	cell.Links = s.offer(c, p, cell.Links, results.KindUse, "note", "results.page.note", url.Values{"person": {l.Person}, "what": {l.What}, "year": {site.Itoa(year)}})
	return cell
}

// offer adds a link to the form of a creating act, if the reader may do it.
func (s *pages) offer(c *fiber.Ctx, p *site.Speaker, to []view.Link, kind, act, label string, values url.Values) []view.Link {
	if !s.May(c, kind, act) {
		return to
	}
	return append(to, view.Link{Label: p.T(label), Href: p.To("/new", kind, act) + "?" + values.Encode()})
}
