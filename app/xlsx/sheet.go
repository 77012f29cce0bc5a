package xlsx

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/table"
)

// sheetReader reads the cells of one sheet.
type sheetReader struct {
	*book
	sheet    roster.Sheet
	row, col int
	cells    []roster.Cell
	kind     string // attribute t of the cell
	style    int
	value    strings.Builder
	in, ruby bool
	hidden   bool // the row
	formula  bool // of the cell
	valued   bool // the cell has an element of value
	columns  []span
	merged   []area
}

// span is a range of hidden columns.
type span struct{ from, to int }

// area is a merged area.
type area struct{ top, left, bottom, right int }

func (b *book) readSheet(a *archive, ref sheetRef) (roster.Sheet, error) {
	r := &sheetReader{book: b, sheet: roster.Sheet{Name: ref.name, Hidden: ref.hidden}}
	err := a.each(ref.part, visit{start: r.start, end: r.end, text: func(t []byte) error {
		if r.in && !r.ruby {
			r.value.Write(t)
		}
		return long(r.value.Len())
	}})
	r.spread()
	return r.sheet, err
}

func (r *sheetReader) start(name string, attr func(string) string) error {
	switch name {
	case "row":
		r.row++
		if n, err := strconv.Atoi(attr("r")); err == nil && n > 0 {
			r.row = n
		}
		r.col, r.cells, r.hidden = 0, nil, yes(attr("hidden"))
	case "c":
		r.col++
		if n := columnOf(attr("r")); n > 0 {
			r.col = n
		}
		r.kind = attr("t")
		r.style = -1
		if n, err := strconv.Atoi(attr("s")); err == nil {
			r.style = n
		}
		r.value.Reset()
		r.formula, r.valued = false, false
	case "f":
		r.formula = true
	case "col":
		r.hide(attr)
	case "mergeCell":
		r.merge(attr("ref"))
	case "v", "t":
		r.in, r.valued = true, true
	case "rPh":
		r.ruby = true
	}
	return nil
}

func (r *sheetReader) end(name string) error {
	switch name {
	case "v", "t":
		r.in = false
	case "rPh":
		r.ruby = false
	case "c":
		if r.row < 1 || r.col < 1 { // the end of a cell or row that never began
			return damaged(nil)
		}
		return r.cell()
	case "row":
		if len(r.cells) == 0 {
			return nil
		}
		if len(r.sheet.Rows) == MaxRows {
			return fail(evaluation.CodeTooLarge, "rows", "sheet", r.sheet.Name, "max", MaxRows)
		}
		r.sheet.Rows = append(r.sheet.Rows, r.cells)
	}
	return nil
}

// cell stores the cell that has just ended, if it has content.
func (r *sheetReader) cell() error {
	c, ok := r.make(r.value.String())
	if !ok || strings.TrimSpace(c.Text) == "" && c.Fault == "" {
		return nil
	}
	r.text += len(c.Text)
	r.book.cells++
	switch {
	case r.col > MaxColumns:
		return fail(evaluation.CodeTooLarge, "columns", "sheet", r.sheet.Name, "max", MaxColumns)
	case len(c.Text) > MaxCell && len([]rune(c.Text)) > MaxCell:
		return fail(evaluation.CodeTooLarge, "cell", "sheet", r.sheet.Name, "row", r.row, "max", MaxCell)
	case r.book.cells > maxCells || r.kind != "s" && r.text > maxText:
		return bomb()
	}
	r.cells = append(r.cells, c)
	return nil
}

// make converts a value by the type of its cell (ECMA-376, ST_CellType).
func (r *sheetReader) make(v string) (roster.Cell, bool) {
	c := roster.Cell{Text: v, Row: r.row, Col: r.col, Hidden: r.hidden || r.concealed(r.col)}
	if r.formula && (v == "" && r.kind != "str" || !r.valued) {
		c.Fault = table.FaultFormula
		return c, true
	}
	switch r.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(v))
		if err != nil || i < 0 || i >= len(r.strings) {
			return c, false
		}
		c.Text = r.strings[i]
	case "str", "inlineStr":
		c.Text = unescape(v)
	case "e":
		c.Fault = table.FaultError
	case "d":
		dated(&c)
	case "b":
		c.Text = map[string]string{"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}[v]
	default:
		n, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
		if err != nil {
			return c, v != ""
		}
		c.Number, c.IsNumber = n, true
		if r.style >= 0 && r.style < len(r.styles) {
			r.styles[r.style].show(&c, r.from1904)
		} else {
			style{}.show(&c, r.from1904)
		}
	}
	return c, true
}

