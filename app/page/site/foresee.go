package site

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Foresight is what an act would do to other records, for the page that asks to confirm it.
type Foresight struct {
	Changed int
	Names   []view.Line // of those that it would change, a line for each kind
	Left    *view.Grid  // those that it would leave, and why; nil for none
}

// mostNamed is how many names of a kind the page shows; beyond them it says how many more.
const mostNamed = 300

// foresee says what the act of a form would do to other records; nil if the act does not
// tell.
func (s *Site) foresee(c *fiber.Ctx, p *Speaker, a *Asked) (*Foresight, error) {
	if a.Act.Foresees == nil {
		return nil, nil
	}
	all, err := s.Service.Foresee(c.UserContext(), Actor(c), a.ID(), a.Act.Name)
	if err != nil {
		return nil, err
	}
	var left []roster.Standing
	var kinds []string
	names, f := map[string][]string{}, &Foresight{}
	for _, x := range all {
		if x.Why.Key != "" {
			left = append(left, roster.Standing{Record: x.Record, Kind: x.Kind, Name: x.Name, Why: x.Why})
			continue
		}
		if names[x.Kind] == nil {
			kinds = append(kinds, x.Kind)
		}
		names[x.Kind], f.Changed = append(names[x.Kind], x.Name), f.Changed+1
	}
	for _, kind := range kinds {
		list := names[kind]
		more := len(list) - mostNamed
		if more > 0 {
			list = list[:mostNamed]
		}
		f.Names = append(f.Names, view.Line{Label: p.T("form.foreseen.kind", "kind", evaluation.Say(kind), "n", len(names[kind])), Value: p.T("form.foreseen.names", "names", p.Join(list), "more", max(0, more))})
	}
	f.Left = p.standing(left, "form.foreseen.left")
	return f, nil
}
