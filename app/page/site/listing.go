package site

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// listing is a list of records as an address names it: a kind, and which of its records
// are shown, how and in which order.
type listing struct {
	kind  *evaluation.Kind
	asked url.Values // the parameters of the address
}

// The parameters of a list besides those of its filters.
const (
	askSort   = "sort"
	askColumn = "col"    // a column that is shown; none: those that differ
	askGroup  = "group"  // what the records are counted by
	askCursor = "cursor" // where the page begins
	askFirst  = "first"  // number of the first record of the page, from 1
	askView   = "view"   // "none": without the default view
)

// shownBy are the parameters that do not change which records are in the list.
var shownBy = []string{askSort, askColumn, askGroup, askCursor, askFirst, askView}

// listing returns the list of a kind if the reader may read any such record.
func (s *Site) listing(c *fiber.Ctx, kind string, asked url.Values) (listing, error) {
	k, ok := s.Service.Kind(kind)
	if !ok || !s.Reads(c, k.Name) {
		return listing{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	for name, values := range asked { // forms send empty fields, too
		if strings.Join(values, "") == "" {
			delete(asked, name)
		}
	}
	return listing{k, asked}, nil
}

// Parameters are the parameters of the address.
func Parameters(c *fiber.Ctx) url.Values {
	values, err := url.ParseQuery(string(c.Request().URI().QueryString()))
	if err != nil {
		return url.Values{}
	}
	return values
}

// without returns the list without some parameters.
func (l listing) without(names ...string) listing {
	rest := url.Values{}
	for name, values := range l.asked {
		if !slices.Contains(names, name) {
			rest[name] = values
		}
	}
	return listing{l.kind, rest}
}

// with returns the list with a parameter; "" removes it. Both begin at the first page.
func (l listing) with(name, value string) listing {
	l = l.without(name, askCursor, askFirst)
	if value != "" {
		l.asked.Set(name, value)
	}
	return l
}

// String is the list as records and runs keep it: the kind, and what is asked.
func (l listing) String() string { return strings.TrimSuffix(l.kind.Name+"?"+l.asked.Encode(), "?") }

// At returns the address of the list.
func (p *Speaker) At(l listing) string {
	return strings.TrimSuffix(p.To("/lists", l.kind.Name)+"?"+l.asked.Encode(), "?")
}

// filtered reports whether the list leaves records out.
func (l listing) filtered() bool {
	for name, values := range l.asked {
		if !slices.Contains(shownBy, name) && strings.Join(values, "") != "" {
			return true
		}
	}
	return false
}

// filters are the parameters that the form of filters sends.
func (l listing) filters() []string {
	names := []string{"state", askPerson, askPerson + typedSuffix, "unit", "due", "period", askFrom, askTo, "waiting"}
	for _, column := range l.kind.Columns {
		names = append(names, column.Name, column.Name+evaluation.ColumnFrom, column.Name+evaluation.ColumnTo)
	}
	return names
}

// hidden are the parameters that a form that sends others has to keep.
func (l listing) hidden(others ...string) []view.Line {
	var list []view.Line
	kept := l.without(append(others, askCursor, askFirst)...).asked
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		for _, value := range kept[name] {
			if value != "" {
				list = append(list, view.Line{Label: name, Value: value})
			}
		}
	}
	return list
}

// query is what the list asks of the storage.
func (s *Site) query(p *Speaker, l listing) (evaluation.Query, error) {
	q := evaluation.Query{
		Kinds: []string{l.kind.Name}, Sort: evaluation.SortChanged, Desc: true, Limit: PerPage, Cursor: l.asked.Get(askCursor),
		Units: one(l.asked.Get("unit")), Periods: one(l.asked.Get("period")),
	}
	for _, several := range one(l.asked.Get("state")) {
		for _, state := range strings.Split(several, severalStates) {
			q.States = append(q.States, evaluation.State(state))
		}
	}
	var err error
	if q.OnFrom, q.OnTo, err = l.days(); err != nil {
		return q, err
	}
	s.DueFilter(l.asked.Get("due"), l.kind, &q)
	s.About(p.C, l.kind, l.asked, &q)
	if err := s.waitingFor(p, l.asked.Get("waiting"), &q); err != nil {
		return q, err
	}
	return q, l.order(&q)
}

// waitingFor restricts the query to what waits for the reader, for others, or for a
// person.
func (s *Site) waitingFor(p *Speaker, whom string, q *evaluation.Query) error {
	switch whom {
	case waitingMe:
		heads, _ := p.Day.Units(p.actor.Person)
		q.Waiting = evaluation.WaitTokens(p.actor, heads)
	case waitingOthers:
		others, err := s.Service.Minding(p.C.UserContext(), p.actor)
		if err != nil {
			return err
		}
		q.Awaiting, q.NotWaiting, q.ActedBy = others.Awaiting, others.NotWaiting, others.ActedBy
		if len(q.Units) == 0 {
			q.Units = others.Units
		}
	default:
		if _, here := p.Day.Member(whom); here {
			heads, _ := p.Day.Units(whom)
			q.Waiting = evaluation.WaitTokens(evaluation.Actor{Person: whom}, heads)
		}
	}
	return nil
}

func one(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// order applies the order and the filters by columns. Without an order, a list that is
// filtered by a column is in the order of this column, because one index gives both.
func (l listing) order(q *evaluation.Query) error {
	by, desc := strings.CutPrefix(l.asked.Get(askSort), "-")
	if by == "name" {
		by = evaluation.SortName
	}
	if by != "" {
		q.Sort, q.Desc = by, desc
	}
	err := l.kind.ByColumns(q, func(param string) []string {
		var list []string
		for _, v := range l.asked[param] {
			list = append(list, strings.TrimSpace(v))
		}
		return list
	})
	if by == "" && len(q.Keys) > 0 && q.Sort != evaluation.SortDue {
		q.Sort, q.Desc = evaluation.SortKey(q.Keys[0].Place), true
	}
	return err
}

// count is the number of records of the list. A list of one page is not counted again.
func (s *Site) count(c *fiber.Ctx, q evaluation.Query, found *evaluation.Views) (int64, error) {
	if q.Cursor == "" && found.Next == "" {
		return int64(len(found.Views)), nil
	}
	counts, err := s.Service.Group(c.UserContext(), Actor(c), q, "kind")
	var n int64
	for _, of := range counts {
		n += of.N
	}
	return n, err
}
