package survey

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/auth"
	"kaoji/evaluation"
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
	Charts      []chart.Figure
	pictures    []picture
	Reading     string
	Edit        string // where the sentence is written
	Table       *view.Table
	figures     [][]string // rows of figures
	Words       []survey.Words
	None        string // why there are no figures
}

func (s *pages) results(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *survey.Wave) error {
	content, w, err := s.resultsOf(c, p, v)
	if err != nil {
		return err
	}
	if s.Can(c, auth.AreaExport, auth.ActRun) {
		for _, format := range resultFormats {
			content.Acts = append(content.Acts, view.Button{Label: p.T("survey.page.file." + format), Href: p.To("/survey", v.ID, "results", format)})
		}
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
	if r.Veiled() {
		content.Hidden = p.T("survey.page.hidden_note", "floor", r.Floor)
	}
	for i := range r.Questions {
		part, err := s.part(c, p, v, w, &r, &r.Questions[i], i+1)
		if err != nil {
			return nil, nil, err
		}
		content.Questions = append(content.Questions, part)
	}
	return content, w, s.compared(c, p, v, w, content)
}

// part is one question.
func (s *pages) part(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, w *survey.Counted, r *survey.Results, q *survey.QuestionResult, number int) (questionPart, error) {
	part := questionPart{ID: q.ID, Heading: site.Itoa(number) + ". " + q.Text.In(p.Lang)}
	if q.All.Hidden {
		part.None = p.T("survey.page.few", "floor", r.Floor)
		return part, nil
	}
	switch q.Kind {
	case survey.Written:
		words, err := s.Survey.Written(c.UserContext(), w, q)
		part.Words = words
		return part, err
	case survey.Number:
	default:
		part.pictures = picturesOf(p, r, q)
		for i := range part.pictures {
			part.Charts = append(part.Charts, part.pictures[i].figure(p, q))
		}
	}
	part.Reading = p.T("survey.page.reading_own", "text", q.Reading.In(p.Lang))
	if q.Reading.Zh == "" {
		part.Reading = reading(p, q)
	}
	if v.Grants("put_reading") {
		part.Edit = p.To("/records", v.ID, "acts", "put_reading") + "?question=" + q.ID
	}
	t := brief(p, r, q)
	part.Table, part.figures = &t, figures(p, r, q).Rows
	return part, nil
}
