package bonus

import (
	"errors"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

// columns of the workbook before the figures: department, staff number, name.
const entryColumns = 3

// bonusEntriesTable returns the workbook to fill in: a line for each entry that the
// reader can write, with its present figures and its version.
func (s *pages) bonusEntriesTable(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) error {
	sheet := s.sheetOf(p, v, &period.Plan, "")
	views, err := s.entryViews(c, sheet.Query, "enter")
	if err != nil {
		return err
	}
	if sheet.goals, err = s.goalsOf(c, period, views); err != nil {
		return err
	}
	heads := entryTableHeads(p, sheet)
	var rows [][]string
	for i := range views {
		v := &views[i]
		if !v.Offers("enter") {
			continue
		}
		e, err := evaluation.PayloadOf[bonus.Entry](v.Record)
		if err != nil {
			return err
		}
		who, _ := p.Book.Person(v.Subject)
		row := append([]string{e.UnitName, who.No, e.PersonName}, sheet.figuresOf(v, e)...)
		rows = append(rows, append(row, strconv.FormatInt(v.Version, 10)))
	}
	if len(rows) == 0 {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	numbers := make([]bool, len(heads))
	for i := entryColumns; i < len(heads); i++ {
		numbers[i] = true
	}
	return s.Workbook(c, p.T("bonus.entry"), bonus.KindEntry+" "+v.ID, &view.Table{Heads: heads, Rows: rows, Numbers: numbers})
}

// entryTableHeads are the heads of that workbook.
func entryTableHeads(p *site.Speaker, sheet *entrySheet) []string {
	heads := append(p.Words("list.unit", "reminder.page.no", "reminder.page.name"), sheet.Figures.Labels...)
	return append(heads, p.T("bonus.page.entry_version"))
}

// bonusEntriesUpload enters a filled workbook: each line like a row of the table, and
// shows what became of it there. Lines that name nobody are listed.
func (s *pages) bonusEntriesUpload(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) error {
	units, unit, err := s.units(c, p, v.ID, c.FormValue("unit"))
	if err != nil {
		return err
	}
	sheet := s.sheetOf(p, v, &period.Plan, "")
	views, err := s.entryViews(c, sheet.Query, "enter")
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(views, func(e evaluation.View) bool { return e.Offers("enter") }) { // before the workbook is read
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	content := &entriesPage{Units: units, Unit: unit}
	lines, err := site.Uploaded(c, entryTableHeads(p, sheet))
	if e, ok := errors.AsType[*evaluation.Error](err); ok {
		content.Error = p.Said(e)
		return s.entriesAgain(c, p, v, period, content, s.sheetOf(p, v, &period.Plan, unit), nil, nil)
	}
	if err != nil {
		return err
	}
	content.Passed = p.Passed(&lines)
	values, ids, strays := sheet.lines(p, lines.Rows, views)
	if len(strays) > 0 {
		table := p.Table("workbook.row", "bonus.page.became")
		table.Rows, content.Strays = strays, &table
	}
	if len(ids) == 0 {
		content.Error = p.T("bonus.page.nothing_new")
		return s.entriesAgain(c, p, v, period, content, s.sheetOf(p, v, &period.Plan, unit), nil, nil)
	}
	sheet.Query.IDs = ids
	sent, err := s.SendTyped(c, p, &sheet.ActSheet, values)
	if err != nil {
		return err
	}
	return s.entriesAgain(c, p, v, period, content, sheet, values, sent)
}

// lines reads the lines of a workbook as rows of the table. A line is a stray if it
// names nobody whose entry the reader can write, or names a person twice. A line without
// figures is skipped.
func (sheet *entrySheet) lines(p *site.Speaker, rows []site.GridRow, views []evaluation.View) (values url.Values, ids []string, strays [][]string) {
	values = url.Values{}
	for _, row := range rows {
		figures := row.Cells[entryColumns : len(row.Cells)-1]
		if !slices.ContainsFunc(figures, func(x string) bool { return x != "" }) {
			continue
		}
		person, wrong := p.Meant(row.Cells[1], row.Cells[2])
		at := slices.IndexFunc(views, func(v evaluation.View) bool { return wrong == "" && v.Subject == person })
		switch {
		case wrong != "":
		case at < 0:
			wrong = p.T("bonus.page.no_such", "no", row.Cells[1])
		case slices.Contains(ids, views[at].ID):
			wrong = p.T("bonus.person_twice")
		case !views[at].Offers("enter"):
			wrong = p.T("bonus.page.not_writable", "name", p.Title(&views[at].Record))
		}
		if wrong != "" {
			strays = append(strays, []string{strconv.Itoa(row.N), wrong})
			continue
		}
		id := views[at].ID
		ids = append(ids, id)
		values.Set(id+".version", row.Cells[len(row.Cells)-1])
		for i, f := range sheet.Figures.Fields {
			values.Set(id+"."+f.Name, figures[i])
		}
	}
	return values, ids, strays
}
