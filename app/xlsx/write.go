package xlsx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"kaoji/evaluation/roster"
)

// Write writes sheets as a workbook; the same sheets always give the same bytes. A
// cell with IsNumber is a number with as many decimals as its text has. Every other
// cell is text (marked by quotePrefix, which Excel shows as a leading apostrophe),
// so that no spreadsheet program reads a name that begins with = + - or @ as a
// formula, and 2024.10 typed over another date keeps its zero. Choices become
// drop-down lists, stored on a hidden sheet named options.
func Write(w io.Writer, sheets []roster.Sheet, options string) error {
	return write(w, pagesOf(sheets, options))
}

// Stream writes a workbook of one sheet: the rows of s, then more, which are read
// while they are written. Columns are as wide as the rows of s need. At the first
// error of more it stops; what was written until then is not a workbook.
func Stream(w io.Writer, s roster.Sheet, more iter.Seq2[[]roster.Cell, error]) error {
	return write(w, []page{{Sheet: s, more: more}})
}

// page is a sheet to write.
type page struct {
	roster.Sheet
	more  iter.Seq2[[]roster.Cell, error] // rows below; nil: none
	lists []list
	drawn bool // has pictures
}

// list is a drop-down list below the heading of a column. The choices stand in the
// cells of an area, because a rule itself may have only 255 characters.
type list struct{ column, area string }

// pagesOf adds the hidden sheet with the choices behind the first sheet that has
// some.
func pagesOf(sheets []roster.Sheet, options string) []page {
	pages, at := []page{}, 0
	hidden, column := page{Sheet: roster.Sheet{Name: options, Hidden: true}}, 0
	for _, s := range sheets {
		p := page{Sheet: s}
		for _, col := range slices.Sorted(maps.Keys(s.Choices)) {
			if len(s.Choices[col]) == 0 {
				continue
			}
			column++
			for n, text := range s.Choices[col] {
				if n == len(hidden.Rows) {
					hidden.Rows = append(hidden.Rows, nil)
				}
				hidden.Rows[n] = append(hidden.Rows[n], roster.Cell{Text: text, Row: n + 1, Col: column})
			}
			from := columnName(column)
			p.lists = append(p.lists, list{columnName(col + 1), fmt.Sprintf("'%s'!$%s$1:$%s$%d", sheetName(options), from, from, len(s.Choices[col]))})
		}
		if pages = append(pages, p); at == 0 && column > 0 {
			at = len(pages)
			pages = append(pages, hidden)
		}
	}
	if at > 0 {
		pages[at] = hidden // with the choices of the later sheets
	}
	return pages
}

// writer writes the parts of a workbook one after the other. No part is kept in
// memory, and none of them needs a temporary file.
type writer struct {
	*zip.Writer
	buf     bytes.Buffer // of the part: a row, or what stands before or behind all rows
	formats []string     // of numbers, in the order in which they are needed first
	columns map[int]int  // widths of the columns of the sheet
}

func write(to io.Writer, pages []page) error {
	w := &writer{Writer: zip.NewWriter(to), formats: []string{"0"}}
	for _, p := range frame(pages) {
		if err := w.part(p.name, p.content); err != nil {
			return err
		}
	}
	for i := range pages {
		if err := w.sheet(i, &pages[i]); err != nil {
			return fmt.Errorf("sheet %s: %w", pages[i].Name, err)
		}
	}
	if err := w.part("xl/styles.xml", stylesXML(w.formats)); err != nil {
		return err
	}
	return w.Close()
}

func (w *writer) part(name, content string) error {
	f, err := w.Create(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, xml.Header+content)
	return err
}

func (w *writer) sheet(i int, p *page) error {
	f, err := w.Create(sheetPart(i))
	if err != nil {
		return err
	}
	header := headerOf(p.Sheet)
	w.begin(i, p)
	for n, cells := range p.Rows {
		look := styleText
		switch {
		case n < header || header >= 0 && len(cells) == 1 && n > header:
			look = styleTitle
		case n == header:
			look = styleHead
		}
		if err := w.row(f, cells, look); err != nil {
			return err
		}
	}
	if p.more != nil {
		for cells, err := range p.more {
			if err == nil {
				err = w.row(f, cells, styleText)
			}
			if err != nil {
				return err
			}
		}
	}
	w.end(p, header)
	_, err = w.buf.WriteTo(f)
	return err
}

