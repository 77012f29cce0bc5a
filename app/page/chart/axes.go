package chart

// The plot of charts with two axes.
const (
	plotLeft   = 44.0
	plotTop    = 10.0
	plotRight  = width - 14.0
	plotBottom = 210.0
	plotHeight = plotBottom - plotTop
	plotWidth  = plotRight - plotLeft
)

// plot is a canvas with a vertical axis from 0 to end.
type plot struct {
	canvas
	end float64
}

// newPlot draws the grid and the vertical axis, tall enough for top.
func newPlot(top float64) *plot {
	p := &plot{canvas: canvas{height: 234}}
	marks := ticks(top)
	p.end = marks[len(marks)-1]
	for _, m := range marks {
		y := p.y(m)
		if m > 0 {
			p.line("gl", plotLeft, y, plotRight, y)
		}
		p.text("e", plotLeft-7, y+4, number(m))
	}
	p.line("ax", plotLeft, plotBottom, plotRight, plotBottom)
	return p
}

// y is the place of a value.
func (p *plot) y(v float64) float64 { return plotBottom - v/p.end*plotHeight }

// under writes below the horizontal axis.
func (p *plot) under(x float64, s string) { p.text("m", x, plotBottom+17, s) }

// sparse tells how many labels to leave out so that they do not run together.
func sparse(labels []string, room float64) int {
	widest := 1.0
	for _, l := range labels {
		widest = max(widest, space(l)+8)
	}
	every := 1
	for widest > room*float64(every) {
		every++
	}
	return every
}
