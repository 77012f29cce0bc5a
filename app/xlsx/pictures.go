package xlsx

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // pictures of layouts
	"strings"
)

// Names of the format for pictures.
const (
	drawingType  = "application/vnd.openxmlformats-officedocument.drawing+xml"
	drawingSpace = "http://schemas.openxmlformats.org/drawingml/2006/"
)

// unit is a tenth of a millimetre in English Metric Units, in which pictures are measured.
const unit = 3600

// pictures writes what a sheet needs for the pictures of its cells: the drawing that places
// them, their files and how these belong together. It returns how many there are; a file
// that is no picture is left out.
func (w *layouts) pictures(l *Layout) (int, error) {
	sheet := len(w.pages)
	var anchors, related strings.Builder
	n := 0
	for i := range l.Cells {
		c := &l.Cells[i]
		size, _, err := image.DecodeConfig(bytes.NewReader(c.Picture))
		if err != nil || size.Width == 0 || size.Height == 0 {
			continue
		}
		n++
		name := fmt.Sprintf("picture%d_%d.jpeg", sheet, n)
		f, err := w.Create("xl/media/" + name)
		if err == nil {
			_, err = f.Write(c.Picture)
		}
		if err != nil {
			return n, err
		}
		anchors.WriteString(l.anchor(c, n, size))
		fmt.Fprintf(&related, `<Relationship Id="rId%d" Type="%s/image" Target="../media/%s"/>`, n, relationSpace, name)
	}
	if n == 0 {
		return 0, nil
	}
	for _, p := range []part{
		{fmt.Sprintf("xl/worksheets/_rels/sheet%d.xml.rels", sheet), `<Relationships xmlns="` + packageSpace + `relationships">` +
			fmt.Sprintf(`<Relationship Id="rId1" Type="%s/drawing" Target="../drawings/drawing%d.xml"/></Relationships>`, relationSpace, sheet)},
		{drawingPart(sheet - 1), `<xdr:wsDr xmlns:xdr="` + drawingSpace + `spreadsheetDrawing" xmlns:a="` + drawingSpace + `main" xmlns:r="` + relationSpace + `">` + anchors.String() + `</xdr:wsDr>`},
		{fmt.Sprintf("xl/drawings/_rels/drawing%d.xml.rels", sheet), `<Relationships xmlns="` + packageSpace + `relationships">` + related.String() + `</Relationships>`},
	} {
		if err := w.part(p.name, p.content); err != nil {
			return n, err
		}
	}
	return n, nil
}

func drawingPart(sheet int) string { return fmt.Sprintf("xl/drawings/drawing%d.xml", sheet+1) }

// anchor places a picture in the middle of its cell, as large as it fits between the lines.
func (l *Layout) anchor(c *LayoutCell, n int, size image.Config) string {
	const room = 5 // to each line
	columns, rows := l.Columns[c.Col:min(c.Col+max(1, c.Cols), len(l.Columns))], l.Rows[c.Row:min(c.Row+max(1, c.Rows), len(l.Rows))]
	width, height := sum(columns), sum(rows)
	w, h := max(1, width-2*room), max(1, height-2*room)
	if w*size.Height > h*size.Width {
		w = max(1, h*size.Width/size.Height)
	} else {
		h = max(1, w*size.Height/size.Width)
	}
	col, left := within(columns, (width-w)/2)
	row, top := within(rows, (height-h)/2)
	return fmt.Sprintf(`<xdr:oneCellAnchor><xdr:from><xdr:col>%d</xdr:col><xdr:colOff>%d</xdr:colOff><xdr:row>%d</xdr:row><xdr:rowOff>%d</xdr:rowOff></xdr:from><xdr:ext cx="%[5]d" cy="%[6]d"/>`+
		`<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="%[7]d" name="Picture %[7]d"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId%[7]d"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>`+
		`<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[5]d" cy="%[6]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>`,
		c.Col+col, left*unit, c.Row+row, top*unit, w*unit, h*unit, n)
}

func sum(lengths []int) int {
	all := 0
	for _, n := range lengths {
		all += n
	}
	return all
}

// within returns in which of the lengths a place lies, and how far from its beginning.
func within(lengths []int, at int) (i, rest int) {
	for i < len(lengths)-1 && at >= lengths[i] {
		at -= lengths[i]
		i++
	}
	return i, at
}
