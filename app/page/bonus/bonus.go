package bonus

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

// bonusPage is measure 4 at a glance: the periods and schemes that the reader may
// see, what waits, and the own amounts.
type bonusPage struct {
	Now   []site.TaskGroup // what there is to do for the reader
	Acts  []view.Button
	Own   *view.Grid // amounts of the reader
	Parts []site.ListPart
	Empty view.Empty
}

func (s *pages) bonuses(c *fiber.Ctx, p *site.Speaker) error {
	a := site.Actor(c)
	content := bonusPage{Empty: view.Empty{Why: p.T("bonus.page.empty"), Do: p.T("bonus.page.empty_do")}}
	site.Basis(c, "bonus.pool", "bonus.automatic")
	var err error
	var more []view.Button
	if s.May(c, bonus.KindScheme, "draft") {
		more = append(more, view.Button{Label: p.T("bonus.scheme.draft"), Href: p.To("/bonus/editor")})
	}
	content.Acts = s.Beginning(p, a, []string{bonus.KindPeriod, bonus.KindDeduction, bonus.KindAdjustment}, more...)
	if content.Own, err = s.ownBonuses(c, p); err != nil {
		return err
	}
	if err := s.bonusParts(c, p, &content); err != nil {
		return err
	}
	if content.Now, err = s.TasksOf(c, p, "bonus"); err != nil {
		return err
	}
	return s.Show(c, "bonus", p.T("measure.bonus"), content)
}

// bonusParts lists what is newest of each kind.
func (s *pages) bonusParts(c *fiber.Ctx, p *site.Speaker, content *bonusPage) error {
	var lists []site.ListOf
	for _, name := range []string{bonus.KindPeriod, bonus.KindEntry, bonus.KindDeduction, bonus.KindAdjustment, bonus.KindScheme} {
		lists = append(lists, site.ListOf{Heading: name, Query: evaluation.Query{Kinds: []string{name}, Sort: evaluation.SortChanged, Desc: true}})
	}
	var err error
	content.Parts, err = s.ListParts(c, p, lists)
	return err
}

// ownBonuses are the reader's own amounts of announced periods.
func (s *pages) ownBonuses(c *fiber.Ctx, p *site.Speaker) (*view.Grid, error) {
	a := site.Actor(c)
	if a.Person == "" {
		return nil, nil
	}
	found, err := s.Service.List(c.UserContext(), a, evaluation.Query{
		Kinds: []string{bonus.KindPeriod}, States: bonus.Released(), Sort: evaluation.SortOn, Desc: true, Limit: 20,
	})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(found.Views))
	for i := range found.Views {
		ids[i] = found.Views[i].ID
	}
	given, err := s.Bonus.Given(c.UserContext(), a.Office, a.Person, ids)
	if err != nil {
		return nil, err
	}
	grid := p.Grid("bonus.period", "bonus.page.state", site.Number("bonus.page.amount"))
	grid.Caption = p.T("bonus.page.own")
	part := false // in one of the periods
	for i := range found.Views {
		v := &found.Views[i]
		one, ok := given[v.ID]
		if !ok {
			continue // had no part in that period
		}
		state, amount := p.State(&v.Record), view.Cell{Text: bonus.Yuan(one.Final)}
		if len(one.Out) > 0 && one.Final == 0 {
			amount = view.Cell{Text: "—", Note: reason(p, &one.Out[0])}
		} else {
			part = true
		}
		grid.Rows = append(grid.Rows, []view.Cell{{Text: one.Title, Href: p.To("/bonus", v.ID, "why")}, {Badge: &state}, amount})
	}
	switch {
	case len(grid.Rows) == 0:
		return nil, nil
	case !part: // such as a principal leader: the reason stands there once
		grid.Rows = grid.Rows[:1]
	}
	return &grid, nil
}

// crumbs lead to a page below a period.
func (s *pages) crumbs(c *fiber.Ctx, v *evaluation.View, period *bonus.Period) []view.Link {
	return s.Crumbs(c, v.Kind, view.Link{Label: period.Title, Href: s.To(c, "/bonus", v.ID)})
}

// bonusChoices offers issued schemes and periods where a form asks for one.
func (s *pages) bonusChoices(c *fiber.Ctx, _ *site.Speaker, a *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	q := evaluation.Query{Limit: 100, Sort: evaluation.SortChanged, Desc: true}
	switch {
	case a.Kind.Name == bonus.KindPeriod && f.Name == "scheme":
		q.Kinds, q.States = []string{bonus.KindScheme}, []evaluation.State{bonus.SchemeIssued}
	case a.Kind.Name == bonus.KindDeduction && f.Name == "period":
		q.Kinds, q.States = []string{bonus.KindPeriod}, []evaluation.State{bonus.PeriodDraft, bonus.PeriodEntering}
	case a.Kind.Name == bonus.KindAdjustment && f.Name == "period":
		q.Kinds, q.States = []string{bonus.KindPeriod}, []evaluation.State{bonus.PeriodExported}
	default:
		return nil, false, nil
	}
	found, err := s.Service.List(c.UserContext(), site.Actor(c), q)
	if err != nil {
		return nil, false, err
	}
	var list []view.Choice
	for i := range found.Views {
		list = append(list, view.Choice{Value: found.Views[i].ID, Label: s.bonusTitle(c, &found.Views[i])})
	}
	return list, true, nil
}

// bonusTitle names a scheme with its version, or a period.
func (s *pages) bonusTitle(c *fiber.Ctx, v *evaluation.View) string {
	if scheme, err := evaluation.PayloadOf[bonus.Scheme](v.Record); err == nil && v.Kind == bonus.KindScheme {
		return s.T(c, "bonus.page.version", "name", scheme.Plan.Name, "n", scheme.Number)
	}
	if period, err := evaluation.PayloadOf[bonus.Period](v.Record); err == nil {
		return period.Title
	}
	return v.ID
}
