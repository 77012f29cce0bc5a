package site

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/absence"
)

// meanwhile are the tasks of people who are away that fall due before they are back: a
// group for each of them, for the substitute (替某某留意的事) and the section.
func (s *Site) meanwhile(c *fiber.Ctx, p *Speaker) ([]TaskGroup, error) {
	away, due, more, err := s.Meanwhile(c.UserContext(), p.actor)
	if err != nil {
		return nil, err
	}
	var groups []TaskGroup
	for i := range away {
		a := &away[i]
		entrusted := p.actor.Person != "" && a.Substitute == p.actor.Person
		g := TaskGroup{Label: p.NameAway(a.Person)}
		if entrusted {
			g.Label = p.T("absence.entrusted", "name", p.Name(a.Person), "day", p.DayOf(a.Until))
		}
		for j := range due {
			if due[j].Person == a.Person {
				g.Tasks = append(g.Tasks, s.meanwhileLines(p, a, &due[j])...)
			}
		}
		if len(g.Tasks) == 0 && entrusted {
			g.Tasks = []view.Task{{Text: p.T("absence.nothing_due")}}
		}
		if len(g.Tasks) > 0 {
			groups = append(groups, g)
		}
	}
	if more {
		groups = append(groups, TaskGroup{Label: p.T("absence.more", "n", evaluation.MostMeanwhile)})
	}
	return groups, nil
}

// meanwhileLines are the lines of records of one kind and state: one for each, or one
// for all that are alike. One that the reader may not see has no link.
func (s *Site) meanwhileLines(p *Speaker, a *absence.Away, m *evaluation.Meanwhile) []view.Task {
	measure, _, _ := strings.Cut(m.Kind, ".")
	all := view.Task{Measure: s.numberOf(measure), Text: p.toDoMany(m.Kind, m.State, m.N), Due: m.Due}
	switch {
	case m.Views == nil:
		all.Note = p.T("absence.told")
		return []view.Task{all}
	case m.N > evaluation.Alike:
		all.Href = p.waitingFor(m.Kind, m.State, a.Person)
		all.Act = view.Button{Label: p.T("task.see_all")}
		return []view.Task{all}
	}
	lines := make([]view.Task, 0, len(m.Views))
	for i := range m.Views {
		v := &m.Views[i]
		p.Deadline(&v.Record)
		line := view.Task{
			Measure: all.Measure, Text: p.toDo(&v.Record), Note: joinNonEmpty(p.beside(v.Period), p.Name(v.Unit)), Due: v.Due,
			Href: p.Href(&v.Record), Act: view.Button{Label: p.T("task.see")},
		}
		if len(v.Acts) > 0 {
			line.Act = view.Button{Label: p.T(v.Kind + "." + v.Acts[0]), Href: s.actHref(p, v, v.Acts[0])}
		}
		lines = append(lines, line)
	}
	return lines
}

// ownAbsence says to a reader who is away until when, and offers to end it.
func (s *Site) ownAbsence(p *Speaker, content *homePage) {
	a := p.away.Of(p.actor.Person)
	if a == nil || p.actor.Person == "" {
		return
	}
	content.Warnings = append(content.Warnings, p.T("absence.yours", "away", p.until(a)))
	content.Acts = append(content.Acts, view.Button{Label: p.T(absence.KindPeriod + ".end"), Href: p.To("/records", a.Record, "acts", "end")})
}
