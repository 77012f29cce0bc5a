package periodic

import (
	"fmt"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/docx"
	"kaoji/app/page/chart"
	"kaoji/app/page/site"
	"kaoji/evaluation"
	"kaoji/evaluation/periodic"
)

// document is a report with the figures in its text.
type document struct {
	Office, Title string
	Draft         string // says that it is not issued, "" if it is
	Blocks        []*block
	Signed        string // day of issue
}

// block is a heading, a paragraph, or a figure by its parts, which its Text names.
type block struct {
	site.PaperBlock
	items []item
}

// heading is the class of a heading.
const heading = "paper-heading"

// Heading reports whether the block is a heading.
func (b *block) Heading() bool { return b.Class == heading }

type item struct {
	label string
	n     int64
}

// filled puts the figures of a report into its text. A report is in Chinese whatever the
// language of the page.
func (s *pages) filled(c *fiber.Ctx, reader *site.Speaker, r *periodic.Report) (*document, error) {
	p := reader.In("zh")
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return nil, err
	}
	d := &document{Office: settings.Name, Title: r.Title}
	if d.Signed = p.DayOf(r.IssuedOn); r.IssuedOn.IsZero() {
		d.Signed, d.Draft = "", p.T("periodic.page.draft")
	}
	kinds := map[string]string{}
	for _, one := range s.Periodic.Declared() {
		kinds[one.Key] = one.Kind + ".field." + one.By + "."
	}
	figures := map[string]*periodic.Figure{}
	for i := range r.Figures {
		figures[r.Figures[i].Key] = &r.Figures[i]
	}
	for i, b := range periodic.Parse(r.Text) {
		if part, alone := b.Alone(); alone {
			if f := figures[part.Field]; f != nil && len(f.Items) > 0 {
				d.Blocks = append(d.Blocks, byParts(p, f, kinds[f.Key], part.Show == periodic.ShowChart, i))
			}
			continue
		}
		out := &block{}
		if b.Heading {
			out.Class = heading
		}
		for _, part := range b.Parts {
			out.Text += part.Text
			if part.Field != "" {
				out.Text += field(p, &part, r, figures[part.Field], d.Office)
			}
		}
		d.Blocks = append(d.Blocks, out)
	}
	return d, nil
}

// unknown stands for a number that there is not.
const unknown = "—"

// field is what stands for a field in the text.
func field(p *site.Speaker, part *periodic.Part, r *periodic.Report, f *periodic.Figure, office string) string {
	switch part.Field {
	case "office":
		return office
	case "year":
		return strconv.Itoa(r.To.Year())
	case "from":
		return p.DayOf(r.From)
	case "to":
		return p.DayOf(r.To)
	case "counted":
		return p.DayOf(r.Counted)
	}
	if f == nil { // Kaoji counts it only since a later version
		return unknown
	}
	switch part.Show {
	case periodic.ShowWhole:
		return number(f.Of, f.Tenths)
	case periodic.ShowShare:
		return share(f.N, f.Of)
	case periodic.ShowBefore:
		if f.Before == nil {
			return unknown
		}
		return number(*f.Before, f.Tenths)
	}
	return number(f.N, f.Tenths)
}

func share(n, of int64) string {
	if of == 0 {
		return unknown
	}
	return fmt.Sprintf("%.1f%%", 100*float64(n)/float64(of))
}

