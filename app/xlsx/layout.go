package xlsx

import (
	"archive/zip"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
)

// Layout is a sheet that is laid out for print on A4: cells over several columns and
// rows, with lines around them. Lengths are tenths of a millimetre.
type Layout struct {
	Name    string
	Margins [4]int // top, right, bottom, left
	Columns []int  // widths
	Rows    []int  // heights, at most MaxHeight
	Cells   []LayoutCell
	Breaks  []int // rows that begin a page, from 0
}

// MaxHeight is the largest height of a row that spreadsheet programs accept: 409 points.
const MaxHeight = 1440

// LayoutCell is a cell of a Layout. It is text, whatever it looks like.
type LayoutCell struct {
	Row, Col   int // from 0
	Rows, Cols int // how many it covers; 1 if 0
	Text       string
	Picture    []byte // JPEG, in the middle of the cell; nil for none
	Look       Look
}

// Look is how a cell of a Layout looks.
type Look struct {
	Size    int    // of type, in half points
	Bold    bool   //
	Align   string // left, center or right
	Top     bool   // the text begins at the top
	Upright bool   // written from top to bottom
	// The lines around the cell.
	Above, Below, Beside bool
}

// Layouts writes a workbook with a sheet for each layout; they are made while they are
// written. At the first error it stops; what was written until then is not a workbook.
func Layouts(to io.Writer, list iter.Seq2[*Layout, error]) error {
	w := &layouts{writer: writer{Writer: zip.NewWriter(to)}}
	for l, err := range list {
		if err != nil {
			return err
		}
		if err := w.sheet(l); err != nil {
			return fmt.Errorf("sheet %d: %w", len(w.pages), err)
		}
	}
	if len(w.pages) == 0 { // a workbook has at least one sheet
		if err := w.sheet(&Layout{Name: "1"}); err != nil {
			return err
		}
	}
	for _, p := range append(frame(w.pages), part{"xl/styles.xml", w.styles()}) {
		if err := w.part(p.name, p.content); err != nil {
			return err
		}
	}
	return w.Close()
}

type layouts struct {
	writer
	pages []page // written so far, without their rows
	looks []Look // in the order in which they are needed first
}

func (w *layouts) sheet(l *Layout) error {
	p := page{}
	p.Name = w.name(l.Name)
	w.pages = append(w.pages, p)
	n, err := w.pictures(l)
	if err != nil {
		return err
	}
	w.pages[len(w.pages)-1].drawn = n > 0
	f, err := w.Create(sheetPart(len(w.pages) - 1))
	if err != nil {
		return err
	}
	w.write(l, n > 0)
	_, err = w.buf.WriteTo(f)
	return err
}

// name makes a name that no sheet has yet.
func (w *layouts) name(wanted string) string {
	name := sheetName(wanted)
	for n := 2; slices.ContainsFunc(w.pages, func(p page) bool { return strings.EqualFold(p.Name, name) }); n++ {
		mark := "~" + strconv.Itoa(n)
		name = sheetName(cut(wanted, 31-len(mark))) + mark
	}
	return name
}

func (w *layouts) write(l *Layout, drawn bool) {
	const tab = `<sheetView%s showGridLines="0" workbookViewId="0"/>`
	selected := ""
	if len(w.pages) == 1 {
		selected = ` tabSelected="1"`
	}
	fmt.Fprintf(&w.buf, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+`<worksheet xmlns="%s" xmlns:r="%s"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>`+tab+`</sheetViews><sheetFormatPr defaultRowHeight="15"/>`, mainSpace, relationSpace, selected)
	if len(l.Columns) > 0 {
		w.buf.WriteString("<cols>")
		for i, width := range l.Columns {
			fmt.Fprintf(&w.buf, `<col min="%d" max="%d" width="%.2f" customWidth="1"/>`, i+1, i+1, inCharacters(width))
		}
		w.buf.WriteString("</cols>")
	}
	w.rows(l)
	w.merged(l)
	fmt.Fprintf(&w.buf, `<printOptions horizontalCentered="1"/><pageMargins left="%s" right="%s" top="%s" bottom="%s" header="0" footer="0"/><pageSetup paperSize="9" orientation="portrait" fitToWidth="1" fitToHeight="0"/>`,
		inches(l.Margins[3]), inches(l.Margins[1]), inches(l.Margins[0]), inches(l.Margins[2]))
	if len(l.Breaks) > 0 {
		fmt.Fprintf(&w.buf, `<rowBreaks count="%d" manualBreakCount="%d">`, len(l.Breaks), len(l.Breaks))
		for _, row := range l.Breaks {
			fmt.Fprintf(&w.buf, `<brk id="%d" max="16383" man="1"/>`, row)
		}
		w.buf.WriteString("</rowBreaks>")
	}
	if drawn {
		w.buf.WriteString(`<drawing r:id="rId1"/>`)
	}
	w.buf.WriteString("</worksheet>")
}

