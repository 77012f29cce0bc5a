package rotation

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

// movePlansPage lists the plans that the reader may see, and the moves.
type movePlansPage struct {
	Acts  []view.Button
	Plans []planRow
	Moves *view.Listed
	Empty view.Empty
}

type planRow struct {
	ID, Title, Href string
	State           view.Badge
	Effective       string
	People, Moves   string
	Total, Next     string
	Full            bool // can be compared
}

func (s *pages) movePlans(c *fiber.Ctx, p *site.Speaker) error {
	a := site.Actor(c)
	kind, _ := s.Service.Kind(rotation.KindPlan)
	content := movePlansPage{Empty: view.Empty{Why: p.T("rotation.plans.empty"), Do: p.T("rotation.plans.empty_do")}}
	for _, b := range s.Creating(p, kind, a) {
		if b.Href == p.To("/new/rotation.plan/open") {
			content.Acts = append(content.Acts, b)
		}
	}
	if s.Reads(c, rotation.KindPlan) {
		found, err := s.Service.List(c.UserContext(), a, evaluation.Query{Kinds: []string{rotation.KindPlan}, Sort: evaluation.SortChanged, Desc: true, Limit: 100})
		if err != nil {
			return err
		}
		for i := range found.Views {
			row, err := planRowOf(p, &found.Views[i])
			if err != nil {
				return err
			}
			content.Plans = append(content.Plans, row)
		}
	}
	moves, err := s.Service.Index(c.UserContext(), a, evaluation.Query{Kinds: []string{rotation.KindMove}, Sort: evaluation.SortChanged, Desc: true, Limit: 50})
	if err != nil {
		return err
	}
	content.Moves = s.RecordsIn(p, moves.Views)
	return s.Show(c, "moveplans", p.T("rotation.plans.plans"), content, s.Crumbs(c, rotation.KindMentoring)...)
}

func planRowOf(p *site.Speaker, v *evaluation.View) (planRow, error) {
	plan, err := evaluation.PayloadOf[rotation.MovePlan](v.Record)
	if err != nil {
		return planRow{}, err
	}
	row := planRow{
		ID: v.ID, Title: plan.Title, Href: p.Href(&v.Record), State: p.State(&v.Record), Effective: p.DayOf(plan.Effective),
		Full: site.Has(v.Payload, "candidates"), People: "—", Moves: "—", Total: "—", Next: "—",
	}
	if !row.Full {
		return row, nil
	}
	row.People = strconv.Itoa(len(plan.People))
	seen := &planSeen{Speaker: p, v: v, plan: plan, full: true}
	if r := plan.Result; r != nil {
		if stats := seen.planStats(); stats != nil {
			row.Total, row.Moves, row.Next = stats[0].Value, stats[1].Value, stats[2].Value
		} else {
			row.Total = p.T("rotation.plans.no_plan")
		}
	}
	return row, nil
}

// compareMax is the largest number of plans that can be compared.
const compareMax = 4

// planCompare shows alternative plans side by side.
func (s *pages) planCompare(c *fiber.Ctx, p *site.Speaker) error {
	var ids []string
	for _, raw := range c.Context().QueryArgs().PeekMulti("id") {
		ids = append(ids, string(raw))
	}
	if len(ids) > compareMax {
		ids = ids[:compareMax]
	}
	var plans []*planSeen
	for _, id := range ids {
		v, err := s.Service.Get(c.UserContext(), site.Actor(c), id)
		if err != nil {
			return err
		}
		plan, err := evaluation.PayloadOf[rotation.MovePlan](v.Record)
		if err != nil || v.Kind != rotation.KindPlan || !site.Has(v.Payload, "candidates") {
			return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
		}
		plans = append(plans, &planSeen{Speaker: p, v: &v, plan: plan, full: true})
	}
	content := struct {
		Figures, People *view.Grid
		Empty           view.Empty
	}{Empty: view.Empty{Why: p.T("rotation.plans.compare_empty"), Do: p.T("rotation.plans.compare_do")}}
	if len(plans) > 1 {
		content.Figures, content.People = compareFigures(p, plans), comparePeople(p, plans)
	}
	return s.Show(c, "moveplan_compare", p.T("rotation.plans.compare"), content, s.Crumbs(c, rotation.KindPlan)...)
}

