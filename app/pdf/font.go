package pdf

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"sort"
	"sync"
	"unicode"

	"github.com/molecule-man/go-brrr"
)

// Geta stands for a character that the font lacks, as printers have it.
const Geta = '〓'

// packedFont is Noto Serif SC with the characters that scripts/fetch-font.sh keeps.
//
//go:embed font/NotoSerifSC.ttf.br
var packedFont []byte

// Serif is the font of documents. It is unpacked when it is first asked for.
var Serif = sync.OnceValues(func() (*Font, error) {
	content, err := io.ReadAll(brrr.NewReader(bytes.NewReader(packedFont)))
	if err != nil {
		return nil, err
	}
	return open(content)
})

// Font is a TrueType font.
type Font struct {
	tables  map[string][]byte
	long    bool    // offsets of glyphs have four bytes
	ranges  []chars // in the order of characters
	metrics int     // how many glyphs have a width of their own
	box     [4]int
}

// chars are characters whose glyphs follow each other.
type chars struct{ first, last, glyph uint32 }

var errFont = errors.New("pdf: not a TrueType font as it should be")

// open reads a font of 1000 units an em that names its characters in a table of format 12.
// It is part of the program: what is not as it should be panics in tests.
func open(b []byte) (*Font, error) {
	f := &Font{tables: map[string][]byte{}}
	for i := range int(binary.BigEndian.Uint16(b[4:])) {
		entry := b[12+16*i:]
		at, size := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		f.tables[string(entry[:4])] = b[at : at+size]
	}
	head, cmap := f.tables["head"], f.tables["cmap"]
	f.long = binary.BigEndian.Uint16(head[50:]) == 1
	f.metrics = int(binary.BigEndian.Uint16(f.tables["hhea"][34:]))
	for i := range f.box {
		f.box[i] = signed(head[36+2*i:])
	}
	for i := range int(binary.BigEndian.Uint16(cmap[2:])) {
		table := cmap[binary.BigEndian.Uint32(cmap[4+8*i+4:]):]
		if binary.BigEndian.Uint16(table) != 12 {
			continue
		}
		f.ranges = nil
		for k := range int(binary.BigEndian.Uint32(table[12:])) {
			group := table[16+12*k:]
			f.ranges = append(f.ranges, chars{binary.BigEndian.Uint32(group), binary.BigEndian.Uint32(group[4:]), binary.BigEndian.Uint32(group[8:])})
		}
	}
	if len(f.ranges) == 0 || binary.BigEndian.Uint16(head[18:]) != 1000 {
		return nil, errFont
	}
	return f, nil
}

func signed(b []byte) int { return int(int16(binary.BigEndian.Uint16(b))) } //nolint:gosec // two's complement

// glyph is the glyph of a character, 0 if there is none.
func (f *Font) glyph(r rune) int {
	c := uint32(r) //nolint:gosec // characters are not negative
	if i := sort.Search(len(f.ranges), func(i int) bool { return f.ranges[i].last >= c }); i < len(f.ranges) && f.ranges[i].first <= c {
		return int(f.ranges[i].glyph + c - f.ranges[i].first)
	}
	return 0
}

// Has reports whether the font has a character.
func (f *Font) Has(r rune) bool { return f.glyph(r) != 0 }

// Unseen are characters that have no looks: controls, joiners and selectors of variants.
func Unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector)
}

// Advance is the width of a character, in thousandths of the size.
func (f *Font) Advance(r rune) int {
	switch {
	case Unseen(r):
		return 0
	case !f.Has(r):
		r = Geta
	}
	return f.advance(f.glyph(r))
}

func (f *Font) advance(glyph int) int {
	return int(binary.BigEndian.Uint16(f.tables["hmtx"][4*min(glyph, f.metrics-1):]))
}

