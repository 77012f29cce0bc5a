// Package supervision contains what the terms and meetings of social supervisors add to the
// shared pages of records: their entry of the menu, supervisors, accounts and points to choose
// from, what was raised and answered, and the letter of appointment and the minutes.
package supervision

import (
	"embed"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/supervision"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	return site.Pages{
		Measure: "supervision", Templates: templates, Home: view.Link{Label: "measure.supervision", Href: "/supervision"},
		Menu:     &site.MenuEntry{Icon: "users", Group: site.MenuVoices},
		Routes:   []site.Route{{Method: fiber.MethodGet, Path: "/supervision", For: evaluation.Running.Or(evaluation.Discipline, evaluation.Leader, evaluation.Supervisor), Reaches: []string{supervision.KindMeeting}, Page: s.home}},
		Accounts: s.over,
		Kinds: map[string]site.Kind{
			supervision.KindTerm:    {Titled: true, Choices: s.accounts, Printable: printable, Filed: true},
			supervision.KindMeeting: {Titled: true, Panels: s.points, Choices: s.choices, Start: s.start, Filed: true},
		},
	}
}

// homePage is the start page: who supervises, and what was raised.
type homePage struct {
	Acts  []view.Button
	Parts []site.ListPart
	Empty view.Empty
}

func (s *pages) home(c *fiber.Ctx, p *site.Speaker) error {
	content := homePage{Empty: view.Empty{Why: p.T("supervision.empty"), Do: p.T("supervision.empty_do")}}
	content.Acts = s.Beginning(p, site.Actor(c), []string{supervision.KindTerm, supervision.KindMeeting})
	if len(content.Acts) == 0 {
		content.Empty.Do = ""
	}
	term, _ := s.Service.Kind(supervision.KindTerm)
	var err error
	content.Parts, err = s.ListParts(c, p, []site.ListOf{
		{Heading: supervision.KindTerm, Query: evaluation.Query{Kinds: []string{supervision.KindTerm}, States: term.Open(), Sort: evaluation.SortName}},
		{Heading: supervision.KindMeeting, Query: evaluation.Query{Kinds: []string{supervision.KindMeeting}, Sort: evaluation.SortOn, Desc: true}},
	})
	if err != nil {
		return err
	}
	return s.Show(c, "supervision", p.T("measure.supervision"), content)
}

// accounts are the accounts of social supervisors.
func (s *pages) accounts(c *fiber.Ctx, p *site.Speaker, _ *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if f.Name != "account" {
		return nil, false, nil
	}
	all, err := s.Supervision.Accounts(c.UserContext(), site.Actor(c).Office)
	list := make([]view.Choice, 0, len(all))
	for _, a := range all {
		list = append(list, view.Choice{Value: a.ID, Label: p.Named(a.Display, a.Name)})
	}
	return list, true, err
}

// over says which accounts are of supervisors whose term has ended.
func (s *pages) over(c *fiber.Ctx, p *site.Speaker) (map[string]string, error) {
	days, err := s.Supervision.Over(c.UserContext(), site.Actor(c).Office)
	said := map[string]string{}
	for id, day := range days {
		said[id] = p.T("supervision.term_over", "day", p.DayOf(day))
	}
	return said, err
}

// printable: a letter needs an appointment.
func printable(v *evaluation.View, _ string) bool {
	return v.State != supervision.TermProposed && v.State != supervision.TermTurnedDown
}

// supervisors are those who can have been at a meeting: who serves, or has served.
func (s *pages) supervisors(c *fiber.Ctx, states ...evaluation.State) ([]view.Choice, error) {
	var list []view.Choice
	for v, err := range s.EveryView(c, evaluation.Query{Kinds: []string{supervision.KindTerm}, States: states, Sort: evaluation.SortName}) {
		if err != nil {
			return nil, err
		}
		t, err := evaluation.PayloadOf[supervision.Term](v.Record)
		if err != nil {
			return nil, err
		}
		list = append(list, view.Choice{Value: v.ID, Label: t.Name + " · " + t.Body})
	}
	return list, nil
}

// choices are supervisors, and the points that an act can be about.
func (s *pages) choices(c *fiber.Ctx, _ *site.Speaker, a *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	switch f.Name {
	case "supervisor", "raised_by":
		if list, ok := a.Memo.([]view.Choice); ok {
			return list, true, nil
		}
		list, err := s.supervisors(c, supervision.TermServing, supervision.TermEnded, supervision.TermClosed)
		a.Memo = list
		return list, true, err
	case "point":
		list, err := open(c, a)
		return list, true, err
	}
	return nil, false, nil
}

// open are the points that an act can be about.
func open(c *fiber.Ctx, a *site.Asked) ([]view.Choice, error) {
	m, err := evaluation.PayloadOf[supervision.Meeting](a.View.Record)
	if err != nil {
		return nil, err
	}
	var list []view.Choice
	for _, x := range m.Points {
		mine := x.Who == site.Actor(c).Person || a.Act.Name != "answer"
		if mine && (x.Answer != "") == (a.Act.Name == "ask_again") {
			list = append(list, view.Choice{Value: strconv.Itoa(x.No), Label: strconv.Itoa(x.No) + " " + x.Text})
		}
	}
	return list, nil
}

// start begins a meeting with all who serve, and an answer with the only point there is.
func (s *pages) start(c *fiber.Ctx, a *site.Asked, values url.Values) error {
	if a.View == nil {
		serving, err := s.supervisors(c, supervision.TermServing)
		for i, t := range serving {
			values.Set("attended."+strconv.Itoa(i)+".supervisor", t.Value)
		}
		return err
	}
	if a.Act.Name == "correct" {
		return nil
	}
	list, err := open(c, a)
	if err == nil && len(list) == 1 {
		site.StartWith(values, url.Values{"point": {list[0].Value}})
	}
	return err
}

// points shows what was raised, by whom, and what was answered.
func (s *pages) points(_ *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	m, err := evaluation.PayloadOf[supervision.Meeting](v.Record)
	if err != nil || len(m.Points) == 0 {
		return err
	}
	grid := p.Grid("supervision.no", "supervision.raised", "supervision.answers", "supervision.answer")
	for _, x := range m.Points {
		said := view.Cell{Text: x.Answer, Note: p.DayOf(x.AnsweredOn) + " " + x.AnsweredBy}
		if x.Answer == "" {
			said = view.Cell{Text: p.T("supervision.waits", "day", p.DayOf(x.Due)), Note: x.Again}
		}
		grid.Rows = append(grid.Rows, []view.Cell{{Text: strconv.Itoa(x.No)}, {Text: x.Text, Note: x.ByName}, {Text: x.WhoName}, said})
	}
	page.Panels = append(page.Panels, site.Panel{Heading: p.T("supervision.points"), Grid: &grid})
	return nil
}
