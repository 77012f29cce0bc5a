// Package chart draws charts as SVG on the server: they print, work without script,
// pass the Content-Security-Policy (classes, no style attributes) and have less
// than 2 kB for the data of an office. Every chart also has its numbers as a table,
// for screen readers and exact values.
//
// Texts are passed in the reader's language. Colours are the classes c0 to c5 of
// kaoji.css, from dark to light, so that they also differ in a grey print. The
// legend is outside the picture.
package chart

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// Figure is a drawn chart with its table: the model of the partial "chart".
type Figure struct {
	ID     string // unique on the page
	Title  string
	Note   string // one sentence that says what the chart shows; screen readers read it instead of the chart
	SVG    template.HTML
	Legend []Key
	Beside bool // its numbers stand beside it
	Heads  []string
	Rows   [][]string
}

// Key is an entry of a legend.
type Key struct {
	Class string
	Label string
}

// Text is what a chart says of itself.
type Text struct {
	ID    string // unique on the page
	Title string
	Note  string
	Label string // head of the table's first column
	Value string // head of the column of values
}

// Item is a labelled value.
type Item struct {
	Label string
	Value float64
}

// Series is a named list of values; NaN is a missing value.
type Series struct {
	Name   string
	Values []float64
}

const (
	width  = 400
	colors = 6
)

func class(i int) string { return "c" + strconv.Itoa(i%colors) }

// canvas collects the elements of a picture.
type canvas struct {
	strings.Builder
	height int
}

func (c *canvas) add(format string, args ...any) { fmt.Fprintf(&c.Builder, format, args...) }

// text writes at a point; class is the anchor: e ends there, m is centred.
func (c *canvas) text(class string, x, y float64, s string) {
	if class != "" {
		class = ` class="` + class + `"`
	}
	c.add(`<text%s x="%s" y="%s">%s</text>`, class, at(x), at(y), html.EscapeString(s))
}

func (c *canvas) rect(class string, x, y, w, h float64) {
	c.add(`<rect class="%s" x="%s" y="%s" width="%s" height="%s"/>`, class, at(x), at(y), at(w), at(h))
}

func (c *canvas) line(class string, x1, y1, x2, y2 float64) {
	c.add(`<path class="%s" d="M%s %sL%s %s"/>`, class, at(x1), at(y1), at(x2), at(y2))
}

// path joins points; a NaN breaks the line.
func (c *canvas) path(class string, xs, ys []float64) {
	var d strings.Builder
	pen := "M"
	for i := range xs {
		if math.IsNaN(ys[i]) {
			pen = "M"
			continue
		}
		d.WriteString(pen + at(xs[i]) + " " + at(ys[i]))
		pen = "L"
	}
	c.add(`<path class="%s" d="%s"/>`, class, d.String())
}

// dots draws points as lines of length zero with round ends, which are shorter in
// SVG than circles.
func (c *canvas) dots(class string, xs, ys []float64) {
	var d strings.Builder
	for i := range xs {
		if !math.IsNaN(ys[i]) {
			d.WriteString("M" + at(xs[i]) + " " + at(ys[i]) + "h0")
		}
	}
	c.add(`<path class="%s" d="%s"/>`, class, d.String())
}

// svg closes the picture.
func (c *canvas) svg(t Text) template.HTML {
	// Everything in it is numbers, our own classes and escaped text.
	return template.HTML(fmt.Sprintf( //nolint:gosec // escaped above
		`<svg class="chart" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-t %s-d"><title id="%s-t">%s</title><desc id="%s-d">%s</desc>%s</svg>`,
		width, c.height, t.ID, t.ID, t.ID, html.EscapeString(t.Title), t.ID, html.EscapeString(t.Note), c.String()))
}

// at formats a coordinate to a tenth; finer values are not visible.
func at(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// number formats a value with at most two decimals, three below one, without
// trailing zeros.
func number(v float64) string {
	if math.IsNaN(v) {
		return "—"
	}
	scale := 100.0
	if math.Abs(v) < 1 {
		scale = 1000
	}
	return strconv.FormatFloat(math.Round(v*scale)/scale, 'f', -1, 64)
}

// ticks are round numbers from 0 to at least the largest value, three to six
// of them.
func ticks(largest float64) []float64 {
	if largest <= 0 || math.IsNaN(largest) || math.IsInf(largest, 0) {
		largest = 1
	}
	step := math.Pow(10, math.Floor(math.Log10(largest)))
	for _, f := range []float64{0.2, 0.25, 0.5, 1, 2} {
		if n := math.Ceil(largest/(step*f) - 1e-9); n <= 5 {
			step *= f
			break
		}
	}
	var list []float64
	for i := 0; ; i++ {
		list = append(list, step*float64(i))
		if list[i] >= largest-step*1e-9 {
			return list
		}
	}
}

// space is the width of a text in units of 13 height: a Han character is square,
// others are about half as wide.
func space(s string) float64 {
	w := 0.0
	for _, r := range s {
		if r < 0x2e80 {
			w += 7.2
		} else {
			w += 13
		}
	}
	return w
}

// short shortens a label that does not fit; the table contains all of it.
func short(s string, room float64) string {
	if space(s) <= room {
		return s
	}
	runes := []rune(s)
	for len(runes) > 1 && space(string(runes))+13 > room {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

func largest(values ...float64) float64 {
	m := 0.0
	for _, v := range values {
		if v > m { // false for NaN
			m = v
		}
	}
	return m
}

// known returns a value that can be drawn: 0 for a missing or negative one.
func known(v float64) float64 {
	if math.IsNaN(v) || v < 0 {
		return 0
	}
	return v
}
