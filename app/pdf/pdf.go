// Package pdf writes PDF documents of A4 pages with lines, texts and JPEG pictures, in one
// font of which a document has the characters that it uses. The same pages are always the
// same bytes: a document has no date.
//
// Lengths are tenths of a millimetre from the upper left corner of a page, sizes of type
// half points.
package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	_ "image/jpeg" // of pictures
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
)

// Media is the type of the files.
const Media = "application/pdf"

// The size of A4.
const (
	Width  = 2100
	Height = 2970
)

// Writer writes a document. After the first error it writes nothing; Close returns it.
type Writer struct {
	to      io.Writer
	font    *Font
	at      int64
	objects []int64 // where they begin, by number from 1; 0 for none yet
	pages   []int
	glyphs  map[rune]int // numbers in the document, in the order of their use
	runes   []rune       // by number; the first is of none
	err     error
}

// The objects whose number is known before they are written.
const (
	catalog = iota + 1
	pageTree
	fontObject
	info
	known = info
)

// New begins a document.
func New(to io.Writer, font *Font, title string) *Writer {
	d := &Writer{to: to, font: font, objects: make([]int64, known), glyphs: map[rune]int{}, runes: []rune{0}}
	d.print("%%PDF-1.7\n%%\xe2\xe3\xcf\xd3\n")
	d.object(info, "<< /Title %s /Producer (Kaoji) >>", words(title))
	return d
}

// print writes a part of the file.
func (d *Writer) print(format string, values ...any) {
	if d.err == nil {
		n, err := fmt.Fprintf(d.to, format, values...)
		d.at, d.err = d.at+int64(n), err
	}
}

// next is the number of a new object.
func (d *Writer) next() int {
	d.objects = append(d.objects, 0)
	return len(d.objects)
}

// object writes an object.
func (d *Writer) object(number int, format string, values ...any) {
	d.objects[number-1] = d.at
	d.print("%d 0 obj\n"+format+"\nendobj\n", append([]any{number}, values...)...)
}

// stream writes an object with data, which has further entries.
func (d *Writer) stream(number int, entries string, data []byte) {
	d.object(number, "<< /Length %d %s >>\nstream\n%s\nendstream", len(data), entries, data)
}

// packed writes an object with data that it compresses.
func (d *Writer) packed(number int, entries string, data []byte) {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, err := z.Write(data)
	if err = errors.Join(err, z.Close()); d.err == nil {
		d.err = err
	}
	d.stream(number, "/Filter /FlateDecode "+entries, b.Bytes())
}

// Page writes a page.
func (d *Writer) Page(p *Page) {
	for _, one := range p.pictures {
		d.stream(one.number, one.entries, one.content)
	}
	content, page := d.next(), d.next()
	d.packed(content, "", p.content.Bytes())
	var pictures strings.Builder
	for _, one := range p.pictures {
		fmt.Fprintf(&pictures, " /P%d %d 0 R", one.number, one.number)
	}
	d.object(page, "<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Contents %d 0 R /Resources << /Font << /F %d 0 R >> /XObject <<%s >> >> >>",
		pageTree, points(Width), points(Height), content, fontObject, pictures.String())
	d.pages = append(d.pages, page)
}

