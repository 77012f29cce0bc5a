package site

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

type listPage struct {
	Acts    []view.Button
	Filters []view.Field
	Export  string
	Table   listed
	Sort    string // of the address, kept by the filters
	Empty   view.Empty
	Pager   view.Pager
}

const PerPage = 50

// list shows the records of a kind that the reader may see.
func (s *Site) list(c *fiber.Ctx) error {
	kind, ok := s.Service.Kind(c.Params("kind"))
	if !ok || !s.Reads(c, kind.Name) {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	p, err := s.Speaker(c)
	if err != nil {
		return err
	}
	q := evaluation.Query{Kinds: []string{kind.Name}, Sort: evaluation.SortChanged, Desc: true, Limit: PerPage, Cursor: c.Query("cursor")}
	if st := c.Query("state"); st != "" {
		q.States = []evaluation.State{evaluation.State(st)}
	}
	if unit := c.Query("unit"); unit != "" {
		q.Units = []string{unit}
	}
	s.DueFilter(c, kind, &q)
	if c.Query("waiting") == waitingMe {
		heads, _ := p.Day.Units(Actor(c).Person)
		q.Waiting = evaluation.WaitTokens(Actor(c), heads)
	}
	if err := order(c, kind, &q); err != nil {
		return err
	}
	if c.Query("export") != "" {
		return s.exportList(c, p, kind, q)
	}
	found, err := s.Service.Index(c.UserContext(), Actor(c), q)
	if err != nil {
		return err
	}
	here := string(c.Request().URI().RequestURI())
	content := listPage{
		Acts: s.Creating(p, kind, Actor(c)), Table: s.listed(c, p, kind, found.Views), Sort: c.Query("sort"),
		Filters: slices.Concat(s.ListFilters(c, p, kind), []view.Field{p.WaitingFilter(c.Query("waiting"))}, p.columnFilters(c, kind)),
		Empty:   view.Empty{Why: p.T("list.empty"), Do: p.T("list.empty_do")}, Pager: Pager(here, found.Next, q.Cursor),
	}
	if s.MayExport(c) == nil {
		content.Export = WithQuery(here, "export", "xlsx")
	}
	return s.Show(c, "list", p.T(kind.Name), content)
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

func (s *Site) ListFilters(c *fiber.Ctx, p *Speaker, kind *evaluation.Kind) []view.Field {
	state := view.Field{Name: "state", ID: "f-state", Label: p.T("list.state"), Form: evaluation.FormChoice, Value: c.Query("state")}
	for _, st := range kind.States {
		state.Choices = append(state.Choices, view.Choice{Value: string(st), Label: p.T(kind.Name + ".state." + string(st))})
	}
	unit := p.UnitFilter(c.Query("unit"))
	due := view.Field{Name: "due", ID: "f-due", Label: p.T("list.due"), Form: evaluation.FormChoice, Value: c.Query("due"), Choices: []view.Choice{
		{Value: dueLate, Label: p.T("due.late")}, {Value: dueSoon, Label: p.T("list.due_soon")},
	}}
	if isUrgency(due.Value) {
		due.Choices = append(due.Choices, view.Choice{Value: due.Value, Label: p.T("task." + due.Value)})
	}
	return []view.Field{state, unit, due}
}

// waitingMe shows only what waits for the reader.
const waitingMe = "me"

// WaitingFilter filters a list by whether a record waits for the reader.
func (p *Speaker) WaitingFilter(chosen string) view.Field {
	return view.Field{Name: "waiting", ID: "f-waiting", Label: p.T("list.waiting"), Form: evaluation.FormChoice, Value: chosen, Choices: []view.Choice{
		{Value: waitingMe, Label: p.T("list.waiting_me")},
	}}
}

// Values of the filter by deadline: passed, or within the next seven days.
const (
	dueLate = "late"
	dueSoon = "soon"
)

// DueFilter restricts the query to open records that are due, most urgent first. The
// address names one of the values above or an urgency of the start page.
func (s *Site) DueFilter(c *fiber.Ctx, kind *evaluation.Kind, q *evaluation.Query) {
	switch due := c.Query("due"); {
	case due == dueLate:
		evaluation.Overdue.Restrict(q, s.Today())
	case due == dueSoon:
		q.Sort, q.DueFrom, q.DueTo = evaluation.SortDue, s.Today(), s.Today().AddDays(7)
	case isUrgency(due):
		evaluation.Urgency(due).Restrict(q, s.Today())
	default:
		return
	}
	if q.Desc = false; len(q.States) == 0 {
		q.States = Open(kind)
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

func (p *Speaker) people() []view.Choice {
	var list []view.Choice
	for _, m := range p.Day.Members() {
		list = append(list, view.Choice{Value: m.ID, Label: m.DepartmentName + " · " + m.Name + " " + m.Post})
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
