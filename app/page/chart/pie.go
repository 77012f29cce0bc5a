package chart

import (
	"math"
	"strconv"
)

// MaxSlices is the largest number of parts of a pie; more are hard to distinguish,
// so bars are drawn.
const MaxSlices = colors

// Pie draws the parts of a whole, clockwise from the top, in the order given.
// More than MaxSlices items are drawn as bars instead.
func Pie(t Text, items []Item) Figure {
	total := 0.0
	for _, it := range items {
		total += known(it.Value)
	}
	if len(items) > MaxSlices || total == 0 {
		return Bars(t, items)
	}
	f := Figure{ID: t.ID, Title: t.Title, Note: t.Note, Heads: []string{t.Label, t.Value, "%"}}
	c := &canvas{height: 200}
	const cx, cy, r = width / 2.0, 100.0, 92.0
	from := 0.0
	for i, it := range items {
		share := known(it.Value) / total
		said := strconv.FormatFloat(share*100, 'f', 1, 64)
		f.Rows = append(f.Rows, []string{it.Label, number(it.Value), said})
		f.Legend = append(f.Legend, Key{class(i), it.Label})
		if share > 0 {
			c.slice(class(i), cx, cy, r, from, from+share)
		}
		if middle := 2 * math.Pi * (from + share/2); share >= 0.06 {
			c.text("m i"+strconv.Itoa(i), cx+0.66*r*math.Sin(middle), cy-0.66*r*math.Cos(middle)+5, strconv.Itoa(int(share*100+0.5))+"%")
		}
		from += share
	}
	f.SVG = c.svg(t)
	return f
}

// slice is a sector between two shares of the circle.
func (c *canvas) slice(class string, cx, cy, r, from, to float64) {
	if to-from > 0.9999 {
		c.add(`<circle class="%s" cx="%s" cy="%s" r="%s"/>`, class, at(cx), at(cy), at(r))
		return
	}
	point := func(share float64) string {
		return at(cx+r*math.Sin(2*math.Pi*share)) + " " + at(cy-r*math.Cos(2*math.Pi*share))
	}
	large := 0
	if to-from > 0.5 {
		large = 1
	}
	c.add(`<path class="s %s" d="M%s %sL%sA%s %s 0 %d 1 %sZ"/>`, class, at(cx), at(cy), point(from), at(r), at(r), large, point(to))
}
