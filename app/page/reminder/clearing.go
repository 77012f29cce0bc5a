package reminder

import (
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
)

// ended are the states of a talk in which a letter can clear the person.
var ended = evaluation.States(reminder.Following, reminder.Closed, reminder.Cancelled, reminder.Revoked)

// clearing offers a letter that clears the person of a talk that has ended: that the
// explanation to an inquiry is accepted, or that what was reported is not borne out.
func (s *pages) clearing(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]view.Button, error) {
	if v.Own || !slices.Contains(ended, v.State) || !s.May(c, reminder.KindClearing, "propose") {
		return nil, nil
	}
	t, err := evaluation.PartOf[reminder.Talk](v.Record, "level")
	if err != nil {
		return nil, err
	}
	href := p.To("/new", reminder.KindClearing, "propose") + "?talk=" + v.ID + "&type="
	list := []view.Button{{Label: p.T("reminder.clearing.offer.cleared"), Href: href + reminder.TypeCleared}}
	if t.Level == reminder.LevelInquiry && (v.State == reminder.Following || v.State == reminder.Closed) {
		list = slices.Insert(list, 0, view.Button{Label: p.T("reminder.clearing.offer.accepted"), Href: href + reminder.TypeAccepted})
	}
	return list, nil
}

// clearable are the talks that a letter can be about.
func (s *pages) clearable(c *fiber.Ctx, p *site.Speaker, _ *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if f.Name != "talk" {
		return nil, false, nil
	}
	found, err := s.Service.Index(c.UserContext(), site.Actor(c), evaluation.Query{
		Kinds: []string{reminder.KindTalk}, States: ended, Sort: evaluation.SortOn, Desc: true, Limit: 100,
	})
	var list []view.Choice
	for i := range found.Views {
		v := &found.Views[i]
		list = append(list, view.Choice{Value: v.ID, Label: p.Title(&v.Record) + " " + v.Number() + " " + p.DayOf(v.On)})
	}
	return list, true, err
}

// startClearing begins with the usual words.
func (s *pages) startClearing(c *fiber.Ctx, a *site.Asked, values url.Values) error {
	if of := values.Get("type"); a.Act.Name == "propose" && values.Get("text") == "" && (of == reminder.TypeAccepted || of == reminder.TypeCleared) {
		values.Set("text", s.Text.T(server.Lang(c), "reminder.clearing.words."+of))
	}
	return nil
}