// begin writes what stands before the rows.
func (w *writer) begin(i int, p *page) {
	selected := ""
	if i == 0 {
		selected = ` tabSelected="1"`
	}
	fmt.Fprintf(&w.buf, `%s<worksheet xmlns="%s"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView%s workbookViewId="0">%s</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>`,
		xml.Header, mainSpace, selected, p.frozen())
	w.columns = columnWidths(&p.Sheet)
	if all := w.columns; len(all) > 0 {
		w.buf.WriteString("<cols>")
		for _, col := range slices.Sorted(maps.Keys(all)) {
			fmt.Fprintf(&w.buf, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, col, col, all[col])
		}
		w.buf.WriteString("</cols>")
	}
	w.buf.WriteString("<sheetData>")
}

// listRows is the number of rows below the heading with a drop-down list.
const listRows = 1000

// end writes what stands behind the rows.
func (w *writer) end(p *page, header int) {
	w.buf.WriteString("</sheetData>")
	if len(p.lists) > 0 {
		first := p.Rows[header][0].Row + 1
		fmt.Fprintf(&w.buf, `<dataValidations count="%d">`, len(p.lists))
		for _, l := range p.lists {
			fmt.Fprintf(&w.buf, `<dataValidation type="list" allowBlank="1" sqref="%s%d:%s%d"><formula1>%s</formula1></dataValidation>`,
				l.column, first, l.column, first+listRows, escape(l.area))
		}
		w.buf.WriteString("</dataValidations>")
	}
	w.paper(p)
	w.buf.WriteString("</worksheet>")
}

// headerOf returns the index of the first row with more than one cell: titles have
// one. A sheet of plain lines has none, and the hidden sheet neither.
func headerOf(s roster.Sheet) int {
	if s.Hidden {
		return -1
	}
	return slices.IndexFunc(s.Rows, func(cells []roster.Cell) bool { return len(cells) > 1 })
}

// row writes a row, and before it what is waiting in the buffer.
func (w *writer) row(f io.Writer, cells []roster.Cell, look int) error {
	if len(cells) == 0 {
		return nil
	}
	fmt.Fprintf(&w.buf, `<row r="%d"%s>`, cells[0].Row, w.height(cells, look))
	for _, c := range cells {
		at := columnName(c.Col) + strconv.Itoa(c.Row)
		switch {
		case c.IsNumber:
			_, after, _ := strings.Cut(c.Text, ".")
			fmt.Fprintf(&w.buf, `<c r="%s" s="%d"><v>%s</v></c>`, at, w.number(len(after)), strconv.FormatFloat(c.Number, 'f', len(after), 64))
		case c.Text == "":
			fmt.Fprintf(&w.buf, `<c r="%s" s="%d"/>`, at, look)
		default:
			fmt.Fprintf(&w.buf, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, look, escape(c.Text))
		}
	}
	w.buf.WriteString("</row>")
	_, err := w.buf.WriteTo(f)
	return err
}

// number is the style of a number with so many decimals. Numbers with decimals are
// amounts and get a thousands separator; years and counts have no decimals.
func (w *writer) number(decimals int) int {
	format := "0"
	if decimals > 0 {
		format = "#,##0." + strings.Repeat("0", decimals)
	}
	i := slices.Index(w.formats, format)
	if i < 0 {
		i = len(w.formats)
		w.formats = append(w.formats, format)
	}
	return styleNumber + i
}

// escape writes a text as XML. The format reads _x0041_ as the character with this
// number, so a text with such letters gets the number of its first line (_).
func escape(s string) string {
	const most = 32_767 // characters of a cell
	if strings.Contains(s, "_x") {
		s = escaped.ReplaceAllString(s, "_x005F$0")
	}
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(cut(s, most))) // a Builder has no errors
	return b.String()
}

// sheetName makes a name that spreadsheet programs accept.
func sheetName(s string) string {
	const most = 31 // characters
	s = strings.NewReplacer(":", " ", `\`, " ", "/", " ", "?", " ", "*", " ", "[", "(", "]", ")").Replace(s)
	s = cmp.Or(strings.Trim(cut(s, most), "' "), "1")
	if strings.EqualFold(s, "History") { // Excel keeps it for itself
		s += "_"
	}
	return s
}

// cut returns the beginning of a text, of at most so many characters as spreadsheet
// programs count them (UTF-16).
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	n := 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > most {
			return s[:i]
		}
	}
	return s
}

// columnName is the inverse of columnOf.
func columnName(n int) string {
	name := ""
	for ; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
