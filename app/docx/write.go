package docx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"iter"
	"strings"
)

// The page: A4, and the margins of GB/T 9704-2012 in twentieths of a point.
const (
	pageWidth, pageHeight = 11906, 16838
	top, bottom           = 2098, 1984 // 37 mm and 35 mm
	left, right           = 1587, 1474 // 28 mm and 26 mm
	typeArea              = pageWidth - left - right
	lineSpacing           = 560 // 28 pt, exactly
)

// Bytes is the file.
func Bytes(d Document) ([]byte, error) {
	var out bytes.Buffer
	if err := Write(&out, d, func(func(Block, error) bool) {}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Write writes the file: the blocks of the document, then more, which are made while
// they are written. Only pictures are kept in memory until the end. At the first error
// of more it stops; what was written until then is not a document.
func Write(to io.Writer, d Document, more iter.Seq2[Block, error]) error {
	z := zip.NewWriter(to)
	if err := put(z, part{"[Content_Types].xml", typesOf(d.Blocks)}, part{"_rels/.rels", relations}, part{"docProps/core.xml", fmt.Sprintf(core, escape(d.Title))}); err != nil {
		return err
	}
	w := &writer{}
	if err := w.document(z, d, more); err != nil {
		return err
	}
	pictures, related := w.parts()
	err := put(z, append([]part{
		{"word/styles.xml", styles},
		{"word/footer1.xml", fmt.Sprintf(footer, Right)},
		{"word/footer2.xml", fmt.Sprintf(footer, Left)},
		{"word/settings.xml", settings},
		{"word/_rels/document.xml.rels", strings.Replace(documentRelations, "</Relationships>", related+"</Relationships>", 1)},
	}, pictures...)...)
	if err != nil {
		return err
	}
	return z.Close()
}

// put writes parts.
func put(z *zip.Writer, parts ...part) error {
	for _, part := range parts {
		f, err := z.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part.body); err != nil {
			return err
		}
	}
	return nil
}

// document writes the part with the blocks, one after the other.
func (w *writer) document(z *zip.Writer, d Document, more iter.Seq2[Block, error]) error {
	f, err := z.Create("word/document.xml")
	if err != nil {
		return err
	}
	w.add("%s", head)
	for _, b := range d.Blocks {
		b.write(w)
	}
	for b, err := range more {
		if err != nil {
			return err
		}
		b.write(w)
		if _, err := w.WriteTo(f); err != nil {
			return err
		}
	}
	end := section
	if m := d.Margins; m != nil {
		end = fmt.Sprintf(plainSection, m.Top, m.Right, m.Bottom, m.Left)
	}
	w.add("%s", end)
	_, err = w.WriteTo(f)
	return err
}

type writer struct {
	bytes.Buffer
	pictures [][]byte // JPEG
	charts   []string // their parts
}

// typesOf are the types of the parts, with those of the charts.
func typesOf(blocks []Block) string {
	charts := ""
	for _, b := range blocks {
		if _, ok := b.(*Chart); ok {
			charts += fmt.Sprintf(chartType, strings.Count(charts, "PartName")+1)
		}
	}
	return strings.Replace(contentTypes, "</Types>", charts+"</Types>", 1)
}

// part is a part of the file.
type part struct{ name, body string }

func (w *writer) add(format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }

func (p *Paragraph) write(w *writer) {
	w.add(`<w:p><w:pPr>`)
	if p.Keep {
		w.add(`<w:keepNext/>`)
	}
	if p.Begins {
		w.add(`<w:pageBreakBefore/>`)
	}
	if p.Rule != "" {
		w.add(`<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="4" w:color="%s"/></w:pBdr>`, escape(p.Rule))
	}
	size := cmp.Or(p.Size, Size3)
	rule, line := "exact", lineSpacing
	if size > Size3 { // an exact line height would cut large characters
		rule, line = "atLeast", lineSpacing
	}
	w.add(`<w:spacing w:beforeLines="%d" w:before="%d" w:afterLines="%d" w:after="%d" w:line="%d" w:lineRule="%s"/>`,
		p.Before, p.Before*line/100, p.After, p.After*line/100, line, rule)
	if p.Indent > 0 {
		w.add(`<w:ind w:firstLineChars="%d" w:firstLine="%d"/>`, p.Indent*100, p.Indent*size*10)
	}
	w.add(`<w:jc w:val="%s"/></w:pPr>`, cmp.Or(p.Align, Both))
	w.run(p.Text, p.Font, size, p.Bold, p.Color)
	w.add(`</w:p>`)
}

func (w *writer) run(text string, font Font, size int, bold bool, color string) {
	if text == "" {
		return
	}
	if font == (Font{}) {
		font = Fang
	}
	w.add(`<w:r><w:rPr><w:rFonts w:ascii="%[1]s" w:hAnsi="%[1]s" w:eastAsia="%[2]s" w:hint="eastAsia"/>`, escape(font.Latin), escape(font.Han))
	if bold {
		w.add(`<w:b/>`)
	}
	if color != "" {
		w.add(`<w:color w:val="%s"/>`, escape(color))
	}
	w.add(`<w:sz w:val="%[1]d"/><w:szCs w:val="%[1]d"/></w:rPr>`, size)
	text = strings.ReplaceAll(text, "\r\n", "\n")
	for i, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if i > 0 {
			w.add(`<w:br/>`)
		}
		for j, piece := range strings.Split(part, "\t") {
			if j > 0 {
				w.add(`<w:tab/>`)
			}
			w.add(`<w:t xml:space="preserve">%s</w:t>`, escape(piece))
		}
	}
	w.add(`</w:r>`)
}

func (t *Table) write(w *writer) {
	whole := 0
	for _, n := range t.Widths {
		whole += n
	}
	w.add(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblBorders>`, typeArea)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		w.add(`<w:%s w:val="single" w:sz="6" w:space="0" w:color="000000"/>`, side)
	}
	w.add(`</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, n := range t.Widths {
		w.add(`<w:gridCol w:w="%d"/>`, n*typeArea/whole)
	}
	w.add(`</w:tblGrid>`)
	if len(t.Head) > 0 {
		t.row(w, t.Head, whole, true)
	}
	for _, r := range t.Rows {
		t.row(w, r, whole, false)
	}
	w.add(`</w:tbl>`)
}

func (t *Table) row(w *writer, cells []string, whole int, head bool) {
	w.add(`<w:tr><w:trPr><w:cantSplit/>`)
	font, align := Fang, Left
	if head {
		w.add(`<w:tblHeader/>`)
		font, align = Hei, Center
	}
	w.add(`</w:trPr>`)
	for i, n := range t.Widths {
		text := ""
		if i < len(cells) {
			text = cells[i]
		}
		w.add(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:spacing w:before="40" w:after="40"/><w:jc w:val="%s"/></w:pPr>`, n*typeArea/whole, align)
		w.run(text, font, Size5, false, "")
		w.add(`</w:p></w:tc>`)
	}
	w.add(`</w:tr>`)
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}
