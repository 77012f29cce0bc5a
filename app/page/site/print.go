package site

import (
	"encoding/json"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// Printed is the common data of every print form: the reader's texts and names.
type Printed struct {
	Office string
	Period string
	*Speaker
}

// Printed is what a print form of a record begins with.
func (p *Speaker) Printed(office string, v *evaluation.View) Printed {
	return Printed{Office: office, Period: p.Period(v.Period), Speaker: p}
}

// Document is a print form of one value.
type Document struct {
	Printed
	Doc any
}

// Document is the Printed function of kinds without their own.
func (s *Site) Document(_ *fiber.Ctx, words Printed, v *evaluation.View) (any, error) {
	kind, _ := s.Service.Kind(v.Kind)
	doc := kind.Payload()
	err := json.Unmarshal(v.Payload, doc)
	return Document{words, doc}, err
}

// Named returns the name for an id.
func (p Printed) Named(id string) string { return p.Name(id) }

// print shows the official form of a record, for A4.
func (s *Site) print(c *fiber.Ctx, p *Speaker) error {
	v, err := s.Service.Get(c.UserContext(), Actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	own, form := s.kinds[v.Kind], c.Params("form")
	if !s.hasForm(&v, form) {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	content, err := s.printed(c, p, settings.Name, &v)
	if err != nil {
		return err
	}
	if err := s.Note(c, "print", evaluation.OutcomeOK, v.Kind, v.ID, form); err != nil {
		return err
	}
	return s.ShowPage(c, s.pageOf(v.Kind, form), view.Page{
		Title: p.T("print." + form + ".title"), Crumbs: []view.Link{{Label: p.Title(&v.Record), Href: p.Within(p.To("/records", v.ID))}},
		Confidential: own.marked(), Content: content,
	})
}

// printed is the content of a print form of a record.
func (s *Site) printed(c *fiber.Ctx, p *Speaker, office string, v *evaluation.View) (any, error) {
	words := p.Printed(office, v)
	if of := s.kinds[v.Kind].Paper; of != nil {
		return of(c.UserContext(), words, v)
	}
	if of := s.kinds[v.Kind].Printed; of != nil {
		return of(c, words, v)
	}
	return s.Document(c, words, v)
}

// pageOf is the page of a print form.
func (s *Site) pageOf(kind, form string) string {
	if s.kinds[kind].Paper != nil {
		return "paper"
	}
	return "print_" + form
}

// mostPrinted is how many forms are printed at once if they are made before they are sent.
const mostPrinted = 300

// printMany shows the official forms of several records as one document. Records without
// content to print are left out.
func (s *Site) printMany(c *fiber.Ctx, p *Speaker, kind *evaluation.Kind, form string, ids []string) error {
	if s.kinds[kind.Name].Paper != nil {
		return s.SendForms(c, p, kind, form, InPrint, ids)
	}
	switch {
	case !slices.Contains(kind.Print, form):
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	case len(ids) == 0:
		return evaluation.Fail(evaluation.CodeInvalid, "many.none")
	case len(ids) > mostPrinted:
		return evaluation.Fail(evaluation.CodeTooLarge, "many.print_most", "max", mostPrinted)
	}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	frame, err := s.frame(c, p.T("print."+form+".title"), []view.Link{{Label: p.T(kind.Name), Href: p.List(kind.Name)}})
	if err != nil {
		return err
	}
	frame.Confidential = s.kinds[kind.Name].marked()
	var pages []*view.Page
	for _, id := range ids {
		v, err := s.Service.Get(c.UserContext(), Actor(c), id)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && (v.Kind != kind.Name || !s.prints(&v, form)) {
			continue
		}
		if err != nil {
			return err
		}
		one := *frame
		one.Content, err = s.printed(c, p, settings.Name, &v)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound { // nothing to print yet
			continue
		}
		if err != nil {
			return err
		}
		if err := s.Note(c, "print", evaluation.OutcomeOK, v.Kind, v.ID, form); err != nil {
			return err
		}
		pages = append(pages, &one)
	}
	if len(pages) == 0 {
		return evaluation.Fail(evaluation.CodeInvalid, "many.print_none")
	}
	html, err := s.views.RenderAll("print_"+form, pages)
	return s.sendHTML(c, html, err)
}