// outline is what draws a glyph.
func (f *Font) outline(glyph int) []byte {
	loca := f.tables["loca"]
	at := func(i int) int {
		if f.long {
			return int(binary.BigEndian.Uint32(loca[4*i:]))
		}
		return 2 * int(binary.BigEndian.Uint16(loca[2*i:]))
	}
	return f.tables["glyf"][at(glyph):at(glyph+1)]
}

// subset is a font that has some glyphs, numbered from 0, and those of which they are made up.
func (f *Font) subset(glyphs []int) []byte {
	glyphs = slices.Clone(glyphs)
	var glyf, loca, hmtx []byte
	for i := 0; i < len(glyphs); i++ { // it grows
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf))) //nolint:gosec // as the font, of which it is a part
		outline := slices.Clone(f.outline(glyphs[i]))
		for _, part := range parts(outline) {
			of := int(binary.BigEndian.Uint16(part))
			n := slices.Index(glyphs, of)
			if n < 0 {
				n, glyphs = len(glyphs), append(glyphs, of)
			}
			binary.BigEndian.PutUint16(part, uint16(n)) //nolint:gosec // as above
		}
		glyf = append(glyf, outline...)
		glyf = append(glyf, make([]byte, -len(glyf)&3)...)
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.advance(glyphs[i]))) //nolint:gosec // as above
		bearing := uint16(0)
		if len(outline) > 4 {
			bearing = binary.BigEndian.Uint16(outline[2:]) // the left edge of the outline
		}
		hmtx = binary.BigEndian.AppendUint16(hmtx, bearing)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))             //nolint:gosec // as above
	n := binary.BigEndian.AppendUint16(nil, uint16(len(glyphs)))              //nolint:gosec // as above
	head := slices.Replace(slices.Clone(f.tables["head"]), 8, 12, 0, 0, 0, 0) // no checksum
	head = slices.Replace(head, 50, 52, 0, 1)                                 // loca is long
	hhea := slices.Replace(slices.Clone(f.tables["hhea"]), 34, 36, n...)      // all have widths
	maxp := slices.Replace(slices.Clone(f.tables["maxp"]), 4, 6, n...)        // number of glyphs
	return file([]table{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}})
}

// parts are the places of the numbers of glyphs of which a glyph is made up.
func parts(outline []byte) (list [][]byte) {
	const (
		contours = 10 // the head of a glyph
		words    = 1 << 0
		scale    = 1 << 3
		more     = 1 << 5
		scales   = 1 << 6
		matrix   = 1 << 7
	)
	if len(outline) < contours || signed(outline) >= 0 {
		return nil
	}
	for at := contours; ; {
		flags := binary.BigEndian.Uint16(outline[at:])
		list = append(list, outline[at+2:at+4])
		at += 6
		if flags&words != 0 {
			at += 2
		}
		switch {
		case flags&scale != 0:
			at += 2
		case flags&scales != 0:
			at += 4
		case flags&matrix != 0:
			at += 8
		}
		if flags&more == 0 {
			return list
		}
	}
}

type table struct {
	name    string
	content []byte
}

// file is a font of tables, in the order of their names.
func file(tables []table) []byte {
	b := []byte{0, 1, 0, 0}
	b = binary.BigEndian.AppendUint16(b, uint16(len(tables))) //nolint:gosec // six
	b = append(b, 0, 64, 0, 2, 0, 32)                         // helps to search among six
	at := 12 + 16*len(tables)
	for _, t := range tables {
		var sum uint32
		for part := range slices.Chunk(t.content, 4) {
			sum += binary.BigEndian.Uint32(append(slices.Clone(part), 0, 0, 0))
		}
		b = append(b, t.name...)
		b = binary.BigEndian.AppendUint32(b, sum)
		b = binary.BigEndian.AppendUint32(b, uint32(at))             //nolint:gosec // as the font
		b = binary.BigEndian.AppendUint32(b, uint32(len(t.content))) //nolint:gosec // as the font
		at += (len(t.content) + 3) &^ 3
	}
	for _, t := range tables {
		b = append(b, t.content...)
		b = append(b, make([]byte, -len(t.content)&3)...)
	}
	return b
}
