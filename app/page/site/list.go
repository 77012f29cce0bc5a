package site

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

type listPage struct {
	Tabs    []view.Tab // the lists of the measure
	Acts    []view.Button
	Filters []view.Field
	Hidden  []view.Line // what the filters keep of the address
	Clear   string      // the list without filters; "" if it has none
	Export  string
	Shows   showsPart
	Bulk    Bulk
	Table   view.Listed
	Count   string // which of how many records the page shows
	Empty   view.Empty
	Pager   view.Pager
}

const PerPage = 50

// list shows the records of a kind that the reader may see.
func (s *Site) list(c *fiber.Ctx, p *Speaker) error {
	l, err := s.listing(c, c.Params("kind"), Parameters(c))
	if err != nil {
		return err
	}
	wrong, err := s.Meant(c, l.asked)
	if err != nil {
		return err
	}
	if l.asked.Get("export") != "" {
		q, err := s.query(p, l)
		if err != nil {
			return err
		}
		return s.exportList(c, p, l.kind, q)
	}
	return s.showList(c, p, l, wrong)
}

// showList shows a list, with what is wrong with a choice in it.
func (s *Site) showList(c *fiber.Ctx, p *Speaker, l listing, wrong *evaluation.Error) error {
	saved, err := s.savedViews(c, l.kind.Name)
	if err != nil {
		return err
	}
	if c.Method() == fiber.MethodGet && len(c.Request().URI().QueryString()) == 0 {
		query, err := s.firstView(c, l.kind.Name, &saved)
		if err != nil {
			return err
		}
		if query != "" {
			return c.Redirect(p.To("/lists", l.kind.Name)+"?"+query, fiber.StatusSeeOther)
		}
	}
	q, err := s.query(p, l)
	if err != nil {
		return err
	}
	q.Places = true
	found, err := s.Service.Index(c.UserContext(), Actor(c), q)
	if err != nil {
		return err
	}
	n, err := s.count(c, q, &found)
	if err != nil {
		return err
	}
	first := max(1, ordinal(l.asked.Get(askFirst)))
	content := listPage{
		Acts: s.Creating(p, l.kind, Actor(c)), Table: s.listed(p, l, &found, first, n), Hidden: l.hidden(l.filters()...),
		Filters: s.listFilters(p, l),
		Bulk:    s.bulk(p, l, found.Views, n), Count: p.part(first, len(found.Views), n), Empty: p.none(l),
	}
	content.Tabs = s.listsBeside(c, p, l.kind.Name)
	content.Table.Pick = len(content.Bulk.Acts) > 0
	if q.Cursor != "" {
		content.Pager.From = p.At(l.without(askCursor, askFirst))
	}
	if l.filtered() {
		content.Clear = p.At(l.cleared())
	}
	if found.Next != "" {
		next := l.with(askFirst, strconv.FormatInt(first+int64(len(found.Views)), 10))
		next.asked.Set(askCursor, found.Next)
		content.Pager.Next = p.At(next)
	}
	if content.Shows, err = s.shows(c, p, l, saved); err != nil {
		return err
	}
	if s.MayExport(c) == nil && !l.kind.Apart {
		content.Export = WithQuery(p.At(l), "export", "xlsx")
	}
	title := p.T(l.kind.Name)
	crumbs := slices.DeleteFunc(s.Crumbs(c, l.kind.Name), func(up view.Link) bool { return up.Label == title }) // a list that is the measure's own page
	return s.Again(c, wrong, "", "list", title, content, crumbs...)
}

// firstView is the view with which a list opens: the reader's own, or, while something waits
// for the reader, that of what waits with the columns which the kind shows then; "": all.
func (s *Site) firstView(c *fiber.Ctx, kind string, saved *savedViews) (string, error) {
	if query, ok := saved.standard(); ok {
		return query, nil
	}
	columns := s.kinds[kind].Waiting
	if len(columns) == 0 {
		return "", nil
	}
	todo, err := s.Service.Todo(c.UserContext(), Actor(c), evaluation.Query{Kinds: []string{kind}, Limit: 1})
	if err != nil || len(todo.Views) == 0 {
		return "", err
	}
	return url.Values{"waiting": {waitingMe}, askColumn: columns}.Encode(), nil
}

// part says which records of how many a page shows.
func (p *Speaker) part(first int64, shown int, n int64) string {
	if int64(shown) >= n {
		return p.T("list.count", "n", n)
	}
	return p.T("list.part", "from", first, "to", first+int64(shown)-1, "n", n)
}

