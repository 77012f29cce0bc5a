package chart

import "strconv"

const (
	barHeight = 18.0
	barStep   = 27.0
	labelRoom = 130.0
)

// Bars draws one horizontal bar for each item, so that long Chinese labels fit.
// Values must not be negative.
func Bars(t Text, items []Item) Figure {
	labels, values := make([]string, len(items)), make([]float64, len(items))
	f := Figure{ID: t.ID, Title: t.Title, Note: t.Note, Heads: []string{t.Label, t.Value}}
	for i, it := range items {
		labels[i], values[i] = it.Label, it.Value
		f.Rows = append(f.Rows, []string{it.Label, number(it.Value)})
	}
	left := labelColumn(labels)
	right := width - 12 - space(number(largest(values...)))
	end := ticksEnd(values)
	c := &canvas{height: int(barStep)*len(items) + 4}
	for i, it := range items {
		y := 4 + barStep*float64(i)
		w := known(it.Value) / end * (right - left) // this order: the room over a tiny end has no number
		c.text("e", left-8, y+14, short(it.Label, left-8))
		c.rect("c0", left, y, w, barHeight)
		c.text("", left+w+5, y+14, number(it.Value))
	}
	c.line("ax", left, 0, left, float64(c.height))
	f.SVG = c.svg(t)
	return f
}

// Stacked draws a bar of several parts for each label. With share every bar has the
// same length, and the parts are percentages.
func Stacked(t Text, labels []string, series []Series, share bool) Figure {
	f := Figure{ID: t.ID, Title: t.Title, Note: t.Note, Heads: []string{t.Label}}
	for i, s := range series {
		f.Heads = append(f.Heads, s.Name)
		f.Legend = append(f.Legend, Key{class(i), s.Name})
	}
	totals := make([]float64, len(labels))
	for i, label := range labels {
		row := []string{label}
		for _, s := range series {
			totals[i] += known(s.Values[i])
			row = append(row, number(s.Values[i]))
		}
		f.Rows = append(f.Rows, row)
	}
	left := labelColumn(labels)
	room := width - 12 - left
	end := largest(totals...)
	c := &canvas{height: int(barStep)*len(labels) + 4}
	for i, label := range labels {
		y, x := 4+barStep*float64(i), left
		c.text("e", left-8, y+14, short(label, left-8))
		whole := end
		if share {
			whole = totals[i]
		}
		for k, s := range series {
			w := 0.0
			if whole > 0 {
				w = known(s.Values[i]) / whole * room
			}
			if w == 0 {
				continue
			}
			c.rect(class(k), x, y, w, barHeight)
			if said := part(s.Values[i], totals[i], share); space(said)+6 < w {
				c.text("m i"+strconv.Itoa(k%colors), x+w/2, y+14, said)
			}
			x += w
		}
	}
	c.line("ax", left, 0, left, float64(c.height))
	f.SVG = c.svg(t)
	return f
}

func part(value, whole float64, share bool) string {
	if share {
		return strconv.Itoa(int(value/whole*100+0.5)) + "%"
	}
	return number(value)
}

func labelColumn(labels []string) float64 {
	w := 40.0
	for _, l := range labels {
		w = max(w, space(l)+10)
	}
	return min(w, labelRoom)
}

func ticksEnd(values []float64) float64 {
	if m := largest(values...); m > 0 {
		return m
	}
	return 1
}
