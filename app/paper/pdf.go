package paper

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"kaoji/app/pdf"
)

// PDF writes forms as one PDF document, each beginning on a page of its own. It looks like
// the print.
func PDF(w io.Writer, title string, forms iter.Seq2[*Form, error]) error {
	font, err := pdf.Serif()
	if err != nil {
		return err
	}
	d := &drawing{Writer: pdf.New(w, font, title), font: font}
	for f, err := range forms {
		if err != nil {
			return err
		}
		d.form(f)
	}
	return d.Close()
}

type drawing struct {
	*pdf.Writer
	font *pdf.Font
	page *pdf.Page
	y    int // what is above it on the page is drawn
}

// Heights and sizes of what stands above and below the pages of a form, as in print.
const (
	drawnTitle, drawnUnder = 143, 73
	drawnBelow, belowSide  = 73, 100
	drawnNote, noteSize    = 60, 18
	bottom                 = pdf.Height - marginBottom
)

func (d *drawing) form(f *Form) {
	d.begin()
	if f.Long {
		d.heading(tooLong, drawnNote, pdf.Look{Size: noteSize, Red: true})
	}
	d.heading(f.Title, drawnTitle, pdf.Look{Size: titleSize, Bold: true})
	if f.Under != "" {
		d.heading(f.Under, drawnUnder, pdf.Look{Size: underSize})
	}
	for i := range f.Pages {
		if i > 0 {
			d.end()
			d.begin()
		}
		d.table(&f.Pages[i])
	}
	if f.Below != "" {
		if d.y+drawnBelow > bottom {
			d.end()
			d.begin()
		}
		d.page.Text(pdf.Width-marginSide-belowSide-d.breadth(f.Below, underSize)/fine, d.y+2*beside, f.Below, pdf.Look{Size: underSize})
	}
	d.end()
}

func (d *drawing) begin() { d.page, d.y = d.Blank(), marginTop }

// end writes the page. It says which characters it has no type for: they are written by hand.
func (d *drawing) end() {
	if list := d.page.Missing(); len(list) > 0 {
		var codes strings.Builder
		for _, r := range list {
			fmt.Fprintf(&codes, " %U", r)
		}
		for i, l := range d.lines(box{width: pdf.Width - 2*marginSide}, string(pdf.Geta)+"处是字库没有的字，请手写："+codes.String(), noteSize) {
			d.page.Text(marginSide, bottom+2*beside+i*em(noteSize)/fine, l.text, pdf.Look{Size: noteSize, Red: true})
		}
	}
	d.Page(d.page)
}

// heading draws what stands in the middle above a table.
func (d *drawing) heading(text string, height int, look pdf.Look) {
	for look.Size > smallest && d.breadth(text, look.Size) > (pdf.Width-2*marginSide)*fine {
		look.Size--
	}
	d.page.Text((pdf.Width-d.breadth(text, look.Size)/fine)/2, d.y, text, look)
	d.y += height
}

// breadth is the width of a text in the font, in fine parts.
func (d *drawing) breadth(text string, size int) int {
	n := 0
	for _, r := range text {
		n += d.font.Advance(r)
	}
	return n * em(size) / 1000
}

func (d *drawing) lines(b box, paragraph string, size int) []line {
	return b.lines(paragraph, size, d.breadth)
}

// piece is what must not be divided between pages: a line of a text, or a picture. Its place
// is that in the table.
type piece struct {
	x, y, height int
	text         string
	size         int
	width        int // of a picture
	picture      []byte
}

// table draws a page of a form. What is too long for it goes on on the next.
func (d *drawing) table(p *Page) {
	rows, pieces := d.laid(p)
	edges := []int{marginSide} // of columns
	for _, w := range p.Columns {
		edges = append(edges, edges[len(edges)-1]+w)
	}
	for from := 0; ; {
		until := cut(rows, pieces, from, from+bottom-d.y)
		place := func(y int) int { return d.y + min(max(y, from), until) - from }
		for _, c := range p.cells() {
			top, end := rows[c.row], rows[c.row+c.rows]
			if end <= from || top >= until {
				continue
			}
			left, right := edges[c.col], edges[c.col+c.cols]
			for _, x := range []int{left, right} {
				d.page.Line(x, place(top), x, place(end))
			}
			if !c.Opened || top < from {
				d.page.Line(left, place(top), right, place(top))
			}
			if !c.Open || end > until {
				d.page.Line(left, place(end), right, place(end))
			}
		}
		for _, one := range pieces {
			switch {
			case one.y < from || one.y >= until:
			case one.picture != nil:
				d.page.Picture(one.x, place(one.y), one.width, one.height, one.picture)
			default:
				d.page.Text(one.x, place(one.y), one.text, pdf.Look{Size: one.size})
			}
		}
		if until == rows[len(rows)-1] {
			d.y = place(until)
			return
		}
		from = until
		d.end()
		d.begin()
	}
}

