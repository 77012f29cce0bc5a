package site

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// showsPart says how a list is shown: its columns, what it is counted by, and the views
// that the reader has saved.
type showsPart struct {
	Action  string // address of the list, for the form of the columns
	Columns []pickedColumn
	Hidden  []view.Line // what that form keeps of the address
	Usual   string      // the list with the usual columns; "" if it has them
	Groups  []view.Tab  // by what the list can be counted
	Counts  []view.Tab  // the groups with their numbers
	Saved   viewsPart
}

type pickedColumn struct {
	Name, Label string
	Shown       bool
}

func (s *Site) shows(c *fiber.Ctx, p *Speaker, l listing, saved savedViews) (out showsPart, err error) {
	out = showsPart{Action: p.To("/lists", l.kind.Name), Hidden: l.hidden(askColumn), Saved: p.viewsPart(l, saved)}
	picked := l.asked[askColumn]
	for _, column := range p.columns(l, nil, nil) {
		out.Columns = append(out.Columns, pickedColumn{column.name, column.head.Label, slices.Contains(picked, column.name)})
	}
	if len(picked) > 0 {
		out.Usual = p.At(l.with(askColumn, ""))
	}
	by := l.asked.Get(askGroup)
	out.Groups = append(out.Groups, view.Tab{Label: p.T("group.none"), Href: p.At(l.with(askGroup, "")), Active: by == ""})
	for _, g := range p.groupings(l.kind) {
		out.Groups = append(out.Groups, view.Tab{Label: g.label, Href: p.At(l.with(askGroup, g.name)), Active: by == g.name})
		if by == g.name {
			out.Counts, err = s.groups(c, p, l, g)
		}
	}
	return out, err
}

// grouping is something that the records of a list can be counted by.
type grouping struct {
	name, label string
	values      []string // of a column; nil: a field of the envelope, which the storage groups by
	say         func(value string) string
}

// groupings are department, state and period, and the columns with few values.
func (p *Speaker) groupings(kind *evaluation.Kind) []grouping {
	list := []grouping{
		{"unit", p.T("list.unit"), nil, p.Name},
		{"state", p.T("list.state"), nil, func(v string) string { return p.T(kind.Name + ".state." + v) }},
		{"period", p.T("list.period"), nil, p.Period},
	}
	for _, column := range kind.Columns {
		key, f := kind.Name+".field."+column.Name, kind.ColumnField(column)
		switch f.Form {
		case evaluation.FormChoice:
			list = append(list, grouping{column.Name, p.T(key), f.Choices, func(v string) string { return p.Word(key, v) }})
		case evaluation.FormTick:
			list = append(list, grouping{column.Name, p.T(key), []string{"true", "false"}, func(v string) string { return p.T("value." + v) }})
		}
	}
	return list
}

// groups counts the records of the list by a grouping, whichever group is chosen; each
// leads to the list of its own.
func (s *Site) groups(c *fiber.Ctx, p *Speaker, l listing, by grouping) ([]view.Tab, error) {
	whole := l.with(by.name, "")
	var tabs []view.Tab
	add := func(value string, n int64) {
		if n == 0 {
			return
		}
		tab := view.Tab{Label: p.T("group.unset"), Count: int(n)}
		if value != "" {
			tab.Label, tab.Href, tab.Active = by.say(value), p.At(whole.with(by.name, value)), l.asked.Get(by.name) == value
		}
		if tab.Active {
			tab.Href = p.At(whole)
		}
		tabs = append(tabs, tab)
	}
	if by.values == nil {
		q, err := s.query(p, whole)
		if err != nil {
			return nil, err
		}
		counts, err := s.Service.Group(c.UserContext(), Actor(c), q, by.name)
		for _, n := range counts {
			add(n.Keys[0], n.N)
		}
		return tabs, err
	}
	for _, value := range by.values {
		q, err := s.query(p, whole.with(by.name, value))
		if err != nil {
			return nil, err
		}
		counts, err := s.Service.Group(c.UserContext(), Actor(c), q, "kind")
		if err != nil {
			return nil, err
		}
		for _, n := range counts {
			add(value, n.N)
		}
	}
	return tabs, nil
}

// viewsPart are the views of a list that the reader has saved, and the form to save one.
type viewsPart struct {
	Kind  string
	Query string // what would be saved
	Views []savedView
	All   string // the list without a view
	Drop  string // address of the form that deletes one
	Save  string // and of the one that saves
}

func (p *Speaker) viewsPart(l listing, saved savedViews) viewsPart {
	here := l.without(askCursor, askFirst, askView).asked.Encode()
	out := viewsPart{Kind: l.kind.Name, Query: here, Save: p.To("/lists", l.kind.Name, "views"), Drop: p.To("/lists", l.kind.Name, "views", "drop")}
	for _, v := range saved.Views {
		v.Href, v.Active = p.To("/lists", l.kind.Name)+"?"+v.Query, v.Query == here
		out.Views = append(out.Views, v)
	}
	if len(out.Views) > 0 {
		out.All = p.At(listing{l.kind, url.Values{askView: {viewNone}}})
	}
	return out
}

// boundedName is a name of a view as it is kept.
func boundedName(name string) (string, error) {
	m := evaluation.Mistakes{}
	switch n := len([]rune(name)); {
	case n == 0:
		m.Add("name", "error.field.required")
	case n > longestName:
		m.Add("name", "error.field.too_long", "max", strconv.Itoa(longestName), "have", strconv.Itoa(n))
	}
	return name, m.Err()
}
