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

// Document is a print form of one value.
type Document struct {
	Printed
	Doc any
}

// document is the Printed function of kinds without their own.
func (s *Site) document(_ *fiber.Ctx, words Printed, v *evaluation.View) (any, error) {
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
	kind, _ := s.Service.Kind(v.Kind)
	own, form := s.kinds[v.Kind], c.Params("form")
	if !slices.Contains(kind.Print, form) || !s.prints(&v, form) {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	words := Printed{Office: settings.Name, Period: p.Period(v.Period), Speaker: p}
	if own.Printed == nil {
		own.Printed = s.document
	}
	content, err := own.Printed(c, words, &v)
	if err != nil {
		return err
	}
	if err := s.Note(c, "print", evaluation.OutcomeOK, v.Kind, v.ID, form); err != nil {
		return err
	}
	return s.ShowPage(c, "print_"+form, view.Page{
		Title: p.T("print." + form + ".title"), Crumbs: []view.Link{{Label: p.Title(&v.Record), Href: p.To("/records", v.ID)}},
		Confidential: !own.Posted, Content: content,
	})
}
