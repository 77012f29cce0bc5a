package page

import (
	"html/template"

	"github.com/gofiber/fiber/v2"

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
func (s *Site) boxes(c *fiber.Ctx) error {
	p, list, err := s.boxList(c)
	if err != nil {
		return err
	}
	kind, _ := s.Service.Kind(concern.KindBox)
	content := boxesPage{Acts: s.creating(p, kind, actor(c)), Empty: view.Empty{Why: p.t("boxes.empty"), Do: p.t("boxes.empty_do")}}
	content.May = len(content.Acts) > 0
	missing, err := s.Concern.Badgeless(c.UserContext(), actor(c).Office, s.today())
	if err != nil {
		return err
	}
	content.Badgeless = len(missing)
	for _, b := range list {
		content.Rows = append(content.Rows, boxRow{
			Href: "/records/" + b.Record.ID, Poster: "/records/" + b.Record.ID + "/print/box_poster", Page: "/b/" + b.Box.Token,
			Scope: p.t("concern.box.field.scope." + b.Box.Scope), Target: boxTarget(&b.Box), Post: b.Box.Post, State: p.state(&b.Record),
		})
	}
	return s.show(c, "boxes", p.t("concern.box"), content, view.Link{Label: p.t("measure.concern"), Href: "/concern"})
}

func boxTarget(b *concern.Box) string {
	if b.Scope == concern.ScopeBadge {
		return b.UnitName + " " + b.PersonName
	}
	return b.UnitName
}

func (s *Site) boxList(c *fiber.Ctx) (*speaker, []concern.BoxOf, error) {
	if len(s.Policy.Reach(actor(c).Roles, concern.KindBox)) == 0 {
		return nil, nil, evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	p, err := s.speaker(c)
	if err != nil {
		return nil, nil, err
	}
	list, err := s.Concern.Boxes(c.UserContext(), actor(c).Office)
	return p, list, err
}

// badges opens a box for everybody who has none.
func (s *Site) badges(c *fiber.Ctx) error {
	missing, err := s.Concern.Badgeless(c.UserContext(), actor(c).Office, s.today())
	if err != nil {
		return err
	}
	for _, person := range missing {
		_, err := s.Service.Create(c.UserContext(), actor(c), concern.KindBox, "open", evaluation.Creation{
			Input: &concern.OpenInput{Scope: concern.ScopeBadge, Person: person},
		})
		if err != nil && evaluation.CodeOf(err) != evaluation.CodeInvalid { // somebody was faster
			return err
		}
	}
	return s.done(c, "/concern/boxes", "boxes.badges_done")
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
func (s *Site) badgeSheet(c *fiber.Ctx) error {
	p, list, err := s.boxList(c)
	if err != nil {
		return err
	}
	settings, err := s.officeSettings(c)
	if err != nil {
		return err
	}
	content := badgesPage{Office: settings.Name}
	for _, b := range list {
		if b.Box.Scope != concern.ScopeBadge || b.Record.State != concern.BoxOpen {
			continue
		}
		one := badge{Name: b.Box.PersonName, Unit: b.Box.UnitName, Post: b.Box.Post, Page: s.public(c) + "/b/" + b.Box.Token}
		if one.Code, err = qrCode(one.Page); err != nil {
			return err
		}
		content.Badges = append(content.Badges, one)
	}
	return s.show(c, "print_badges", p.t("boxes.badges"), content, view.Link{Label: p.t("concern.box"), Href: "/concern/boxes"})
}

// poster hangs beside a box.
type poster struct {
	printed
	Target string       // whom the box is for
	Page   string       // its address
	Code   template.URL // the address as a QR code
}

func (s *Site) poster(c *fiber.Ctx, p printed, v *evaluation.View) (any, error) {
	box, err := evaluation.PayloadOf[concern.Box](v.Record)
	if err != nil {
		return nil, err
	}
	page := s.public(c) + "/b/" + box.Token
	code, err := qrCode(page)
	return poster{printed: p, Target: boxTarget(box), Page: page, Code: code}, err
}