// cut is where a table ends on a page of which the last place is most: where a row ends if
// that leaves less than half of the page empty, and never within a piece.
func cut(rows []int, pieces []piece, from, most int) int {
	if rows[len(rows)-1] <= most {
		return rows[len(rows)-1]
	}
	until := most
	for _, y := range rows {
		if y <= most && y > from+(most-from)/2 {
			until = y
		}
	}
	for moved := true; moved; {
		moved = false
		for _, one := range pieces {
			if one.y < until && one.y+one.height > until && one.y > from {
				until, moved = one.y, true
			}
		}
	}
	return until
}

// laid lays a page out: where its rows begin and the last one ends, and what stands in them.
// A row is higher than it should be if a text needs that at the smallest size.
func (d *drawing) laid(p *Page) (rows []int, pieces []piece) {
	grown := Page{Columns: p.Columns, Rows: slices.Clone(p.Rows)}
	cells := grown.cells()
	texts := make([]setText, len(cells))
	for i := range cells {
		c := &cells[i]
		b := grown.box(c)
		texts[i] = d.set(b, c.Lines(), c.Size)
		if more := texts[i].height() - b.height; more > 0 && !c.Upright {
			grown.Rows[c.row+c.rows-1].Height += more
		}
	}
	rows = make([]int, 1, len(p.Rows)+1)
	for _, r := range grown.Rows {
		rows = append(rows, rows[len(rows)-1]+r.Height)
	}
	for i := range cells {
		c := &cells[i]
		x := marginSide
		for _, w := range p.Columns[:c.col] {
			x += w
		}
		pieces = append(pieces, d.placed(&grown, c, texts[i], x, rows[c.row])...)
	}
	return rows, pieces
}

// setText is a text in lines.
type setText struct {
	lines []line
	size  int
}

// set sets a text at a size, or at the largest below it at which it fits.
func (d *drawing) set(b box, paragraphs []string, size int) setText {
	for {
		t := setText{size: size}
		for _, p := range paragraphs {
			t.lines = append(t.lines, d.lines(b, p, size)...)
		}
		if t.height() <= b.height || size <= smallest {
			return t
		}
		size--
	}
}

// pitch is how high a line is.
func (t setText) pitch() int { return em(t.size) * leading(t.size) / 100 / fine }

func (t setText) height() int { return len(t.lines) * t.pitch() }

// signatureSide is what is free to the right of a text that stands there.
const signatureSide = 80

// placed are the pieces of a cell whose upper left corner is at x and y.
func (d *drawing) placed(p *Page, c *placed, t setText, x, y int) (pieces []piece) {
	width, height := p.size(c)
	if c.Picture != nil {
		return []piece{{x: x + beside, y: y + beside, width: width - 2*beside, height: height - 2*beside, picture: c.Picture}}
	}
	if c.Upright {
		return d.upright(t, x, y, width, height)
	}
	top, room := y+edge/2+beside, p.box(c).width
	if x += edge/2 + beside; !c.Top {
		top = y + (height-t.height())/2
	}
	for i, l := range t.lines {
		at, wide := x, d.breadth(strings.TrimRight(l.text, " "), t.size)/fine+l.at/fine
		switch {
		case c.Align == Right:
			at = max(x, x+room-wide-signatureSide)
		case c.Align != Left && c.Hang == 0:
			at = max(x, x+(room-wide)/2)
		}
		one := piece{x: at + l.at/fine, y: top + i*t.pitch() + (t.pitch()-em(t.size)/fine)/2, height: em(t.size) / fine, text: l.text, size: t.size}
		pieces = append(pieces, one)
		if l.mark != "" {
			one.x, one.text = at, l.mark
			pieces = append(pieces, one)
		}
	}
	return pieces
}

// upright are the characters of a text from top to bottom, in lines from right to left.
func (d *drawing) upright(t setText, x, y, width, height int) (pieces []piece) {
	full := em(t.size) / fine
	right := x + (width+len(t.lines)*t.pitch())/2
	for i, l := range t.lines {
		characters := []rune(l.mark + l.text)
		top := y + max(0, height-len(characters)*full)/2
		for k, r := range characters {
			middle := right - i*t.pitch() - t.pitch()/2
			pieces = append(pieces, piece{x: middle - d.breadth(string(r), t.size)/fine/2, y: top + k*full, height: full, text: string(r), size: t.size})
		}
	}
	return pieces
}
