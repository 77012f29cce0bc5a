package bonus

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/education"
)

// entrySheet is a period with the entries that the reader sees, by name.
type entrySheet struct {
	*site.Speaker
	v      *evaluation.View
	period *bonus.Period
	views  []evaluation.View
}

func (s *pages) entrySheet(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) (*entrySheet, error) {
	views, err := s.entryViews(c, v.ID)
	return &entrySheet{p, v, period, views}, err
}

// entryViews are the entries of a period that the reader sees, by name, each with
// whether the reader can enter and verify it now.
func (s *pages) entryViews(c *fiber.Ctx, period string) ([]evaluation.View, error) {
	return evaluation.Gather(evaluation.AllViews(c.UserContext(), s.Service.Offering("enter", "verify"), site.Actor(c), evaluation.Query{
		Kinds: []string{bonus.KindEntry}, Parents: []string{period}, Sort: evaluation.SortName,
	}))
}

// units returns the departments of the entries, and the chosen one: by default the
// first in which the reader can write.
func (sheet *entrySheet) units(chosen string) ([]view.Choice, string) {
	var units []view.Choice
	first := ""
	for _, d := range sheet.Day.Departments() {
		for i := range sheet.views {
			if sheet.views[i].Unit != d.ID {
				continue
			}
			if !slices.ContainsFunc(units, func(u view.Choice) bool { return u.Value == d.ID }) {
				units = append(units, view.Choice{Value: d.ID, Label: d.Name})
			}
			if first == "" && sheet.writes(&sheet.views[i]) {
				first = d.ID
			}
		}
	}
	if chosen == "" {
		chosen = first
	}
	if chosen == "" && len(units) > 0 {
		chosen = units[0].Value
	}
	return units, chosen
}

// entryHeads are the columns after the name: each indicator, target and actual of
// each result, quality.
func entryHeads(plan *bonus.Plan, p *site.Speaker) []string {
	var heads []string
	for _, w := range plan.Workload {
		heads = append(heads, w.Name+"（"+w.Unit+"）")
	}
	for _, g := range plan.Results {
		heads = append(heads, g.Name+" "+p.T("bonus.period.field.lines.goals.target"), g.Name+" "+p.T("bonus.period.field.lines.goals.actual"))
	}
	return append(heads, p.T("bonus.entry.field.quality"))
}

// writes reports whether the reader can enter a person's work now.
func (sheet *entrySheet) writes(v *evaluation.View) bool {
	return v.Offers("enter")
}

// writesAny reports whether the reader can write one of the entries.
func (sheet *entrySheet) writesAny() bool {
	return slices.ContainsFunc(sheet.views, func(v evaluation.View) bool { return sheet.writes(&v) })
}

// row is a line as it stands, or as it was typed.
func (sheet *entrySheet) row(v *evaluation.View, typed written) (entryRow, error) {
	p := sheet.Speaker
	e, err := evaluation.PayloadOf[bonus.Entry](v.Record)
	if err != nil {
		return entryRow{}, err
	}
	row := entryRow{Entry: v.ID, Person: v.Subject, Name: p.Title(&v.Record), Href: p.To("/records", v.ID), State: p.State(&v.Record), Values: figuresOf(e)}
	row.Facts = facts(p, e.Facts)
	if !sheet.writes(v) {
		return row, nil
	}
	values := row.Values
	if typed != nil {
		values = typed
	}
	for i, head := range entryHeads(&sheet.period.Plan, p) {
		value := ""
		if i < len(values) {
			value = values[i]
		}
		row.Fields = append(row.Fields, view.Field{
			Name: v.ID + "." + strconv.Itoa(i), ID: "f-" + v.ID + "-" + strconv.Itoa(i), Label: row.Name + " " + head, Form: evaluation.FormDecimal,
			Value: value, Heads: []string{head},
		})
	}
	return row, nil
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

// figuresOf are what an entry holds, in the order of entryHeads; nothing entered
// is empty.
func figuresOf(e *bonus.Entry) written {
	var w written
	for _, n := range e.Work {
		w = append(w, positive(n))
	}
	for _, g := range e.Goals {
		w = append(w, positive(g.Target), positive(g.Actual))
	}
	return append(w, positive(e.Quality))
}

func positive(n bonus.Number) string {
	if n.Hundredths() == 0 {
		return ""
	}
	return string(n)
}
