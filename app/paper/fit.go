package paper

import (
	"strings"
	"unicode/utf8"
)

// sizes are the sizes of type from the largest to the smallest that a form uses.
var sizes = []int{24, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12}

// padding is between the line around a cell and its text, at one side.
const padding = 10

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
			width, height := p.size(&c)
			if c.Upright {
				width, height = height, width
			}
			b := box{width: width - 2*padding, height: height, indent: c.Hang}
			if c.Top {
				b.height -= 2 * padding
			}
			size, fits := b.fit(c.Lines())
			c.Size, f.Long = size, f.Long || !fits
		}
	}
}

// box is the room for a text.
type box struct {
	width, height int
	indent        int // in characters: lines of a paragraph after the first are so much shorter
}

// fit returns the largest size at which the paragraphs fit; ok is false if they do not
// even at the smallest one, which is returned then.
func (b box) fit(paragraphs []string) (size int, ok bool) {
	for _, size = range sizes {
		if b.high(paragraphs, size) <= b.height {
			return size, true
		}
	}
	return size, false
}

// em is the width of a Han character. A half point is 25.4/144 mm.
func em(size int) int { return size * 254 / 144 }

// high is how high paragraphs are at a size. Lines are 1.25 times as high as type.
func (b box) high(paragraphs []string, size int) int {
	lines := 0
	first := max(1, b.width/em(size)) * 2
	room := max(2, first-2*b.indent)
	for _, p := range paragraphs {
		lines += 1 + max(0, b.wide(p)-first+room-1)/room
	}
	return lines * em(size) * 5 / 4
}

// wide is the width of a text in halves of a Han character; a tab leads to the indent.
func (b box) wide(s string) int {
	n := 0
	if mark, text, ok := strings.Cut(s, "\t"); ok {
		n, s = max(2*b.indent, b.wide(mark)), text
	}
	for _, r := range s {
		if n += 2; r < utf8.RuneSelf {
			n--
		}
	}
	return n
}
