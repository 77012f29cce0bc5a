package roster

import (
	"context"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/form"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
	"kaoji/evaluation/roster"
)

// particularsOf is the record with the particulars of a person, as far as the reader may
// see that there is one; its ID is "" otherwise.
func (s *pages) particularsOf(ctx context.Context, actor evaluation.Actor, person string) (evaluation.View, error) {
	found, err := s.Service.Index(ctx, actor, evaluation.Query{
		Kinds: []string{roster.KindParticulars}, States: evaluation.States(roster.StateKept), Subjects: []string{person}, Limit: 1,
	})
	if err != nil || len(found.Views) == 0 {
		return evaluation.View{}, err
	}
	return found.Views[0], nil
}

// further leads from a person to the particulars, or to entering them.
func (s *pages) further(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]view.Button, error) {
	there, err := s.particularsOf(c.UserContext(), p.Actor(), v.ID)
	switch {
	case err != nil:
		return nil, err
	case there.ID != "":
		return []view.Button{{Label: p.T(roster.KindParticulars), Href: p.To("/records", there.ID)}}, nil
	case v.State == roster.StatePresent && !v.Own && s.May(c, roster.KindParticulars, "enter"):
		return []view.Button{{Label: p.T(roster.KindParticulars + ".enter"), Href: site.WithQuery(p.To("/new", roster.KindParticulars, "enter"), "person", v.ID)}}, nil
	}
	return nil, nil
}

// particularsPanels shows the photo, and members of the family who may be people of the
// office.
func (s *pages) particularsPanels(_ *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	of, err := evaluation.PayloadOf[roster.Particulars](v.Record)
	if err != nil {
		return err
	}
	if of.Photo != "" {
		page.Portrait = &view.Portrait{Src: p.To("/roster/photos", v.ID), Alt: p.T("roster.photo_of", "name", p.Name(v.Subject))}
	}
	if panel := s.kin(p, v, of.Family); panel != nil {
		page.Panels = append(page.Panels, *panel)
	}
	return nil
}

// kin proposes relationships to record, to those who may record them.
func (s *pages) kin(p *site.Speaker, v *evaluation.View, family []cadreform.Kin) *site.Panel {
	if v.Own || !s.May(p.C, roster.KindPerson, "relate") {
		return nil
	}
	table := p.Grid("roster.kin.member", "roster.kin.who", "roster.kin.act")
	for _, k := range p.Book.MaybeKin(v.Subject, family, s.Today()) {
		member, _ := p.Day.Member(k.Person)
		said := p.T("roster.kin.same", "name", member.Name, "no", member.No)
		if k.SameUnit {
			said += "；" + p.T("roster.kin.unit", "unit", member.DepartmentName)
		}
		act := p.To("/records", v.Subject, "acts", "relate") + "?" + url.Values{"person": {k.Person}, "relation": {k.Relation}}.Encode()
		table.Rows = append(table.Rows, []view.Cell{
			{Text: p.Coded("relation", k.Member.Relation) + " " + k.Member.Name}, {Text: said}, {Text: p.T("roster.kin.relate"), Href: act},
		})
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return &site.Panel{Heading: p.T("roster.kin.panel"), Note: p.T("roster.kin.note"), Grid: &table}
}

// photo sends the photo of a person to a reader of the particulars.
func (s *pages) photo(c *fiber.Ctx, _ *site.Speaker) error {
	v, err := s.Service.Reread(c.UserContext(), site.Actor(c), c.Params("id"))
	if err == nil && v.Kind != roster.KindParticulars {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	if err != nil {
		return err
	}
	of, err := evaluation.PayloadOf[roster.Particulars](v.Record)
	if err != nil {
		return err
	}
	if of.Photo == "" {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	c.Set(fiber.HeaderContentType, "image/jpeg")
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Send(of.Photo.JPEG())
}

// startParticulars fills in what the record says already.
func (s *pages) startParticulars(_ *fiber.Ctx, a *site.Asked, values url.Values) error {
	if a.View == nil {
		return nil
	}
	of, err := evaluation.PayloadOf[roster.Particulars](a.View.Record)
	if err != nil {
		return err
	}
	if begins := of.Begins(a.Act.Name); begins != nil {
		site.StartWith(values, form.Encode(begins))
	}
	return nil
}