// dated converts a date stored as ISO text.
func dated(c *roster.Cell) {
	day, _, _ := strings.Cut(strings.TrimSpace(c.Text), "T")
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return
	}
	c.Text, c.IsDate, c.IsNumber = day, true, true
	c.Number = t.Sub(time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
}

// escapedPair matches a character above the basic plane as some programs write it.
var escapedPair = regexp.MustCompile(`_x[dD][89abAB][0-9A-Fa-f]{2}__x[dD][c-fC-F][0-9A-Fa-f]{2}_`)

var escaped = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

// unescape replaces the file format's _x000D_ by the character, and every kind of
// line break by one.
func unescape(s string) string {
	if strings.Contains(s, "_x") {
		s = escapedPair.ReplaceAllStringFunc(s, func(m string) string {
			high, herr := strconv.ParseUint(m[2:6], 16, 16)
			low, lerr := strconv.ParseUint(m[9:13], 16, 16)
			if herr != nil || lerr != nil {
				return m
			}
			return string(utf16.DecodeRune(rune(high), rune(low)))
		})
		s = escaped.ReplaceAllStringFunc(s, func(m string) string {
			n, err := strconv.ParseUint(m[2:6], 16, 16)
			if err != nil || n >= 0xD800 && n < 0xE000 { // half of a surrogate pair is not a character
				return m
			}
			return string(rune(n))
		})
	}
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return s
}

// hide stores hidden columns.
func (r *sheetReader) hide(attr func(string) string) {
	from, err := strconv.Atoi(attr("min"))
	to, terr := strconv.Atoi(attr("max"))
	if err == nil && terr == nil && yes(attr("hidden")) && len(r.columns) < MaxColumns {
		r.columns = append(r.columns, span{from, to})
	}
}

func (r *sheetReader) concealed(col int) bool {
	return slices.ContainsFunc(r.columns, func(s span) bool { return s.from <= col && col <= s.to })
}

// merge stores a merged area, such as E2:E4.
func (r *sheetReader) merge(ref string) {
	from, to, ok := strings.Cut(ref, ":")
	a := area{rowOf(from), columnOf(from), rowOf(to), columnOf(to)}
	if ok && a.top > 0 && a.left > 0 && a.bottom >= a.top && a.right >= a.left && len(r.merged) < MaxRows {
		r.merged = append(r.merged, a)
	}
}

// spread copies the first cell of a merged area to its other cells, as far as there
// are rows.
func (r *sheetReader) spread() {
	at := map[int]int{}
	for i, cells := range r.sheet.Rows {
		at[cells[0].Row] = i
	}
	for _, a := range r.merged {
		i, ok := at[a.top]
		if !ok {
			continue
		}
		k := slices.IndexFunc(r.sheet.Rows[i], func(c roster.Cell) bool { return c.Col == a.left })
		if k < 0 {
			continue
		}
		first := r.sheet.Rows[i][k]
		for ; i < len(r.sheet.Rows) && r.sheet.Rows[i][0].Row <= a.bottom; i++ {
			r.fill(i, a, first)
		}
	}
}

func (r *sheetReader) fill(i int, a area, first roster.Cell) {
	row := r.sheet.Rows[i]
	n := row[0].Row
	for col := a.left; col <= min(a.right, MaxColumns); col++ {
		if r.book.cells >= maxCells || slices.ContainsFunc(row, func(c roster.Cell) bool { return c.Col == col }) {
			continue
		}
		c := first
		c.Row, c.Col, c.Copied, c.Across = n, col, true, col > a.left
		c.Hidden = row[0].Hidden && first.Row != n || r.concealed(col)
		r.book.cells++
		row = append(row, c)
	}
	slices.SortFunc(row, func(x, y roster.Cell) int { return x.Col - y.Col })
	r.sheet.Rows[i] = row
}

// rowOf returns the row of a reference such as AB12; 0 if it has none.
func rowOf(ref string) int {
	n, err := strconv.Atoi(strings.TrimLeft(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if err != nil {
		return 0
	}
	return n
}

// columnOf returns the column of a reference such as AB12, from 1; 0 if it has
// none.
func columnOf(ref string) int {
	n := 0
	for _, b := range []byte(ref) {
		if b < 'A' || b > 'Z' || n > 1<<20 {
			break
		}
		n = n*26 + int(b-'A') + 1
	}
	return n
}
