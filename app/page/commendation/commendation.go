package commendation

import (
	"context"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
)

// commendationPage is the start page of measure 2: the deeds that the reader may
// see by state, bulletins, proposals, and figures for people who oversee it.
type commendationPage struct {
	Now       []site.TaskGroup // what there is to do for the reader
	Acts      []view.Button
	Tabs      []view.Button
	Deeds     *view.Listed
	Bulletins *view.Listed
	Proposals *view.Listed
	Next      evaluation.Date // day by which the rules require the next bulletin
	Charts    []chart.Figure
	Empty     view.Empty
}

func (s *pages) commendations(c *fiber.Ctx, p *site.Speaker) error {
	a := site.Actor(c)
	content := commendationPage{Empty: view.Empty{Why: p.T("commendation.page.empty"), Do: p.T("commendation.page.empty_do")}}
	var more []view.Button
	if s.May(c, commendation.KindDeed, "file") {
		more = append(more, view.Button{Label: p.T("deeds.title"), Href: p.To("/commendation/deeds")})
	}
	if s.MayExport(c) == nil {
		more = append(more, view.Button{Label: p.T("deeds.register"), Href: p.To("/commendation/register")})
	}
	content.Acts = s.Beginning(p, a, []string{commendation.KindDeed, commendation.KindBulletin, commendation.KindProposal}, more...)
	if len(content.Acts) == 0 {
		content.Empty.Do = "" // it says by which of them to begin
	}
	if err := s.commendationLists(c, p, &content); err != nil {
		return err
	}
	var err error
	if site.Oversees(a) {
		if content.Next, err = s.Commendation.NextDue(c.UserContext(), a.Office, s.Today()); err != nil {
			return err
		}
		site.Basis(c, "commendation.bulletin")
		if content.Charts, err = s.deedCharts(c.UserContext(), p, a); err != nil {
			return err
		}
	}
	if content.Now, err = s.TasksOf(c, p, "commendation"); err != nil {
		return err
	}
	return s.Show(c, "commendation", p.T("measure.commendation"), content)
}

// commendationLists are what is newest of each kind, and how many deeds there
// are in each state.
func (s *pages) commendationLists(c *fiber.Ctx, p *site.Speaker, content *commendationPage) error {
	const few = 10
	ctx, a := c.UserContext(), site.Actor(c)
	for _, list := range []struct {
		kind string
		into **view.Listed
	}{
		{commendation.KindDeed, &content.Deeds}, {commendation.KindBulletin, &content.Bulletins}, {commendation.KindProposal, &content.Proposals},
	} {
		found, err := s.Service.Index(ctx, a, evaluation.Query{Kinds: []string{list.kind}, Sort: evaluation.SortChanged, Desc: true, Limit: few})
		if err != nil {
			return err
		}
		*list.into = s.RecordsIn(p, found.Views)
	}
	kind, _ := s.Service.Kind(commendation.KindDeed)
	var err error
	content.Tabs, err = s.StateTabs(c, p, kind)
	return err
}

// deedCharts shows this year's filed deeds by department and month, as far as the
// reader may see them. A deed shared by two departments is in no department's bar.
func (s *pages) deedCharts(ctx context.Context, p *site.Speaker, a evaluation.Actor) ([]chart.Figure, error) {
	units, months := map[string]float64{}, [12]float64{}
	q := evaluation.Query{
		Kinds: []string{commendation.KindDeed}, States: []evaluation.State{commendation.DeedFiled, commendation.DeedPublished},
		Periods: []string{strconv.Itoa(s.Today().Year())},
	}
	for v, err := range evaluation.AllViews(ctx, s.Service.Index, a, q) {
		if err != nil {
			return nil, err
		}
		units[v.Unit]++
		months[v.On.Month()-1]++
	}
	if len(units) == 0 {
		return nil, nil
	}
	var byUnit, byMonth []chart.Item
	for _, d := range p.Day.Departments() {
		if units[d.ID] > 0 {
			byUnit = append(byUnit, chart.Item{Label: d.Name, Value: units[d.ID]})
		}
	}
	for i, n := range months[:s.Today().Month()] {
		byMonth = append(byMonth, chart.Item{Label: p.T("commendation.page.month", "n", i+1), Value: n})
	}
	text := func(id, title, label string) chart.Text {
		return chart.Text{ID: id, Title: p.T(title), Note: p.T("commendation.page.chart_note"), Label: p.T(label), Value: p.T("commendation.page.deeds")}
	}
	figures := []chart.Figure{chart.Bars(text("deeds-by-month", "commendation.page.by_month", "commendation.page.month_head"), byMonth)}
	if len(byUnit) > 0 {
		figures = append(figures, chart.Bars(text("deeds-by-unit", "commendation.page.by_unit", "list.unit"), byUnit))
	}
	return figures, nil
}
