package site

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// overseers are who runs the measures or leads: what they see at a glance is of no
// one kind.
var overseers = evaluation.Reviewers

// Oversees reports whether somebody runs the measures or leads.
func Oversees(a evaluation.Actor) bool { return overseers.Include(a) }

// glancers are who learns how the measures stand: overseers, and heads of departments
// of their own.
var glancers = overseers.Or(evaluation.Head)

// glances reports whether somebody learns how the measures stand.
func glances(a evaluation.Actor) bool { return glancers.Include(a) }

// glancing puts figures into the words of a reader.
type glancing struct {
	*Speaker
	today evaluation.Date
}

// glances shows on the start page how the eight measures stand, to those who answer
// for more than themselves.
func (s *Site) glances(c *fiber.Ctx, p *Speaker) ([]view.Tile, error) {
	if !glances(Actor(c)) {
		return nil, nil
	}
	list, err := s.Service.Glances(c.UserContext(), Actor(c))
	numbered := slices.DeleteFunc(slices.Clone(list), func(g evaluation.Glance) bool { return g.Number == 0 })
	return glancing{p, s.Today()}.tiles(numbered), err
}

// tiles show the main figure of each measure, and what is late or comes next.
func (p glancing) tiles(list []evaluation.Glance) []view.Tile {
	tiles := make([]view.Tile, 0, len(list))
	for i := range list {
		g := &list[i]
		main := g.Main()
		f := p.figure(g.Measure, main)
		t := view.Tile{
			Number: g.Number, Name: p.T("measure." + g.Measure), Href: p.To("/overview", g.Measure), Value: f.Value, Label: f.Label,
			Before: f.Before, Shared: main.Shared(), Share: share(main.Now.Sum()), Note: f.Due,
		}
		for j := range g.Figures {
			of := &g.Figures[j]
			n := of.Now.N.Sum()
			switch {
			case n == 0 || of.Key == main.Key:
			case of.Late && !t.Late:
				t.Late, t.Note = true, p.said(g.Measure, of)
			case t.Note == "" && of.Span == evaluation.Present:
				t.Note = p.said(g.Measure, of)
			}
		}
		tiles = append(tiles, t)
	}
	return tiles
}

// said writes a figure in one line: 待审批 2 次.
func (p glancing) said(measure string, f *evaluation.Figure) string {
	return p.T(measure+".glance."+f.Key) + " " + p.amount(f, f.Now)
}

// figure puts a figure into words.
func (p glancing) figure(measure string, f *evaluation.Figure) view.Figure {
	n := f.Now.N.Sum()
	out := view.Figure{
		Label: p.T(measure + ".glance." + f.Key), Value: p.amount(f, f.Now), N: n,
		Href: p.list(f, ""), Late: f.Late && n > 0,
	}
	switch {
	case f.Before == nil:
		out.Before = p.Period(f.Period)
	case f.Span == evaluation.ThisYear:
		out.Before = p.T("glance.last_year", "n", f.Before.N.Sum())
	default:
		out.Before = p.T("glance.period_before", "period", p.Period(f.Period), "share", share(f.Before.Sum()))
	}
	if !f.Due.IsZero() {
		out.Due = p.T("glance.until", "day", p.By(f.Due))
	}
	return out
}

// amount writes 9 次, or 12/35 for a share.
func (p glancing) amount(f *evaluation.Figure, a evaluation.Amount) string {
	n, of := a.Sum()
	if f.Of != nil {
		return strconv.FormatInt(n, 10) + "/" + strconv.FormatInt(of, 10)
	}
	return p.T("glance.unit."+f.Unit, "n", n)
}

// share is a part of a whole in percent, rounded down, so that only what is complete
// is 100.
func share(n, of int64) int {
	if of == 0 {
		return 0
	}
	return int(n * 100 / of)
}

// list is the address of the list of the records of a figure, in a department if unit
// is not "".
func (p glancing) list(f *evaluation.Figure, unit string) string {
	q, states := f.Query(p.today), []string{}
	for _, state := range q.States {
		states = append(states, string(state))
	}
	params := url.Values{"state": {strings.Join(states, severalStates)}}
	for name, value := range map[string]string{
		"unit": unit, "period": strings.Join(q.Periods, ""), "on_from": q.OnFrom.String(), "on_to": q.OnTo.String(),
	} {
		if value != "" {
			params.Set(name, value)
		}
	}
	if f.Late {
		params.Set("due", dueLate)
	}
	return p.To("/lists", f.Kind) + "?" + params.Encode()
}
