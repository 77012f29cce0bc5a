package concern

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
)

// concernPage lists concerns: for those who handle them those of others, for a
// supervisor the own reports.
type concernPage struct {
	Acts    []view.Button
	Tabs    []view.Button
	Filters []view.Field
	Export  string
	Rows    []intakeRow
	Empty   view.Empty
	Pager   view.Pager
}

// intakeRow is one concern of the list.
type intakeRow struct {
	Href, No, Whom, Topic, Category, Channel, Handler, Same string
	Received, Due                                           evaluation.Date
	State                                                   view.Badge
}

// concerns lists concerns by state, most urgent first. The list shows their
// subjects, so reading it is recorded in the trail.
func (s *pages) concerns(c *fiber.Ctx, p *site.Speaker) error {
	kind, _ := s.Service.Kind(concern.KindMatter)
	a := site.Actor(c)
	asked := site.Parameters(c)
	wrong, err := s.Meant(c, asked)
	if err != nil {
		return err
	}
	q := s.concernQuery(c, kind)
	s.About(c, kind, asked, &q)
	if c.Query("export") != "" {
		return s.exportConcerns(c, p, q)
	}
	content := concernPage{Acts: s.Creating(p, kind, a), Empty: view.Empty{Why: p.T("concern_page.empty"), Do: p.T("concern_page.empty_do")}}
	here := string(c.Request().URI().RequestURI())
	if s.ReadsOthers(c, kind.Name) {
		content.Acts = append(content.Acts, s.furtherConcerns(c, p)...)
		content.Filters = s.ListFilters(p, kind, asked)
	} else {
		content.Empty = view.Empty{Why: p.T("concern_page.own_none"), Do: p.T("concern_page.own_none_do")}
	}
	if s.MayExport(c) == nil {
		content.Export = site.WithQuery(here, "export", "xlsx")
	}
	if content.Tabs, err = s.concernTabs(c, p, kind); err != nil {
		return err
	}
	found, err := s.Service.List(c.UserContext(), a, q)
	if err != nil {
		return err
	}
	if content.Rows, err = intake(p, found.Views); err != nil {
		return err
	}
	content.Pager = site.Pager(here, found.Next, q.Cursor)
	return s.Again(c, wrong, "", "concern", p.T("measure.concern"), content)
}

// concernQuery returns the query of the address: by default open concerns for
// people who handle them, and all own ones for a supervisor.
func (s *pages) concernQuery(c *fiber.Ctx, kind *evaluation.Kind) evaluation.Query {
	q := evaluation.Query{Kinds: []string{kind.Name}, Sort: evaluation.SortChanged, Desc: true, Limit: site.PerPage, Cursor: c.Query("cursor")}
	state := c.Query("state")
	switch {
	case state != "":
		q.States = []evaluation.State{evaluation.State(state)}
	case s.ReadsOthers(c, kind.Name):
		q.States, q.Sort, q.Desc = kind.Open(), evaluation.SortDue, false
	}
	if unit := c.Query("unit"); unit != "" {
		q.Units = []string{unit}
	}
	s.DueFilter(c.Query("due"), kind, &q)
	return q
}

// concernTabs links to the existing states.
func (s *pages) concernTabs(c *fiber.Ctx, p *site.Speaker, kind *evaluation.Kind) ([]view.Button, error) {
	tabs, err := s.StateTabs(c, p, kind)
	if err != nil || len(tabs) == 0 {
		return nil, err
	}
	all := "concern_page.all"
	if s.ReadsOthers(c, kind.Name) {
		all = "concern_page.open"
	}
	return append([]view.Button{{Label: p.T(all), Href: p.To("/concern"), Primary: c.Query("state") == ""}}, tabs...), nil
}

// intake shows the subjects of the concerns of a page, as far as the reader may see
// them, and which are about the same matter.
func intake(p *site.Speaker, views []evaluation.View) ([]intakeRow, error) {
	rows, same := make([]intakeRow, len(views)), map[string]int{}
	keys := make([]string, len(views))
	for i := range views {
		v := &views[i]
		var err error
		if rows[i], err = intakeOf(p, v); err != nil {
			return nil, err
		}
		p.Deadline(&v.Record)
		keys[i] = v.Subject + " " + v.Unit + " " + rows[i].Topic
		same[keys[i]]++
	}
	for i := range rows {
		if n := same[keys[i]]; n > 1 {
			rows[i].Same = p.T("concern_page.same_topic", "n", n)
		}
	}
	return rows, nil
}

func intakeOf(p *site.Speaker, v *evaluation.View) (intakeRow, error) {
	m, err := evaluation.PayloadOf[concern.Matter](v.Record)
	if err != nil {
		return intakeRow{}, err
	}
	return intakeRow{
		Href: p.Href(&v.Record), No: v.Unique, Whom: strings.TrimSpace(p.Name(v.Unit) + " " + p.Name(v.Subject)), Topic: m.Topic,
		Category: p.Word(v.Kind+".field.category", m.Category), Channel: p.Word(v.Kind+".field.channel", m.Channel), Handler: p.Name(m.Handler),
		Received: v.On, Due: v.Due, State: p.State(&v.Record),
	}, nil
}

// exportConcerns sends the whole list, not one page of it.
func (s *pages) exportConcerns(c *fiber.Ctx, p *site.Speaker, q evaluation.Query) error {
	const field = concern.KindMatter + ".field."
	return s.Register(c, &site.Register{
		Name: p.T(concern.KindMatter), Kind: concern.KindMatter, Query: q, List: s.Service.List,
		Heads: p.Words(field+"no", "concern_page.whom", field+"topic", field+"category", field+"channel", field+"received", field+"handler", "list.state", "list.due"),
		Row: func(v *evaluation.View) ([]string, error) {
			r, err := intakeOf(p, v)
			return []string{r.No, r.Whom, r.Topic, r.Category, r.Channel, r.Received.String(), r.Handler, r.State.Label, r.Due.String()}, err
		},
	})
}

// furtherConcerns lead to the sheet for calls, the overview, the boxes and their openings.
func (s *pages) furtherConcerns(c *fiber.Ctx, p *site.Speaker) []view.Button {
	var list []view.Button
	if s.May(c, concern.KindMatter, "register") {
		list = append(list, view.Button{Label: p.T("hotline.title"), Href: p.To("/concern/hotline")})
	}
	if s.May(c, concern.KindMatter, "register") || s.May(c, concern.KindStatement, "take_down") {
		list = append(list, view.Button{Label: p.T("rates.title"), Href: p.To("/concern/rates")})
	}
	if site.Oversees(site.Actor(c)) {
		list = append(list, view.Button{Label: p.T("menu.overview"), Href: p.To("/overview/concern")})
	}
	for _, l := range []struct{ kind, href string }{{concern.KindBox, p.To("/concern/boxes")}, {concern.KindOpening, p.To("/lists", concern.KindOpening)}, {concern.KindStatement, p.To("/lists", concern.KindStatement)}} {
		if s.Reads(c, l.kind) {
			list = append(list, view.Button{Label: p.T(l.kind), Href: l.href})
		}
	}
	return list
}