// none is what an empty list says: that nothing matches, or that there is nothing.
func (p *Speaker) none(l listing) view.Empty {
	if !l.filtered() {
		return view.Empty{Why: p.T("list.nothing"), Do: p.T("list.nothing_do")}
	}
	return view.Empty{
		Why: p.T("list.unmatched"), Do: p.T("list.unmatched_do"), Button: &view.Button{Label: p.T("list.clear"), Href: p.At(l.cleared())},
	}
}

// cleared is the list without filters, shown as before.
func (l listing) cleared() listing {
	all := listing{l.kind, url.Values{}}
	for _, name := range []string{askSort, askColumn, askGroup} {
		if values := l.asked[name]; len(values) > 0 {
			all.asked[name] = values
		}
	}
	all.asked.Set(askView, viewNone)
	return all
}

func Pager(here, next, cursor string) view.Pager {
	p := view.Pager{}
	if next != "" {
		p.Next = WithQuery(here, "cursor", next)
	}
	if cursor != "" {
		p.From = WithQuery(here, "cursor", "")
	}
	return p
}

// Cut returns the page of a list that the address asks for, and the links to others.
func Cut[T any](c *fiber.Ctx, list []T) ([]T, view.Pager) {
	here, pager := string(c.Request().URI().RequestURI()), view.Pager{}
	from := min(max(0, c.QueryInt("from")), len(list))
	to := min(from+PerPage, len(list))
	if to < len(list) {
		pager.Next = WithQuery(here, "from", strconv.Itoa(to))
	}
	if from > 0 {
		pager.From = WithQuery(here, "from", "")
	}
	return list[from:to], pager
}

// listFilters are all filters of a list.
func (s *Site) listFilters(p *Speaker, l listing) []view.Field {
	list := append(s.ListFilters(p, l.kind, l.asked), p.timeFilters(l.asked)...)
	if l.kind.Waits() {
		list = append(list, p.WaitingFilter(l.asked.Get("waiting")))
	}
	return append(list, p.columnFilters(l)...)
}

// ListFilters filter a list by state, person, department and deadline as the address asks.
func (s *Site) ListFilters(p *Speaker, kind *evaluation.Kind, asked url.Values) []view.Field {
	state := view.Field{Name: "state", ID: "f-state", Label: p.T("list.state"), Form: evaluation.FormChoice, Value: asked.Get("state")}
	for _, st := range kind.States {
		state.Choices = append(state.Choices, view.Choice{Value: string(st), Label: p.T(kind.Name + ".state." + string(st))})
	}
	if strings.Contains(state.Value, severalStates) {
		state.Choices = append(state.Choices, view.Choice{Value: state.Value, Label: p.states(kind, state.Value)})
	}
	list := append(append([]view.Field{state}, s.PersonFilter(p, kind, asked)...), p.UnitFilter(asked.Get("unit")))
	if !kind.Waits() {
		return list
	}
	due := view.Field{Name: "due", ID: "f-due", Label: p.T("list.due"), Form: evaluation.FormChoice, Value: asked.Get("due"), Choices: []view.Choice{
		{Value: dueLate, Label: p.T("due.late")}, {Value: dueSoon, Label: p.T("list.due_soon")},
	}}
	if day, err := evaluation.ParseDate(due.Value); isUrgency(due.Value) {
		due.Choices = append(due.Choices, view.Choice{Value: due.Value, Label: p.T("task." + due.Value)})
	} else if err == nil && !day.IsZero() {
		due.Choices = append(due.Choices, view.Choice{Value: due.Value, Label: p.DayOf(day)})
	}
	return append(list, due)
}

// waitingMe shows only what waits for the reader.
const waitingMe = "me"

// waitingOthers shows only what others have to do that the reader minds.
const waitingOthers = "others"

// WaitingFilter filters a list by whether a record waits for the reader, for others, or
// for the person of the address.
func (p *Speaker) WaitingFilter(chosen string) view.Field {
	field := view.Field{Name: "waiting", ID: "f-waiting", Label: p.T("list.waiting"), Form: evaluation.FormChoice, Value: chosen, Choices: []view.Choice{
		{Value: waitingMe, Label: p.T("list.waiting_me")}, {Value: waitingOthers, Label: p.T("home.minded")},
	}}
	if m, here := p.Day.Member(chosen); here {
		field.Choices = append(field.Choices, view.Choice{Value: m.ID, Label: m.Name})
	}
	return field
}

