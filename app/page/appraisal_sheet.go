package page

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/desk"
)

// sheetPanels are the opinions of the committees on the page of a sheet, and its
// result.
func (s *Site) sheetPanels(c *fiber.Ctx, p *speaker, v *evaluation.View, page *recordPage) error {
	if has(v.Payload, "result") {
		if err := s.appraised(c, p, v, page); err != nil {
			return err
		}
	}
	form, err := s.Appraisal.FormOf(c.UserContext(), s.Service, actor(c), *v)
	if err != nil || len(form.Opinions) == 0 {
		return err
	}
	opinions := panel{Heading: p.t("appraisal.opinion")}
	for _, o := range form.Opinions {
		said := []string{o.Text}
		if o.Advice != "" {
			said = append(said, p.t("form.advice")+o.Advice)
		}
		said = append(said, o.SignerName+" "+p.dayOf(o.SignedOn))
		opinions.Lines = append(opinions.Lines, view.Line{Label: o.CommitteeName, Value: strings.Join(said, "\n"), Long: true})
	}
	page.Panels = append(page.Panels, opinions)
	return nil
}

// appraised shows the result of a sheet with how it came about, worked out
// again from the boxes, and how the marks are spread.
func (s *Site) appraised(c *fiber.Ctx, p *speaker, v *evaluation.View, page *recordPage) error {
	e, err := s.Appraisal.Explain(c.UserContext(), *v)
	if err != nil {
		return err
	}
	sh, err := evaluation.PayloadOf[appraisal.Sheet](v.Record)
	if err != nil {
		return err
	}
	result := panel{Heading: p.t("appraisal.sheet.field.result"), Explained: p.explained([]desk.Node{e.Tree}, sh.Rules)}
	if e.Differs {
		result.Explained = append([]view.Explained{{Label: p.t("why.differs")}}, result.Explained...)
	}
	if result.Charts, err = p.bandChart(sh); err != nil {
		return err
	}
	page.Panels = append(page.Panels, result)
	return page.take("result")
}

// bandChart is how the marks of a sheet are spread, once they are shown.
func (p *speaker) bandChart(sh *appraisal.Sheet) ([]chart.Figure, error) {
	if sh.Result == nil || !sh.Result.Shown {
		return nil, nil
	}
	bands, err := sh.Rules.Items("appraisal.bands")
	if err != nil {
		return nil, err
	}
	labels := map[string]string{appraisal.BandRest: p.t("appraisal.band.rest")}
	for _, b := range bands {
		if labels[b.Code] = b.Zh; p.lang == "en" {
			labels[b.Code] = b.En
		}
	}
	var items []chart.Item
	for _, b := range sh.Result.Bands {
		items = append(items, chart.Item{Label: labels[b.Code], Value: float64(b.Count)})
	}
	return []chart.Figure{chart.Bars(chart.Text{
		ID: "bands", Title: p.t("appraisal.sheet.field.result.bands"), Note: p.t("appraisal.band.note", "n", sh.Result.Usable),
		Label: p.t("appraisal.sheet.field.result.bands.code"), Value: p.t("appraisal.sheet.field.result.bands.count"),
	}, items)}, nil
}

// appraisalForm is the form 居委干部年终考评表 of one cadre.
type appraisalForm struct {
	Office string
	appraisal.Printed
	*speaker
}

// Points writes hundredths of a point.
func (appraisalForm) Points(n int64) string { return hundredths(n) }

type formsPage struct{ Forms []appraisalForm }

func (s *Site) formOfSheet(c *fiber.Ctx, p *speaker, office string, v *evaluation.View) (appraisalForm, error) {
	printed, err := s.Appraisal.FormOf(c.UserContext(), s.Service, actor(c), *v)
	return appraisalForm{Office: office, Printed: printed, speaker: p}, err
}

// roundForms prints the forms of all cadres of a round that the reader may
// see, each on a sheet of its own.
func (s *Site) roundForms(c *fiber.Ctx) error {
	v, err := s.opened(c, appraisal.KindRound)
	if err != nil {
		return err
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	settings, err := s.officeSettings(c)
	if err != nil {
		return err
	}
	content := formsPage{}
	q := evaluation.Query{Kinds: []string{appraisal.KindSheet}, Parents: []string{v.ID}, Sort: evaluation.SortName}
	for sheet, err := range s.everyView(c, q) {
		if err != nil {
			return err
		}
		form, err := s.formOfSheet(c, p, settings.Name, &sheet)
		if err != nil {
			return err
		}
		content.Forms = append(content.Forms, form)
	}
	if err := s.note(c, "print", evaluation.OutcomeOK, appraisal.KindSheet, v.ID, ""); err != nil {
		return err
	}
	frame, err := s.frame(c, p.t("print.appraisal_form.title"), []view.Link{{Label: p.title(&v.Record), Href: "/appraisal/" + v.ID}})
	if err != nil {
		return err
	}
	frame.Confidential, frame.Content = true, content
	return s.send(c, "print_appraisal_form", frame)
}
