package assessment

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/docx"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// filingWidths are the shares of the columns of a list in Word.
var filingWidths = []int{6, 10, 24, 14, 12, 34}

// filingFile sends the lists as a file.
func (s *pages) filingFile(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *assessment.Cycle) error {
	if err := s.MayExport(c); err != nil {
		return err
	}
	lists, err := s.filingIn(c, p, v)
	if err != nil {
		return err
	}
	switch format := c.Params("format"); format {
	case "docx":
		file, err := docx.Bytes(lists.word())
		if err != nil {
			return err
		}
		return s.Export(c, lists.Title+".docx", docx.Media, file, v.Kind, v.ID, filingForm+"."+format)
	case "xlsx":
		return s.Sheets(c, lists.Title, v.Kind, v.ID, filingForm+"."+format, lists.sheets()...)
	}
	return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
}

// word are the lists as a Word document.
func (f *filing) word() docx.Document {
	d := docx.Document{Title: f.Title}
	for i := range f.Categories {
		of := &f.Categories[i]
		d.Blocks = append(d.Blocks,
			&docx.Paragraph{Text: f.Title, Font: docx.Song, Size: docx.Size2, Bold: true, Align: docx.Center, Begins: i > 0},
			&docx.Paragraph{Text: f.Filed, Size: docx.Size5},
			&docx.Table{Widths: equal(len(of.Counts.Heads)), Head: of.Counts.Heads, Rows: of.Counts.Rows},
		)
		for _, l := range of.Lists {
			d.Blocks = append(d.Blocks,
				&docx.Paragraph{Text: l.Heading, Font: docx.Hei, Size: docx.Size4, Before: 50, Keep: true},
				&docx.Table{Widths: filingWidths, Head: l.Table.Heads, Rows: f.rows(&l.Table)},
			)
		}
	}
	return d
}

// rows are the rows of a list; an empty list says so.
func (f *filing) rows(t *view.Table) [][]string {
	if len(t.Rows) == 0 {
		return [][]string{{"", f.T("filing.nobody")}}
	}
	return t.Rows
}

// equal are so many equal widths.
func equal(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = 1
	}
	return list
}

// sheets are the lists as a workbook: the numbers of all categories, then a sheet for each
// category with its lists below one another.
func (f *filing) sheets() []roster.Sheet {
	counts := view.Table{}
	var lists []roster.Sheet
	for i := range f.Categories {
		of := &f.Categories[i]
		counts.Heads, counts.Numbers, counts.Rows = of.Counts.Heads, of.Counts.Numbers, append(counts.Rows, of.Counts.Rows...)
		all := view.Table{Numbers: []bool{true}}
		for _, l := range of.Lists {
			all.Heads, all.Rows = l.Table.Heads, append(append(all.Rows, []string{l.Heading}), f.rows(&l.Table)...)
		}
		lists = append(lists, site.TitledSheet(of.Name, &all, f.Title, f.Filed))
	}
	return append([]roster.Sheet{site.TitledSheet(f.T("filing.counts"), &counts, f.Title, f.Filed)}, lists...)
}
