package survey

import (
	"math"
	"strconv"

	"kaoji/app/docx"
	"kaoji/app/page/chart"
	"kaoji/app/page/site"
	"kaoji/evaluation/survey"
)

// picture are the shares of a question as bars, of a matrix a bar of parts for each row.
type picture struct {
	labels []string
	series []chart.Series
	parts  bool
}

func pictureOf(p *site.Speaker, q *survey.QuestionResult) picture {
	one := picture{parts: q.Kind == survey.Matrix}
	options, rows := make([]string, len(q.Options)), []string{p.T("survey.page.shares")}
	for i, o := range q.Options {
		options[i] = o.Text.In(p.Lang)
	}
	if one.labels = options; one.parts {
		rows, one.labels = options, nil
		for _, row := range q.Rows {
			one.labels = append(one.labels, row.Text.In(p.Lang))
		}
	}
	for i, name := range rows {
		of := chart.Series{Name: name}
		for j := range one.labels {
			at := j
			if one.parts {
				at = j*len(options) + i
			}
			of.Values = append(of.Values, math.Round(10*q.All.Shares[at].Percent)/10)
		}
		one.series = append(one.series, of)
	}
	return one
}

// figure draws the picture for a page.
func (o *picture) figure(p *site.Speaker, q *survey.QuestionResult) *chart.Figure {
	of := chart.Text{ID: "q-" + q.ID, Title: p.T("survey.page.shares"), Note: p.T("survey.page.of", "n", q.All.Answered), Label: p.T("survey.wave.field.options"), Value: "%"}
	if o.parts {
		f := chart.Stacked(of, o.labels, o.series, true)
		return &f
	}
	items := make([]chart.Item, len(o.labels))
	for i, l := range o.labels {
		items[i] = chart.Item{Label: l, Value: o.series[0].Values[i]}
	}
	f := chart.Bars(of, items)
	return &f
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
