package bonus

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/education"
	"kaoji/evaluation/routine"
)

// entrySheet is the table in which the entries of a period are typed: the figures of
// its plan, and a note.
type entrySheet struct {
	site.ActSheet
	plan  *bonus.Plan
	goals map[string][]routine.Goal // of those whose entries are read, by person
}

// sheetOf is the table of the entries of a period, in one department or, with "", in
// all that the reader sees.
func (s *pages) sheetOf(p *site.Speaker, period *evaluation.View, plan *bonus.Plan, unit string) *entrySheet {
	sheet := &entrySheet{plan: plan, ActSheet: site.ActSheet{
		Kind: bonus.KindEntry, Act: "enter", Figures: figures(p, plan), Of: period.ID, Part: unit,
		Query: evaluation.Query{Kinds: []string{bonus.KindEntry}, Parents: []string{period.ID}, Sort: evaluation.SortName},
	}}
	if unit != "" {
		sheet.Query.Units = []string{unit}
	}
	sheet.Start = func(v *evaluation.View, values url.Values) {
		e, err := evaluation.PayloadOf[bonus.Entry](v.Record)
		if err != nil {
			return // hidden from the reader
		}
		for i, n := range sheet.figuresOf(v, e) {
			values.Set(sheet.Figures.Fields[i].Name, n)
		}
	}
	sheet.Read = func(v *evaluation.View) ([]view.WorksheetCell, error) {
		state := p.State(&v.Record)
		cells := []view.WorksheetCell{{Cell: view.Cell{Badge: &state}, Order: state.Label}}
		if len(sheet.goals) > 0 {
			cells = append(cells, goalCell(p, sheet.goals[v.Subject]))
		}
		return cells, nil
	}
	return sheet
}

// columns are the heads of the cells that Read returns.
func (sheet *entrySheet) columns(c *fiber.Ctx, p *site.Speaker) []view.WorksheetColumn {
	list := p.WorksheetColumns(c, "list.state")
	if len(sheet.goals) > 0 {
		list = append(list, p.WorksheetColumns(c, "bonus.page.goals")...)
	}
	return list
}

// figuresOf are what an entry holds, in the order of the columns, with what the goals of
// the person propose for results until somebody has entered them.
func (sheet *entrySheet) figuresOf(v *evaluation.View, e *bonus.Entry) []string {
	list := figuresOf(e)
	if e.EnteredBy != "" || v.State != bonus.EntryOpen {
		return list
	}
	for i := range list { // fewer than columns where they are hidden from the reader
		if list[i] == "" {
			list[i] = proposed(sheet.Figures.Fields[i].Name, sheet.plan, sheet.goals[v.Subject])
		}
	}
	return list
}

// figures are the columns of a plan: the quantity of each indicator, target and actual
// of each result, quality.
func figures(p *site.Speaker, plan *bonus.Plan) *site.Figures {
	f := &site.Figures{Fixed: url.Values{}}
	add := func(name, label string, longest int) {
		f.Fields = append(f.Fields, evaluation.Field{Name: name, Form: evaluation.FormDecimal, MaxLength: longest, Optional: true})
		f.Labels = append(f.Labels, label)
	}
	for i, w := range plan.Workload {
		at := "workload." + strconv.Itoa(i)
		f.Fixed.Set(at+".item", strconv.Itoa(i+1))
		add(at+".quantity", w.Name+"（"+w.Unit+"）", 10)
	}
	for i, g := range plan.Results {
		at := "results." + strconv.Itoa(i)
		f.Fixed.Set(at+".item", strconv.Itoa(i+1))
		add(at+".target", g.Name+" "+p.T("bonus.period.field.lines.goals.target"), 8)
		add(at+".actual", g.Name+" "+p.T("bonus.period.field.lines.goals.actual"), 10)
	}
	add("quality", p.T("bonus.entry.field.quality"), 6)
	return f
}

// figuresOf are what an entry holds, in the order of the columns; nothing entered is
// empty.
func figuresOf(e *bonus.Entry) []string {
	var list []string
	for _, n := range e.Work {
		list = append(list, positive(n))
	}
	for _, g := range e.Goals {
		list = append(list, positive(g.Target), positive(g.Actual))
	}
	return append(list, positive(e.Quality))
}

func positive(n bonus.Number) string {
	if n.Hundredths() == 0 {
		return ""
	}
	return string(n)
}

// entryViews are the entries of a period that the reader sees, by name, each with
// whether the reader can do the acts now.
func (s *pages) entryViews(c *fiber.Ctx, q evaluation.Query, acts ...string) ([]evaluation.View, error) {
	return evaluation.Gather(evaluation.AllViews(c.UserContext(), s.Service.Offering(acts...), site.Actor(c), q))
}

// units returns the departments of the entries that the reader sees, and the chosen one:
// by default the first in which something waits for the reader, then their own.
func (s *pages) units(c *fiber.Ctx, p *site.Speaker, period, chosen string) ([]view.Choice, string, error) {
	q := evaluation.Query{Kinds: []string{bonus.KindEntry}, Parents: []string{period}}
	all, err := s.Service.Group(c.UserContext(), site.Actor(c), q, "unit")
	if err != nil {
		return nil, "", err
	}
	heads, charges := p.Day.Units(site.Actor(c).Person)
	q.Waiting = evaluation.WaitTokens(site.Actor(c), heads)
	waiting, err := s.Service.Group(c.UserContext(), site.Actor(c), q, "unit")
	if err != nil {
		return nil, "", err
	}
	in := func(list []evaluation.Count, unit string) bool {
		return slices.ContainsFunc(list, func(n evaluation.Count) bool { return n.Keys[0] == unit })
	}
	var units []view.Choice
	for _, d := range p.Day.Departments() {
		if in(all, d.ID) {
			units = append(units, view.Choice{Value: d.ID, Label: d.Name})
		}
	}
	for _, first := range []func(unit string) bool{
		func(unit string) bool { return unit == chosen },
		func(unit string) bool { return in(waiting, unit) },
		func(unit string) bool { return slices.Contains(heads, unit) || slices.Contains(charges, unit) },
		func(string) bool { return true },
	} {
		if i := slices.IndexFunc(units, func(u view.Choice) bool { return first(u.Value) }); i >= 0 {
			return units, units[i].Value, nil
		}
	}
	return units, chosen, nil
}

// facts returns the figures of other records about a person in words.
func facts(p *site.Speaker, f bonus.Facts) string {
	var parts []string
	for _, one := range []struct {
		key   string
		known bool
		value any
	}{
		{"bonus.page.fact_cases", f.Cases.Hundredths() > 0, f.Cases}, {"bonus.page.fact_residents", f.Residents.Hundredths() > 0, f.Residents},
		{"bonus.page.fact_deeds", f.Deeds > 0, f.Deeds}, {"bonus.page.fact_hours", f.Hours > 0, education.HoursOf(int(f.Hours))},
		{"bonus.page.fact_mark", f.Appraisal > 0, view.Hundredths(f.Appraisal)},
	} {
		if one.known {
			parts = append(parts, p.T(one.key, "n", one.value))
		}
	}
	return strings.Join(parts, " · ")
}
