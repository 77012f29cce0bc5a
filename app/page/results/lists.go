package results

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
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

// yearsShown is how many years the page offers at least; earlier ones lead further back.
const yearsShown = 4

// yearOf is the year in the address, or the last one that is over.
func (s *pages) yearOf(c *fiber.Ctx) int {
	year, err := strconv.Atoi(c.Query("year"))
	if last := s.Today().Year(); err != nil || year > last || year < results.FirstYear {
		year = last - 1
	}
	return year
}

// tabs lead to the lists of other years.
func (s *pages) tabs(p *site.Speaker, year int) []view.Tab {
	last := s.Today().Year()
	from := max(min(year, last-yearsShown+1), results.FirstYear)
	var list []view.Tab
	for y := last; y >= from; y-- {
		list = append(list, view.Tab{Label: p.Period(site.Itoa(y)), Href: p.To("/results") + "?year=" + site.Itoa(y), Active: y == year})
	}
	if from > results.FirstYear {
		list = append(list, view.Tab{Label: p.T("results.page.earlier"), Href: p.To("/results") + "?year=" + site.Itoa(from-1)})
	}
	return list
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
	content.Years = s.tabs(p, year)
	for i := range lists {
		l := &lists[i]
		for _, line := range l.lines {
			site.Basis(c, line.Rule)
			for _, b := range line.Bars {
				site.Basis(c, b.Rule)
			}
		}
		begun, err := s.begun(c, year, l)
		if err != nil {
			return err
		}
		card := listCard{Heading: l.heading(p), Folded: l.what == results.Bonus, Grid: s.grid(c, p, year, l, begun)}
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
func (s *pages) grid(c *fiber.Ctx, p *site.Speaker, year int, of *list, begun map[string]*evaluation.View) view.Grid {
	g := p.Grid("list.subject", "list.unit", "results.page.why", "results.page.remark", "results.page.do")
	for i := range of.lines {
		l := &of.lines[i]
		m := member(p, year, l.Person)
		g.Rows = append(g.Rows, []view.Cell{
			{Text: m.Name, Href: p.To("/roster/people", l.Person)}, {Text: m.DepartmentName}, {Text: why(p, l)}, {Text: remark(p, l)}, s.doing(c, p, year, l, begun[l.Person]),
		})
	}
	return g
}

// elsewhere is where what follows from a list is done: the kind of the record, and the field
// and code by which it is told from others.
var elsewhere = map[string]struct{ kind, field, code string }{
	results.Commend:  {commendation.KindProposal, "kind", "commendation"},
	results.Merit:    {commendation.KindProposal, "kind", "third"},
	results.Admonish: {reminder.KindTalk, "level", reminder.LevelAdmonition},
}

// carriedThrough are the states of what was begun in which it is done: it was noted by itself
// if it named the year.
var carriedThrough = evaluation.States(
	commendation.ProposalGranted, reminder.Sent, reminder.Held, reminder.Released, reminder.Answered, reminder.Following, reminder.Closed,
)

// begun are what was begun because of a list since its year closed, by person: the newest
// that was neither refused nor withdrawn.
func (s *pages) begun(c *fiber.Ctx, year int, of *list) (map[string]*evaluation.View, error) {
	where, ok := elsewhere[of.what]
	if !ok || !s.Reads(c, where.kind) {
		return nil, nil
	}
	var people []string
	for i := range of.lines {
		if of.lines[i].Open() {
			people = append(people, of.lines[i].Person)
		}
	}
	if len(people) == 0 {
		return nil, nil
	}
	kind, _ := s.Service.Kind(where.kind)
	ended := evaluation.States(commendation.ProposalRefused, commendation.ProposalWithdrawn, reminder.Withdrawn)
	by := map[string]*evaluation.View{}
	for v, err := range evaluation.AllViews(c.UserContext(), s.Service.Index, site.Actor(c), evaluation.Query{
		Kinds: []string{where.kind}, Subjects: people, States: slices.DeleteFunc(slices.Clone(kind.States), func(state evaluation.State) bool { return slices.Contains(ended, state) }), Sort: evaluation.SortID,
	}) {
		if err != nil {
			return nil, err
		}
		var brief map[string]any
		if json.Unmarshal(v.Payload, &brief) == nil && brief[where.field] == where.code && !evaluation.DateOf(v.Created).Before(evaluation.NewDate(year, 12, 1)) {
			by[v.Subject] = &v
		}
	}
	return by, nil
}

// doing leads to the act of the measure concerned, prefilled, or to what was begun there, and
// to noting it as done; or says that it is.
func (s *pages) doing(c *fiber.Ctx, p *site.Speaker, year int, l *results.Line, begun *evaluation.View) view.Cell {
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
	switch where := elsewhere[l.What]; {
	case begun != nil:
		cell.Links = []view.Link{{Label: p.T("results.page.begun", "state", p.State(&begun.Record).Label), Href: p.Href(&begun.Record)}}
	case where.kind == commendation.KindProposal:
		cell.Links = s.offer(c, p, cell.Links, where.kind, "propose", "results.page.open", url.Values{"kind": {where.code}, "person": {l.Person}, "grounds": {grounds}, "assessed": {site.Itoa(l.Year())}})
	case where.kind == reminder.KindTalk:
		cell.Links = s.offer(c, p, cell.Links, where.kind, "propose", "results.page.open", url.Values{
			"person": {l.Person}, "level": {where.code}, "mode": {reminder.ModeTalk}, "source": {"assessment"}, "cause": {grounds}, "assessed": {site.Itoa(l.Year())},
		})
	}
	if begun != nil && !slices.Contains(carriedThrough, begun.State) {
		return cell
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
