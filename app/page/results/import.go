package results

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

const importPath = "/results/import"

// importPage offers the template and reads a filled-in one.
type importPage struct {
	Runs  *view.Listed
	Error string
	Empty view.Empty
}

func (s *pages) importForm(c *fiber.Ctx, p *site.Speaker) error { return s.importAgain(c, p, "") }

func (s *pages) importAgain(c *fiber.Ctx, p *site.Speaker, problem string) error {
	runs, err := s.Service.Index(c.UserContext(), site.Actor(c), evaluation.Query{Kinds: []string{results.KindImport}, Sort: evaluation.SortChanged, Desc: true, Limit: 20})
	if err != nil {
		return err
	}
	return s.Show(c, "grades_import", p.T("results.import.prepare"), importPage{
		Runs: s.RecordsIn(p, runs.Views), Error: problem, Empty: view.Empty{Why: p.T("import.none"), Do: p.T("import.none_do")},
	}, s.Crumbs(c, results.KindImport)...)
}

// importUpload stores the workbook and compares it with what is known; nothing is written.
func (s *pages) importUpload(c *fiber.Ctx, p *site.Speaker) error {
	h, err := c.FormFile("file")
	if err != nil {
		return s.importAgain(c, p, p.T("import.choose"))
	}
	a := site.Actor(c)
	id, err := s.TakeFile(c, a.Office, a.Account, h)
	if err == nil {
		var r evaluation.Record
		if r, err = s.Service.Create(c.UserContext(), a, results.KindImport, "prepare", evaluation.Creation{Input: &results.PrepareInput{Files: []string{id}}}); err == nil {
			done := results.KindImport + ".prepare.done"
			if r.State == roster.StateNothing {
				done = "roster.import.idle"
			}
			return s.Done(c, p.To(importPath, r.ID), done)
		}
	}
	if e, ok := site.AsMistake(err); ok {
		c.Status(server.Status(e.Code))
		return s.importAgain(c, p, p.Said(e))
	}
	return err
}

// templateYears is how many years before this one the template has columns for.
const templateYears = 5

// template is the workbook to fill in: everybody of the office, with what is known.
func (s *pages) template(c *fiber.Ctx, p *site.Speaker) error {
	last := s.Today().Year() - 1
	known, err := s.Results.Known(c.UserContext(), site.Actor(c).Office, last, nil)
	if err != nil {
		return err
	}
	t := p.Table("roster.person.field.no", "roster.person.field.name", "list.unit")
	for y := last - templateYears + 1; y <= last; y++ {
		t.Heads = append(t.Heads, p.T("results.import.year", "year", y))
	}
	t.Heads = append(t.Heads, p.T("results.grade.field.source"))
	var people []string
	for _, m := range p.Day.Members() {
		row := []string{m.No, m.Name, m.DepartmentName}
		for y := last - templateYears + 1; y <= last; y++ {
			word := ""
			if h := known[m.ID]; h != nil && h.Grades[y] != "" {
				word = s.Text.T("zh", "results.grade."+h.Grades[y])
			}
			row = append(row, word)
		}
		people, t.Rows = append(people, m.ID), append(t.Rows, append(row, ""))
	}
	if err := s.LookedAt(c, results.KindGrade, people...); err != nil {
		return err
	}
	return s.Sheets(c, p.T("results.import.file"), results.KindGrade, "", "", site.TableSheet(p.T("results.grade"), &t))
}

// comparePage holds a workbook against what is known, person by person.
type comparePage struct {
	Record   site.RecordPage
	Action   string // "" if nothing can be written now
	Version  int64
	Figures  []view.Stat
	Standing *view.Grid // what was not undone
	Unread   []string
	Years    []string
	Rows     []compareRow
}

type compareRow struct {
	N                string
	No, Name, Source string
	Refused          string
	Chooses          bool
	Cells            []compareCell
}

type compareCell struct {
	Label  string // the year, for narrow screens
	Text   string
	Note   string
	Choose string // value that overwrites, "" if there is nothing to choose
}