// Close writes the font and the end of the document.
func (d *Writer) Close() error {
	d.object(catalog, "<< /Type /Catalog /Pages %d 0 R /Lang (zh-CN) /ViewerPreferences << /DisplayDocTitle true >> >>", pageTree)
	var kids strings.Builder
	for _, page := range d.pages {
		fmt.Fprintf(&kids, "%d 0 R ", page)
	}
	d.object(pageTree, "<< /Type /Pages /Kids [ %s] /Count %d >>", kids.String(), len(d.pages))
	d.embed()
	begins := d.at
	d.print("xref\n0 %d\n0000000000 65535 f \n", len(d.objects)+1)
	for _, at := range d.objects {
		d.print("%010d 00000 n \n", at)
	}
	d.print("trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(d.objects)+1, catalog, info, begins)
	return d.err
}

// embed writes the font with the characters of the document.
func (d *Writer) embed() {
	gids := make([]int, len(d.runes))
	var widths strings.Builder
	for i, r := range d.runes {
		gids[i] = d.font.glyph(r)
		fmt.Fprintf(&widths, "%d ", d.font.advance(gids[i]))
	}
	file, descriptor, descendant, unicodes := d.next(), d.next(), d.next(), d.next()
	program := d.font.subset(gids)
	name := tag(program) + "+NotoSerifSC"
	d.packed(file, fmt.Sprintf("/Length1 %d", len(program)), program)
	d.object(descriptor, "<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 733 /StemV 80 /FontFile2 %d 0 R >>",
		name, d.font.box[0], d.font.box[1], d.font.box[2], d.font.box[3], file)
	d.object(descendant, "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R /CIDToGIDMap /Identity /W [0 [%s]] >>",
		name, descriptor, widths.String())
	d.packed(unicodes, "", d.unicodes())
	d.object(fontObject, "<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", name, descendant, unicodes)
}

// unicodes says which character each number of a glyph is, for who searches and copies.
func (d *Writer) unicodes() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	n := 1
	for part := range slices.Chunk(d.runes[1:], 100) { // as many as a CMap may list together
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, r := range part {
			fmt.Fprintf(&b, "<%04X> <", n)
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, "%04X", unit)
			}
			b.WriteString(">\n")
			n++
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

// tag marks the part of a font that a document has.
func tag(program []byte) string {
	sum, letters := crc32.ChecksumIEEE(program), make([]byte, 6)
	for i := range letters {
		letters[i], sum = 'A'+byte(sum%26), sum/26
	}
	return string(letters)
}

// words is a text outside a page.
func words(text string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String() + ">"
}

// points is a length.
func points(length int) string { return fmt.Sprintf("%.2f", float64(length)*72/254) }

// Page is what stands on a page.
type Page struct {
	of       *Writer
	content  bytes.Buffer
	pictures []picture
	missing  map[rune]bool
}

type picture struct {
	number  int
	entries string
	content []byte
}

// Blank returns an empty page, which Page writes.
func (d *Writer) Blank() *Page {
	p := &Page{of: d, missing: map[rune]bool{}}
	p.content.WriteString(thin + "\n")
	return p
}

// thin is the width of lines.
const thin = ".5 w"

// Line draws a line.
func (p *Page) Line(x1, y1, x2, y2 int) {
	fmt.Fprintf(&p.content, "%s %s m %s %s l S\n", points(x1), points(Height-y1), points(x2), points(Height-y2))
}

// Look is how a text is drawn.
type Look struct {
	Size int
	Bold bool
	Red  bool
}

// Text draws a text that begins at x, on a line of type of which y is the top. What the font
// lacks is drawn as Geta.
func (p *Page) Text(x, y int, text string, look Look) {
	var b strings.Builder
	for _, r := range text {
		if Unseen(r) {
			continue
		}
		if !p.of.font.Has(r) {
			p.missing[r], r = true, Geta
		}
		n, ok := p.of.glyphs[r]
		if !ok {
			n = len(p.of.runes)
			p.of.glyphs[r], p.of.runes = n, append(p.of.runes, r)
		}
		fmt.Fprintf(&b, "%04X", n)
	}
	if b.Len() == 0 {
		return
	}
	before, after := "", ""
	if look.Bold { // the outline is drawn, too
		before, after = before+fmt.Sprintf("2 Tr %.2f w ", float64(look.Size)/2/32), " 0 Tr "+thin
	}
	if look.Red {
		before, after = before+".8 0 0 rg ", after+" 0 g"
	}
	const ascent = 88
	fmt.Fprintf(&p.content, "BT %s/F %.1f Tf %s %s Td <%s> Tj%s ET\n", before, float64(look.Size)/2, points(x), points(Height-y-look.Size*254*ascent/14400), b.String(), after)
}

// Missing are the characters that the font lacks.
func (p *Page) Missing() []rune { return slices.Sorted(maps.Keys(p.missing)) }

// Picture draws a JPEG picture as large as it fits into a frame, in the middle of it. It
// reports whether it is one.
func (p *Page) Picture(x, y, width, height int, content []byte) bool {
	of, format, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || format != "jpeg" || of.Width < 1 || of.Height < 1 {
		return false
	}
	colours := "/DeviceRGB"
	switch of.ColorModel {
	case color.GrayModel:
		colours = "/DeviceGray"
	case color.CMYKModel:
		colours = "/DeviceCMYK /Decode [1 0 1 0 1 0 1 0]"
	}
	wide, high := width, width*of.Height/of.Width
	if high > height {
		wide, high = height*of.Width/of.Height, height
	}
	n := p.of.next()
	p.pictures = append(p.pictures, picture{n, fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /Filter /DCTDecode /ColorSpace %s", of.Width, of.Height, colours), content})
	fmt.Fprintf(&p.content, "q %s 0 0 %s %s %s cm /P%d Do Q\n", points(wide), points(high), points(x+(width-wide)/2), points(Height-y-(height+high)/2), n)
	return true
}
