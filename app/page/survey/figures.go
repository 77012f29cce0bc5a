package survey

import (
	"math"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/survey"
)

// returns is the table of what was issued and came back.
func returns(p *site.Speaker, r *survey.Results) view.Table {
	t := p.Captioned("survey.page.returns", "survey.wave.field.groups.name", "#survey.wave.field.groups.issued", "#survey.page.returned", "#survey.page.rate")
	for i := range r.Groups {
		g := &r.Groups[i]
		t.Rows = append(t.Rows, []string{g.Name.In(p.Lang), site.Itoa(g.Group.Issued), site.Itoa(g.Returned), rate(p, true, &g.Returns)})
	}
	if len(r.Groups) > 1 {
		t.Rows = append(t.Rows, []string{p.T("survey.page.all"), site.Itoa(r.All.Issued), site.Itoa(r.All.Returned), rate(p, true, &r.All)})
	}
	return t
}

// figures is the table of a question: for all and for each group n, percent, margin, and the
// Wilson interval, and means.
func figures(p *site.Speaker, r *survey.Results, q *survey.QuestionResult) view.Table {
	t := p.Table("survey.wave.field.options", "survey.wave.field.groups.name", "#survey.page.n", "#survey.page.percent", "#survey.page.margin", "#survey.page.interval")
	rows := func(name string, f *survey.Figures) {
		switch {
		case !f.Asked:
			return
		case f.Hidden:
			t.Rows = append(t.Rows, []string{p.T("survey.page.hidden"), name, "", "", "", ""})
			return
		}
		for i, one := range f.Shares {
			label := q.Options[i%len(q.Options)].Text.In(p.Lang)
			if q.Kind == survey.Matrix {
				label = q.Rows[i/len(q.Options)].Text.In(p.Lang) + " · " + label
			}
			t.Rows = append(t.Rows, []string{label, name, site.Itoa(one.N), percent(one.Percent), "±" + decimal(one.Margin), decimal(one.Low) + "–" + decimal(one.High)})
		}
		for _, m := range f.Means {
			label := p.T("survey.page.mean")
			if m.Row != "" {
				for _, o := range q.Rows {
					if o.Code == m.Row {
						label = o.Text.In(p.Lang) + " · " + label
					}
				}
			}
			interval := ""
			if !math.IsNaN(m.Low) {
				interval = decimal(m.Low) + "–" + decimal(m.High)
			}
			t.Rows = append(t.Rows, []string{label, name, site.Itoa(m.N), decimal(m.Mean.Mean), "", interval})
		}
	}
	rows(p.T("survey.page.all"), &q.All)
	if len(r.Groups) > 1 {
		for i := range r.Groups {
			rows(r.Groups[i].Name.In(p.Lang), &q.Groups[i])
		}
	}
	return t
}

// compared says which groups, and which waves, differ by more than chance.
func (s *pages) compared(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, w *survey.Counted, content *resultsPage) error {
	between, err := w.Compared()
	if err != nil {
		return err
	}
	for _, b := range between {
		if t := differences(p, w, b.List); len(t.Rows) > 0 {
			t.Caption = p.T("survey.page.between", "first", b.First.Name.In(p.Lang), "second", b.Second.Name.In(p.Lang))
			content.Between = append(content.Between, t)
		}
	}
	if w.Before == "" {
		return nil
	}
	earlier, err := s.Survey.Counted(c.UserContext(), v.Office, w.Before)
	if code := evaluation.CodeOf(err); code == evaluation.CodeState || code == evaluation.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	list, err := w.Since(earlier)
	if err != nil {
		return err
	}
	t := differences(p, w, list)
	t.Caption = p.T("survey.page.since", "title", earlier.Title.In(p.Lang))
	content.Since = &t
	return nil
}

// differences are those that are more than noise.
func differences(p *site.Speaker, w *survey.Counted, list []survey.Difference) view.Table {
	t := p.Table("survey.wave.field.question", "survey.wave.field.options", "#survey.page.points", "#survey.page.adjusted")
	for _, d := range list {
		if d.Noise() {
			continue
		}
		q := w.Question(d.Question)
		t.Rows = append(t.Rows, []string{q.Text.In(p.Lang), optionOf(p, q, d.Row, d.Option), strconv.FormatFloat(d.Points, 'f', 1, 64), strconv.FormatFloat(d.Adjusted, 'f', 3, 64)})
	}
	return t
}

func optionOf(p *site.Speaker, q *survey.Question, row, option string) (text string) {
	for _, o := range q.Rows {
		if o.Code == row {
			text = o.Text.In(p.Lang) + " · "
		}
	}
	for _, o := range q.Options {
		if o.Code == option {
			text += o.Text.In(p.Lang)
		}
	}
	return text
}
