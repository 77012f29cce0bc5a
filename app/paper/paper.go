// Package paper describes an official form once, as pages of cells. The form is printed
// (template "paper" of package page/templates), written as a Word document, and as a
// sheet of a workbook.
//
// Lengths are tenths of a millimetre, sizes of type half points.
package paper

import (
	"encoding/base64"
	"html/template"
	"strconv"
	"strings"
)

// Form is a form on A4. Each of its pages is meant for one page of paper.
type Form struct {
	Name  string // of its sheet in a workbook, such as staff number and name
	Title string // above the first page
	Under string // below the title, such as the year; "" for nothing
	Pages []Page
	Below string // a line at the right below the last page; "" for none
	Long  bool   // some text is too long for its cell even at the smallest size: see Fit
}

// Page is a page: a table.
type Page struct {
	Columns []int // widths
	Rows    []Row
}

// Row is a row of cells, at least Height high. Where a cell from above reaches down into
// it, it has none.
type Row struct {
	Height int
	Cells  []Cell
}

// Cell is a cell of a form.
type Cell struct {
	Text    string // a paragraph in each line
	Head    bool   // names what stands beside it
	Span    int    // columns; 1 if 0
	Down    int    // rows; 1 if 0
	Size    int    // of type; if 0 it is set by Fit
	Align   Align  // Center if empty
	Top     bool   // the text begins at the top, otherwise it stands in the middle
	Upright bool   // written from top to bottom
	Hang    int    // lines of a paragraph after the first are indented, in characters; a tab leads there
	Open    bool   // no line between the cell and the one below
	Opened  bool   // no line between the cell and the one above
	Picture []byte // JPEG
	Alt     string // what the picture shows
}

// Align is where the lines of a cell stand.
type Align string

// The alignments.
const (
	Center Align = "center"
	Left   Align = "left"
	Right  Align = "right"
)

// The margins of the pages.
const (
	marginTop    = 200
	marginSide   = 200
	marginBottom = 160
)

// Head is a cell that names what stands beside it.
func Head(text string) Cell { return Cell{Text: text, Head: true} }

// Value is a cell with a short text in the middle.
func Value(text string) Cell { return Cell{Text: text} }

// Line is a cell with a text that begins at the left.
func Line(text string) Cell { return Cell{Text: text, Align: Left} }

// Running is a cell with running text.
func Running(text string) Cell { return Cell{Text: text, Align: Left, Top: true} }

// Over returns the cell over several columns.
func (c Cell) Over(columns int) Cell {
	c.Span = columns
	return c
}

// Deep returns the cell over several rows.
func (c Cell) Deep(rows int) Cell {
	c.Down = rows
	return c
}

// Standing returns the cell written from top to bottom.
func (c Cell) Standing() Cell {
	c.Upright = true
	return c
}

// Signed are two rows: a head, beside it running text, and below the text where it is
// signed or sealed.
func Signed(head, text Cell, height int, signature string, signed int) []Row {
	text.Open = true
	return []Row{
		{Height: height, Cells: []Cell{head.Deep(2), text}},
		{Height: signed, Cells: []Cell{{Text: signature, Span: text.Span, Align: Right, Opened: true}}},
	}
}

// placed is a cell in its place: row and column from 0, and how many of them it covers.
type placed struct {
	*Cell
	row, col, rows, cols int
}

// cells are the cells of a page in their places, row by row.
func (p *Page) cells() []placed {
	var list []placed
	taken := make([]int, len(p.Columns)) // by column, how many rows from here on a cell from above covers
	for r := range p.Rows {
		col := 0
		for i := range p.Rows[r].Cells {
			for col < len(taken) && taken[col] > 0 {
				col++
			}
			c := &p.Rows[r].Cells[i]
			one := placed{c, r, col, min(max(1, c.Down), len(p.Rows)-r), min(max(1, c.Span), len(taken)-col)}
			if one.cols < 1 {
				break // more cells than columns
			}
			for k := 1; k < one.cols; k++ {
				if taken[col+k] > 0 { // a cell from above stands there
					one.cols = k
				}
			}
			for k := range one.cols {
				taken[col+k] = one.rows
			}
			col += one.cols
			list = append(list, one)
		}
		for k := range taken {
			taken[k] = max(0, taken[k]-1)
		}
	}
	return list
}

// size is the width and the height of a cell.
func (p *Page) size(c *placed) (width, height int) {
	for _, w := range p.Columns[c.col : c.col+c.cols] {
		width += w
	}
	for _, r := range p.Rows[c.row : c.row+c.rows] {
		height += r.Height
	}
	return width, height
}

// pixels is a length as attributes of HTML have it: in 1/96 inch.
func pixels(length int) string { return strconv.FormatFloat(float64(length)*96/254, 'f', 2, 64) }

// Widths are the widths of the columns, for the attributes of a table.
func (p Page) Widths() []string {
	list := make([]string, len(p.Columns))
	for i, w := range p.Columns {
		list[i] = pixels(w)
	}
	return list
}

// High is the height of a row, for the attribute of a table.
func (r Row) High() string { return pixels(r.Height) }

// Class names the looks of a cell for the stylesheet.
func (c Cell) Class() string {
	names := []string{"pt" + strconv.Itoa(c.Size)}
	for _, look := range []struct {
		name string
		is   bool
	}{
		{string(c.Align), c.Align == Left || c.Align == Right}, {"top", c.Top}, {"upright", c.Upright}, {"hang" + strconv.Itoa(c.Hang), c.Hang > 0}, {"open", c.Open}, {"opened", c.Opened},
	} {
		if look.is {
			names = append(names, look.name)
		}
	}
	return strings.Join(names, " ")
}

// Lines are the paragraphs of a cell.
func (c Cell) Lines() []string { return strings.Split(c.Text, "\n") }

// Hung is a paragraph of a cell with Hang: what stands before the tab, and behind it.
type Hung struct{ Mark, Text string }

// Hung are the paragraphs of a cell with Hang.
func (c Cell) Hung() []Hung {
	var list []Hung
	for _, line := range c.Lines() {
		mark, text, ok := strings.Cut(line, "\t")
		if !ok {
			mark, text = "", line
		}
		list = append(list, Hung{mark, text})
	}
	return list
}

// Source is the picture as an address.
func (c Cell) Source() template.URL {
	return template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(c.Picture)) //nolint:gosec // encoded here
}
