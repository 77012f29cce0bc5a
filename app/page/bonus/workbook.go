package bonus

import (
	"errors"
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
// reader can write, with its present figures.
func (s *pages) bonusEntriesTable(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) error {
	sheet, err := s.entrySheet(c, p, v, period)
	if err != nil {
		return err
	}
	heads := entryTableHeads(p, &sheet.period.Plan)
	var rows [][]string
	for i := range sheet.views {
		v := &sheet.views[i]
		if !sheet.writes(v) {
			continue
		}
		e, err := evaluation.PayloadOf[bonus.Entry](v.Record)
		if err != nil {
			return err
		}
		no := ""
		if who, known := p.Book.Person(v.Subject); known {
			no = who.No
		}
		rows = append(rows, append([]string{e.UnitName, no, e.PersonName}, figuresOf(e)...))
	}
	if len(rows) == 0 {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	numbers := make([]bool, len(heads))
	for i := entryColumns; i < len(heads); i++ {
		numbers[i] = true
	}
	return s.Workbook(c, p.T("bonus.entry"), bonus.KindEntry+" "+sheet.v.ID, &view.Table{Heads: heads, Rows: rows, Numbers: numbers})
}

// entryTableHeads are the heads of that workbook.
func entryTableHeads(p *site.Speaker, plan *bonus.Plan) []string {
	return append(p.Words("list.unit", "reminder.page.no", "reminder.page.name"), entryHeads(plan, p)...)
}

// bonusEntriesUpload enters a filled workbook: all lines, or none if one is wrong.
func (s *pages) bonusEntriesUpload(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) error {
	sheet, err := s.entrySheet(c, p, v, period)
	if err != nil {
		return err
	}
	if !sheet.writesAny() { // before the workbook is read
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	content := &entriesPage{Unit: c.FormValue("unit")}
	lines, err := site.Uploaded(c, entryTableHeads(p, &sheet.period.Plan))
	if err != nil {
		e, ok := errors.AsType[*evaluation.Error](err)
		if !ok {
			return err
		}
		content.Error = p.Said(e)
		c.Status(fiber.StatusUnprocessableEntity)
		return s.entriesAgain(c, sheet, content, nil)
	}
	content.Passed = p.Passed(&lines)
	jobs, strays := sheet.workbookJobs(lines.Rows)
	if len(strays) > 0 {
		content.Error = p.T("bonus.page.nothing_entered")
		done := p.Table("workbook.row", "bonus.page.became")
		done.Rows, content.Done = strays, &done
		c.Status(fiber.StatusUnprocessableEntity)
		return s.entriesAgain(c, sheet, content, nil)
	}
	return s.enterAll(c, sheet, content, jobs, nil)
}

// workbookJobs reads the lines of a workbook. A line is a stray if it names nobody
// whose entry the reader can write, or names a person twice. A line without figures
// is skipped.
func (sheet *entrySheet) workbookJobs(rows []site.GridRow) (jobs []entryJob, strays [][]string) {
	p, views, seen := sheet.Speaker, sheet.views, map[string]bool{}
	for _, row := range rows {
		figures := written(row.Cells[entryColumns:])
		if !slices.ContainsFunc(figures, func(x string) bool { return x != "" }) {
			continue
		}
		line := strconv.Itoa(row.N)
		person, wrong := p.Meant(row.Cells[1], row.Cells[2])
		at := slices.IndexFunc(views, func(v evaluation.View) bool { return wrong == "" && v.Subject == person })
		switch {
		case wrong != "":
			strays = append(strays, []string{line, wrong})
			continue
		case at < 0:
			strays = append(strays, []string{line, p.T("bonus.page.no_such", "no", row.Cells[1])})
			continue
		case seen[person]:
			strays = append(strays, []string{line, p.T("bonus.person_twice")})
			continue
		case !sheet.writes(&views[at]):
			strays = append(strays, []string{line, p.T("bonus.page.not_writable", "name", p.Title(&views[at].Record))})
			continue
		}
		seen[person] = true
		job := entryJob{view: &views[at]}
		if job.in, job.said = inputOf(&sheet.period.Plan, figures, p); job.in == nil {
			job.bad, job.said = true, p.T("workbook.line", "n", row.N, "wrong", job.said)
		}
		jobs = append(jobs, job)
	}
	return jobs, strays
}