// inCharacters is a width as the format counts it: in digits of the usual font. Those of
// Arial (and of Liberation Sans) of 10 points are 7 pixels wide; where another font is
// used the sheet is made to fit the width of the page.
func inCharacters(width int) float64 { return max(0, float64(width)*96/254-5) / 7 }

func inches(length int) string { return strconv.FormatFloat(float64(length)/254, 'f', 4, 64) }

// rows writes the cells. A cell that covers several has all of them, so that there are
// lines around each.
func (w *layouts) rows(l *Layout) {
	grid := make([]map[int]*LayoutCell, len(l.Rows)) // by row and column
	for i := range grid {
		grid[i] = map[int]*LayoutCell{}
	}
	for i := range l.Cells {
		c := &l.Cells[i]
		for r := c.Row; r < min(c.Row+max(1, c.Rows), len(grid)); r++ {
			for col := c.Col; col < min(c.Col+max(1, c.Cols), len(l.Columns)); col++ {
				grid[r][col] = c
			}
		}
	}
	w.buf.WriteString("<sheetData>")
	for r, height := range l.Rows {
		fmt.Fprintf(&w.buf, `<row r="%d" ht="%.2f" customHeight="1">`, r+1, float64(height)*72/254)
		for col := range l.Columns {
			c := grid[r][col]
			if c == nil {
				continue
			}
			at, style := columnName(col+1)+strconv.Itoa(r+1), w.look(c.Look)
			if c.Row != r || c.Col != col || c.Text == "" {
				fmt.Fprintf(&w.buf, `<c r="%s" s="%d"/>`, at, style)
				continue
			}
			fmt.Fprintf(&w.buf, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, style, escape(c.Text))
		}
		w.buf.WriteString("</row>")
	}
	w.buf.WriteString("</sheetData>")
}

func (w *layouts) merged(l *Layout) {
	var areas []string
	for i := range l.Cells {
		c := &l.Cells[i]
		rows, cols := max(1, c.Rows), max(1, c.Cols)
		if rows > 1 || cols > 1 {
			areas = append(areas, fmt.Sprintf(`<mergeCell ref="%s%d:%s%d"/>`, columnName(c.Col+1), c.Row+1, columnName(c.Col+cols), c.Row+rows))
		}
	}
	if len(areas) > 0 {
		fmt.Fprintf(&w.buf, `<mergeCells count="%d">%s</mergeCells>`, len(areas), strings.Join(areas, ""))
	}
}

// look is the style of a look.
func (w *layouts) look(l Look) int {
	i := slices.Index(w.looks, l)
	if i < 0 {
		i = len(w.looks)
		w.looks = append(w.looks, l)
	}
	return i + 1
}

// styles are the styles of all looks, each with a font and a border of its own.
func (w *layouts) styles() string {
	var fonts, borders, cells strings.Builder
	side := func(name string, is bool) {
		if is {
			fmt.Fprintf(&borders, `<%s style="thin"><color auto="1"/></%s>`, name, name)
			return
		}
		fmt.Fprintf(&borders, `<%s/>`, name)
	}
	for i, l := range w.looks {
		bold := ""
		if l.Bold {
			bold = "<b/>"
		}
		fmt.Fprintf(&fonts, `<font>%s<sz val="%.1f"/><name val="宋体"/><charset val="134"/></font>`, bold, float64(l.Size)/2)
		borders.WriteString("<border>")
		side("left", l.Beside)
		side("right", l.Beside)
		side("top", l.Above)
		side("bottom", l.Below)
		borders.WriteString("<diagonal/></border>")
		vertical, rotation := "center", ""
		if l.Top {
			vertical = "top"
		}
		if l.Upright {
			rotation = ` textRotation="255"`
		}
		fmt.Fprintf(&cells, `<xf numFmtId="49" fontId="%d" fillId="0" borderId="%d" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1"><alignment horizontal="%s" vertical="%s" wrapText="1"%s/></xf>`,
			i+1, i+1, l.Align, vertical, rotation)
	}
	n := len(w.looks) + 1
	return `<styleSheet xmlns="` + mainSpace + `">` +
		fmt.Sprintf(`<fonts count="%d"><font><sz val="10"/><name val="Arial"/><family val="2"/></font>`, n) + fonts.String() + `</fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		fmt.Sprintf(`<borders count="%d"><border><left/><right/><top/><bottom/><diagonal/></border>`, n) + borders.String() + `</borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		fmt.Sprintf(`<cellXfs count="%d"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`, n) + cells.String() +
		`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}
