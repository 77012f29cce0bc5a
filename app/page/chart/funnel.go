package chart

import "strconv"

// Point is a subject of a funnel plot: its expected count, its observed count, and
// whether the computation flagged it.
type Point struct {
	Label  string
	X, Y   float64
	Marked bool
}

// Limits are curves of the funnel. The caller computes them, so that the picture
// shows exactly the limits used: for each X the lowest and highest value that
// chance alone explains.
type Limits struct {
	Name      string // such as 95%
	X         []float64
	Low, High []float64
}

// Funnel draws points between their limits (Spiegelhalter 2005, Statistics in
// Medicine 24:1185: 95% and 99.8% limits). Flagged points are named. xHead and
// markedHead are headings of the table, mark is the text of a flagged row.
func Funnel(t Text, xHead, markedHead, mark string, points []Point, limits []Limits) Figure {
	f := Figure{ID: t.ID, Title: t.Title, Note: t.Note, Heads: []string{t.Label, xHead, t.Value, markedHead}}
	right, top := 0.0, 0.0
	for _, p := range points {
		right, top = max(right, p.X), max(top, p.Y)
		said := ""
		if p.Marked {
			said = mark
		}
		f.Rows = append(f.Rows, []string{p.Label, number(p.X), number(p.Y), said})
	}
	for i, l := range limits {
		right = max(right, largest(l.X...))
		top = max(top, largest(l.High...))
		f.Legend = append(f.Legend, Key{"f" + strconv.Itoa(i), l.Name})
	}
	c := newPlot(top)
	marks := ticks(right)
	end := marks[len(marks)-1]
	x := func(v float64) float64 { return plotLeft + v/end*plotWidth }
	for _, m := range marks {
		c.under(x(m), number(m))
	}
	for i, l := range limits {
		xs, low, high := make([]float64, len(l.X)), make([]float64, len(l.X)), make([]float64, len(l.X))
		for k := range l.X {
			xs[k], low[k], high[k] = x(l.X[k]), c.y(l.Low[k]), c.y(l.High[k])
		}
		c.path("l f"+strconv.Itoa(i), xs, high)
		c.path("l f"+strconv.Itoa(i), xs, low)
	}
	for _, p := range points {
		if !p.Marked {
			c.add(`<circle class="c1" cx="%s" cy="%s" r="4"/>`, at(x(p.X)), at(c.y(p.Y)))
			continue
		}
		c.add(`<circle class="hot" cx="%s" cy="%s" r="5"/>`, at(x(p.X)), at(c.y(p.Y)))
		if px := x(p.X); px+10+space(p.Label) < width {
			c.text("hot", px+8, c.y(p.Y)+4, p.Label)
		} else {
			c.text("e hot", px-8, c.y(p.Y)+4, p.Label)
		}
	}
	f.SVG = c.svg(t)
	return f
}
