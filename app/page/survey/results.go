package survey

import (
	"math"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/survey"
)

// resultsPage is what the answers show, on screen and on paper.
type resultsPage struct {
	Sub, Office string
	Acts        []view.Button
	Returns     view.Table
	Hidden      string // says that groups are hidden, "" if none is
	Questions   []questionPart
	Between     []view.Table
	Since       *view.Table
}

// questionPart is a question with picture, sentence and table.
type questionPart struct {
	ID, Heading string
	Chart       *chart.Figure
	Reading     string
	Edit        string // where the sentence is written
	Table       *view.Table
	Words       []survey.Words
	None        string // why there are no figures
}

func (s *pages) results(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *survey.Wave) error {
	content, w, err := s.resultsOf(c, p, v)
	if err != nil {
		return err
	}
	if s.Can(c, auth.AreaExport, auth.ActRun) {
		content.Acts = append(content.Acts, view.Button{Label: p.T("results.page.table"), Href: p.To("/survey", v.ID, "results/table")})
	}
	content.Acts = append(content.Acts, view.Button{Label: p.T("survey.page.report"), Href: p.To("/survey", v.ID, "report")})
	return s.Show(c, "survey_results", w.Title.In(p.Lang), content, s.Crumbs(c, v.Kind, view.Link{Label: p.Title(&v.Record), Href: p.Href(&v.Record)})...)
}

// report prints what the answers show.
func (s *pages) report(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *survey.Wave) error {
	content, w, err := s.resultsOf(c, p, v)
	if err != nil {
		return err
	}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	if err := s.Note(c, "print", evaluation.OutcomeOK, v.Kind, v.ID, "report"); err != nil {
		return err
	}
	content.Office = settings.Name
	return s.ShowPage(c, "print_survey", view.Page{
		Title: w.Title.In(p.Lang), Crumbs: s.Crumbs(c, v.Kind, view.Link{Label: p.Title(&v.Record), Href: p.Href(&v.Record)}), Content: content,
	})
}

// resultsOf are the results of a counted wave for whoever sees the whole of it.
func (s *pages) resultsOf(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) (*resultsPage, *survey.Counted, error) {
	if !v.Shows("sections") {
		return nil, nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	w, err := s.Survey.Counted(c.UserContext(), v.Office, v.ID)
	if err != nil {
		return nil, nil, err
	}
	r, err := w.Results()
	if err != nil {
		return nil, nil, err
	}
	content := &resultsPage{Sub: p.T("survey.page.sub", "issued", r.All.Issued, "returned", r.All.Returned, "rate", rate(p, true, &r.All)), Returns: returns(p, &r)}
	for _, g := range r.Groups {
		if g.Hidden {
			content.Hidden = p.T("survey.page.hidden_note", "floor", r.Floor)
		}
	}
	for i := range r.Questions {
		part, err := s.part(c, p, v, &r, &r.Questions[i], i+1)
		if err != nil {
			return nil, nil, err
		}
		content.Questions = append(content.Questions, part)
	}
	return content, w, s.compared(c, p, v, w, content)
}

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

// part is one question.
func (s *pages) part(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, r *survey.Results, q *survey.QuestionResult, number int) (questionPart, error) {
	part := questionPart{ID: q.ID, Heading: site.Itoa(number) + ". " + q.Text.In(p.Lang)}
	if q.All.Hidden {
		part.None = p.T("survey.page.few", "floor", r.Floor)
		return part, nil
	}
	switch q.Kind {
	case survey.Written:
		words, err := s.Survey.Written(c.UserContext(), v.Office, v.ID, q.ID)
		part.Words = words
		return part, err
	case survey.Number:
	default:
		figure := picture(p, q)
		part.Chart = &figure
	}
	part.Reading = p.T("survey.page.reading_own", "text", q.Reading.In(p.Lang))
	if q.Reading.Zh == "" {
		part.Reading = reading(p, q)
	}
	if v.Grants("put_reading") {
		part.Edit = p.To("/records", v.ID, "acts", "put_reading") + "?question=" + q.ID
	}
	t := figures(p, r, q)
	part.Table = &t
	return part, nil
}

// picture draws the shares of a question: bars, of a matrix a bar of parts for each row.
func picture(p *site.Speaker, q *survey.QuestionResult) chart.Figure {
	of := chart.Text{ID: "q-" + q.ID, Title: p.T("survey.page.shares"), Note: p.T("survey.page.of", "n", q.All.Answered), Label: p.T("survey.wave.field.options"), Value: "%"}
	if q.Kind == survey.Matrix {
		var labels []string
		series := make([]chart.Series, len(q.Options))
		for i, o := range q.Options {
			series[i].Name = o.Text.In(p.Lang)
		}
		for i, row := range q.Rows {
			labels = append(labels, row.Text.In(p.Lang))
			for j := range q.Options {
				series[j].Values = append(series[j].Values, q.All.Shares[i*len(q.Options)+j].Percent)
			}
		}
		return chart.Stacked(of, labels, series, true)
	}
	var items []chart.Item
	for i, o := range q.Options {
		items = append(items, chart.Item{Label: o.Text.In(p.Lang), Value: math.Round(10*q.All.Shares[i].Percent) / 10})
	}
	return chart.Bars(of, items)
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

// workbook sends the figures, a sheet for the returns, one for all questions and one for each
// question with written answers.
func (s *pages) workbook(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *survey.Wave) error {
	if err := s.MayExport(c); err != nil {
		return err
	}
	content, w, err := s.resultsOf(c, p, v)
	if err != nil {
		return err
	}
	all := p.Table("survey.wave.field.question", "survey.wave.field.options", "survey.wave.field.groups.name", "#survey.page.n", "#survey.page.percent", "#survey.page.margin", "#survey.page.interval")
	sheets := []roster.Sheet{site.TableSheet(p.T("survey.page.returns"), &content.Returns)}
	var written []roster.Sheet
	for _, q := range content.Questions {
		if q.Table != nil {
			for _, row := range q.Table.Rows {
				all.Rows = append(all.Rows, append([]string{q.Heading}, row...))
			}
		}
		if len(q.Words) > 0 {
			t := p.Table("survey.wave.field.groups.name", "survey.wave.field.text")
			for _, one := range q.Words {
				t.Rows = append(t.Rows, []string{one.Group, one.Text})
			}
			written = append(written, site.TableSheet(q.ID, &t))
		}
	}
	sheets = append(append(sheets, site.TableSheet(p.T("survey.page.results"), &all)), written...)
	return s.Sheets(c, w.Title.In(p.Lang), v.Kind, v.ID, "results", sheets...)
}
