package results

import (
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/table"
)

// The bounds of a sheet of grades.
const (
	headRows  = 30   // in which the heading is looked for
	mostRows  = 1000 // people
	mostYears = 15   // columns of years
	firstYear = 1990
)

// sheetRead is what was read of a workbook.
type sheetRead struct {
	years  []int
	rows   []ImportRow
	units  []string // departments of the rows, "" where the sheet has none
	unread []Unread
}

// columns are those of a sheet of grades: who, the source, and a column for each year.
func columns(last int) *table.Columns {
	var list []table.Column
	for field, head := range map[string]string{"no": "工号", "name": "姓名", "unit": "科室"} {
		list = append(list, table.Column{Field: field, Header: head, Aliases: roster.SameHeads(head)})
	}
	list = append(list, table.Column{Field: "source", Header: "来源", English: "Source", Aliases: []string{"依据", "来源文件", "等次来源"}})
	for y := firstYear; y <= last; y++ {
		year := strconv.Itoa(y)
		list = append(list, table.Column{Field: year, Header: year + "年度", English: year, Aliases: append(roster.YearHeads(year), year+"年")})
	}
	return table.Of(list)
}

// readSheet reads the first visible sheet that has a heading with people and years.
func readSheet(sheets []roster.Sheet, today evaluation.Date) (out sheetRead, err error) {
	known := columns(today.Year())
	best, at := table.Header{}, -1
	for n, sheet := range sheets {
		worded(sheet.Rows)
		for i := range min(len(sheet.Rows), headRows) {
			if h := table.Match(sheet.Rows, i, known); !sheet.Hidden && (h.Names["name"] != "" || h.Names["no"] != "") && len(yearsIn(h)) > 0 && len(h.Fields) > len(best.Fields) {
				best, at = h, n
			}
		}
	}
	if at < 0 {
		return out, evaluation.Mistake("files", evaluation.Say("results.import.no_sheet"))
	}
	if out.years = yearsIn(best); len(out.years) > mostYears {
		return out, evaluation.Mistake("files", evaluation.Say("results.import.years", "max", mostYears))
	}
	for n, sheet := range sheets {
		if n != at && len(sheet.Rows) > 0 {
			out.unread = append(out.unread, Unread{"sheet", sheet.Name})
		}
	}
	for _, u := range best.Unread {
		if !roster.Ordinary(u.Cell.Text) {
			out.unread = append(out.unread, Unread{"column", u.Name})
		}
	}
	if err := computed(sheets[at].Rows[best.Last+1:], best); err != nil {
		return out, err
	}
	out.read(sheets[at].Rows[best.Last+1:], best)
	switch n := len(out.rows); {
	case n == 0:
		err = evaluation.Mistake("files", evaluation.Say("workbook.no_rows"))
	case n > mostRows:
		err = evaluation.Mistake("files", evaluation.Say("results.import.rows", "max", mostRows))
	}
	return out, err
}

// worded makes years in headings, which are numbers in most sheets, texts.
func worded(rows [][]roster.Cell) {
	for i := range min(len(rows), headRows) {
		for j := range rows[i] {
			if c := &rows[i][j]; c.IsNumber && c.Number >= firstYear && c.Number <= evaluation.LastYear {
				c.IsNumber = false
			}
		}
	}
}

// yearsIn are the years of a heading in ascending order.
func yearsIn(h table.Header) []int {
	var years []int
	for field := range h.Names {
		if y, err := strconv.Atoi(field); err == nil {
			years = append(years, y)
		}
	}
	slices.Sort(years)
	return years
}

// read reads the rows below the heading.
func (out *sheetRead) read(rows [][]roster.Cell, h table.Header) {
	foot := roster.Foot()
	for _, cells := range rows {
		if len(cells) == 0 {
			continue
		}
		if foot.Passes(cells) {
			out.unread = append(out.unread, Unread{"row", strconv.Itoa(cells[0].Row) + " " + table.Distinct(cells)[0]})
			continue
		}
		row, unit, hidden := rowOf(cells, h)
		switch {
		case row.No == "" && row.Name == "" && len(row.Cells) == 0:
			continue
		case hidden:
			out.unread = append(out.unread, Unread{"row", strconv.Itoa(row.Row) + " " + row.Name})
			continue
		case row.No == "" && row.Name == "":
			row.Refused = evaluation.Say("roster.import.name_missing")
		}
		out.rows, out.units = append(out.rows, row), append(out.units, unit)
	}
}

// rowOf reads a row; hidden reports that all of it is hidden.
func rowOf(cells []roster.Cell, h table.Header) (row ImportRow, unit string, hidden bool) {
	row, hidden = ImportRow{Row: cells[0].Row, Cells: []ImportCell{}}, true
	for i := range cells {
		c := &cells[i]
		field, text := h.Fields[c.Col], strings.TrimSpace(table.Clean(c.Text))
		hidden = hidden && c.Hidden
		switch field {
		case "":
		case "no":
			row.No = roster.CleanNo(c.Value())
		case "name":
			row.Name = roster.CleanName(text)
		case "unit":
			unit = roster.CleanName(text)
		case "source":
			row.Source = cut(text)
		default:
			year, err := strconv.Atoi(field)
			if err != nil || c.Across || blank(text) && c.Fault == "" {
				continue
			}
			one := ImportCell{Year: year, Word: cut(text)}
			if c.Fault != "" {
				one.Refused = evaluation.Say("results.import.fault")
			}
			row.Cells = append(row.Cells, one)
		}
	}
	slices.SortFunc(row.Cells, func(a, b ImportCell) int { return a.Year - b.Year })
	return row, unit, hidden
}

// blank reports whether a cell says nothing.
func blank(text string) bool {
	return text == "" || slices.Contains([]string{"-", "--", "—", "——", "/", "\\", "无"}, text)
}

// cut shortens a text to what a field holds.
func cut(text string) string {
	const most = 200
	if r := []rune(text); len(r) > most {
		return string(r[:most])
	}
	return text
}

// computed refuses a sheet in which a column that is read has formulas whose values were
// never computed: they must not be read as empty.
func computed(rows [][]roster.Cell, h table.Header) error {
	field, n := "", 0
	for _, cells := range rows {
		for i := range cells {
			c := &cells[i]
			if of := h.Fields[c.Col]; of != "" && c.Fault == table.FaultFormula && !c.Copied && (field == "" || field == of) {
				field, n = of, n+1
			}
		}
	}
	if n == 0 {
		return nil
	}
	return evaluation.Mistake("files", evaluation.Say("results.import.formula", "column", h.Names[field], "n", n))
}
