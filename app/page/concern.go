package page

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/view"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/roster"
)

// concernPage is the desk of those who handle concerns, and for a supervisor
// the own reports.
type concernPage struct {
	Acts    []view.Button
	Tabs    []view.Button
	Filters []view.Field
	Export  string
	Rows    []intakeRow
	Empty   view.Empty
	Pager   view.Pager
	Charts  []chart.Figure
}

// intakeRow is one concern of the list.
type intakeRow struct {
	Href, No, Whom, Topic, Category, Channel, Handler, Same string
	Received, Due                                           evaluation.Date
	State                                                   view.Badge
}

// concerns lists concerns by state, most urgent first. The list says what they
// are about, so reading it is noted.
func (s *Site) concerns(c *fiber.Ctx) error {
	kind, _ := s.Service.Kind(concern.KindMatter)
	a := actor(c)
	if len(s.Policy.Reach(a.Roles, kind.Name)) == 0 {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	q := s.concernQuery(c, kind)
	if c.Query("export") != "" {
		return s.exportConcerns(c, p, q)
	}
	content := concernPage{Acts: s.creating(p, kind, a), Empty: view.Empty{Why: p.t("concern_page.empty"), Do: p.t("concern_page.empty_do")}}
	here := string(c.Request().URI().RequestURI())
	if oversees(a) {
		content.Acts = append(content.Acts, s.furtherConcerns(p, a)...)
		content.Filters = s.listFilters(c, p, kind)
	} else {
		content.Empty = view.Empty{Why: p.t("concern_page.own_none"), Do: p.t("concern_page.own_none_do")}
	}
	if s.mayExport(c) == nil {
		content.Export = withQuery(here, "export", "xlsx")
	}
	if content.Tabs, err = s.concernTabs(c, p, kind); err != nil {
		return err
	}
	found, err := s.Service.List(c.UserContext(), a, q)
	if err != nil {
		return err
	}
	if content.Rows, err = p.intake(found.Views); err != nil {
		return err
	}
	content.Pager = pager(here, found.Next, q.Cursor)
	if oversees(a) {
		if content.Charts, err = s.concernCharts(c, p); err != nil {
			return err
		}
	}
	return s.show(c, "concern", p.t("measure.concern"), content)
}

// concernQuery is what the address asks for: for those who handle concerns the
// open ones, for a supervisor all of the own.
func (s *Site) concernQuery(c *fiber.Ctx, kind *evaluation.Kind) evaluation.Query {
	q := evaluation.Query{Kinds: []string{kind.Name}, Sort: evaluation.SortChanged, Desc: true, Limit: perPage, Cursor: c.Query("cursor")}
	state := c.Query("state")
	switch {
	case state != "":
		q.States = []evaluation.State{evaluation.State(state)}
	case oversees(actor(c)):
		q.States, q.Sort, q.Desc = open(kind), evaluation.SortDue, false
	}
	if unit := c.Query("unit"); unit != "" {
		q.Units = []string{unit}
	}
	s.dueFilter(c, kind, &q)
	return q
}

// concernTabs lead to the concerns of each state that there are.
func (s *Site) concernTabs(c *fiber.Ctx, p *speaker, kind *evaluation.Kind) ([]view.Button, error) {
	counts, err := s.Service.Group(c.UserContext(), actor(c), evaluation.Query{Kinds: []string{kind.Name}}, "state")
	if err != nil || len(counts) == 0 {
		return nil, err
	}
	state, all := c.Query("state"), "concern_page.all"
	if oversees(actor(c)) {
		all = "concern_page.open"
	}
	tabs := []view.Button{{Label: p.t(all), Href: "/concern", Primary: state == ""}}
	for _, st := range kind.States {
		for _, n := range counts {
			if n.Key == string(st) {
				tabs = append(tabs, view.Button{
					Label: p.t(kind.Name+".state."+n.Key) + " " + strconv.FormatInt(n.N, 10), Href: "/concern?state=" + url.QueryEscape(n.Key), Primary: state == n.Key,
				})
			}
		}
	}
	return tabs, nil
}

// intake says what the concerns of a list are about, as far as the reader may
// know, and which are about the same matter.
func (p *speaker) intake(views []evaluation.View) ([]intakeRow, error) {
	rows, same := make([]intakeRow, 0, len(views)), map[string]int{}
	keys := make([]string, len(views))
	for i := range views {
		v := &views[i]
		m := &concern.Matter{}
		if err := json.Unmarshal(v.Payload, m); err != nil {
			return nil, err
		}
		p.deadline(&v.Record)
		keys[i] = v.Subject + " " + v.Unit + " " + m.Topic
		same[keys[i]]++
		rows = append(rows, intakeRow{
			Href: p.pages.href(&v.Record), No: v.Unique, Whom: strings.TrimSpace(p.name(v.Unit) + " " + p.name(v.Subject)), Topic: m.Topic,
			Category: p.word(v.Kind+".field.category", m.Category), Channel: p.word(v.Kind+".field.channel", m.Channel), Handler: p.name(m.Handler),
			Received: v.On, Due: v.Due, State: p.state(&v.Record),
		})
	}
	for i := range rows {
		if n := same[keys[i]]; n > 1 {
			rows[i].Same = p.t("concern_page.same_topic", "n", n)
		}
	}
	return rows, nil
}

// exportConcerns sends the whole list, not one page of it.
func (s *Site) exportConcerns(c *fiber.Ctx, p *speaker, q evaluation.Query) error {
	if err := s.mayExport(c); err != nil {
		return err
	}
	label := func(name string) string { return p.t(concern.KindMatter + ".field." + name) }
	heads := []string{label("no"), p.t("concern_page.whom"), label("topic"), label("category"), label("channel"), label("received"), label("handler"), p.t("list.state"), p.t("list.due")}
	var cells [][]string
	found, err := evaluation.Gather(s.everyView(c, q))
	if err != nil {
		return err
	}
	rows, err := p.intake(found)
	if err != nil {
		return err
	}
	for _, r := range rows {
		cells = append(cells, []string{r.No, r.Whom, r.Topic, r.Category, r.Channel, r.Received.String(), r.Handler, r.State.Label, r.Due.String()})
	}
	file, err := xlsx.Bytes([]roster.Sheet{tableSheet(p.t(concern.KindMatter), &view.Table{Heads: heads, Rows: cells})})
	if err != nil {
		return err
	}
	if err := s.note(c, "export", evaluation.OutcomeOK, concern.KindMatter, "", ""); err != nil {
		return err
	}
	return download(c, p.t(concern.KindMatter)+".xlsx", mediaXLSX, file)
}

// furtherConcerns lead to the boxes and their openings.
func (s *Site) furtherConcerns(p *speaker, a evaluation.Actor) []view.Button {
	var list []view.Button
	for _, l := range []struct{ kind, href string }{{concern.KindBox, "/concern/boxes"}, {concern.KindOpening, "/lists/" + concern.KindOpening}} {
		if len(s.Policy.Reach(a.Roles, l.kind)) > 0 {
			list = append(list, view.Button{Label: p.t(l.kind), Href: l.href})
		}
	}
	return list
}

// concernCharts count what the reader may see by department and by month;
// nobody is named and nothing read.
func (s *Site) concernCharts(c *fiber.Ctx, p *speaker) ([]chart.Figure, error) {
	kinds := []string{concern.KindMatter}
	units, err := s.countsBy(c.UserContext(), p, actor(c), kinds, "unit", chart.Text{
		ID: "concern-units", Title: p.t("concern_page.units"), Label: p.t("list.unit"), Value: p.t("overview.records"),
	})
	if err != nil {
		return nil, err
	}
	months, err := s.countsBy(c.UserContext(), p, actor(c), kinds, "period", chart.Text{
		ID: "concern-months", Title: p.t("concern_page.months"), Label: p.t("concern_page.month"), Value: p.t("overview.records"),
	})
	return []chart.Figure{units, months}, err
}
