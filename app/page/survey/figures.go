package survey

import (
	"math"
	"slices"
	"strconv"
	"strings"

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

// figures is the table of a question for files: a row for each option of all and of each group
// with n, percent, margin, and the Wilson interval, and for means.
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
		for _, one := range f.Shares {
			t.Rows = append(t.Rows, slices.Concat([]string{optionOf(p, q.Question, one.Row, one.Option), name}, shareCells(&one)))
		}
		for _, m := range f.Means {
			t.Rows = append(t.Rows, []string{meanOf(p, q.Question, m.Row), name, site.Itoa(m.N), decimal(m.Mean.Mean), "", interval(m.Low, m.High)})
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

// mostBeside is how many groups stand beside each other in a table.
const mostBeside = 4

// brief is the table of a question to be read: a row for each option with its figures of all,
// and the shares of each group that is shown. Of many groups it is the longer table.
func brief(p *site.Speaker, r *survey.Results, q *survey.QuestionResult) view.Table {
	var beside []int
	for i := range q.Groups {
		if g := &q.Groups[i]; g.Asked && !g.Hidden && g.Answered > 0 && g.Answered < q.All.Answered {
			beside = append(beside, i)
		}
	}
	if len(beside) > mostBeside {
		return figures(p, r, q)
	}
	t := p.Table("survey.wave.field.options", "#survey.page.n", "#survey.page.percent", "#survey.page.margin", "#survey.page.interval")
	for _, i := range beside {
		t.Heads, t.Numbers = append(t.Heads, r.Groups[i].Name.In(p.Lang)), append(t.Numbers, true)
	}
	for at, one := range q.All.Shares {
		row := append([]string{optionOf(p, q.Question, one.Row, one.Option)}, shareCells(&one)...)
		for _, i := range beside {
			row = append(row, shareCells(&q.Groups[i].Shares[at])[1])
		}
		t.Rows = append(t.Rows, row)
	}
	for _, m := range q.All.Means {
		row := []string{meanOf(p, q.Question, m.Row), site.Itoa(m.N), decimal(m.Mean.Mean), "", interval(m.Low, m.High)}
		for _, i := range beside {
			text := ""
			for _, of := range q.Groups[i].Means {
				if of.Row == m.Row {
					text = decimal(of.Mean.Mean)
				}
			}
			row = append(row, text)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// shareCells are the number, percent, margin and interval of a share; dashes where they are
// hidden.
func shareCells(s *survey.Share) []string {
	if s.Few {
		return []string{"–", "–", "–", "–"}
	}
	return []string{site.Itoa(s.N), percent(s.Percent), "±" + decimal(s.Margin), interval(s.Low, s.High)}
}

// interval writes an interval, "" where there is none.
func interval(low, high float64) string {
	if math.IsNaN(low) {
		return ""
	}
	return decimal(low) + "–" + decimal(high)
}

// meanOf names a mean, of a matrix that of a row.
func meanOf(p *site.Speaker, q *survey.Question, row string) string {
	if row = optionOf(p, q, row, ""); row != "" {
		row += " · "
	}
	return row + p.T("survey.page.mean")
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

func optionOf(p *site.Speaker, q *survey.Question, row, option string) string {
	var parts []string
	for _, o := range q.Rows {
		if o.Code == row {
			parts = append(parts, o.Text.In(p.Lang))
		}
	}
	for _, o := range q.Options {
		if o.Code == option {
			parts = append(parts, o.Text.In(p.Lang))
		}
	}
	return strings.Join(parts, " · ")
}