// byParts is a figure by its parts, as a table or as a chart with its table beside.
func byParts(p *site.Speaker, f *periodic.Figure, label string, drawn bool, nth int) *block {
	title := said(p, f.Key, "")
	t := p.Table("periodic.page.part", "periodic.page.value")
	shares := f.Items[0].Of > 0
	if shares {
		t = p.Table("periodic.page.part", "periodic.page.value", "periodic.page.whole", "periodic.page.share")
	}
	t.Caption, t.Numbers = title, []bool{false, true, true, true}[:len(t.Heads)]
	b := &block{PaperBlock: site.PaperBlock{Text: title}}
	bars := []chart.Item{}
	for _, it := range f.Items {
		name := it.Code // of a sum: words of the office
		if label != "" {
			name = p.T(label + it.Code)
		}
		row := []string{name, strconv.FormatInt(it.N, 10)}
		if shares {
			row = append(row, strconv.FormatInt(it.Of, 10), share(it.N, it.Of))
		}
		t.Rows = append(t.Rows, row)
		bars = append(bars, chart.Item{Label: name, Value: float64(it.N)})
		b.items = append(b.items, item{name, it.N})
	}
	if !drawn {
		b.Table = &t
		return b
	}
	drawing := chart.Bars(chart.Text{ID: "part-" + strconv.Itoa(nth), Title: title, Note: title, Label: t.Heads[0], Value: t.Heads[1]}, bars)
	b.Chart = &drawing
	return b
}

// paper is the document on the page.
func (d *document) paper() []site.PaperBlock {
	list := []site.PaperBlock{}
	if d.Draft != "" {
		list = append(list, site.PaperBlock{Class: "paper-signed", Text: d.Draft})
	}
	list = append(list, site.PaperBlock{Class: "paper-title", Text: d.Title})
	for i := range d.Blocks {
		list = append(list, d.Blocks[i].PaperBlock)
	}
	if d.Signed != "" {
		list = append(list, site.PaperBlock{Class: "paper-signed", Text: d.Office}, site.PaperBlock{Class: "paper-signed", Text: d.Signed})
	}
	return list
}

// printed is the report on paper.
func (s *pages) printed(c *fiber.Ctx, p site.Printed, v *evaluation.View) (any, error) {
	r, err := evaluation.PayloadOf[periodic.Report](v.Record)
	if err != nil {
		return nil, err
	}
	d, err := s.filled(c, p.Speaker, r)
	return site.Document{Printed: p, Doc: d}, err
}

// word sends the report as a Word document.
func (s *pages) word(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, r *periodic.Report) error {
	d, err := s.filled(c, p, r)
	if err != nil {
		return err
	}
	file, err := docx.Bytes(d.word())
	if err != nil {
		return err
	}
	return s.Export(c, r.Title+".docx", docx.Media, file, v.Kind, v.ID, "docx")
}

func (d *document) word() docx.Document {
	out := docx.Document{Title: d.Title}
	add := func(list ...docx.Block) { out.Blocks = append(out.Blocks, list...) }
	if d.Draft != "" {
		add(&docx.Paragraph{Text: d.Draft, Size: docx.Size5, Align: docx.Right})
	}
	add(&docx.Paragraph{Text: d.Title, Font: docx.Song, Size: docx.Size2, Bold: true, Align: docx.Center, After: 100})
	for i := range d.Blocks {
		switch b := d.Blocks[i]; {
		case b.Heading():
			add(&docx.Paragraph{Text: b.Text, Font: docx.Hei, Align: docx.Left, Indent: 2, Keep: true})
		case b.Chart != nil:
			drawn := &docx.Chart{Title: b.Text, Series: []docx.ChartSeries{{Name: b.Text}}}
			for _, it := range b.items {
				drawn.Labels = append(drawn.Labels, it.label)
				drawn.Series[0].Values = append(drawn.Series[0].Values, float64(it.n))
			}
			add(drawn, &docx.Paragraph{Text: b.Text, Size: docx.Size5, Align: docx.Center})
		case b.Table != nil:
			add(&docx.Paragraph{Text: b.Text, Size: docx.Size5, Align: docx.Center, Keep: true},
				&docx.Table{Widths: []int{3, 1, 1, 1}[:len(b.Table.Heads)], Head: b.Table.Heads, Rows: b.Table.Rows})
		default:
			add(&docx.Paragraph{Text: b.Text, Indent: 2})
		}
	}
	if d.Signed != "" {
		add(&docx.Paragraph{Text: d.Office, Align: docx.Right, Before: 100}, &docx.Paragraph{Text: d.Signed, Align: docx.Right})
	}
	return out
}
