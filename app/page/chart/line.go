package chart

// Lines draws values over time, one line for each series; a NaN leaves a gap.
func Lines(t Text, labels []string, series []Series) Figure {
	f := Figure{ID: t.ID, Title: t.Title, Note: t.Note, Heads: []string{t.Label}}
	top := 0.0
	for _, s := range series {
		top = max(top, largest(s.Values...))
		f.Heads = append(f.Heads, s.Name)
	}
	p := newPlot(top)
	step := plotWidth / float64(max(len(labels), 1))
	xs := make([]float64, len(labels))
	every := sparse(labels, step)
	for i, label := range labels {
		xs[i] = plotLeft + step*(float64(i)+0.5)
		if i%every == 0 {
			p.under(xs[i], label)
		}
		row := []string{label}
		for _, s := range series {
			row = append(row, number(s.Values[i]))
		}
		f.Rows = append(f.Rows, row)
	}
	for k, s := range series {
		ys := make([]float64, len(labels))
		for i := range labels {
			ys[i] = p.y(s.Values[i])
		}
		p.path("l "+class(k), xs, ys)
		p.dots("d "+class(k), xs, ys)
		f.Legend = append(f.Legend, Key{class(k), s.Name})
	}
	if len(series) == 1 {
		f.Legend = nil
	}
	f.SVG = p.svg(t)
	return f
}

// Histogram draws how many values fall into equal classes: the first one
// starts at from and each is wide.
func Histogram(t Text, from, wide float64, counts []int) Figure {
	f := Figure{ID: t.ID, Title: t.Title, Note: t.Note, Heads: []string{t.Label, t.Value}}
	top := 0
	edges := make([]string, len(counts)+1)
	for i := range edges {
		edges[i] = number(from + wide*float64(i))
	}
	for i, n := range counts {
		top = max(top, n)
		f.Rows = append(f.Rows, []string{edges[i] + "–" + edges[i+1], number(float64(n))})
	}
	p := newPlot(float64(top))
	step := plotWidth / float64(max(len(counts), 1))
	every := sparse(edges, step)
	for i, n := range counts {
		if n > 0 {
			y := p.y(float64(n))
			p.rect("c0", plotLeft+step*float64(i)+0.5, y, step-1, plotBottom-y)
		}
	}
	for i, e := range edges {
		if i%every == 0 {
			p.under(plotLeft+step*float64(i), e)
		}
	}
	f.SVG = p.svg(t)
	return f
}
