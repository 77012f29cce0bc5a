package concern

import (
	"encoding/json"
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
)

// matterRecord adds to the page of a concern the reporter's contact for people who
// may read it, where it was passed on to, what became of praise, and possible duplicates.
func (s *pages) matterRecord(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	if s.Can(c, auth.AreaReporters, auth.Read) {
		page.Side = append(page.Side, view.Button{Label: p.T("concern_page.contact"), Href: p.To("/concern", v.ID, "contact")})
	}
	m := &concern.Matter{}
	if err := json.Unmarshal(v.Payload, m); err != nil {
		return err
	}
	referred(p, m, page)
	if b := m.CallBack; b != nil {
		const field = concern.KindMatter + ".field."
		page.Panels = append(page.Panels, site.Panel{Heading: p.T(concern.KindMatter + ".call_back"), Lines: []view.Line{
			{Label: p.T(field + "called_on"), Value: p.DayOf(b.CalledOn) + " · " + b.By},
			{Label: p.T(field + "satisfied"), Value: p.T(field + "satisfied." + b.Satisfied)},
			{Label: p.T(field + "said"), Value: b.Said, Long: true},
		}})
	}
	if m.Deed != "" {
		made, err := s.Linked(c, p, p.T("referral.deed"), evaluation.Query{IDs: []string{m.Deed}})
		if err != nil {
			return err
		}
		if len(made.Links) > 0 {
			page.Related = append(page.Related, made)
		}
	}
	if !v.Offers("merge") {
		return nil
	}
	alike, err := s.alike(c, p, v)
	if err == nil && len(alike.Rows) > 0 {
		page.Panels = append(page.Panels, site.Panel{Heading: p.T("concern_page.duplicates"), Grid: alike})
	}
	return err
}

// alike lists the concerns about the same person or department at the same time,
// for people who may merge them.
func (s *pages) alike(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) (*view.Grid, error) {
	grid := p.Grid("concern.matter.field.no", "concern.matter.field.topic", "concern.matter.field.received", "list.state", "app.do")
	m := &concern.Matter{}
	if err := json.Unmarshal(v.Payload, m); err != nil {
		return nil, err
	}
	days, err := m.Rules.Int("concern.duplicate")
	if err != nil {
		return &grid, nil //nolint:nilerr // no such rule was frozen: nothing says what would be near
	}
	q := evaluation.Query{
		Kinds: []string{v.Kind}, Units: []string{v.Unit}, OnFrom: v.On.AddDays(-int(days)), OnTo: v.On.AddDays(int(days)),
		Sort: evaluation.SortOn, Desc: true, Limit: 20,
	}
	if v.Subject != "" {
		q.Subjects = []string{v.Subject}
	}
	found, err := s.Service.List(c.UserContext(), site.Actor(c), q)
	if err != nil {
		return nil, err
	}
	others := slices.DeleteFunc(found.Views, func(o evaluation.View) bool {
		return o.ID == v.ID || o.Subject != v.Subject || o.State == concern.Merged
	})
	rows, err := intake(p, others)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		o := &concern.Matter{}
		if err := json.Unmarshal(others[i].Payload, o); err != nil {
			return nil, err
		}
		row, note := &rows[i], rows[i].Category
		act := func(label, name string) view.Link {
			return view.Link{Label: p.T(label), Href: p.To("/records", v.ID, "acts", name) + "?no=" + url.QueryEscape(o.No)}
		}
		acts := []view.Link{act("concern_page.merge_into", "merge")}
		switch {
		case o.Reporter == m.Reporter:
			note += " · " + p.T("concern_page.one_reporter")
		case o.Topic == m.Topic && o.Category == m.Category:
			note += " · " + p.T("concern_page.one_topic")
		}
		if o.Reporter != m.Reporter && v.Offers("same_reporter") {
			acts = append(acts, act("concern_page.join", "same_reporter"))
		}
		grid.Rows = append(grid.Rows, []view.Cell{
			{Text: row.No, Href: row.Href}, {Text: row.Topic, Note: note}, {Text: p.DayOf(row.Received) + " " + row.Channel}, {Badge: &row.State}, {Links: acts},
		})
	}
	return &grid, nil
}

type contactPage struct{ Contact, Back string }

// contact shows the reporter's contact to people who may read the concern and the
// reporters; each time is recorded in the trail.
func (s *pages) contact(c *fiber.Ctx) error {
	v, err := s.Opened(c, concern.KindMatter)
	if err != nil {
		return err
	}
	if err := s.Note(c, "reporter", evaluation.OutcomeOK, v.Kind, v.ID, ""); err != nil {
		return err
	}
	text, err := s.Concern.Contact(c.UserContext(), site.Actor(c).Office, v.ID)
	if err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
		return err
	}
	return s.ShowPage(c, "contact", view.Page{
		Title: s.T(c, "concern_page.contact"), Crumbs: s.Crumbs(c, v.Kind), Confidential: true,
		Content: contactPage{Contact: text, Back: s.To(c, "/records", v.ID)},
	})
}
