package assessment

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// assessmentForm is the name of the official form of a sheet.
const assessmentForm = "assessment_form"

// formsPage offers the official forms of all participants in one document.
type formsPage struct {
	N       int // how many the reader sees
	Formats []view.Button
	Long    []view.Link // people whose form does not fit two pages
	Empty   view.Empty
}

// hasForm reports whether a sheet has an official form.
func hasForm(v *evaluation.View, _ string) bool {
	return assessment.HasForm(&v.Record)
}

// papersLinks lead from a cycle to its official papers; a judgement has none.
func papersLinks(p *site.Speaker, v *evaluation.View, cycle *assessment.Cycle) []view.Button {
	if v.State == assessment.CycleDraft || cycle.Judges() {
		return nil
	}
	links := []view.Button{{Label: p.T("forms.title"), Href: p.To("/assessment", v.ID, "forms")}}
	if printsFiling(v, filingForm) {
		links = append(links, view.Button{Label: p.T("filing.title"), Href: p.To("/assessment", v.ID, "filing")})
	}
	return links
}

func (s *pages) forms(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, cycle *assessment.Cycle) error {
	if cycle.Judges() {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	content := formsPage{Empty: view.Empty{Why: p.T("forms.none"), Do: p.T("forms.none_do")}}
	office, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	for sheet, err := range evaluation.AllViews(c.UserContext(), s.Service.List, site.Actor(c), sheetsIn(v)) {
		if err != nil {
			return err
		}
		f, err := s.form(c.UserContext(), p.Printed(office.Name, &sheet), &sheet)
		if err != nil {
			return err
		}
		if content.N++; f.Long {
			content.Long = append(content.Long, view.Link{Label: p.Title(&sheet.Record), Href: p.To("/records", sheet.ID)})
		}
	}
	formats := []string{site.InPrint}
	if s.MayExport(c) == nil {
		formats = append(formats, site.PaperFormats()...)
	}
	for i, format := range formats {
		content.Formats = append(content.Formats, view.Button{Label: p.T("forms." + format), Href: p.To("/assessment", v.ID, "forms", format), Primary: i == 0})
	}
	return s.Show(c, "assessment_forms", p.T("forms.title"), content, s.cycleCrumbs(c, p, v)...)
}

// formsFile sends the forms of all participants whom the reader may see.
func (s *pages) formsFile(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *assessment.Cycle) error {
	var ids []string
	// Finding them shows nobody: whom the forms show is recorded when they are made.
	for sheet, err := range evaluation.AllViews(evaluation.Looking(c.UserContext()), s.Service.Index, site.Actor(c), sheetsIn(v)) {
		if err != nil {
			return err
		}
		ids = append(ids, sheet.ID)
	}
	kind, _ := s.Service.Kind(assessment.KindSheet)
	return s.SendForms(c, p, kind, assessmentForm, c.Params("format"), ids)
}

// sheetsIn finds the sheets of a cycle in the order of names.
func sheetsIn(cycle *evaluation.View) evaluation.Query {
	return evaluation.Query{Kinds: []string{assessment.KindSheet}, Parents: []string{cycle.ID}, Sort: evaluation.SortName}
}
