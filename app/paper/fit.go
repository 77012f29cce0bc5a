package paper

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// largest and smallest are the sizes of type that a form uses; half points are between them.
const (
	largest  = 24
	smallest = 12
)

// What a cell has around its text: at the left and the right of it, above and below a text
// in the middle, and half of the lines around the cell at both sides.
const (
	beside = 10
	above  = 3
	edge   = 4
)

// leading is how high a line is, in percent of the size of its type. Small type is set
// closer, so that it need not be smaller.
func leading(size int) int {
	const small = 20
	if size < small {
		return 115
	}
	return 125
}

// Fit sets the size of each cell that has none: the largest at which its text fits, as
// the usual programs do with long texts. Long says whether some text does not fit even
// at the smallest one.
func (f *Form) Fit() {
	for i := range f.Pages {
		p := &f.Pages[i]
		for _, c := range p.cells() {
			if c.Size > 0 {
				continue
			}
			size, fits := p.box(&c).fit(c.Lines(), leading)
			c.Size, f.Long = size, f.Long || !fits
		}
	}
}

// box is the room for a text.
type box struct {
	width, height int // along the lines, and across them
	indent        int // in characters: lines of a paragraph after the first are so much shorter
}

// box is the room in a cell.
func (p *Page) box(c *placed) box {
	width, height := p.size(c)
	width -= 2*beside + edge
	if height -= edge; c.Top {
		height -= 2 * beside
	} else {
		height -= 2 * above
	}
	if c.Upright {
		width, height = height, width
	}
	return box{width: width, height: height, indent: c.Hang}
}

// fit returns the largest size at which the paragraphs fit; ok is false if they do not
// even at the smallest one, which is returned then.
func (b box) fit(paragraphs []string, leading func(size int) int) (size int, ok bool) {
	for size = largest; size >= smallest; size-- {
		if b.high(paragraphs, size, leading(size)) <= b.height {
			return size, true
		}
	}
	return smallest, false
}

// fine is in how many parts lengths are divided to reckon with: sizes of type are no whole
// tenths of a millimetre.
const fine = 1000

// em is the width of a Han character, in fine parts. A half point is 25.4/144 mm.
func em(size int) int { return size * 254 * fine / 144 }

// high is how high paragraphs are at a size and a leading, rounded up.
func (b box) high(paragraphs []string, size, leading int) int {
	lines := 0
	for _, p := range paragraphs {
		lines += len(b.lines(p, size, breadth))
	}
	return (lines*em(size)*leading/100 + fine - 1) / fine
}

// line is a line of a paragraph: what stands before the indent, and the text, which begins
// at a distance from the left.
type line struct {
	mark, text string
	at         int // in fine parts
	wide       int // of the text
}

// lines are the lines of a paragraph, if texts are as wide as breadth says. What stands
// before a tab has the place of the indent.
func (b box) lines(paragraph string, size int, breadth func(text string, size int) int) []line {
	room, indent := max(b.width*fine, em(size)), b.indent*em(size)
	l := line{}
	if mark, text, ok := strings.Cut(paragraph, "\t"); ok {
		l, paragraph = line{mark: mark, at: max(indent, breadth(mark, size))}, text
	}
	var list []line
	begin, end := 0, 0 // of the line in the paragraph
	add := func(part string) {
		wide := breadth(part, size)
		if l.at+l.wide+wide > room && (end > begin || l.mark != "") && strings.TrimSpace(part) != "" { // spaces hang over the end
			l.text = paragraph[begin:end]
			list, l, begin = append(list, l), line{at: min(indent, room-em(size))}, end
		}
		end, l.wide = end+len(part), l.wide+wide
	}
	for _, part := range unbroken(paragraph) {
		if breadth(part, size) <= room-indent {
			add(part)
			continue
		}
		for part != "" { // longer than a line
			_, n := utf8.DecodeRuneInString(part)
			add(part[:n])
			part = part[n:]
		}
	}
	l.text = paragraph[begin:end]
	return append(list, l)
}

// breadth is the width of a text in fine parts. A month is as wide as half of its characters
// in every font of the forms; letters are wider in some.
func breadth(text string, size int) int {
	const full, letter, half = 100, 65, 50
	n := 0
	for _, r := range text {
		switch {
		case r >= utf8.RuneSelf:
			n += full
		case unicode.IsLetter(r):
			n += letter
		default:
			n += half
		}
	}
	return n * em(size) / full
}

// Punctuation that begins no line, and that ends none.
const (
	closing = "、，。；：！？）》」』】〕”’％·…—)]},.;:!?%"
	opening = "（《「『【〔“‘([{"
)

// unbroken divides a text where lines can end: between Han characters, beside spaces, but
// not within words and numbers and not before or after punctuation that belongs to them.
func unbroken(text string) []string {
	var parts []string
	begin, last := 0, rune(0)
	for i, r := range text {
		if i > begin && breaks(last, r) {
			parts, begin = append(parts, text[begin:i]), i
		}
		last = r
	}
	if begin < len(text) {
		parts = append(parts, text[begin:])
	}
	return parts
}

func breaks(last, r rune) bool {
	switch {
	case unicode.IsSpace(last) != unicode.IsSpace(r):
		return true
	case strings.ContainsRune(closing, r), strings.ContainsRune(opening, last):
		return false
	}
	return last >= utf8.RuneSelf || r >= utf8.RuneSelf
}
