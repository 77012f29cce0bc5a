package survey

import (
	"math"
	"strconv"

	"kaoji/app/docx"
	"kaoji/app/page/chart"
	"kaoji/app/page/site"
	"kaoji/evaluation/survey"
)

// picture are shares as bars: with parts, a bar of parts for each label.
type picture struct {
	title  string
	labels []string
	series []chart.Series
	parts  bool
}

// picturesOf are the pictures of a question: the shares of all respondents, and where one
// option is chosen and several groups are shown, those of each group.
func picturesOf(p *site.Speaker, r *survey.Results, q *survey.QuestionResult) []picture {
	options := make([]string, len(q.Options))
	for i, o := range q.Options {
		options[i] = o.Text.In(p.Lang)
	}
	all := picture{title: p.T("survey.page.shares")}
	if q.Kind == survey.Matrix {
		for i, row := range q.Rows {
			if shares := q.All.Shares[i*len(options):]; !shares[0].Few {
				all.bar(row.Text.In(p.Lang), options, shares)
			}
		}
		if len(all.labels) == 0 {
			return nil
		}
		return []picture{all}
	}
	all.labels, all.series = options, []chart.Series{{Name: all.title}}
	for _, one := range q.All.Shares {
		all.series[0].Values = append(all.series[0].Values, tenths(one.Percent))
	}
	groups := picture{title: p.T("survey.page.by_group")}
	for i := range q.Groups {
		if g := &q.Groups[i]; g.Asked && !g.Hidden && g.Answered > 0 {
			groups.bar(r.Groups[i].Name.In(p.Lang), options, g.Shares)
		}
	}
	if len(groups.labels) < 2 || q.Kind != survey.Single && q.Kind != survey.Scale {
		return []picture{all}
	}
	return []picture{all, groups}
}

// bar adds a bar of parts.
func (o *picture) bar(label string, options []string, shares []survey.Share) {
	o.labels, o.parts = append(o.labels, label), true
	for i, name := range options {
		if len(o.series) <= i {
			o.series = append(o.series, chart.Series{Name: name})
		}
		o.series[i].Values = append(o.series[i].Values, tenths(shares[i].Percent))
	}
}

func tenths(v float64) float64 { return math.Round(10*v) / 10 }

// figure draws the picture for a page; its numbers stand in the table of the question.
func (o *picture) figure(p *site.Speaker, q *survey.QuestionResult) chart.Figure {
	of := chart.Text{ID: "q-" + q.ID, Title: o.title, Note: p.T("survey.page.of", "n", q.All.Answered), Label: p.T("survey.wave.field.options"), Value: "%"}
	var f chart.Figure
	if o.parts {
		of.ID += "-parts"
		f = chart.Stacked(of, o.labels, o.series, true)
	} else {
		items := make([]chart.Item, len(o.labels))
		for i, l := range o.labels {
			items[i] = chart.Item{Label: l, Value: o.series[0].Values[i]}
		}
		f = chart.Bars(of, items)
	}
	f.Beside = true
	return f
}

// word is the picture in a Word document.
func (o *picture) word(title string) *docx.Chart {
	c := &docx.Chart{Title: title, Labels: o.labels, Parts: o.parts}
	for _, s := range o.series {
		c.Series = append(c.Series, docx.ChartSeries{Name: s.Name, Values: s.Values})
	}
	return c
}

// reading is the program's sentence: the option that most chose, and the mean score.
func reading(p *site.Speaker, q *survey.QuestionResult) string {
	if q.Kind == survey.Number {
		if len(q.All.Means) == 0 {
			return ""
		}
		return p.T("survey.page.reading_mean", "mean", decimal(q.All.Means[0].Mean.Mean))
	}
	best := 0
	for i, one := range q.All.Shares {
		if one.Percent > q.All.Shares[best].Percent {
			best = i
		}
	}
	if len(q.All.Shares) == 0 || q.All.Shares[best].N == 0 {
		return ""
	}
	one := q.All.Shares[best]
	what := q.Options[best%len(q.Options)].Text.In(p.Lang)
	if q.Kind == survey.Matrix {
		what = q.Rows[best/len(q.Options)].Text.In(p.Lang) + " " + what
	}
	said := p.T("survey.page.reading_most", "n", q.All.Answered, "what", what, "percent", percent(one.Percent), "low", percent(one.Low), "high", percent(one.High))
	if q.Scored() && q.Kind == survey.Scale && len(q.All.Means) > 0 {
		said += p.T("survey.page.reading_score", "mean", decimal(q.All.Means[0].Mean.Mean))
	}
	return said
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }
