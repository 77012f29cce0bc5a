package cadreform

import "unicode/utf8"

// A form has two pages. Texts that are long are set smaller, as the usual programs do.

// Sizes are the sizes of type, in half points, from the usual one down to the smallest.
var Sizes = []int{28, 26, 24, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12}

// Box is a box of a form.
type Box struct {
	Width, Height int // in tenths of a millimetre
	Indent        int // in characters: lines after the first one of a paragraph are so much shorter
}

// Fit returns the largest size at which the paragraphs fit a box; ok is false if they do
// not even at the smallest one, which is returned then.
func (b Box) Fit(paragraphs []string, largest int) (halfPoints int, ok bool) {
	for _, size := range Sizes {
		if halfPoints = size; size <= largest && b.height(paragraphs, size) <= b.Height {
			return size, true
		}
	}
	return halfPoints, false
}

// height is how high paragraphs are at a size, in tenths of a millimetre. A half point is
// 25.4/144 mm; lines are 1.25 times as high as type.
func (b Box) height(paragraphs []string, size int) int {
	em := size * 254 / 144
	lines := 0
	for _, p := range paragraphs {
		room := max(1, b.Width/em-b.Indent)
		lines += max(1, (wide(p)+room*2-1)/(room*2))
	}
	return lines * em * 5 / 4
}

// wide is the width of a text in halves of a Han character.
func wide(s string) int {
	n := 0
	for _, r := range s {
		if n += 2; r < utf8.RuneSelf {
			n--
		}
	}
	return n
}