// Values of the filter by deadline: passed, or within the next seven days.
const (
	dueLate = "late"
	dueSoon = "soon"
)

// DueFilter restricts the query to open records that are due, most urgent first; due is
// one of the values above, an urgency of the start page, or a day.
func (s *Site) DueFilter(due string, kind *evaluation.Kind, q *evaluation.Query) {
	switch {
	case due == dueLate:
		evaluation.Overdue.Restrict(q, s.Today())
	case due == dueSoon:
		q.Sort, q.DueFrom, q.DueTo = evaluation.SortDue, s.Today(), s.Today().AddDays(7)
	case isUrgency(due):
		evaluation.Urgency(due).Restrict(q, s.Today())
	default:
		day, err := evaluation.ParseDate(due)
		if err != nil || day.IsZero() {
			return
		}
		q.Sort, q.DueFrom, q.DueTo = evaluation.SortDue, day, day
	}
	if q.Desc = false; len(q.States) == 0 {
		q.States = kind.Open()
	}
}

func isUrgency(s string) bool {
	return slices.Contains(evaluation.Urgencies(), evaluation.Urgency(s))
}

// UnitFilter filters a list by department.
func (p *Speaker) UnitFilter(chosen string) view.Field {
	return view.Field{Name: "unit", ID: "f-unit", Label: p.T("list.unit"), Form: evaluation.FormUnit, Value: chosen, Choices: p.Units()}
}

func (p *Speaker) Units() []view.Choice {
	var list []view.Choice
	for _, d := range p.Day.Departments() {
		list = append(list, view.Choice{Value: d.ID, Label: d.Name})
	}
	return list
}

// Creating returns the buttons of acts with which the actor can create a record of
// the kind.
func (s *Site) Creating(p *Speaker, kind *evaluation.Kind, a evaluation.Actor) []view.Button {
	var list []view.Button
	for i := range kind.Acts {
		act := &kind.Acts[i]
		if act.Creates() && !slices.Contains(s.kinds[kind.Name].Own, act.Name) && s.Service.May(a, kind.Name, act.Name) {
			list = append(list, view.Button{Label: p.T(kind.Name + "." + act.Name), Href: p.To("/new", kind.Name, act.Name), Primary: len(list) == 0})
		}
	}
	return list
}

// Beginning returns the buttons of acts with which the actor can create records of
// the kinds, then other buttons. The first one is the main button.
func (s *Site) Beginning(p *Speaker, a evaluation.Actor, kinds []string, more ...view.Button) []view.Button {
	var list []view.Button
	for _, name := range kinds {
		kind, _ := s.Service.Kind(name)
		list = append(list, s.Creating(p, kind, a)...)
	}
	list = append(list, more...)
	for i := range list {
		list[i].Primary = i == 0
	}
	return list
}

// StateTabs links to the records of each existing state, with their number.
func (s *Site) StateTabs(c *fiber.Ctx, p *Speaker, kind *evaluation.Kind) ([]view.Button, error) {
	counts, err := s.Service.Group(c.UserContext(), Actor(c), evaluation.Query{Kinds: []string{kind.Name}}, "state")
	if err != nil {
		return nil, err
	}
	var tabs []view.Button
	for _, state := range kind.States {
		for _, n := range counts {
			if n.Keys[0] == string(state) {
				tabs = append(tabs, view.Button{
					Label: p.T(kind.Name+".state."+n.Keys[0]) + " " + strconv.FormatInt(n.N, 10),
					Href:  p.List(kind.Name) + "?state=" + url.QueryEscape(n.Keys[0]), Primary: c.Query("state") == n.Keys[0],
				})
			}
		}
	}
	return tabs, nil
}

// exportList sends the whole list, not one page of it.
func (s *Site) exportList(c *fiber.Ctx, p *Speaker, kind *evaluation.Kind, q evaluation.Query) error {
	heads := p.Words("list.number", "list.subject", "list.brief", "list.unit", "list.period", "list.state", "list.due")
	for _, column := range kind.Columns {
		heads = append(heads, p.T(kind.Name+".field."+column.Name))
	}
	return s.Register(c, &Register{
		Name: p.T(kind.Name), Kind: kind.Name, Query: q, List: s.Service.Index, Heads: heads,
		Row: func(v *evaluation.View) ([]string, error) {
			r := p.row(v)
			return append([]string{r.Number, r.Subject, r.Brief, r.Unit, r.Period, r.State.Label, r.Due.String()}, p.columnValues(kind, v)...), nil
		},
	})
}

const MediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
