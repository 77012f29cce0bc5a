package survey

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/docx"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/survey"
)

// resultFormats are the formats of files with results, in the order of their buttons.
var resultFormats = []string{"docx", "xlsx", "csv"}

// resultFile sends the results as a file: the report as Word document, the figures and
// written answers as workbook, or the figures alone as text.
func (s *pages) resultFile(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *survey.Wave) error {
	format := c.Params("format")
	if !slices.Contains(resultFormats, format) {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	if err := s.MayExport(c); err != nil {
		return err
	}
	content, w, err := s.resultsOf(c, p, v)
	if err != nil {
		return err
	}
	title := w.Title.In(p.Lang)
	switch format {
	case "docx":
		settings, err := s.OfficeSettings(c)
		if err != nil {
			return err
		}
		content.Office = settings.Name
		file, err := docx.Bytes(content.word(p, title))
		if err != nil {
			return err
		}
		return s.Export(c, title+".docx", docx.Media, file, v.Kind, v.ID, "report.docx")
	case "csv":
		all := content.figures(p)
		file, err := xlsx.CSV(append([][]string{all.Heads}, all.Rows...))
		if err != nil {
			return err
		}
		return s.Export(c, title+".csv", xlsx.MediaCSV, file, v.Kind, v.ID, "results.csv")
	}
	return s.Sheets(c, title, v.Kind, v.ID, "results", content.sheets(p)...)
}

// figures are those of all questions in one table.
func (r *resultsPage) figures(p *site.Speaker) *view.Table {
	all := p.Table("survey.wave.field.question", "survey.wave.field.options", "survey.wave.field.groups.name", "#survey.page.n", "#survey.page.percent", "#survey.page.margin", "#survey.page.interval")
	for _, q := range r.Questions {
		for _, row := range q.figures {
			all.Rows = append(all.Rows, append([]string{q.Heading}, row...))
		}
	}
	return &all
}

// sheets are the returns, the figures of all questions, and for each question with written
// answers these.
func (r *resultsPage) sheets(p *site.Speaker) []roster.Sheet {
	list := []roster.Sheet{site.TableSheet(p.T("survey.page.returns"), &r.Returns), site.TableSheet(p.T("survey.page.results"), r.figures(p))}
	for _, q := range r.Questions {
		if len(q.Words) == 0 {
			continue
		}
		t := p.Table("survey.wave.field.groups.name", "survey.wave.field.text")
		for _, one := range q.Words {
			t.Rows = append(t.Rows, []string{one.Group.In(p.Lang), one.Text})
		}
		list = append(list, site.TableSheet(q.ID, &t))
	}
	return list
}

// word is the report as a Word document: for each question its picture with a sentence, the
// table of its figures, and what was written.
func (r *resultsPage) word(p *site.Speaker, title string) docx.Document {
	small := func(text string) *docx.Paragraph { return &docx.Paragraph{Text: text, Size: docx.Size5} }
	heading := func(text string) *docx.Paragraph {
		return &docx.Paragraph{Text: text, Font: docx.Hei, Size: docx.Size4, Align: docx.Left, Before: 50, Keep: true}
	}
	d := docx.Document{Title: title, Blocks: []docx.Block{
		&docx.Paragraph{Text: title, Font: docx.Song, Size: docx.Size2, Bold: true, Align: docx.Center, After: 50},
		&docx.Paragraph{Text: r.Office, Align: docx.Center},
		&docx.Paragraph{Text: r.Sub, Indent: 2},
	}}
	add := func(list ...docx.Block) { d.Blocks = append(d.Blocks, list...) }
	if r.Hidden != "" {
		add(small(r.Hidden))
	}
	table := func(t *view.Table) {
		if t != nil && len(t.Rows) > 0 {
			add(wordTable(t))
		}
	}
	table(&r.Returns)
	for i := range r.Questions {
		q := &r.Questions[i]
		add(heading(q.Heading))
		for i := range q.pictures {
			add(q.pictures[i].word(q.Heading))
		}
		for _, text := range []string{q.None, q.Reading} {
			if text != "" {
				add(&docx.Paragraph{Text: text, Indent: 2})
			}
		}
		table(q.Table)
		for _, one := range q.Words {
			text := one.Text
			if group := one.Group.In(p.Lang); group != "" {
				text += p.T("survey.page.words_of", "group", group)
			}
			add(&docx.Paragraph{Text: text, Size: docx.Size4, Indent: 2})
		}
	}
	between := slices.Clone(r.Between)
	if r.Since != nil {
		between = append(between, *r.Since)
	}
	for i := range between {
		add(heading(between[i].Caption))
		table(&between[i])
	}
	return d
}

// wordTable is a table with a wide first column; an interval needs more room than a number.
func wordTable(t *view.Table) *docx.Table {
	out := &docx.Table{Head: t.Heads, Rows: t.Rows, Widths: make([]int, len(t.Heads))}
	for i := range out.Widths {
		out.Widths[i] = 4
	}
	out.Widths[0], out.Widths[len(out.Widths)-1] = 8, 6
	return out
}