// besideGrid is a grid with a column for each plan after the first.
func besideGrid(p *site.Speaker, caption, first string, plans []*planSeen) *view.Grid {
	g := p.Grid(first)
	g.Caption = p.T(caption)
	for _, x := range plans {
		g.Columns = append(g.Columns, view.Column{Label: x.plan.Title})
	}
	return &g
}

// compareFigures are totals and weights, one plan beside the other.
func compareFigures(p *site.Speaker, plans []*planSeen) *view.Grid {
	g := besideGrid(p, "rotation.plans.figures", "rotation.plans.figure", plans)
	row := func(label string, of func(*planSeen) view.Cell) {
		cells := []view.Cell{{Text: label}}
		for _, x := range plans {
			cells = append(cells, of(x))
		}
		g.Rows = append(g.Rows, cells)
	}
	row(p.T("list.state"), func(x *planSeen) view.Cell {
		return view.Cell{Text: p.State(&x.v.Record).Label, Href: p.Href(&x.v.Record)}
	})
	for i, key := range []string{"rotation.plans.total", "rotation.plans.moves", "rotation.plans.next"} {
		row(p.T(key), func(x *planSeen) view.Cell {
			if x.plan.Result == nil {
				return view.Cell{Text: "—"}
			}
			if stats := x.planStats(); stats != nil {
				return view.Cell{Text: stats[i].Value}
			}
			return view.Cell{Text: p.T("rotation.plans.no_plan")}
		})
	}
	for i := range 6 {
		row(plans[0].termSections()[0].Lines[i].Label, func(x *planSeen) view.Cell { return view.Cell{Text: x.termSections()[0].Lines[i].Value} })
	}
	return g
}

// comparePeople shows each person's post in each plan.
func comparePeople(p *site.Speaker, plans []*planSeen) *view.Grid {
	g := besideGrid(p, "rotation.plans.placements", "rotation.plans.person", plans)
	known := map[string]bool{}
	for _, x := range plans {
		for i := range x.plan.Candidates {
			m := &x.plan.Candidates[i]
			if known[m.Person] {
				continue
			}
			known[m.Person] = true
			cells := []view.Cell{{Text: m.Name, Note: m.UnitName + " " + m.Post}}
			for _, y := range plans {
				cells = append(cells, y.placedCell(m.Person))
			}
			g.Rows = append(g.Rows, cells)
		}
	}
	return g
}

func (p *planSeen) placedCell(person string) view.Cell {
	if p.plan.Result != nil {
		for _, at := range p.plan.Result.Placed {
			switch {
			case at.Person != person:
			case at.Moves:
				return view.Cell{Text: p.seatName(at.Seat), Badge: &view.Badge{Label: p.T("rotation.plans.goes"), Tone: "blue"}}
			default:
				return view.Cell{Badge: &view.Badge{Label: p.T("rotation.plans.stays"), Tone: "muted"}}
			}
		}
	}
	return view.Cell{Text: "—"}
}

// planExcel returns the plan as a workbook: moves, people and posts.
func (s *pages) planExcel(c *fiber.Ctx, words *site.Speaker, v *evaluation.View, plan *rotation.MovePlan) error {
	p, err := s.whole(c, words, v, plan)
	if err != nil {
		return err
	}
	sheets := []roster.Sheet{site.GridSheet(p.T("rotation.plans.people"), p.peopleGrid()), site.GridSheet(p.T("rotation.plans.posts"), p.postsGrid())}
	if p.plan.Result != nil && len(p.plan.Result.Placed) > 0 {
		sheets = append([]roster.Sheet{site.GridSheet(p.T("rotation.plans.result"), p.resultGrid())}, sheets...)
	}
	return s.Sheets(c, plan.Title, rotation.KindPlan, v.ID, "", sheets...)
}
