package site

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
)

// minded is one line of what others have to do that the reader minds.
type minded struct {
	Measure                 int
	Text, Note, Whom, Since string
	Href                    string
	Due                     evaluation.Date
	Kind                    string // with State, for the form that urges
	State                   evaluation.State
}

// mindedList is the section 等别人办的 of the start page.
type mindedList struct {
	Lines []minded
	More  int64 // records of other lines
}

// How many lines the start page and the to-do list show of it.
const (
	mindedAtOnce = 5
	mindedInAll  = 50
)

// minded shows what has waited longest for others, in at most so many lines.
func (s *Site) minded(c *fiber.Ctx, p *Speaker, most int) (mindedList, error) {
	found, err := s.Service.Minded(c.UserContext(), Actor(c))
	out := mindedList{More: found.N}
	for i := range found.Lines[:min(most, len(found.Lines))] {
		m := &found.Lines[i]
		measure, _, _ := strings.Cut(m.Kind, ".")
		out.More -= m.N
		first := &m.Views[0]
		line := minded{
			Kind: m.Kind, State: m.State, Measure: s.numberOf(measure), Whom: p.awaited(m), Since: p.T("minded.since", "day", p.DayOf(evaluation.DateOf(m.Since))),
			Text: p.toDo(&first.Record), Href: p.Href(&first.Record), Due: first.Due, Note: unsaid(p.toDo(&first.Record), p.beside(first.Period), p.units(m.Units)),
		}
		if m.N > 1 {
			line.Text, line.Due = p.toDoMany(m.Kind, m.State, m.N), evaluation.Date{}
			line.Href = p.waitingFor(m.Kind, m.State, waitingOthers)
		}
		out.Lines = append(out.Lines, line)
	}
	return out, err
}

// awaited says for whom records wait: by name, or how many they are.
func (p *Speaker) awaited(m *evaluation.Minded) string {
	var tokens []string
	for i := range m.Views {
		for _, t := range m.Views[i].Waiting {
			if !slices.Contains(tokens, t) {
				tokens = append(tokens, t)
			}
		}
	}
	const named = 2
	if len(tokens) <= named && int64(len(m.Views)) == m.N {
		return p.Waiting(tokens)
	}
	if len(tokens) == 1 {
		return p.Waiting(tokens)
	}
	return p.T("minded.several")
}
