package site

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/table"
)

// headerRows is the number of rows in which the headings are searched.
const headerRows = 30

// gridOf finds the headings in the first visible sheet that has them, and reads the
// rows below. A missing column, a filled hidden row, an error and a formula without
// a value refuse the workbook; the message names the cell and how to fix it.
func gridOf(sheets []roster.Sheet, heads []string) (Grid, error) {
	best, at := table.Header{}, -1
	wanted := columnsOf(heads)
	for n, s := range sheets {
		for i := range min(len(s.Rows), headerRows) {
			if h := table.Match(s.Rows, i, wanted); !s.Hidden && len(h.Fields) > len(best.Fields) {
				best, at = h, n
			}
		}
	}
	if at < 0 {
		return Grid{}, evaluation.Fail(evaluation.CodeInvalid, "workbook.columns", "heads", strings.Join(heads, "、"))
	}
	twins(&best, heads)
	var missing []string
	for i, head := range heads {
		if best.Names[strconv.Itoa(i)] == "" {
			missing = append(missing, head)
		}
	}
	if len(missing) > 0 {
		return Grid{}, evaluation.Fail(evaluation.CodeInvalid, "workbook.columns", "heads", strings.Join(missing, "、"))
	}
	g, err := gridRows(sheets[at], best, heads)
	for n, s := range sheets {
		if n != at && len(s.Rows) > 0 {
			g.Sheets = append(g.Sheets, s.Name)
		}
	}
	for _, u := range best.Unread {
		if !roster.Ordinary(u.Cell.Text) {
			g.Columns = append(g.Columns, u.Name)
		}
	}
	return g, err
}

// columnsOf returns the columns of the headings; a field is the index of its
// heading.
func columnsOf(heads []string) *table.Columns {
	columns := make([]table.Column, len(heads))
	for i, head := range heads {
		columns[i] = table.Column{Field: strconv.Itoa(i), Header: head, Aliases: roster.SameHeads(head)}
	}
	return table.Of(columns)
}

// twins assigns columns with the same heading to the headings in their order.
func twins(h *table.Header, heads []string) {
	for i, head := range heads {
		field := strconv.Itoa(i)
		if h.Names[field] != "" {
			continue
		}
		if k := slices.IndexFunc(h.Unread, func(u table.Unread) bool { return table.Head(u.Cell.Text) == table.Head(head) }); k >= 0 {
			h.Fields[h.Unread[k].Cell.Col], h.Names[field] = field, head
			h.Unread = slices.Delete(h.Unread, k, k+1)
		}
	}
}

func gridRows(s roster.Sheet, h table.Header, heads []string) (Grid, error) {
	var out Grid
	foot := roster.Foot()
	for _, cells := range s.Rows[h.Last+1:] {
		if foot.Passes(cells) {
			out.Passed = append(out.Passed, GridRow{N: cells[0].Row, Cells: table.Distinct(cells)[:1]})
			continue
		}
		line, own, hidden := GridRow{N: cells[0].Row, Cells: make([]string, len(heads))}, false, true
		for _, c := range cells {
			i, err := strconv.Atoi(h.Fields[c.Col])
			if err != nil || c.Across {
				continue // not one of the columns
			}
			if fault := faultOf(&c); fault != "" {
				return Grid{}, evaluation.Fail(evaluation.CodeInvalid, "workbook.cell."+fault, "sheet", s.Name, "n", c.Row, "column", heads[i], "value", c.Text)
			}
			text := strings.TrimSpace(table.Clean(c.Text))
			if roster.IsNo(heads[i]) {
				text = c.Value()
			}
			line.Cells[i] = text
			own, hidden = own || text != "" && !c.Copied, hidden && c.Hidden
		}
		if own && hidden {
			return Grid{}, evaluation.Fail(evaluation.CodeInvalid, "workbook.hidden", "sheet", s.Name, "n", line.N)
		}
		if own {
			out.Rows = append(out.Rows, line)
		}
	}
	return out, nil
}

// faultOf returns why a cell cannot be read, "" if it can: an error, a formula
// without a value, or a broken character.
func faultOf(c *roster.Cell) string {
	if c.Fault == "" && strings.ContainsRune(c.Text, utf8.RuneError) {
		return "broken"
	}
	return string(c.Fault)
}

// Meant returns the person of a line: by number (a given name must agree), or by
// name if it is unique. wrong is the reason if there is none.
func (p *Speaker) Meant(no, name string) (person, wrong string) {
	no, name = roster.CleanNo(no), roster.CleanName(name)
	if no == "" && name != "" {
		switch all := p.Book.ByName(name); len(all) {
		case 0:
			return "", p.T("workbook.no_name", "name", name)
		case 1:
			return all[0], ""
		}
		return "", p.T("workbook.which", "name", name)
	}
	person, known := p.Book.ByNo(no)
	if !known {
		return "", p.T("workbook.no_person", "no", no)
	}
	if is := p.Book.Name(person); name != "" && name != is {
		return "", p.T("workbook.name_differs", "no", no, "is", is, "name", name)
	}
	return person, ""
}
