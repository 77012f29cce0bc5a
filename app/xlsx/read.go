package xlsx

import (
	"path"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Read returns the cells of every sheet of a workbook. Of a formula it takes
// the value that the program that wrote the file had computed. Errors are
// evaluation.Errors: CodeMediaType for what is no workbook or an encrypted
// one, CodeTooLarge beyond the bounds, CodeInvalid for a damaged one.
func Read(data []byte) ([]roster.Sheet, error) {
	a, err := open(data)
	if err != nil {
		return nil, err
	}
	b, err := readBook(a)
	if err != nil {
		return nil, err
	}
	if err := b.readStrings(a); err != nil {
		return nil, err
	}
	if err := b.readStyles(a); err != nil {
		return nil, err
	}
	var sheets []roster.Sheet
	for _, s := range b.sheets {
		sheet, err := b.readSheet(a, s)
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, sheet)
	}
	return sheets, nil
}

// book is what the cells refer to.
type book struct {
	sheets   []sheetRef
	from1904 bool
	strings  []string
	styles   []style
	cells    int
	text     int
}

type sheetRef struct{ name, part string }

func readBook(a *archive) (*book, error) {
	b := &book{}
	targets := map[string]string{}
	err := a.each("xl/_rels/workbook.xml.rels", visit{start: func(name string, attr func(string) string) error {
		if name == "Relationship" && len(targets) < maxParts {
			target := attr("Target")
			if strings.HasPrefix(target, "/") {
				targets[attr("Id")] = strings.TrimPrefix(path.Clean(target), "/")
			} else {
				targets[attr("Id")] = path.Join("xl", target)
			}
		}
		return nil
	}})
	if err != nil {
		return nil, err
	}
	err = a.each("xl/workbook.xml", visit{start: func(name string, attr func(string) string) error {
		switch name {
		case "workbookPr":
			b.from1904 = attr("date1904") == "1" || attr("date1904") == "true"
		case "sheet":
			if len(b.sheets) == maxSheets {
				return fail(evaluation.CodeTooLarge, "sheets", "max", maxSheets)
			}
			b.sheets = append(b.sheets, sheetRef{name: attr("name"), part: targets[attr("r:id")]})
		}
		return nil
	}})
	return b, err
}

// readStrings reads the texts that cells share. Runs of a rich text are
// joined; readings in ruby (rPh) are left out.
func (b *book) readStrings(a *archive) error {
	var text strings.Builder
	in, ruby := false, false
	return a.each("xl/sharedStrings.xml", visit{
		start: func(name string, _ func(string) string) error {
			switch name {
			case "si":
				text.Reset()
			case "t":
				in = true
			case "rPh":
				ruby = true
			}
			return nil
		},
		text: func(t []byte) error {
			if in && !ruby {
				text.Write(t)
			}
			return long(text.Len())
		},
		end: func(name string) error {
			switch name {
			case "t":
				in = false
			case "rPh":
				ruby = false
			case "si":
				if b.text += text.Len(); len(b.strings) == maxStrings || b.text > maxText {
					return bomb()
				}
				b.strings = append(b.strings, text.String())
			}
			return nil
		},
	})
}

// long refuses a text while it grows, before a cell is made of it.
func long(bytes int) error {
	if bytes > maxToken {
		return bomb()
	}
	return nil
}

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
}

func (b *book) readSheet(a *archive, ref sheetRef) (roster.Sheet, error) {
	r := &sheetReader{book: b, sheet: roster.Sheet{Name: ref.name}}
	err := a.each(ref.part, visit{start: r.start, end: r.end, text: func(t []byte) error {
		if r.in && !r.ruby {
			r.value.Write(t)
		}
		return long(r.value.Len())
	}})
	return r.sheet, err
}

func (r *sheetReader) start(name string, attr func(string) string) error {
	switch name {
	case "row":
		r.row++
		if n, err := strconv.Atoi(attr("r")); err == nil && n > 0 {
			r.row = n
		}
		r.col, r.cells = 0, nil
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
	case "v", "t":
		r.in = true
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

// cell takes over the cell that has just ended, if there is anything in it.
func (r *sheetReader) cell() error {
	c, ok := r.make(r.value.String())
	if !ok || strings.TrimSpace(c.Text) == "" {
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

// make reads a value by the type of its cell (ECMA-376, ST_CellType).
func (r *sheetReader) make(v string) (roster.Cell, bool) {
	c := roster.Cell{Text: v, Row: r.row, Col: r.col}
	switch r.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(v))
		if err != nil || i < 0 || i >= len(r.strings) {
			return c, false
		}
		c.Text = r.strings[i]
	case "str", "inlineStr", "e", "d":
	case "b":
		c.Text = map[string]string{"1": "TRUE", "true": "TRUE"}[v]
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

// columnOf is the column of a reference such as AB12, from 1; 0 if it is none.
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
