package declaration

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/declaration"
)

// allPart is for the readers: the reports of one year.
type allPart struct {
	Years   []view.Tab
	Stats   []view.Stat
	Heading string
	Note    string
	Parts   []site.ListPart
	Empty   view.Empty
}

// all is what the readers have before them.
func (s *pages) all(c *fiber.Ctx, p *site.Speaker, bases []evaluation.View, content *homePage) error {
	a := site.Actor(c)
	reads := slices.ContainsFunc(bases, func(v evaluation.View) bool {
		b, err := evaluation.PartOf[declaration.Basis](v.Record, "circle")
		return err == nil && v.State == declaration.BasisInForce && a.Person != "" && slices.Contains(b.Circle, a.Person)
	})
	if !reads {
		return nil
	}
	years, err := s.Service.Group(c.UserContext(), a, evaluation.Query{Kinds: []string{declaration.KindReport}}, "period")
	if err != nil {
		return err
	}
	part := &allPart{Empty: view.Empty{Why: p.T(of + "none_yet"), Do: p.T(of + "none_yet_do")}}
	content.All = part
	shown := c.Query("year")
	for i := range slices.Backward(years) {
		year := years[i].Keys[0]
		if shown == "" {
			shown = year
		}
		part.Years = append(part.Years, view.Tab{Label: p.Period(year), Href: p.To("/declarations") + "?year=" + year, Active: year == shown})
	}
	if shown == "" {
		return nil
	}
	list, err := s.IndexAll(c, evaluation.Query{Kinds: []string{declaration.KindReport}, Periods: []string{shown}, Sort: evaluation.SortName})
	if err != nil {
		return err
	}
	if err := register(p, list, part); err != nil || len(part.Stats) == 0 {
		return err
	}
	part.Heading = p.T(of+"summary", "year", shown)
	return s.summaryDay(c, p, shown, part)
}

// group is the part of the list in which a report stands.
func group(v *evaluation.View) string {
	switch {
	case v.State == declaration.ReportDue:
		return "missing"
	case v.State == declaration.ReportExplaining:
		return "explaining"
	case len(v.Waiting) > 0:
		return "check"
	}
	return "rest"
}

// register sorts reports into those that are missing, those to be checked, those to be
// explained and the rest, and counts them.
func register(p *site.Speaker, list []evaluation.View, part *allPart) error {
	groups, n := map[string]*view.Grid{}, map[string]int{}
	order := []string{"missing", "check", "explaining", "rest"}
	for _, name := range order {
		grid := p.Grid(of+"person", of+"what", of+"state")
		groups[name] = &grid
	}
	for i := range list {
		v := &list[i]
		r, err := evaluation.PartOf[declaration.Report](v.Record, "type", "late", "drawn")
		if err != nil {
			return err
		}
		if v.Own || v.State == declaration.ReportDropped {
			continue
		}
		grid := groups[group(v)]
		grid.Rows = append(grid.Rows, reportRow(p, v, r))
		count(n, v, r)
	}
	for _, name := range order {
		if rows := len(groups[name].Rows); rows > 0 {
			part.Parts = append(part.Parts, site.ListPart{Heading: p.T(of+name) + " " + strconv.Itoa(rows), Grid: groups[name]})
		}
	}
	for _, name := range []string{"asked", "in", "late_n", "checked", "others"} {
		if len(part.Parts) > 0 {
			part.Stats = append(part.Stats, view.Stat{Label: p.T(of + name), Value: strconv.Itoa(n[name])})
		}
	}
	return nil
}

// count counts a report: those that were asked for, and apart from them changes and
// resignations.
func count(n map[string]int, v *evaluation.View, r *declaration.Report) {
	if r.Type != declaration.TypeYearly && r.Type != declaration.TypeFirst {
		n["others"]++
		return
	}
	n["asked"]++
	if v.State != declaration.ReportDue {
		n["in"]++
	}
	if r.Late {
		n["late_n"]++
	}
	if v.State == declaration.ReportChecked {
		n["checked"]++
	}
}

func reportRow(p *site.Speaker, v *evaluation.View, r *declaration.Report) []view.Cell {
	badge := p.State(&v.Record)
	row := []view.Cell{
		{Text: p.Name(v.Subject), Href: p.To("/records", v.ID), Note: p.Name(v.Unit)},
		{Text: p.T(declaration.KindReport + ".field.type." + r.Type)}, {Badge: &badge, Due: v.Due},
	}
	if r.Late {
		row[2].Note = p.T(of + "late")
	}
	if r.Drawn {
		row[1].Note = p.T(of + "drawn")
	}
	return row
}

// summaryDay says by when the summary of a year goes to the committee (F-13).
func (s *pages) summaryDay(c *fiber.Ctx, p *site.Speaker, year string, part *allPart) error {
	pack, err := s.Rules.Pack(c.UserContext(), site.Actor(c).Office)
	if err != nil {
		return err
	}
	day, err := pack.On(s.Today()).Int("declaration.summary")
	if err != nil {
		return err
	}
	site.Basis(c, "declaration.summary", "declaration.checks", "declaration.secrecy")
	if n, err := strconv.Atoi(year); err == nil {
		part.Note = p.T(of+"summary_by", "day", p.DayOf(declaration.DayOf(n+1, day)))
	}
	return nil
}
