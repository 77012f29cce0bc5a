package reminder

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/roster"
)

// exposureAsked contains the fields of the form besides the workbook.
type exposureAsked struct{ Period, Basis, Reason string }

func (s *pages) exposureForm(c *fiber.Ctx, p *site.Speaker) error {
	return s.exposureAgain(c, p, exposureAsked{Period: s.Today().String()[:7], Basis: reminder.BasisCases}, site.WorkbookPage{})
}

func (s *pages) exposureAgain(c *fiber.Ctx, p *site.Speaker, asked exposureAsked, content site.WorkbookPage) error {
	if len(s.measured(c, p)) == 0 {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	label := func(name string) string { return p.T("reminder.exposure.field." + name) }
	fields := func(prefix string) []view.Field {
		basis := view.Field{Name: "basis", ID: prefix + "basis", Label: label("basis"), Form: evaluation.FormChoice, Value: asked.Basis, Required: true}
		for _, b := range []string{reminder.BasisCases, reminder.BasisResidents} {
			basis.Choices = append(basis.Choices, view.Choice{Value: b, Label: label("basis." + b)})
		}
		return []view.Field{
			{Name: "period", ID: prefix + "period", Label: label("period"), Help: p.T("reminder.page.period_help"), Form: evaluation.FormText, Value: asked.Period, Longest: 7, Required: true},
			basis,
		}
	}
	content.Sub, content.Table, content.Back = p.T("reminder.page.workbook_sub"), p.To("/reminder/exposure/table"), p.To("/reminder")
	content.Down = fields("t-")
	content.Up = append(fields("f-"), view.Field{
		Name: "reason", ID: "f-reason", Label: p.T("reminder.page.reason"), Form: evaluation.FormText, Value: asked.Reason, Longest: 200,
	})
	return s.Show(c, "workbook", p.T("reminder.page.workbook"), content, s.Crumbs(c, reminder.KindExposure)...)
}

// measured are the departments whose exposure the reader may enter.
func (s *pages) measured(c *fiber.Ctx, p *site.Speaker) []roster.DepartmentInfo {
	enters := func(as evaluation.Relation) bool { return s.May(c, reminder.KindExposure, "enter", as) }
	every, headed := enters(evaluation.Anyone), enters(evaluation.Department)
	heads, _ := p.Day.Units(site.Actor(c).Person)
	return slices.DeleteFunc(p.Day.Departments(), func(d roster.DepartmentInfo) bool {
		return !every && (!headed || !slices.Contains(heads, d.ID))
	})
}

// exposureRecord finds what is on record of a department and period, as far as the
// reader may see it.
func (s *pages) exposureRecord(c *fiber.Ctx, period, unit, basis string) (*evaluation.Record, *reminder.Exposure, error) {
	found, err := s.Service.List(c.UserContext(), site.Actor(c), evaluation.Query{
		Kinds: []string{reminder.KindExposure}, Uniques: []string{reminder.ExposureKey(period, unit, basis)}, Limit: 1,
	})
	if err != nil || len(found.Views) == 0 {
		return nil, nil, err
	}
	r := &found.Views[0].Record
	e, err := evaluation.PayloadOf[reminder.Exposure](*r)
	return r, e, err
}

// exposureTable returns the workbook: a line for each department and each of its
// people, with the stored figures.
func (s *pages) exposureTable(c *fiber.Ctx, p *site.Speaker) error {
	period, basis := c.Query("period"), c.Query("basis")
	if _, _, ok := reminder.Span(period); !ok {
		return s.exposureAgain(c, p, exposureAsked{Period: period, Basis: basis}, site.WorkbookPage{Error: p.T("reminder.period")})
	}
	units := s.measured(c, p)
	if len(units) == 0 {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	t := exposureSheet(p)
	for _, d := range units {
		_, known, err := s.exposureRecord(c, period, d.ID, basis)
		if err != nil {
			return err
		}
		have := map[string]string{}
		if known != nil {
			have[""] = strconv.Itoa(known.Count)
			for _, one := range known.People {
				have[one.Person] = strconv.Itoa(one.Count)
			}
		}
		t.Rows = append(t.Rows, []string{d.Name, "", "", have[""]})
		for _, m := range p.Day.In(d.ID) {
			t.Rows = append(t.Rows, []string{d.Name, m.No, m.Name, have[m.ID]})
		}
	}
	return s.Workbook(c, p.T("reminder.exposure")+period, reminder.KindExposure, &t)
}

// exposureSheet is that workbook without its lines.
func exposureSheet(p *site.Speaker) view.Table {
	return p.Table("list.unit", "reminder.page.no", "reminder.page.name", site.Number("reminder.exposure.field.people.count"))
}

// exposureUpload enters or corrects each department of the workbook, and shows the
// result of each.
func (s *pages) exposureUpload(c *fiber.Ctx, p *site.Speaker) error {
	if len(s.measured(c, p)) == 0 { // before the workbook is read
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	asked := exposureAsked{Period: c.FormValue("period"), Basis: c.FormValue("basis"), Reason: c.FormValue("reason")}
	content := site.WorkbookPage{}
	lines, err := site.Uploaded(c, exposureSheet(p).Heads)
	var inputs []*reminder.ExposureInput
	if err == nil {
		inputs, err = exposures(p, lines.Rows)
	}
	if err != nil {
		if err := p.RefusedWhole(&content, err); err != nil {
			return err
		}
		return s.exposureAgain(c, p, asked, content)
	}
	content.Passed = p.Passed(&lines)
	done := p.Table("list.unit", "reminder.exposure.field.count", "workbook.became")
	content.Done = &done
	for _, in := range inputs {
		in.Period, in.Basis = asked.Period, asked.Basis
		became, err := s.enterExposure(c, p, in, asked.Reason)
		if err != nil {
			return err
		}
		content.Done.Rows = append(content.Done.Rows, []string{p.Name(in.Unit), strconv.Itoa(in.Count), became})
	}
	return s.exposureAgain(c, p, asked, content)
}

// enterExposure enters or corrects one department and returns the result.
func (s *pages) enterExposure(c *fiber.Ctx, p *site.Speaker, in *reminder.ExposureInput, reason string) (string, error) {
	a := site.Actor(c)
	r, known, err := s.exposureRecord(c, in.Period, in.Unit, in.Basis)
	if err != nil {
		return "", err
	}
	done := "reminder.exposure.enter.done"
	switch {
	case known == nil:
		_, err = s.Service.Create(c.UserContext(), a, reminder.KindExposure, "enter", evaluation.Creation{Input: in})
	case known.Same(in):
		return p.T("workbook.unchanged"), nil
	default:
		done = "reminder.exposure.correct.done"
		_, err = s.Service.Act(c.UserContext(), a, r.ID, r.Version, "correct", evaluation.Change{
			Input: &reminder.CountInput{Count: in.Count, People: in.People}, Reason: reason,
		})
	}
	return p.Became(done, err)
}

// exposures reads the lines: department, staff number (empty: the whole
// department), name, count. Lines without a count are skipped; a department without
// its own line is the sum of its people.
func exposures(p *site.Speaker, rows []site.GridRow) ([]*reminder.ExposureInput, error) {
	var list []*reminder.ExposureInput
	units, whole := map[string]*reminder.ExposureInput{}, map[string]bool{}
	for _, row := range rows {
		name, no, count := row.Cells[0], row.Cells[1], row.Cells[3]
		if count == "" {
			continue
		}
		wrong := func(key string) error {
			return evaluation.Fail(evaluation.CodeInvalid, "workbook.line", "n", row.N, "wrong", p.T(key))
		}
		n, err := strconv.Atoi(count)
		if err != nil || n < 0 {
			return nil, wrong("reminder.page.whole_number")
		}
		at := slices.IndexFunc(p.Day.Departments(), func(d roster.DepartmentInfo) bool { return d.Name == name })
		if at < 0 {
			return nil, wrong("reminder.no_unit")
		}
		unit := p.Day.Departments()[at].ID
		in := units[unit]
		if in == nil {
			in = &reminder.ExposureInput{Unit: unit}
			units[unit] = in
			list = append(list, in)
		}
		if no == "" && row.Cells[2] == "" {
			in.Count, whole[unit] = n, true
			continue
		}
		person, stray := p.Meant(no, row.Cells[2])
		if stray != "" {
			return nil, evaluation.Fail(evaluation.CodeInvalid, "workbook.line", "n", row.N, "wrong", stray)
		}
		in.People = append(in.People, reminder.CountRow{Person: person, Count: n})
		if !whole[unit] {
			in.Count += n
		}
	}
	if len(list) == 0 {
		return nil, evaluation.Fail(evaluation.CodeInvalid, "workbook.no_rows")
	}
	return list, nil
}
