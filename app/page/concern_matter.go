package page

import (
	"encoding/json"
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
)

// alikeRow is a concern about the same person or department at the same time,
// which may be the same one again.
type alikeRow struct {
	intakeRow
	Why            string // what speaks for it
	Merge, Joining string // addresses of the acts, "" if they are not for now
}

// alike finds them for those who may merge concerns.
func (s *Site) alike(c *fiber.Ctx, p *speaker, v *evaluation.View) ([]alikeRow, error) {
	if v.Kind != concern.KindMatter || !slices.Contains(v.Acts, "merge") {
		return nil, nil
	}
	m := &concern.Matter{}
	if err := json.Unmarshal(v.Payload, m); err != nil {
		return nil, err
	}
	days, err := m.Rules.Int("concern.duplicate")
	if err != nil {
		return nil, nil //nolint:nilerr // no such rule was frozen: nothing says what would be near
	}
	q := evaluation.Query{
		Kinds: []string{v.Kind}, Units: []string{v.Unit}, OnFrom: v.On.AddDays(-int(days)), OnTo: v.On.AddDays(int(days)),
		Sort: evaluation.SortOn, Desc: true, Limit: 20,
	}
	if v.Subject != "" {
		q.Subjects = []string{v.Subject}
	}
	found, err := s.Service.List(c.UserContext(), actor(c), q)
	if err != nil {
		return nil, err
	}
	others := slices.DeleteFunc(found.Views, func(o evaluation.View) bool {
		return o.ID == v.ID || o.Subject != v.Subject || o.State == concern.Merged
	})
	rows, err := p.intake(others)
	if err != nil {
		return nil, err
	}
	out := make([]alikeRow, 0, len(rows))
	for i := range rows {
		o := &concern.Matter{}
		if err := json.Unmarshal(others[i].Payload, o); err != nil {
			return nil, err
		}
		row := alikeRow{intakeRow: rows[i], Merge: "/records/" + v.ID + "/acts/merge?no=" + url.QueryEscape(o.No)}
		switch {
		case o.Reporter == m.Reporter:
			row.Why = p.t("concern_page.one_reporter")
		case o.Topic == m.Topic && o.Category == m.Category:
			row.Why = p.t("concern_page.one_topic")
		}
		if o.Reporter != m.Reporter && slices.Contains(v.Acts, "same_reporter") {
			row.Joining = "/records/" + v.ID + "/acts/same_reporter?no=" + url.QueryEscape(o.No)
		}
		out = append(out, row)
	}
	return out, nil
}

type contactPage struct{ Contact, Back string }

// contact opens who reported a concern: for whoever may read the concern and
// the reporters, and noted each time.
func (s *Site) contact(c *fiber.Ctx) error {
	v, err := s.opened(c, concern.KindMatter)
	if err != nil {
		return err
	}
	if err := s.note(c, "reporter", evaluation.OutcomeOK, v.Kind, v.ID, ""); err != nil {
		return err
	}
	text, err := s.Concern.Contact(c.UserContext(), actor(c).Office, v.ID)
	if err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
		return err
	}
	frame, err := s.frame(c, s.t(c, "concern_page.contact"), []view.Link{{Label: s.t(c, "measure.concern"), Href: "/concern"}})
	if err != nil {
		return err
	}
	frame.Confidential, frame.Content = true, contactPage{Contact: text, Back: "/records/" + v.ID}
	return s.send(c, "contact", frame)
}
