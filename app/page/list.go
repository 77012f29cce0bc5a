package page

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

type listPage struct {
	Acts    []view.Button
	Filters []view.Field
	Export  string
	Rows    []view.Row
	Empty   view.Empty
	Pager   view.Pager
}

const perPage = 50

// list shows the records of a kind that the reader may see.
func (s *Site) list(c *fiber.Ctx) error {
	kind, ok := s.Service.Kind(c.Params("kind"))
	if !ok || len(s.Policy.Reach(actor(c).Roles, kind.Name)) == 0 {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	q := evaluation.Query{Kinds: []string{kind.Name}, Sort: evaluation.SortChanged, Desc: true, Limit: perPage, Cursor: c.Query("cursor")}
	if st := c.Query("state"); st != "" {
		q.States = []evaluation.State{evaluation.State(st)}
	}
	if unit := c.Query("unit"); unit != "" {
		q.Units = []string{unit}
	}
	s.dueFilter(c, kind, &q)
	if c.Query("export") != "" {
		return s.exportList(c, p, kind, q)
	}
	found, err := s.Service.Index(c.UserContext(), actor(c), q)
	if err != nil {
		return err
	}
	here := string(c.Request().URI().RequestURI())
	content := listPage{
		Acts: s.creating(p, kind, actor(c)), Filters: s.listFilters(c, p, kind), Rows: p.rows(found.Views),
		Empty: view.Empty{Why: p.t("list.empty"), Do: p.t("list.empty_do")}, Pager: pager(here, found.Next, q.Cursor),
	}
	if s.mayExport(c) == nil {
		content.Export = withQuery(here, "export", "xlsx")
	}
	return s.show(c, "list", p.t(kind.Name), content)
}

func pager(here, next, cursor string) view.Pager {
	p := view.Pager{}
	if next != "" {
		p.Next = withQuery(here, "cursor", next)
	}
	if cursor != "" {
		p.From = withQuery(here, "cursor", "")
	}
	return p
}

func (s *Site) listFilters(c *fiber.Ctx, p *speaker, kind *evaluation.Kind) []view.Field {
	state := view.Field{Name: "state", ID: "f-state", Label: p.t("list.state"), Form: evaluation.FormChoice, Value: c.Query("state")}
	for _, st := range kind.States {
		state.Choices = append(state.Choices, view.Choice{Value: string(st), Label: p.t(kind.Name + ".state." + string(st))})
	}
	unit := view.Field{Name: "unit", ID: "f-unit", Label: p.t("list.unit"), Form: evaluation.FormUnit, Value: c.Query("unit"), Choices: p.units()}
	due := view.Field{Name: "due", ID: "f-due", Label: p.t("list.due"), Form: evaluation.FormChoice, Value: c.Query("due"), Choices: []view.Choice{
		{Value: dueLate, Label: p.t("due.late")}, {Value: dueSoon, Label: p.t("list.due_soon")},
	}}
	return []view.Field{state, unit, due}
}

// What the filter by deadline offers: passed, or within the next seven days.
const (
	dueLate = "late"
	dueSoon = "soon"
)

// dueFilter leaves records that are still open and due; they come most urgent
// first.
func (s *Site) dueFilter(c *fiber.Ctx, kind *evaluation.Kind, q *evaluation.Query) {
	switch c.Query("due") {
	case dueLate:
		q.DueTo = s.today().AddDays(-1)
	case dueSoon:
		q.DueFrom, q.DueTo = s.today(), s.today().AddDays(7)
	default:
		return
	}
	if q.Sort, q.Desc = evaluation.SortDue, false; len(q.States) == 0 {
		q.States = open(kind)
	}
}

func (p *speaker) units() []view.Choice {
	var list []view.Choice
	for _, d := range p.day.Departments() {
		list = append(list, view.Choice{Value: d.ID, Label: d.Name})
	}
	return list
}

func (p *speaker) people() []view.Choice {
	var list []view.Choice
	for _, m := range p.day.Members() {
		list = append(list, view.Choice{Value: m.ID, Label: m.DepartmentName + " · " + m.Name + " " + m.Post})
	}
	return list
}

// creating are the acts by which the actor can make a record of the kind.
func (s *Site) creating(p *speaker, kind *evaluation.Kind, a evaluation.Actor) []view.Button {
	var list []view.Button
	for i := range kind.Acts {
		act := &kind.Acts[i]
		if act.Creates() && !slices.Contains(s.kinds[kind.Name].Own, act.Name) && s.Policy.May(a.Roles, kind.Name, act.Name, "", everyRelation) {
			list = append(list, view.Button{Label: p.t(kind.Name + "." + act.Name), Href: "/new/" + kind.Name + "/" + act.Name, Primary: len(list) == 0})
		}
	}
	return list
}

var everyRelation = []evaluation.Relation{
	evaluation.Anyone, evaluation.Own, evaluation.Party, evaluation.Department, evaluation.Charge,
}

// exportList sends the whole list, not one page of it, and notes it.
func (s *Site) exportList(c *fiber.Ctx, p *speaker, kind *evaluation.Kind, q evaluation.Query) error {
	if err := s.mayExport(c); err != nil {
		return err
	}
	heads := []string{p.t("list.subject"), p.t("list.brief"), p.t("list.unit"), p.t("list.period"), p.t("list.state"), p.t("list.due")}
	var rows [][]string
	found, err := s.indexAll(c, q)
	if err != nil {
		return err
	}
	for _, r := range p.rows(found) {
		rows = append(rows, []string{r.Subject, r.Brief, r.Unit, r.Period, r.State.Label, r.Due.String()})
	}
	file, err := xlsx.Bytes([]roster.Sheet{tableSheet(p.t(kind.Name), &view.Table{Heads: heads, Rows: rows})})
	if err != nil {
		return err
	}
	if err := s.note(c, "export", evaluation.OutcomeOK, kind.Name, "", ""); err != nil {
		return err
	}
	return download(c, p.t(kind.Name)+".xlsx", mediaXLSX, file)
}

const mediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
