package site

import (
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// urging is the value of a button that urges others instead of acting.
const urging = evaluation.ActUrge

// urgeAct is the button with which those are urged for whom the records of a list wait;
// none if they wait for nobody else.
func (s *Site) urgeAct(p *Speaker, views []evaluation.View) []BulkAct {
	heads, _ := p.Day.Units(p.actor.Person)
	mine := evaluation.WaitTokens(p.actor, heads)
	others := func(v evaluation.View) bool {
		return s.kindOf(v.Kind).CanWait(v.State) && slices.ContainsFunc(v.Waiting, func(token string) bool { return !slices.Contains(mine, token) })
	}
	if outside(p.actor) || !slices.ContainsFunc(views, others) {
		return nil
	}
	return []BulkAct{{Value: urging, Label: p.T("urge.button")}}
}

// urge asks to confirm that others are urged: about what the form chose, or about all
// records of a kind and state that wait for others.
func (s *Site) urge(c *fiber.Ctx, p *Speaker) error {
	posted, err := Posted(c)
	if err != nil {
		return err
	}
	l, err := s.listing(c, posted.Get("kind"), url.Values{"state": {posted.Get("state")}, "waiting": {waitingOthers}})
	if err != nil {
		return err
	}
	ids, err := s.matching(c, p, l)
	if err != nil {
		return err
	}
	return s.askUrge(c, p, l.kind, ids, l.String())
}

// askUrge lists the chosen records with those for whom they wait.
func (s *Site) askUrge(c *fiber.Ctx, p *Speaker, kind *evaluation.Kind, ids []string, from string) error {
	tried, err := s.Service.TryUrge(c.UserContext(), Actor(c), ids)
	if err != nil {
		return err
	}
	content := s.urgePage(c, p, kind, from)
	for i := range tried {
		v := &tried[i].View
		row := p.runRow(v)
		if row.Will = p.Waiting(v.Waiting); tried[i].Why != nil {
			row.Why = p.Said(tried[i].Why)
		} else {
			row.Value = v.ID
			content.N++
		}
		content.Rows = append(content.Rows, row)
	}
	if content.Head = p.T("urge.whom"); content.N > 0 {
		content.Submit = p.T("many.confirm", "act", p.T("urge.button"), "n", content.N)
	}
	return s.Show(c, "run", p.T("urge.button"), content, s.Crumbs(c, kind.Name)...)
}

// sendUrge urges about the records that the form confirms, and says what became of each.
func (s *Site) sendUrge(c *fiber.Ctx, p *Speaker) error {
	posted, err := Posted(c)
	if err != nil {
		return err
	}
	kind, ok := s.Service.Kind(posted.Get("kind"))
	if !ok {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	tried, err := s.Service.Urge(c.UserContext(), Actor(c), posted["row"])
	if err != nil {
		return err
	}
	content, done := s.urgePage(c, p, kind, posted.Get("list")), 0
	for i := range tried {
		row := p.runRow(&tried[i].View)
		if row.Will, row.Tone = p.T("urge.done"), "green"; tried[i].Why != nil {
			row.Will, row.Tone, row.Why = p.T("many.result.refused"), "red", p.Said(tried[i].Why)
		} else {
			done++
		}
		content.Rows = append(content.Rows, row)
	}
	content.Told, content.Sub = true, p.T("urge.summary", "n", done)
	return s.Show(c, "run", p.T("urge.button"), content, s.Crumbs(c, kind.Name)...)
}

func (s *Site) urgePage(c *fiber.Ctx, p *Speaker, kind *evaluation.Kind, from string) runPage {
	l, ok := s.listingFrom(c, from)
	if !ok || l.kind.Name != kind.Name {
		l = listing{asked: url.Values{}, kind: kind}
	}
	return runPage{Href: p.To("/urge/send"), Sub: p.T(kind.Name), Back: p.At(l), Hidden: []view.Line{{Label: "kind", Value: kind.Name}, {Label: "list", Value: l.String()}}}
}
