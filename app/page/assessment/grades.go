package assessment

import (
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// gradeChoices offers the words of the sheet's own scale that the special cases of today
// leave: those that the act accepts.
func (s *pages) gradeChoices(c *fiber.Ctx, p *site.Speaker, a *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if f.Name != "grade" && f.Name != "judgement" || a.View == nil {
		return nil, false, nil
	}
	sh, err := evaluation.PartOf[assessment.Sheet](a.View.Record, "scale", "rules", "findings")
	if err != nil {
		return nil, false, err
	}
	findings, err := s.knownOf(c, a, sh)
	if err != nil {
		return nil, false, err
	}
	words := sh.Open(findings)
	if a.Act.Name == "add_grade" {
		words = slices.DeleteFunc(words, func(w string) bool { return w == assessment.None })
	}
	return offered(p, words), true, nil
}

// startJudgement begins with the proposed judgement.
func startJudgement(v *evaluation.View, values url.Values) {
	if sh, err := evaluation.PartOf[assessment.Sheet](v.Record, "proposal"); err == nil {
		values.Set("judgement", sh.Proposal.Grade)
	}
}

// caseChoices offers the grades that can replace the contested one, and to whoever raises a case
// what can still be raised.
func (s *pages) caseChoices(c *fiber.Ctx, p *site.Speaker, a *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if f.Name == "type" && a.Act.Name == "file" {
		return s.raisable(c, p, a.Values.Get("sheet"))
	}
	if f.Name != "grade" || a.View == nil {
		return nil, false, nil
	}
	of, err := evaluation.PartOf[assessment.Case](a.View.Record, "sheet", "standing", "type")
	if err != nil {
		return nil, false, err
	}
	words, err := s.Assessment.Replacing(c.UserContext(), a.View.Office, of)
	return offered(p, words), true, err
}

// raisable offers what the reader can still raise about the own sheet, if something is left.
func (s *pages) raisable(c *fiber.Ctx, p *site.Speaker, sheet string) ([]view.Choice, bool, error) {
	v, err := s.Service.Get(c.UserContext(), p.Actor(), sheet)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && (!v.Own || v.Kind != assessment.KindSheet) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	var list []view.Choice
	types, err := s.Assessment.Raisable(c.UserContext(), &v)
	for _, kind := range types {
		list = append(list, view.Choice{Value: kind, Label: p.T("assessment.appeal.field.type." + kind)})
	}
	return list, len(list) > 0, err
}

func offered(p *site.Speaker, words []string) []view.Choice {
	var list []view.Choice
	for _, w := range words {
		list = append(list, view.Choice{Value: w, Label: p.Text.Say(p.Lang, assessment.Word(w))})
	}
	return list
}

// relabel writes the grades of a ballot in the words of the sheet's scale.
func relabel(p *site.Speaker, field *view.Field, scale string) {
	words := assessment.GradesIn(scale)
	for i := range field.Choices {
		if i < len(words) {
			field.Choices[i].Label = p.Text.Say(p.Lang, assessment.Word(words[i]))
		}
	}
}

// answered reports whether a case has an answer to print.
func answered(v *evaluation.View, _ string) bool {
	of, err := evaluation.PartOf[assessment.Case](v.Record, "outcome")
	return err == nil && of.Outcome != ""
}
