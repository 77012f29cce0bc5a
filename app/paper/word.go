package paper

import (
	"io"
	"iter"

	"kaoji/app/docx"
)

// twips is a length in twentieths of a point, as Word has it.
func twips(length int) int { return length * 720 / 127 }

// Word writes forms as one Word document, each beginning on a page of its own.
func Word(w io.Writer, title string, forms iter.Seq2[*Form, error]) error {
	margins := &docx.Margins{Top: twips(marginTop), Right: twips(marginSide), Bottom: twips(marginBottom), Left: twips(marginSide)}
	return docx.Write(w, docx.Document{Title: title, Margins: margins}, func(yield func(docx.Block, error) bool) {
		first := true
		for f, err := range forms {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, b := range f.blocks(!first) {
				if !yield(b, nil) {
					return
				}
			}
			first = false
		}
	})
}

// tooLong stands above a form whose text does not fit on its pages.
const tooLong = "内容太长，最小的字也排不进规定的页数，请精简后再用"

// blocks are a form as parts of a Word document.
func (f *Form) blocks(begins bool) []docx.Block {
	var list []docx.Block
	if f.Long { // the form says itself why it has more pages than it should
		list = append(list, &docx.Paragraph{Text: tooLong, Size: docx.Size5, Color: docx.Red, Align: docx.Center, Begins: begins})
		begins = false
	}
	list = append(list, &docx.Paragraph{Text: f.Title, Font: docx.Song, Size: docx.Size2, Bold: true, Align: docx.Center, Begins: begins})
	if f.Under != "" {
		list = append(list, &docx.Paragraph{Text: f.Under, Size: docx.Size5, Align: docx.Center})
	}
	for i := range f.Pages {
		list = append(list, f.Pages[i].grid(i > 0))
	}
	if f.Below != "" {
		list = append(list, &docx.Paragraph{Text: f.Below, Size: docx.Size5, Align: docx.Right})
	}
	return list
}

// grid is a page as a table of Word, in which a cell that reaches down has a cell in each
// of its rows.
func (p *Page) grid(before bool) *docx.Grid {
	g := &docx.Grid{Before: before, Rows: make([]docx.GridRow, len(p.Rows))}
	for _, w := range p.Columns {
		g.Columns = append(g.Columns, twips(w))
	}
	at := make([]map[int]docx.GridCell, len(p.Rows)) // by row and column
	for i := range at {
		at[i] = map[int]docx.GridCell{}
	}
	for _, c := range p.cells() {
		cell := docx.GridCell{
			Span: c.cols, Begins: c.rows > 1, Text: c.Text, Size: c.Size, Leading: leading(c.Size), Align: docx.Align(c.Align), Upright: c.Upright, Top: c.Top, Hang: c.Hang,
			Picture: c.Picture, Open: c.Open, Opened: c.Opened,
		}
		at[c.row][c.col] = cell
		for r := c.row + 1; r < c.row+c.rows; r++ {
			at[r][c.col] = docx.GridCell{Span: c.cols, Goes: true, Upright: c.Upright}
		}
	}
	for r, cells := range at {
		g.Rows[r].Height = twips(p.Rows[r].Height)
		for col := 0; col < len(p.Columns); {
			cell, ok := cells[col]
			if !ok {
				cell.Span = 1
			}
			g.Rows[r].Cells = append(g.Rows[r].Cells, cell)
			col += cell.Span
		}
	}
	return g
}
