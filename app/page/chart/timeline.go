package chart

import (
	"math"
	"strconv"
)

// Moment is a value at a time.
type Moment struct {
	At        float64 // in years: 2026.5 is the middle of 2026
	Label     string  // of the time, for the table
	Value     float64
	Low, High float64 // interval of the value; both 0 if there is none
	Cells     []string
}

// Track says how points are drawn.
type Track struct {
	Steps    []string // names of the values 0, 1, … instead of numbers
	Bars     bool     // amounts from 0; otherwise points that are joined
	From, To int      // first and last year of the axis
	Heads    []string // of the cells of the table, after the time
}

// The plot of a timeline.
const (
	trackTop    = 10.0
	trackBottom = 118.0
	trackRight  = width - 12.0
	trackHeight = 142
)

// Timeline draws values on a true time axis, each at its time: bars from 0, or points
// joined in order, with their intervals as vertical lines. Different forms and not
// colours carry the meaning, so it can be printed in black and white.
func Timeline(t Text, points []Moment, how Track) Figure {
	f := Figure{ID: t.ID, Title: t.Title, Note: t.Note, Heads: append([]string{t.Label}, how.Heads...)}
	for _, p := range points {
		f.Rows = append(f.Rows, append([]string{p.Label}, p.Cells...))
	}
	c := &canvas{height: trackHeight}
	y, left := how.scale(c, points)
	years := float64(max(how.To-how.From+1, 1))
	x := func(at float64) float64 { return left + (at-float64(how.From))/years*(trackRight-left) }
	c.line("ax", left, trackBottom, trackRight, trackBottom)
	labels := make([]string, 0, how.To-how.From+1)
	for year := how.From; year <= how.To; year++ {
		labels = append(labels, strconv.Itoa(year))
	}
	every := sparse(labels, (trackRight-left)/years)
	for i, label := range labels {
		c.line("ax", x(float64(how.From+i)), trackBottom, x(float64(how.From+i)), trackBottom+4)
		if i%every == 0 {
			c.text("m", x(float64(how.From+i)+0.5), trackBottom+19, label)
		}
	}
	how.draw(c, points, x, y)
	f.SVG = c.svg(t)
	return f
}

func (how *Track) draw(c *canvas, points []Moment, x, y func(float64) float64) {
	const bar = 14.0
	xs, ys := make([]float64, len(points)), make([]float64, len(points))
	for i, p := range points {
		xs[i], ys[i] = x(p.At), y(p.Value)
		if how.Bars {
			c.rect("c0", xs[i]-bar/2, ys[i], bar, trackBottom-ys[i])
		}
		if p.High > p.Low {
			c.line("ci", xs[i], y(p.Low), xs[i], y(p.High))
		}
	}
	if !how.Bars {
		c.path("l c0", xs, ys)
		c.dots("d c0", xs, ys)
	}
}

// scale draws the vertical axis and returns the place of a value and the left end of
// the plot. Amounts begin at 0; other values where the lowest is.
func (how *Track) scale(c *canvas, points []Moment) (y func(float64) float64, left float64) {
	if len(how.Steps) > 0 {
		top := float64(len(how.Steps) - 1)
		y = func(v float64) float64 { return trackBottom - 12 - v/max(top, 1)*(trackBottom-12-trackTop) }
		left = labelColumn(how.Steps)
		for i, s := range how.Steps {
			c.line("gl", left, y(float64(i)), trackRight, y(float64(i)))
			c.text("e", left-7, y(float64(i))+4, s)
		}
		return y, left
	}
	low, high := 0.0, 0.0
	for i, p := range points {
		high = max(high, p.Value, p.High)
		if least := leastOf(p); i == 0 || least < low {
			low = least
		}
	}
	if how.Bars || low < high/2 {
		low = 0
	}
	marks := marksBetween(low, high)
	from, to := marks[0], marks[len(marks)-1]
	y = func(v float64) float64 { return trackBottom - (v-from)/(to-from)*(trackBottom-trackTop) }
	for _, m := range marks {
		left = max(left, space(number(m))+12)
	}
	for _, m := range marks {
		c.line("gl", left, y(m), trackRight, y(m))
		c.text("e", left-7, y(m)+4, number(m))
	}
	return y, left
}

func leastOf(p Moment) float64 {
	if p.High > p.Low {
		return min(p.Value, p.Low)
	}
	return p.Value
}

// marksBetween are two to four round numbers that include both values.
func marksBetween(low, high float64) []float64 {
	steps := ticks(max(high-low, 1e-9))
	step := (steps[1] - steps[0]) * math.Max(1, math.Ceil(float64(len(steps)-1)/3))
	from := math.Floor(low/step+1e-9) * step
	list := []float64{from}
	for list[len(list)-1] < high-step*1e-9 || len(list) < 2 {
		list = append(list, from+step*float64(len(list)))
	}
	return list
}
