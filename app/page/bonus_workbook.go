package page

import (
	"errors"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

// columns of the workbook before the figures: department, staff number, name.
const entryColumns = 3

// bonusEntriesTable is the workbook to fill in: a line for each entry that the
// reader can write, with what stands there.
func (s *Site) bonusEntriesTable(c *fiber.Ctx) error {
	sheet, err := s.entrySheet(c)
	if err != nil {
		return err
	}
	p := sheet.speaker
	heads := p.entryTableHeads(&sheet.period.Plan)
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
		if who, known := p.book.Person(v.Subject); known {
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
	return s.workbook(c, p.t("bonus.entry"), bonus.KindEntry+" "+sheet.v.ID, &view.Table{Heads: heads, Rows: rows, Numbers: numbers})
}

// entryTableHeads are the heads of that workbook.
func (p *speaker) entryTableHeads(plan *bonus.Plan) []string {
	return append([]string{p.t("list.unit"), p.t("reminder.page.no"), p.t("reminder.page.name")}, entryHeads(plan, p)...)
}

// bonusEntriesUpload enters a filled workbook: all lines, or none if one is wrong.
func (s *Site) bonusEntriesUpload(c *fiber.Ctx) error {
	sheet, err := s.entrySheet(c)
	if err != nil {
		return err
	}
	if !sheet.writesAny() { // before the workbook is read
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	p := sheet.speaker
	content := &entriesPage{Unit: c.FormValue("unit")}
	lines, err := uploaded(c, p.entryTableHeads(&sheet.period.Plan))
	if err != nil {
		e, ok := errors.AsType[*evaluation.Error](err)
		if !ok {
			return err
		}
		content.Error = p.said(e)
		c.Status(fiber.StatusUnprocessableEntity)
		return s.entriesAgain(c, content, nil)
	}
	content.Passed = p.passed(&lines)
	jobs, strays := sheet.workbookJobs(lines.Rows)
	if len(strays) > 0 {
		content.Error = p.t("bonus.page.nothing_entered")
		content.Done = &view.Table{Heads: []string{p.t("workbook.row"), p.t("bonus.page.became")}, Rows: strays}
		c.Status(fiber.StatusUnprocessableEntity)
		return s.entriesAgain(c, content, nil)
	}
	return s.enterAll(c, p, content, jobs, nil)
}

// workbookJobs reads the lines of a workbook. A line that names nobody whose
// entry the reader can write, or somebody twice, is a stray. A line without
// figures is left out.
func (sheet *entrySheet) workbookJobs(rows []gridRow) (jobs []entryJob, strays [][]string) {
	p, views, seen := sheet.speaker, sheet.views, map[string]bool{}
	for _, row := range rows {
		figures := written(row.Cells[entryColumns:])
		if !slices.ContainsFunc(figures, func(x string) bool { return x != "" }) {
			continue
		}
		line := strconv.Itoa(row.N)
		person, wrong := p.meant(row.Cells[1], row.Cells[2])
		at := slices.IndexFunc(views, func(v evaluation.View) bool { return wrong == "" && v.Subject == person })
		switch {
		case wrong != "":
			strays = append(strays, []string{line, wrong})
			continue
		case at < 0:
			strays = append(strays, []string{line, p.t("bonus.page.no_such", "no", row.Cells[1])})
			continue
		case seen[person]:
			strays = append(strays, []string{line, p.t("bonus.person_twice")})
			continue
		case !sheet.writes(&views[at]):
			strays = append(strays, []string{line, p.t("bonus.page.not_writable", "name", p.title(&views[at].Record))})
			continue
		}
		seen[person] = true
		job := entryJob{view: &views[at]}
		if job.in, job.said = inputOf(&sheet.period.Plan, figures, p); job.in == nil {
			job.bad, job.said = true, p.t("workbook.line", "n", row.N, "wrong", job.said)
		}
		jobs = append(jobs, job)
	}
	return jobs, strays
}
