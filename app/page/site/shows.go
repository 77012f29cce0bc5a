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
	Saved   ViewsPart
}

type pickedColumn struct {
	Name, Label string
	Shown       bool
}

func (s *Site) shows(c *fiber.Ctx, p *Speaker, l listing, saved savedViews) (out showsPart, err error) {
	out = showsPart{Action: p.To("/lists", l.kind.Name), Hidden: l.hidden(askColumn), Saved: viewsPart(p.To("/lists", l.kind.Name), l.without(askCursor, askFirst, askView).asked, saved)}
	picked := l.asked[askColumn]
	for _, column := range p.columns(l, nil, nil) {
		out.Columns = append(out.Columns, pickedColumn{column.name, column.head.Label, slices.Contains(picked, column.name)})
	}
	if len(picked) > 0 {
		out.Usual = p.At(l.with(askColumn, ""))
	}
	by := l.asked.Get(askGroup)
	out.Groups = append(out.Groups, view.Tab{Label: p.T("group.none"), Href: p.At(l.with(askGroup, "")), Active: by == ""})
	for _, g := range s.groupings(p, l.kind) {
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
	parts       []part // of a column; nil: a field of the envelope, which the storage groups by
	say         func(value string) string
}

// part is one group of a column: a value, or a range of days. Each is counted by the index
// of the column.
type part struct {
	label string
	asked map[string]string // parameters of the list
}

// yearsApart is how many years the records of a list are counted by; older ones are one
// group, like later ones.
const yearsApart = 5

// groupings are department, state and period, the columns with few values, and those of
// days, by year. Columns of texts and of numbers have no groups.
func (s *Site) groupings(p *Speaker, kind *evaluation.Kind) []grouping {
	list := []grouping{
		{"unit", p.T("list.unit"), nil, p.Name},
		{"state", p.T("list.state"), nil, func(v string) string { return p.T(kind.Name + ".state." + v) }},
		{"period", p.T("list.period"), nil, p.Period},
	}
	for _, column := range kind.Columns {
		key, f := kind.Name+".field."+column.Name, kind.ColumnField(column)
		g := grouping{name: column.Name, label: p.T(key)}
		switch f.Form {
		case evaluation.FormChoice:
			for _, v := range f.Choices {
				g.parts = append(g.parts, part{p.Word(key, v), map[string]string{column.Name: v}})
			}
		case evaluation.FormTick:
			for _, v := range []string{"true", "false"} {
				g.parts = append(g.parts, part{p.T("value." + v), map[string]string{column.Name: v}})
			}
		case evaluation.FormDate:
			g.parts = p.years(column.Name, s.Today().Year())
		default:
			continue
		}
		list = append(list, g)
	}
	return list
}

// years are the groups of a column of days, the latest first.
func (p *Speaker) years(column string, this int) []part {
	from, to := column+evaluation.ColumnFrom, column+evaluation.ColumnTo
	list := []part{{p.T("group.after", "year", this), map[string]string{from: evaluation.NewDate(this+1, 1, 1).String()}}}
	for y := this; y > this-yearsApart; y-- {
		list = append(list, part{p.Period(Itoa(y)), map[string]string{from: evaluation.NewDate(y, 1, 1).String(), to: evaluation.NewDate(y, 12, 31).String()}})
	}
	return append(list, part{p.T("group.before", "year", this-yearsApart+1), map[string]string{to: evaluation.NewDate(this-yearsApart, 12, 31).String()}})
}

// groups counts the records of the list by a grouping, whichever group is chosen; each
// leads to the list of its own.
func (s *Site) groups(c *fiber.Ctx, p *Speaker, l listing, by grouping) ([]view.Tab, error) {
	whole := l.without(by.name, by.name+evaluation.ColumnFrom, by.name+evaluation.ColumnTo, askCursor, askFirst)
	if by.parts == nil {
		return s.envelopeGroups(c, p, l, whole, by)
	}
	var tabs []view.Tab
	for _, one := range by.parts {
		of, active := whole.without(), true
		for name, value := range one.asked {
			of.asked.Set(name, value)
			active = active && l.asked.Get(name) == value
		}
		for _, name := range []string{by.name + evaluation.ColumnFrom, by.name + evaluation.ColumnTo} {
			active = active && l.asked.Get(name) == one.asked[name]
		}
		q, err := s.query(p, of)
		if err != nil {
			return nil, err
		}
		counts, err := s.Service.Group(c.UserContext(), Actor(c), q, "kind")
		if err != nil {
			return nil, err
		}
		for _, n := range counts {
			tab := view.Tab{Label: one.label, Count: int(n.N), Href: p.At(of), Active: active}
			if active {
				tab.Href = p.At(whole)
			}
			tabs = append(tabs, tab)
		}
	}
	return tabs, nil
}

// envelopeGroups counts by a field that the storage groups by.
func (s *Site) envelopeGroups(c *fiber.Ctx, p *Speaker, l, whole listing, by grouping) ([]view.Tab, error) {
	q, err := s.query(p, whole)
	if err != nil {
		return nil, err
	}
	counts, err := s.Service.Group(c.UserContext(), Actor(c), q, by.name)
	var tabs []view.Tab
	for _, n := range counts {
		tab, value := view.Tab{Label: p.T("group.unset"), Count: int(n.N)}, n.Keys[0]
		if value != "" {
			tab.Label, tab.Href, tab.Active = by.say(value), p.At(whole.with(by.name, value)), l.asked.Get(by.name) == value
		}
		if tab.Active {
			tab.Href = p.At(whole)
		}
		tabs = append(tabs, tab)
	}
	return tabs, err
}

// ViewsPart are the views of a list that the reader has saved, and the form to save one
// (partial "views").
type ViewsPart struct {
	Query string // what would be saved
	Views []savedView
	All   string // the list without a view
	Drop  string // address of the form that deletes one
	Save  string // and of the one that saves
}

// viewsPart are the saved views of the list at an address, which is asked for some
// parameters.
func viewsPart(at string, asked url.Values, saved savedViews) ViewsPart {
	here := asked.Encode()
	out := ViewsPart{Query: here, Save: at + "/views", Drop: at + "/views/drop"}
	for _, v := range saved.Views {
		v.Href, v.Active = at+"?"+v.Query, v.Query == here
		out.Views = append(out.Views, v)
	}
	if len(out.Views) > 0 {
		out.All = at + "?" + url.Values{askView: {viewNone}}.Encode()
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
