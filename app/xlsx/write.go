package xlsx

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"kaoji/evaluation/roster"
)

// Write writes sheets as a workbook. A cell with IsNumber is a number with as many
// decimals as its text has. Every other cell is text (marked by quotePrefix, which
// Excel shows as a leading apostrophe), so that no spreadsheet program reads a name
// that begins with = + - or @ as a formula, and 2024.10 typed over another date
// keeps its zero. Choices become drop-down lists, stored on a hidden sheet named
// options.
func Write(w io.Writer, sheets []roster.Sheet, options string) (err error) {
	f := excelize.NewFile()
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	out := &writer{File: f, options: options, numbers: map[int]int{}}
	if err := out.makeStyles(); err != nil {
		return err
	}
	for i, s := range sheets {
		if err := out.sheet(i, s); err != nil {
			return fmt.Errorf("sheet %s: %w", s.Name, err)
		}
	}
	f.SetActiveSheet(0)
	return f.Write(w)
}

type writer struct {
	*excelize.File
	options string
	listed  int // columns used on the options sheet
	text    int // style
	bold    int
	numbers map[int]int // style of a number with so many decimals
}

func (w *writer) makeStyles() error {
	const textFormat = 49 // @
	var err error
	if w.text, err = w.NewStyle(&excelize.Style{NumFmt: textFormat, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}); err != nil {
		return err
	}
	w.bold, err = w.NewStyle(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	quoted := true
	for _, id := range []int{w.text, w.bold} {
		w.Styles.CellXfs.Xf[id].QuotePrefix = &quoted
	}
	return nil
}

func (w *writer) sheet(i int, s roster.Sheet) error {
	if i == 0 {
		if err := w.SetSheetName("Sheet1", s.Name); err != nil {
			return err
		}
	} else if _, err := w.NewSheet(s.Name); err != nil {
		return err
	}
	widths := map[int]int{}
	header := headerOf(s)
	for n, cells := range s.Rows {
		style := w.text
		if n <= header {
			style = w.bold
		}
		for _, c := range cells {
			if err := w.put(s.Name, c, style); err != nil {
				return err
			}
			if n >= header {
				widths[c.Col] = max(widths[c.Col], width(c.Text))
			}
		}
	}
	if err := w.widen(s.Name, widths); err != nil {
		return err
	}
	return w.lists(s, header)
}

// headerOf returns the index of the first row with more than one cell: titles have
// one, and a sheet of plain lines has none.
func headerOf(s roster.Sheet) int {
	for n, cells := range s.Rows {
		if len(cells) > 1 {
			return n
		}
	}
	return -1
}

func (w *writer) put(sheet string, c roster.Cell, style int) error {
	name, err := excelize.CoordinatesToCellName(c.Col, c.Row)
	if err != nil {
		return err
	}
	if c.IsNumber {
		return w.putNumber(sheet, name, c)
	}
	if err := w.SetCellStr(sheet, name, c.Text); err != nil {
		return err
	}
	return w.SetCellStyle(sheet, name, name, style)
}

// putNumber writes a number with the decimals of its text. Numbers with decimals
// are amounts and get a thousands separator; years and counts have no decimals.
func (w *writer) putNumber(sheet, name string, c roster.Cell) error {
	_, after, _ := strings.Cut(c.Text, ".")
	decimals := len(after)
	style, known := w.numbers[decimals]
	if !known {
		format := "0"
		if decimals > 0 {
			format = "#,##0." + strings.Repeat("0", decimals)
		}
		var err error
		if style, err = w.NewStyle(&excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top"}}); err != nil {
			return err
		}
		w.numbers[decimals] = style
	}
	if err := w.SetCellFloat(sheet, name, c.Number, decimals, 64); err != nil {
		return err
	}
	return w.SetCellStyle(sheet, name, name, style)
}

// width is the width of a line in characters; a Han character counts as two.
func width(s string) int {
	widest := 0
	for line := range strings.Lines(s) {
		widest = max(widest, (utf8.RuneCountInString(line)+len(line))/2)
	}
	return widest
}

func (w *writer) widen(sheet string, widths map[int]int) error {
	const least, most, spare = 8, 60, 2
	for col, n := range widths {
		name, err := excelize.ColumnNumberToName(col)
		if err != nil {
			return err
		}
		if err := w.SetColWidth(sheet, name, name, float64(min(max(n+spare, least), most))); err != nil {
			return err
		}
	}
	return nil
}

// listRows is the number of rows below the heading with a drop-down list.
const listRows = 1000

// lists writes the choices of a column to the hidden sheet, because a list in a
// cell's rule is limited to 255 characters.
func (w *writer) lists(s roster.Sheet, header int) error {
	for col, choices := range s.Choices {
		if len(choices) == 0 {
			continue
		}
		if w.listed == 0 {
			if _, err := w.NewSheet(w.options); err != nil {
				return err
			}
			if err := w.SetSheetVisible(w.options, false); err != nil {
				return err
			}
		}
		w.listed++
		for n, c := range choices {
			if err := w.put(w.options, roster.Cell{Text: c, Row: n + 1, Col: w.listed}, w.text); err != nil {
				return err
			}
		}
		if err := w.rule(s, col+1, header, len(choices)); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) rule(s roster.Sheet, col, header, n int) error {
	from, err := excelize.ColumnNumberToName(w.listed)
	if err != nil {
		return err
	}
	at, err := excelize.ColumnNumberToName(col)
	if err != nil {
		return err
	}
	first := s.Rows[header][0].Row + 1
	v := excelize.NewDataValidation(true)
	v.Sqref = fmt.Sprintf("%s%d:%s%d", at, first, at, first+listRows)
	v.SetSqrefDropList(fmt.Sprintf("'%s'!$%s$1:$%s$%d", w.options, from, from, n))
	return w.AddDataValidation(s.Name, v)
}
