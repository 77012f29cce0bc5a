// Package pdftest reads the documents of package pdf in tests.
package pdftest

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/jpeg"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"kaoji/app/pdf"
)

// Text is a text on a page. Its place and size are points from the lower left corner.
type Text struct {
	X, Y, Size, Width float64
	Text              string
}

// Line is a line on a page.
type Line struct{ X1, Y1, X2, Y2 float64 }

// Page is a page that was read.
type Page struct {
	Texts []Text
	Lines []Line
}

// Words are all texts of a page one after the other.
func (p *Page) Words() string {
	var b strings.Builder
	for _, one := range p.Texts {
		b.WriteString(one.Text)
	}
	return b.String()
}

var (
	streams = regexp.MustCompile(`/Length (\d+) /Filter /FlateDecode ([^\n]*?) >>\nstream\n`)
	mapping = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>\n`)
	shown   = regexp.MustCompile(`/F ([\d.]+) Tf (-?[\d.]+) (-?[\d.]+) Td <([0-9A-F]+)> Tj`)
	drawn   = regexp.MustCompile(`(-?[\d.]+) (-?[\d.]+) m (-?[\d.]+) (-?[\d.]+) l S`)
)

// Read reads the pages of a document.
func Read(t *testing.T, b []byte) (pages []Page) {
	t.Helper()
	var contents [][]byte
	letters := map[string]string{}
	for _, m := range streams.FindAllSubmatchIndex(b, -1) {
		n, _ := strconv.Atoi(string(b[m[2]:m[3]]))
		z, err := zlib.NewReader(bytes.NewReader(b[m[1] : m[1]+n]))
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case m[4] < m[5]: // the font
		case bytes.HasPrefix(content, []byte("/CIDInit")):
			for _, one := range mapping.FindAllSubmatch(content, -1) {
				letters[string(one[1])] = decoded(string(one[2]))
			}
		default:
			contents = append(contents, content)
		}
	}
	font, err := pdf.Serif()
	if err != nil {
		t.Fatal(err)
	}
	for _, content := range contents {
		var p Page
		for _, one := range shown.FindAllSubmatch(content, -1) {
			text := Text{Size: number(one[1]), X: number(one[2]), Y: number(one[3])}
			for i := 0; i < len(one[4]); i += 4 {
				text.Text += letters[string(one[4][i:i+4])]
			}
			for _, r := range text.Text {
				text.Width += float64(font.Advance(r)) * text.Size / 1000
			}
			p.Texts = append(p.Texts, text)
		}
		for _, one := range drawn.FindAllSubmatch(content, -1) {
			p.Lines = append(p.Lines, Line{number(one[1]), number(one[2]), number(one[3]), number(one[4])})
		}
		pages = append(pages, p)
	}
	return pages
}

func number(b []byte) float64 {
	n, _ := strconv.ParseFloat(string(b), 64)
	return n
}

func decoded(hex string) string {
	var units []uint16
	for i := 0; i < len(hex); i += 4 {
		n, _ := strconv.ParseUint(hex[i:i+4], 16, 16)
		units = append(units, uint16(n)) //nolint:gosec // of four digits
	}
	return string(utf16.Decode(units))
}

// JPEG is a picture.
func JPEG(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 40)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
