// Package archive contains what the items of personnel files add to the shared pages of
// records: their entry of the menu, the way to the form, and
// the forms as files.
package archive

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/archive"
)

// putting is the act of who puts forms into personnel files: they take them, too.
const putting = "file"

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	return site.Pages{
		Measure: "archive", Home: view.Link{Label: "measure.archive", Href: "/lists/" + archive.KindItem},
		Menu: &site.MenuEntry{Icon: "paperclip", Reaches: []string{archive.KindItem}},
		Routes: []site.Route{
			{Method: fiber.MethodGet, Path: "/archive/items/:id/year", Kind: archive.KindItem, Act: putting, Page: site.Shown(of, archive.KindItem, s.ofYear)},
		},
		Kinds: map[string]site.Kind{archive.KindItem: {
			Panels: s.form, Waiting: []string{"unit", "period", "form", "due"}, Further: s.further, Packs: &site.Packing{Act: putting, Send: s.chosen},
		}},
	}
}

// form leads to the record whose form it is.
func (s *pages) form(_ *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	it, err := evaluation.PayloadOf[archive.Item](v.Record)
	if err != nil {
		return err
	}
	page.Panels = append(page.Panels, site.Panel{
		Heading: p.T("archive.page.form"),
		Lines: []view.Line{
			{Label: p.T("archive.item.field.form"), Value: p.T("archive.item.field.form." + it.Form), Href: p.To("/records", it.Of)},
			{Label: p.T("archive.item.field.class"), Value: p.T("archive.class", "n", it.Class)},
		},
	})
	return page.Take("form", "class", "name")
}
