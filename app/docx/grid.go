package docx

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	_ "image/jpeg" // pictures of grids
	"strings"
)

// Grid is the table of an official form: cells that span columns and rows, texts of any
// size, upright heads, and a picture. Lengths are twentieths of a point.
type Grid struct {
	Columns []int
	Rows    []GridRow
	Before  bool // begins a page
}

// GridRow is a row of a Grid, at least Height high.
type GridRow struct {
	Height int
	Cells  []GridCell
}

// GridCell is a cell of a Grid. A cell that continues the one above it has no content.
type GridCell struct {
	Span    int    // columns; 1 if 0
	Begins  bool   // the cells below it continue it
	Goes    bool   // continues the cell above
	Text    string // lines are paragraphs
	Size    int    // half points; Size5 if 0
	Leading int    // height of a line in percent of the size; 125 if 0
	Font    Font   // Fang if empty
	Align   Align  // Center if empty
	Upright bool   // written from top to bottom
	Top     bool   // stands at the top of the cell
	Hang    int    // lines after the first one of a paragraph are indented, in characters; a tab leads there
	Picture []byte // JPEG
	Open    bool   // no line between the cell and the one below
	Opened  bool   // no line between the cell and the one above
}

func (g *Grid) write(w *writer) {
	if g.Before {
		w.thin(`<w:pageBreakBefore/>`)
	}
	whole := 0
	for _, n := range g.Columns {
		whole += n
	}
	w.add(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>`, whole)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		w.add(`<w:%s w:val="single" w:sz="6" w:space="0" w:color="000000"/>`, side)
	}
	w.add(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, n := range g.Columns {
		w.add(`<w:gridCol w:w="%d"/>`, n)
	}
	w.add(`</w:tblGrid>`)
	for _, r := range g.Rows {
		w.add(`<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="%d" w:hRule="atLeast"/></w:trPr>`, r.Height)
		at := 0
		for i := range r.Cells {
			at = r.Cells[i].write(w, g.Columns, at)
		}
		w.add(`</w:tr>`)
	}
	w.add(`</w:tbl>`)
	w.thin("") // what stands last must be a paragraph, and that of Word would be as high as a line
}

// thin writes a paragraph without text, one point high.
func (w *writer) thin(properties string) {
	w.add(`<w:p><w:pPr>%s<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>`, properties)
}

// write writes a cell that begins at a column, and returns the column after it.
func (c *GridCell) write(w *writer, columns []int, at int) int {
	span, width := max(1, c.Span), 0
	for _, n := range columns[at:min(at+span, len(columns))] {
		width += n
	}
	w.add(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if span > 1 {
		w.add(`<w:gridSpan w:val="%d"/>`, span)
	}
	switch {
	case c.Begins:
		w.add(`<w:vMerge w:val="restart"/>`)
	case c.Goes:
		w.add(`<w:vMerge/>`)
	}
	c.borders(w)
	if c.Upright {
		w.add(`<w:textDirection w:val="tbRlV"/>`)
	}
	place := "center"
	if c.Top {
		place = "top"
	}
	w.add(`<w:vAlign w:val="%s"/></w:tcPr>`, place)
	for line := range strings.SplitSeq(strings.ReplaceAll(c.Text, "\r\n", "\n"), "\n") {
		c.paragraph(w, line)
	}
	w.add(`</w:tc>`)
	return at + span
}

// borders takes away the lines that the cell does not have.
func (c *GridCell) borders(w *writer) {
	if !c.Open && !c.Opened {
		return
	}
	w.add(`<w:tcBorders>`)
	if c.Opened {
		w.add(`<w:top w:val="nil"/>`)
	}
	if c.Open {
		w.add(`<w:bottom w:val="nil"/>`)
	}
	w.add(`</w:tcBorders>`)
}

// paragraph writes a line. Its height does not depend on the font, so that a form has as
// many pages wherever it is opened; only a picture makes it higher.
func (c *GridCell) paragraph(w *writer, line string) {
	size, align, rule := c.Size, c.Align, "exact"
	if size == 0 {
		size = Size5
	}
	if align == "" {
		align = Center
	}
	if c.Picture != nil {
		rule = "atLeast"
	}
	w.add(`<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="%d" w:lineRule="%s"/>`, size*cmp.Or(c.Leading, 125)/10, rule)
	if c.Hang > 0 {
		w.add(`<w:ind w:left="%d" w:hanging="%d"/>`, c.Hang*size*10, c.Hang*size*10)
	}
	w.add(`<w:jc w:val="%s"/></w:pPr>`, align)
	w.run(line, c.Font, size, false, "")
	w.picture(c.Picture)
	w.add(`</w:p>`)
}

// pictureHeight is how high pictures stand, in English Metric Units (48 mm).
const pictureHeight = 48 * 36000

// picture adds a picture to the file and to the paragraph.
func (w *writer) picture(content []byte) {
	size, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || size.Height == 0 {
		return
	}
	w.pictures = append(w.pictures, content)
	n, cx := len(w.pictures), size.Width*pictureHeight/size.Height
	w.add(`<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%[1]d" cy="%[2]d"/><wp:docPr id="%[3]d" name="Picture %[3]d"/>`+
		`<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">`+
		`<pic:nvPicPr><pic:cNvPr id="%[3]d" name="Picture %[3]d"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdP%[3]d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`, cx, pictureHeight, n)
}

// parts are the parts of the pictures and charts and their relationships.
func (w *writer) parts() (list []part, related string) {
	for i, content := range w.pictures {
		list = append(list, part{fmt.Sprintf("word/media/picture%d.jpeg", i+1), string(content)})
		related += fmt.Sprintf(`<Relationship Id="rIdP%[1]d" Type="`+office+`/image" Target="media/picture%[1]d.jpeg"/>`, i+1)
	}
	for i, content := range w.charts {
		list = append(list, part{fmt.Sprintf("word/charts/chart%d.xml", i+1), content})
		related += fmt.Sprintf(`<Relationship Id="rIdC%[1]d" Type="`+office+`/chart" Target="charts/chart%[1]d.xml"/>`, i+1)
	}
	return list, related
}
