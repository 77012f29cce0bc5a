package results

import (
	"errors"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/results"
)

// togetherPage notes for many people of a list at once what was done, such as a pay step
// with one document.
type togetherPage struct {
	Action, Back         string
	People, On, Document view.Field
}

// listOf is the list in the address, without whom it was done for already.
func (s *pages) listOf(c *fiber.Ctx) (what string, year int, open []results.Line, err error) {
	what = c.Params("what")
	year, err = strconv.Atoi(c.Params("year"))
	if err != nil || !slices.Contains(results.All(), what) || !results.Noted(what) {
		return "", 0, nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	of, err := s.Results.Lists(c.UserContext(), site.Actor(c).Office, year, s.Today(), "")
	open = slices.DeleteFunc(of.Lines, func(l results.Line) bool { return l.What != what || !l.Open() || l.Person == site.Actor(c).Person })
	return what, year, open, err
}

func (s *pages) togetherForm(c *fiber.Ctx, p *site.Speaker) error { return s.togetherAgain(c, p, nil) }

func (s *pages) togetherAgain(c *fiber.Ctx, p *site.Speaker, wrong *evaluation.Error) error {
	what, year, open, err := s.listOf(c)
	if err != nil {
		return err
	}
	content := togetherPage{
		Action: c.Path(), Back: p.To("/results") + "?year=" + site.Itoa(year),
		People:   view.Field{Name: "person", ID: "f-person", Label: p.T("results.use.field.person"), Form: evaluation.FormChoices, Required: true, Values: map[string]bool{}},
		On:       view.Field{Name: "on", ID: "f-on", Label: p.T("results.use.field.on"), Form: evaluation.FormDate, Required: true, Value: c.FormValue("on", s.Today().String())},
		Document: view.Field{Name: "document", ID: "f-document", Label: p.T("results.use.field.document"), Form: evaluation.FormText, Value: c.FormValue("document")},
	}
	chosen, err := site.Posted(c)
	if err != nil {
		return err
	}
	var people []string
	for _, l := range open {
		m, _ := p.Day.Member(l.Person)
		people = append(people, l.Person)
		content.People.Choices = append(content.People.Choices, view.Choice{Value: l.Person, Label: m.Name + " " + m.DepartmentName + " " + years(p, l.Years)})
		content.People.Values[l.Person] = c.Method() == fiber.MethodGet || slices.Contains(chosen["person"], l.Person)
	}
	if err := s.LookedAt(c, results.KindUse, people...); err != nil {
		return err
	}
	return s.Again(c, wrong, "", "results_together", p.T("results.what."+what)+" · "+p.Period(site.Itoa(year)), content, s.Crumbs(c, results.KindUse)...)
}

// togetherSend notes it for each chosen person with an act of its own, until one is
// refused.
func (s *pages) togetherSend(c *fiber.Ctx, p *site.Speaker) error {
	what, year, open, err := s.listOf(c)
	if err != nil {
		return err
	}
	values, err := site.Posted(c)
	if err != nil {
		return err
	}
	on, err := evaluation.ParseDate(values.Get("on"))
	if err != nil || len(values["person"]) == 0 {
		return s.togetherAgain(c, p, evaluation.Fail(evaluation.CodeInvalid, "error.invalid"))
	}
	for _, l := range open {
		if !slices.Contains(values["person"], l.Person) {
			continue
		}
		_, err := s.Service.Create(c.UserContext(), site.Actor(c), results.KindUse, "note", evaluation.Creation{
			Input: &results.NoteInput{Person: l.Person, What: what, Year: year, On: on, Document: values.Get("document")},
		})
		if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable {
			return s.togetherAgain(c, p, e)
		}
		if err != nil {
			return err
		}
	}
	return c.Redirect(p.To("/results")+"?year="+site.Itoa(year), fiber.StatusSeeOther)
}
