package appraisal

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/desk"
)

// sheetPanels are the opinions of the committees on the page of a sheet, and its
// result.
func (s *pages) sheetPanels(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	if site.Has(v.Payload, "result") {
		if err := s.appraised(c, p, v, page); err != nil {
			return err
		}
	}
	form, err := s.Appraisal.FormOf(c.UserContext(), s.Service, site.Actor(c), *v)
	if err != nil || len(form.Opinions) == 0 {
		return err
	}
	opinions := site.Panel{Heading: p.T("appraisal.opinion")}
	for _, o := range form.Opinions {
		said := []string{o.Text}
		if o.Advice != "" {
			said = append(said, p.T("form.advice")+o.Advice)
		}
		said = append(said, o.SignerName+" "+p.DayOf(o.SignedOn))
		opinions.Lines = append(opinions.Lines, view.Line{Label: o.CommitteeName, Value: strings.Join(said, "\n"), Long: true})
	}
	page.Panels = append(page.Panels, opinions)
	return nil
}

// appraised shows the result of a sheet with how it came about, worked out
// again from the boxes, and how the marks are spread.
func (s *pages) appraised(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	e, err := s.Appraisal.Explain(c.UserContext(), *v)
	if err != nil {
		return err
	}
	sh, err := evaluation.PayloadOf[appraisal.Sheet](v.Record)
	if err != nil {
		return err
	}
	result := site.Panel{Heading: p.T("appraisal.sheet.field.result"), Explained: p.Explained([]desk.Node{e.Tree}, sh.Rules)}
	if e.Differs {
		result.Explained = append([]view.Explained{{Label: p.T("why.differs")}}, result.Explained...)
	}
	if said := appraisedSaid(p, sh.Result); said != "" {
		result.Lines = []view.Line{{Label: p.T("appraisal.said"), Value: said}}
	}
	if result.Charts, err = bandChart(p, sh); err != nil {
		return err
	}
	page.Panels = append(page.Panels, result)
	return page.Take("result")
}

// appraisedSaid says a result in words, without statistics: how many have appraised,
// the mean, and how much they agree. It is "" while the result is not shown.
func appraisedSaid(p *site.Speaker, r *appraisal.Result) string {
	if r == nil || !r.Shown {
		return ""
	}
	said := p.T("appraisal.said.mean", "n", r.Usable, "mean", hundredths(r.Mean))
	if len(r.Agreement.Words) > 0 {
		said += p.T("appraisal.said." + r.Agreement.Words[0])
	}
	return said
}

// bandChart is how the marks of a sheet are spread, once they are shown.
func bandChart(p *site.Speaker, sh *appraisal.Sheet) ([]chart.Figure, error) {
	if sh.Result == nil || !sh.Result.Shown {
		return nil, nil
	}
	bands, err := sh.Rules.Items("appraisal.bands")
	if err != nil {
		return nil, err
	}
	labels := map[string]string{appraisal.BandRest: p.T("appraisal.band.rest")}
	for _, b := range bands {
		if labels[b.Code] = b.Zh; p.Lang == "en" {
			labels[b.Code] = b.En
		}
	}
	var items []chart.Item
	for _, b := range sh.Result.Bands {
		items = append(items, chart.Item{Label: labels[b.Code], Value: float64(b.Count)})
	}
	return []chart.Figure{chart.Bars(chart.Text{
		ID: "bands", Title: p.T("appraisal.sheet.field.result.bands"), Note: p.T("appraisal.band.note", "n", sh.Result.Usable),
		Label: p.T("appraisal.sheet.field.result.bands.code"), Value: p.T("appraisal.sheet.field.result.bands.count"),
	}, items)}, nil
}

// appraisalForm is the form 居委干部年终考评表 of one cadre.
type appraisalForm struct {
	Office string
	appraisal.Printed
	*site.Speaker
}

// Points writes hundredths of a point.
func (appraisalForm) Points(n int64) string { return hundredths(n) }

type formsPage struct{ Forms []appraisalForm }

func (s *pages) formOfSheet(c *fiber.Ctx, p *site.Speaker, office string, v *evaluation.View) (appraisalForm, error) {
	printed, err := s.Appraisal.FormOf(c.UserContext(), s.Service, site.Actor(c), *v)
	return appraisalForm{Office: office, Printed: printed, Speaker: p}, err
}

// roundForms prints the forms of all cadres of a round that the reader may
// see, each on a sheet of its own.
func (s *pages) roundForms(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *appraisal.Round) error {
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	content := formsPage{}
	q := evaluation.Query{Kinds: []string{appraisal.KindSheet}, Parents: []string{v.ID}, Sort: evaluation.SortName}
	for sheet, err := range s.EveryView(c, q) {
		if err != nil {
			return err
		}
		form, err := s.formOfSheet(c, p, settings.Name, &sheet)
		if err != nil {
			return err
		}
		content.Forms = append(content.Forms, form)
	}
	if err := s.Note(c, "print", evaluation.OutcomeOK, appraisal.KindSheet, v.ID, ""); err != nil {
		return err
	}
	return s.ShowPage(c, "print_appraisal_form", view.Page{
		Title: p.T("print.appraisal_form.title"), Crumbs: []view.Link{{Label: p.Title(&v.Record), Href: p.To("/appraisal", v.ID)}},
		Confidential: true, Content: content,
	})
}
