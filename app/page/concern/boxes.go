package concern

import (
	"html/template"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
)

type boxesPage struct {
	Acts      []view.Button
	Badgeless int
	May       bool
	Rows      []boxRow
	Empty     view.Empty
}

type boxRow struct {
	Href, Poster, Page  string
	Scope, Target, Post string
	State               view.Badge
}

// boxes lists the comment boxes, with their pages and posters.
func (s *pages) boxes(c *fiber.Ctx, p *site.Speaker) error {
	list, err := s.boxList(c)
	if err != nil {
		return err
	}
	kind, _ := s.Service.Kind(concern.KindBox)
	content := boxesPage{Acts: s.Creating(p, kind, site.Actor(c)), Empty: view.Empty{Why: p.T("boxes.empty"), Do: p.T("boxes.empty_do")}}
	content.May = len(content.Acts) > 0
	missing, err := s.Concern.Badgeless(c.UserContext(), site.Actor(c).Office, s.Today())
	if err != nil {
		return err
	}
	content.Badgeless = len(missing)
	for _, b := range list {
		content.Rows = append(content.Rows, boxRow{
			Href: p.To("/records", b.Record.ID), Poster: p.To("/records", b.Record.ID, "print", "box_poster"), Page: p.To("/b", b.Box.Token),
			Scope: p.T("concern.box.field.scope." + b.Box.Scope), Target: boxTarget(&b.Box), Post: b.Box.Post, State: p.State(&b.Record),
		})
	}
	return s.Show(c, "boxes", p.T("concern.box"), content, s.Crumbs(c, concern.KindBox)...)
}

func boxTarget(b *concern.Box) string {
	if b.Scope == concern.ScopeBadge {
		return b.UnitName + " " + b.PersonName
	}
	return b.UnitName
}

func (s *pages) boxList(c *fiber.Ctx) ([]concern.BoxOf, error) {
	return s.Concern.Boxes(c.UserContext(), site.Actor(c).Office)
}

// badges opens a box for everybody without one.
func (s *pages) badges(c *fiber.Ctx) error {
	missing, err := s.Concern.Badgeless(c.UserContext(), site.Actor(c).Office, s.Today())
	if err != nil {
		return err
	}
	for _, person := range missing {
		_, err := s.Service.Create(c.UserContext(), site.Actor(c), concern.KindBox, "open", evaluation.Creation{
			Input: &concern.OpenInput{Scope: concern.ScopeBadge, Person: person},
		})
		if err != nil && evaluation.CodeOf(err) != evaluation.CodeInvalid { // somebody was faster
			return err
		}
	}
	return s.Done(c, s.To(c, "/concern/boxes"), "boxes.badges_done")
}

type badgesPage struct {
	Office string
	Badges []badge
}

type badge struct {
	Name, Unit, Post, Page string
	Code                   template.URL
}

// badgeSheet prints the badges of all staff, eight on a sheet of A4.
func (s *pages) badgeSheet(c *fiber.Ctx, p *site.Speaker) error {
	list, err := s.boxList(c)
	if err != nil {
		return err
	}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	content := badgesPage{Office: settings.Name}
	for _, b := range list {
		if b.Box.Scope != concern.ScopeBadge || b.Record.State != concern.BoxOpen {
			continue
		}
		one := badge{Name: b.Box.PersonName, Unit: b.Box.UnitName, Post: b.Box.Post, Page: s.Public(c, "/b", b.Box.Token)}
		if one.Code, err = site.QrCode(one.Page); err != nil {
			return err
		}
		content.Badges = append(content.Badges, one)
	}
	return s.Show(c, "print_badges", p.T("boxes.badges"), content, view.Link{Label: p.T("concern.box"), Href: p.To("/concern/boxes")})
}

// poster is the printed poster of a box.
type poster struct {
	site.Printed
	Target string       // whom the box is for
	Page   string       // its address
	Code   template.URL // the address as a QR code
}

func (s *pages) poster(c *fiber.Ctx, p site.Printed, v *evaluation.View) (any, error) {
	box, err := evaluation.PayloadOf[concern.Box](v.Record)
	if err != nil {
		return nil, err
	}
	page := s.Public(c, "/b", box.Token)
	code, err := site.QrCode(page)
	return poster{Printed: p, Target: boxTarget(box), Page: page, Code: code}, err
}
