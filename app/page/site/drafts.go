package site

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/draft"
)

// savedDraft is the reply to script that has saved a draft.
type savedDraft struct {
	ID      string `json:"id"`
	Edition int64  `json:"edition"`
	Said    string `json:"said"`
}

// saveDraft keeps what was typed in a form. Script gets a reply for the open page;
// without script the form is opened again with what was typed.
func (s *Site) saveDraft(c *fiber.Ctx, p *Speaker) error {
	values, err := Posted(c)
	if err != nil {
		return err
	}
	form, err := s.namedForm(p.actor, values.Get(fieldForm))
	if err != nil {
		return err
	}
	script := strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMEApplicationJSON)
	saving, err := s.keepDraft(c, form, values)
	switch code := evaluation.CodeOf(err); {
	case err == nil && script:
		return c.JSON(savedDraft{saving.ID, saving.Edition, p.savedDraft(&saving)})
	case err == nil:
		s.flash(c, flashDraft(&saving))
		return c.Redirect(p.offer(&saving.Draft).Href, fiber.StatusSeeOther)
	case script && (code == evaluation.CodeTooLarge || code == evaluation.CodeNotFound):
		said := p.T("draft.gone")
		if code == evaluation.CodeTooLarge {
			said = p.T("draft.too_large", "max", draft.MaxSize>>10)
		}
		return c.Status(server.Status(code)).JSON(savedDraft{ID: s.Drafts().New(p.actor, form), Said: said})
	}
	return err
}

// savedDraft says when a draft was saved, and what else happened.
func (p *Speaker) savedDraft(saving *draft.Saving) string {
	said := []string{p.T("draft.saved_at", "at", saving.Saved.In(evaluation.Office).Format("15:04"))}
	if saving.Beside {
		said = append(said, p.T("draft.beside"))
	}
	if old := saving.Dropped; old != nil {
		said = append(said, p.T("draft.dropped_named", "max", draft.Most, "name", p.T(old.Kind+"."+old.Act), "at", p.moment(old.Saved)))
	}
	return strings.Join(said, " ")
}

func flashDraft(saving *draft.Saving) string {
	switch {
	case saving.Dropped != nil:
		return "draft.saved_dropped"
	case saving.Beside:
		return "draft.saved_beside"
	}
	return "draft.saved"
}

// dropDraft throws a draft away and opens its form anew, or the list of drafts from
// which it was thrown away.
func (s *Site) dropDraft(c *fiber.Ctx, p *Speaker) error {
	id, to := c.FormValue("id"), p.To("/drafts")
	d, err := s.Drafts().Any(c.UserContext(), p.actor, id)
	if err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
		return err
	}
	if err == nil && c.FormValue("from") == "" {
		to = p.base + d.Place
	}
	if err := s.Drafts().Drop(c.UserContext(), p.actor, id); err != nil {
		return err
	}
	s.flash(c, "draft.dropped")
	return c.Redirect(to, fiber.StatusSeeOther)
}

// draftsPage lists what the reader has not sent (我的草稿).
type draftsPage struct {
	List  []draftLine
	Empty view.Empty
}

type draftLine struct {
	view.DraftOffer
	Title, Note string
	Begins      string // the beginning of what was typed
	Why         string // why it cannot be gone on with; "" if it can
}

func (s *Site) drafts(c *fiber.Ctx, p *Speaker) error {
	list, err := s.Drafts().All(c.UserContext(), p.actor)
	if err != nil {
		return err
	}
	records, err := s.draftRecords(c, list)
	if err != nil {
		return err
	}
	content := draftsPage{Empty: view.Empty{Why: p.T("draft.none"), Do: p.T("draft.none_do")}}
	for i := range list {
		content.List = append(content.List, s.draftLine(p, &list[i], records))
	}
	return s.Show(c, "drafts", p.T("draft.title"), content)
}

// draftRecords returns the records of drafts that the reader can still see, by id.
func (s *Site) draftRecords(c *fiber.Ctx, list []draft.Draft) (map[string]*evaluation.View, error) {
	var ids []string
	for i := range list {
		if list[i].Record != "" {
			ids = append(ids, list[i].Record)
		}
	}
	out := map[string]*evaluation.View{}
	if len(ids) == 0 {
		return out, nil
	}
	found, err := s.Service.Index(c.UserContext(), Actor(c), evaluation.Query{IDs: ids, Limit: 2 * draft.Most, NoHistory: true})
	for i := range found.Views {
		out[found.Views[i].ID] = &found.Views[i]
	}
	return out, err
}

func (s *Site) draftLine(p *Speaker, d *draft.Draft, records map[string]*evaluation.View) draftLine {
	line := draftLine{DraftOffer: p.offer(d), Title: p.T(d.Kind + "." + d.Act), Note: p.T(d.Kind), Begins: s.beginning(d)}
	v, shown := records[d.Record]
	switch {
	case d.Record != "" && shown:
		line.Note = joinNonEmpty(p.T(v.Kind), p.Title(&v.Record), p.Period(v.Period))
		shown = v.Kind != d.Kind || v.State != "" && s.Service.May(p.actor, d.Kind, d.Act)
	case d.Record == "":
		shown = s.Service.May(p.actor, d.Kind, d.Act)
	}
	if !shown {
		line.Href, line.Why = "", p.T("draft.closed")
	}
	return line
}

// beginning returns the beginning of the first text in a draft, by which its author
// tells it from others.
func (s *Site) beginning(d *draft.Draft) string {
	const most = 40 // characters
	kind, ok := s.Service.Kind(d.Kind)
	if !ok {
		return ""
	}
	act, ok := kind.Act(d.Act)
	if !ok || act.Run.Input == nil {
		return ""
	}
	for _, f := range evaluation.FieldsOf(act.Run.Input()) {
		text := []rune(strings.TrimSpace(d.Values.Get(f.Name)))
		if f.Form != evaluation.FormText && f.Form != evaluation.FormLong || len(text) == 0 || looksLikeID(string(text)) {
			continue
		}
		if len(text) > most {
			return string(text[:most]) + "…"
		}
		return string(text)
	}
	return ""
}
