package site

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
	"kaoji/evaluation/batch"
)

// Bulk is the bar above a list whose rows can be chosen and dealt with together (partial
// "bulk").
type Bulk struct {
	Action string // where the choice goes
	Acts   []BulkAct
	Whole  string // chooses all that match; "" if they are all on the page
}

// BulkAct is a button of the bar.
type BulkAct struct {
	Value, Label    string
	Primary, Danger bool
	Prints, Saves   bool // shown as a page to be printed, sent as a file
}

// bulk offers what the reader can do with several of the records of a page.
func (s *Site) bulk(p *Speaker, l listing, views []evaluation.View, n int64) Bulk {
	var states []evaluation.State
	for i := range views {
		if !slices.Contains(states, views[i].State) {
			states = append(states, views[i].State)
		}
	}
	return s.bulkOf(p, l.kind, states, Posting(p.To("/lists", l.kind.Name, "many"), l.asked), len(views), int(n), append(s.urgeAct(p, views), s.packAct(p, l.kind)...)...)
}

// BulkOf is the bar above a page of records of a kind in a state, of which it shows some
// of all that match.
func (s *Site) BulkOf(p *Speaker, kind string, state evaluation.State, action string, shown, all int) Bulk {
	return s.bulkOf(p, s.kindOf(kind), []evaluation.State{state}, action, shown, all)
}

func (s *Site) bulkOf(p *Speaker, kind *evaluation.Kind, states []evaluation.State, action string, shown, all int, more ...BulkAct) Bulk {
	out := Bulk{Action: action, Acts: append(s.bulkActs(p, kind, states), more...)}
	switch {
	case len(out.Acts) == 0 || shown >= all:
	case all > evaluation.MostMany:
		out.Whole = p.T("many.all_most", "n", all, "most", evaluation.MostMany)
	default:
		out.Whole = p.T("many.all", "n", all)
	}
	return out
}

// Posting is the address of a form that keeps what its page was asked for.
func Posting(address string, asked url.Values) string {
	return strings.TrimSuffix(address+"?"+asked.Encode(), "?")
}

// bulkActs are the buttons of acts that a reader can do with many records of a kind in
// some states, the usual one first and the grave ones last, and of the print forms.
func (s *Site) bulkActs(p *Speaker, kind *evaluation.Kind, states []evaluation.State) []BulkAct {
	var list []BulkAct
	for i := range kind.Acts {
		a := &kind.Acts[i]
		in := func(state evaluation.State) bool { return slices.Contains(a.From, state) }
		if !kind.ForMany(a.Name) || !slices.ContainsFunc(states, in) || !s.Service.May(p.actor, kind.Name, a.Name) {
			continue
		}
		usual := slices.ContainsFunc(states, func(state evaluation.State) bool { return slices.Contains(kind.Usual[state], a.Name) })
		list = append(list, BulkAct{Value: a.Name, Label: p.T(kind.Name + "." + a.Name), Primary: usual, Danger: kind.IsGrave(a.Name) && !usual})
	}
	rank := func(b BulkAct) int {
		switch {
		case b.Primary:
			return 0
		case b.Danger:
			return 2
		}
		return 1
	}
	slices.SortStableFunc(list, func(x, y BulkAct) int { return rank(x) - rank(y) })
	for i := range list {
		list[i].Primary = list[i].Primary && i == 0
	}
	if len(states) > 0 {
		for _, form := range kind.Print {
			list = append(list, BulkAct{Value: printing + form, Label: p.T("print." + form), Prints: true})
		}
	}
	return list
}

// printing begins the value of a button that prints instead of acting.
const printing = "print."

// choose takes the choice in a list, and asks to confirm the act or prints.
func (s *Site) choose(c *fiber.Ctx, p *Speaker) error {
	l, err := s.listing(c, c.Params("kind"), Parameters(c))
	if err != nil {
		return err
	}
	posted, err := Posted(c)
	if err != nil {
		return err
	}
	ids := posted["id"]
	if posted.Get("all") != "" {
		if ids, err = s.matching(c, p, l); err != nil {
			return err
		}
	}
	err = s.Chosen(c, p, l.kind, posted.Get("act"), ids, l.String())
	if e, ok := AsMistake(err); ok {
		return s.showList(c, p, l, e)
	}
	return err
}

// matching returns the ids of the records of a list, at most evaluation.MostMany.
func (s *Site) matching(c *fiber.Ctx, p *Speaker, l listing) ([]string, error) {
	q, err := s.query(p, l)
	if err != nil {
		return nil, err
	}
	q.Cursor, q.Limit = "", evaluation.MostMany
	found, err := s.Service.Index(c.UserContext(), Actor(c), q)
	ids := make([]string, 0, len(found.Views))
	for i := range found.Views {
		ids = append(ids, found.Views[i].ID)
	}
	return ids, err
}

// Chosen goes on with records that the reader has chosen: it asks to confirm the act,
// prints them, or sends what belongs to them. A choice that cannot be is CodeInvalid or CodeTooLarge.
func (s *Site) Chosen(c *fiber.Ctx, p *Speaker, kind *evaluation.Kind, act string, ids []string, from string) error {
	if form, ok := strings.CutPrefix(act, printing); ok {
		return s.printMany(c, p, kind, form, ids)
	}
	if packs := s.kinds[kind.Name].Packs; packs != nil && act == packing && s.Service.May(p.actor, kind.Name, packs.Act) {
		return packs.Send(c, p, ids)
	}
	if act == urging {
		return s.askUrge(c, p, kind, ids, from)
	}
	if err := s.Service.AllowsMany(c.UserContext(), Actor(c), kind.Name, act); err != nil {
		return err
	}
	run, err := s.Runs().Choose(c.UserContext(), Actor(c), batch.Run{Kind: kind.Name, Act: act, List: from, Rows: batch.Rows(ids)})
	if err != nil {
		return err
	}
	return c.Redirect(p.To("/runs", run.ID), fiber.StatusSeeOther)
}

// AsMistake returns an error that the page of the form shows.
func AsMistake(err error) (*evaluation.Error, bool) {
	e, ok := errors.AsType[*evaluation.Error](err)
	return e, ok && (e.Code == evaluation.CodeInvalid || e.Code == evaluation.CodeTooLarge)
}

// listOf returns the list that a run was chosen from, or that of its kind.
func (s *Site) listOf(c *fiber.Ctx, p *Speaker, run *batch.Run) string {
	if path, ok := strings.CutPrefix(run.List, "/"); ok { // a page of its own
		return p.To("/" + path)
	}
	if l, ok := s.listingFrom(c, run.List); ok {
		return p.At(l)
	}
	return p.At(listing{asked: url.Values{}, kind: s.kindOf(run.Kind)})
}

func (s *Site) kindOf(name string) *evaluation.Kind {
	kind, _ := s.Service.Kind(name)
	return kind
}
