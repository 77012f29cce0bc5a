// Package chart draws figures as SVG on the server: they print, work without
// script, pass the Content-Security-Policy (classes, no style attributes) and
// weigh less than 2 kB for the data of an office. Every figure carries its
// numbers as a table too, because a picture alone says nothing to a screen
// reader and nothing exact to anybody.
//
// Texts come in the reader's language from outside. Colours are the classes
// c0 to c5 of kaoji.css, dark to light, so that a grey print still tells them
// apart; a legend stands beside the picture, not in it.
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
	Note   string // what the picture shows, in a sentence: read out instead of it
	SVG    template.HTML
	Legend []Key
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

// Series is a named row of values; NaN is a value that does not exist.
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

// text writes at a point; class tells the anchor: e ends there, m is centred.
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

// dots marks points as lines of no length with round ends: shorter than circles.
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
	// Everything inside is numbers, classes of ours and escaped text.
	return template.HTML(fmt.Sprintf( //nolint:gosec // escaped above
		`<svg class="chart" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-t %s-d"><title id="%s-t">%s</title><desc id="%s-d">%s</desc>%s</svg>`,
		width, c.height, t.ID, t.ID, t.ID, html.EscapeString(t.Title), t.ID, html.EscapeString(t.Note), c.String()))
}

// at writes a coordinate to a tenth, which no screen or printer shows finer.
func at(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// number writes a value as people do: at most two places, three below one, no
// tail of zeros.
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

// space is the width of a text of 13 units height: a Han character is square,
// others about half.
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

// short cuts a label that would not fit; the table has it whole.
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

// known is a value to be drawn: a missing or negative one has no length.
func known(v float64) float64 {
	if math.IsNaN(v) || v < 0 {
		return 0
	}
	return v
}
