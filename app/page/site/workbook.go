package site

import (
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// WorkbookPage offers a workbook to fill in and reads it back; all bulk input uses
// it.
type WorkbookPage struct {
	Sub      string
	Table    string       // address of the workbook
	Down, Up []view.Field // further fields for download and upload
	Back     string
	Error    string
	Passed   string      // rows below the table that were not read
	Done     *view.Table // result of each line
}

// RefusedWhole shows why a workbook was refused; other errors are returned.
func (p *Speaker) RefusedWhole(content *WorkbookPage, err error) error {
	e, ok := errors.AsType[*evaluation.Error](err)
	if !ok || e.Code == evaluation.CodeUnavailable || e.Code == evaluation.CodeInternal {
		return err
	}
	content.Error = p.Said(e)
	return nil
}

// Taken reads the posted workbook and shows the result of each line. take processes
// a line and returns its result; "" means that it was skipped. shown are the
// columns that identify a line.
func (p *Speaker) Taken(heads []string, shown []int, take func(GridRow) (string, error)) (WorkbookPage, error) {
	page := WorkbookPage{}
	lines, err := Uploaded(p.C, heads)
	if err != nil {
		return page, p.RefusedWhole(&page, err)
	}
	said := func(first string, cells []string, last string) []string {
		line := []string{first}
		for _, i := range shown {
			line = append(line, cells[i])
		}
		return append(line, last)
	}
	page.Passed = p.Passed(&lines)
	page.Done = &view.Table{Heads: said(p.T("workbook.row"), heads, p.T("workbook.became"))}
	for _, row := range lines.Rows {
		became, err := take(row)
		if err != nil {
			return page, err
		}
		if became != "" {
			page.Done.Rows = append(page.Done.Rows, said(strconv.Itoa(row.N), row.Cells, became))
		}
	}
	return page, nil
}

// Became returns the result of a line.
func (p *Speaker) Became(done string, err error) (string, error) {
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable && e.Code != evaluation.CodeInternal {
		return p.Said(e), nil
	}
	return p.T(done), err
}

// Said returns the text of an error including its fields, "" for none.
func (p *Speaker) Said(e *evaluation.Error) string {
	if e == nil {
		return ""
	}
	out := p.Text.Say(p.Lang, e.Message)
	for _, f := range e.Fields {
		out += "；" + p.Text.Say(p.Lang, f)
	}
	return out
}

// GridRow is a line of an uploaded sheet; N is its row number.
type GridRow struct {
	N     int
	Cells []string
}

// Grid is the content of an uploaded workbook: its lines, and what was not read:
// rows below the table (N and the first cell), columns, and other sheets.
type Grid struct {
	Rows, Passed    []GridRow
	Columns, Sheets []string
}

// Passed lists what was not read, "" if there is nothing.
func (p *Speaker) Passed(g *Grid) string {
	const most = 5 // that are named
	var rows, said []string
	for _, row := range g.Passed[:min(len(g.Passed), most)] {
		rows = append(rows, p.T("workbook.passed_row", "n", row.N, "text", row.Cells[0]))
	}
	if len(rows) > 0 {
		said = append(said, p.T("workbook.passed", "n", len(g.Passed), "rows", strings.Join(rows, "；")))
	}
	if len(g.Columns) > 0 {
		said = append(said, p.T("workbook.columns_passed", "names", p.Join(g.Columns[:min(len(g.Columns), most)])))
	}
	if len(g.Sheets) > 0 {
		said = append(said, p.T("workbook.sheets_passed", "names", p.Join(g.Sheets[:min(len(g.Sheets), most)])))
	}
	return strings.Join(said, "。")
}

// Uploaded reads the rows of the posted workbook: the cells below the given
// headings, in their order, wherever the columns are.
func Uploaded(c *fiber.Ctx, heads []string) (Grid, error) {
	h, err := c.FormFile("file")
	if err != nil {
		return Grid{}, evaluation.Fail(evaluation.CodeInvalid, "import.choose")
	}
	if h.Size > evaluation.MaxBlob {
		return Grid{}, evaluation.Fail(evaluation.CodeTooLarge, "error.file_too_large", "name", h.Filename, "max", evaluation.MaxBlob>>10)
	}
	f, err := h.Open()
	if err != nil {
		return Grid{}, err
	}
	defer func() { _ = f.Close() }()
	raw, err := io.ReadAll(io.LimitReader(f, evaluation.MaxBlob+1))
	if err != nil {
		return Grid{}, err
	}
	sheets, err := xlsx.Read(raw)
	if err != nil {
		return Grid{}, err
	}
	g, err := gridOf(sheets, heads)
	if err == nil && len(g.Rows) == 0 {
		err = evaluation.Fail(evaluation.CodeInvalid, "workbook.no_rows")
	}
	return g, err
}

// ReadDay reads a date as people write it in a workbook: 2026-03-02, 2026/3/2 or
// 2026年3月2日. Empty is the zero Date.
func ReadDay(text string) (evaluation.Date, error) {
	if text == "" {
		return evaluation.Date{}, nil
	}
	day, err := time.Parse("2006-1-2", strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-", "日", "").Replace(text))
	if err != nil {
		return evaluation.Date{}, err
	}
	return evaluation.NewDate(day.Year(), day.Month(), day.Day()), nil
}

// Workbook sends a table and records it in the trail.
func (s *Site) Workbook(c *fiber.Ctx, name, of string, t *view.Table) error {
	return s.Sheets(c, name, "", "", of, TableSheet(name, t))
}

// Sheets sends a workbook and records it in the trail, as Note does.
func (s *Site) Sheets(c *fiber.Ctx, name, kind, record, detail string, sheets ...roster.Sheet) error {
	file, err := xlsx.Bytes(sheets)
	if err != nil {
		return err
	}
	return s.Export(c, name+".xlsx", MediaXLSX, file, kind, record, detail)
}

// Export sends a file and records it in the trail, as Note does.
func (s *Site) Export(c *fiber.Ctx, name, media string, file []byte, kind, record, detail string) error {
	if err := s.Note(c, "export", evaluation.OutcomeOK, kind, record, detail); err != nil {
		return err
	}
	return server.Download(c, name, media, file)
}

// GridSheet converts a grid to a sheet; the second line of a cell goes into the
// same cell.
func GridSheet(name string, g *view.Grid) roster.Sheet {
	t := &view.Table{}
	for _, col := range g.Columns {
		t.Heads, t.Numbers = append(t.Heads, col.Label), append(t.Numbers, col.Number)
	}
	for _, cells := range g.Rows {
		var row []string
		for _, cell := range cells {
			said := cell.Text
			if cell.Badge != nil {
				said = strings.TrimSpace(cell.Badge.Label + " " + said)
			}
			row = append(row, joinNonEmpty(said, cell.Note))
		}
		t.Rows = append(t.Rows, row)
	}
	return TableSheet(name, t)
}

// TableSheet converts a table to a sheet. Numbers in columns of numbers are written
// as numbers, so that a spreadsheet adds them up; everything else is text. An empty
// cell in a column of numbers is not written, so that a number can be typed there.
func TableSheet(name string, t *view.Table) roster.Sheet { return TitledSheet(name, t) }

// TitledSheet is TableSheet with titles above the headings, each in a row.
func TitledSheet(name string, t *view.Table, titles ...string) roster.Sheet {
	sheet := roster.Sheet{Name: name}
	add := func(texts []string, numbers []bool) {
		sheet.Rows = append(sheet.Rows, sheetRow(len(sheet.Rows)+1, texts, numbers))
	}
	for _, title := range titles {
		add([]string{title}, nil)
	}
	add(t.Heads, nil)
	for _, row := range t.Rows {
		add(row, t.Numbers)
	}
	return sheet
}

// sheetRow is row n of a sheet.
func sheetRow(n int, texts []string, numbers []bool) []roster.Cell {
	var cells []roster.Cell
	for j, text := range texts {
		cell := roster.Cell{Text: text, Row: n, Col: j + 1}
		if j < len(numbers) && numbers[j] {
			if text == "" {
				continue
			}
			if plainNumber.MatchString(text) {
				n, err := strconv.ParseFloat(text, 64)
				cell.Number, cell.IsNumber = n, err == nil
			}
		}
		cells = append(cells, cell)
	}
	return cells
}

// plainNumber is a number as pages write them: at most 15 digits, the most that a
// spreadsheet keeps.
var plainNumber = regexp.MustCompile(`^[+-]?\d{1,11}(\.\d{1,4})?$`)