func (s *pages) compared(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, of *results.Import) error {
	head, err := s.Headed(c, p, v, "rows", "items", "counts", "years", "unread", "standing")
	if err != nil {
		return err
	}
	head.Progress = s.ProgressOf(c, v)
	page := comparePage{Record: head, Version: v.Version, Standing: p.Standing(of.Standing)}
	if v.Grants("apply") {
		page.Action = p.To(importPath, v.ID)
	}
	page.Record.Acts = slices.DeleteFunc(head.Acts, func(b view.Button) bool { return strings.HasPrefix(b.Href, p.To(importPath, v.ID)) }) // it is at the end of the page
	for _, n := range []struct {
		key string
		n   int
	}{{"people", of.Counts.People}, {"new", of.Counts.New}, {"differ", of.Counts.Differ}, {"same", of.Counts.Same}, {"refused", of.Counts.Refused}} {
		page.Figures = append(page.Figures, view.Stat{Label: p.T(results.KindImport + ".field.counts." + n.key), Value: strconv.Itoa(n.n)})
	}
	for _, u := range of.Unread {
		page.Unread = append(page.Unread, p.T("results.import.unread."+u.What, "name", u.Name))
	}
	for _, y := range of.Years {
		page.Years = append(page.Years, p.T("results.import.year", "year", y))
	}
	var people []string
	for i := range of.Rows {
		page.Rows = append(page.Rows, compareRowOf(p, of, &of.Rows[i], page.Action != ""))
		if id := of.Rows[i].Person; id != "" {
			people = append(people, id)
		}
	}
	if err := s.LookedAt(c, results.KindGrade, people...); err != nil {
		return err
	}
	return s.Show(c, "grades_compare", p.Heading(&v.Record), page, s.Crumbs(c, v.Kind)...)
}

func compareRowOf(p *site.Speaker, of *results.Import, r *results.ImportRow, open bool) compareRow {
	row := compareRow{N: strconv.Itoa(r.Row), No: r.No, Name: r.Name, Source: r.Source}
	if r.Refused.Key != "" {
		row.Refused = p.Text.Say(p.Lang, r.Refused)
	}
	at := map[int]*results.ImportCell{}
	for i := range r.Cells {
		at[r.Cells[i].Year] = &r.Cells[i]
	}
	for i, y := range of.Years {
		cell := compareCell{Label: p.T("results.import.year", "year", of.Years[i])}
		if x := at[y]; x != nil {
			cell = compareCellOf(p, r, x, open)
			cell.Label = p.T("results.import.year", "year", y)
			row.Chooses = row.Chooses || open && row.Refused == "" && (x.New() || x.Differs())
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

func compareCellOf(p *site.Speaker, r *results.ImportRow, x *results.ImportCell, open bool) compareCell {
	cell := compareCell{Text: x.Word}
	grade := func(code string) string { return p.T("results.grade." + code) }
	switch {
	case r.Refused.Key != "":
	case x.Refused.Key != "":
		cell.Note = p.Text.Say(p.Lang, x.Refused)
	case x.New() && x.From == results.FromForm && x.Was != x.Grade:
		cell.Text, cell.Note = grade(x.Grade), p.T("results.import.form", "grade", grade(x.Was))
	case x.New():
		cell.Text, cell.Note = grade(x.Grade), p.T("import.new")
	case x.Differs():
		cell.Text, cell.Note = grade(x.Grade), p.T("results.import.differs", "grade", grade(x.Was))
		if open {
			cell.Choose = strconv.Itoa(r.Row) + "." + strconv.Itoa(x.Year)
		}
	default:
		cell.Text, cell.Note = grade(x.Grade), p.T("results.import.same."+x.From)
	}
	return cell
}

// importApply writes what was chosen.
func (s *pages) importApply(c *fiber.Ctx, p *site.Speaker) error {
	posted, err := site.Posted(c)
	if err != nil {
		return err
	}
	v, err := s.Opened(c, results.KindImport)
	if err != nil {
		return err
	}
	of, err := evaluation.PayloadOf[results.Import](v.Record)
	if err != nil {
		return err
	}
	take := map[string]bool{}
	for _, n := range posted["take"] {
		take[n] = true
	}
	in := &results.ApplyInput{Overwrite: posted["overwrite"]}
	for i := range of.Rows {
		if n := strconv.Itoa(of.Rows[i].Row); !take[n] {
			in.Leave = append(in.Leave, n)
		}
	}
	if _, err := s.Submit(c, v.ID, "apply", in); err != nil {
		return err
	}
	return s.Done(c, p.To(importPath, v.ID), results.KindImport+".apply.done")
}
