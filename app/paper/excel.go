package paper

import (
	"cmp"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"kaoji/app/xlsx"
)

// Excel writes forms as a workbook with a sheet for each.
func Excel(w io.Writer, forms iter.Seq2[*Form, error]) error {
	return xlsx.Layouts(w, func(yield func(*xlsx.Layout, error) bool) {
		for f, err := range forms {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(f.layout(), nil) {
				return
			}
		}
	})
}

// Heights and sizes of what stands above and below the pages of a form.
const (
	titleHeight, titleSize = 140, 44
	underHeight, underSize = 80, 24
)

// layout is a form as a sheet. Its pages stand one below the other, in columns that all of
// them share.
func (f *Form) layout() *xlsx.Layout {
	// Programs round widths and heights, each in its way: narrower margins leave room.
	const room = 50
	l := &sheet{Layout: xlsx.Layout{Name: f.Name, Margins: [4]int{marginTop - room, marginSide - room, marginBottom - room, marginSide - room}}}
	l.divide(f.Pages)
	if f.Long {
		l.line(tooLong, underHeight, xlsx.Look{Size: underSize, Align: string(Center)})
	}
	l.line(f.Title, titleHeight, xlsx.Look{Size: titleSize, Bold: true, Align: string(Center)})
	if f.Under != "" {
		l.line(f.Under, underHeight, xlsx.Look{Size: underSize, Align: string(Center)})
	}
	for i := range f.Pages {
		if i > 0 {
			l.Breaks = append(l.Breaks, len(l.Rows))
		}
		l.page(&f.Pages[i])
	}
	if f.Below != "" {
		l.line(f.Below, underHeight, xlsx.Look{Size: underSize, Align: string(Right)})
	}
	return &l.Layout
}

type sheet struct {
	xlsx.Layout
	edges []int // the left edges of the columns, and the right edge of the last one
}

// divide makes columns of which the columns of every page are made up.
func (l *sheet) divide(pages []Page) {
	at := map[int]bool{0: true}
	for _, p := range pages {
		edge := 0
		for _, w := range p.Columns {
			edge += w
			at[edge] = true
		}
	}
	l.edges = slices.Sorted(maps.Keys(at))
	for i := 1; i < len(l.edges); i++ {
		l.Columns = append(l.Columns, l.edges[i]-l.edges[i-1])
	}
}

// line adds a row with one text over all columns.
func (l *sheet) line(text string, height int, look xlsx.Look) {
	l.Cells = append(l.Cells, xlsx.LayoutCell{Row: len(l.Rows), Cols: len(l.Columns), Text: text, Look: look})
	l.Rows = append(l.Rows, height)
}

// page adds the rows of a page. What is higher than a row of a sheet can be becomes
// several rows.
func (l *sheet) page(p *Page) {
	first := make([]int, len(p.Rows)+1) // of the sheet, by row of the page
	heights := p.spread()
	for r, height := range heights {
		first[r] = len(l.Rows)
		n := (height + xlsx.MaxHeight - 1) / xlsx.MaxHeight
		for range n {
			l.Rows = append(l.Rows, height/n)
		}
	}
	first[len(p.Rows)] = len(l.Rows)
	for _, c := range p.cells() {
		col, end := l.columns(p, c.col), l.columns(p, c.col+c.cols)
		size, _ := p.box(&c).fit(c.Lines(), spreadLeading)
		if size = min(size, c.Size); c.Upright {
			size = max(size*3/4, smallest)
		}
		l.Cells = append(l.Cells, xlsx.LayoutCell{
			Row: first[c.row], Rows: first[c.row+c.rows] - first[c.row], Col: col, Cols: end - col, Text: strings.ReplaceAll(c.Text, "\t", "  "), Picture: c.Picture,
			Look: xlsx.Look{Size: size, Align: string(cmp.Or(c.Align, Center)), Top: c.Top, Upright: c.Upright, Above: !c.Opened, Below: !c.Open, Beside: true},
		})
	}
}

// columns is the column of the sheet at the left edge of a column of a page.
func (l *sheet) columns(p *Page, col int) int {
	edge := 0
	for _, w := range p.Columns[:col] {
		edge += w
	}
	return slices.Index(l.edges, edge)
}

// spreadLeading is how high a line of a spreadsheet is, in percent of the size: it depends
// on the font, and no program lets it be chosen.
func spreadLeading(int) int { return 145 }

// spread are the heights of the rows of a page in a spreadsheet: a row in which a text does
// not fit at the smallest size is higher, because a spreadsheet would not show the rest.
func (p *Page) spread() []int {
	heights := make([]int, len(p.Rows))
	for i, r := range p.Rows {
		heights[i] = r.Height
	}
	for _, c := range p.cells() {
		if c.rows > 1 || c.Upright {
			continue
		}
		b := p.box(&c)
		heights[c.row] = max(heights[c.row], p.Rows[c.row].Height+b.high(c.Lines(), smallest, spreadLeading(smallest))-b.height)
	}
	return heights
}
