package table

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Column is a column that a table may have.
type Column struct {
	Field   string   `json:"field"`
	Header  string   `json:"header"`  // the head of the template
	English string   `json:"english"` // the head of the template in English pages
	Aliases []string `json:"aliases"` // other heads that mean the same
}

// Header is the heading of a table, in one row or two.
type Header struct {
	First, Last int            // indexes of its rows
	Fields      map[int]string // column (from 1) -> field
	Names       map[string]string
	Unread      []Unread
	Hidden      []string // fields whose column is hidden
}

// Unread is a heading whose column is not read.
type Unread struct {
	Cell  Cell
	Name  string
	Field string // its field, if another column is read for that field; otherwise ""
}

// Head returns the text of a heading without spaces and line breaks used for
// layout.
func Head(s string) string { return strings.Join(strings.Fields(HalfWidth(Clean(s))), "") }

// Columns is a search index of the columns of a table.
type Columns struct{ meanings map[string]sense }

type sense struct {
	field string
	rank  int
}

// Of builds the index. If two columns have the same heading, the first one counts.
func Of(columns []Column) *Columns {
	x := &Columns{meanings: map[string]sense{}}
	put := func(head, field string, rank int) {
		h := strings.ToLower(Head(head))
		if old, known := x.meanings[h]; h != "" && (!known || rank < old.rank) {
			x.meanings[h] = sense{field, rank}
		}
	}
	for _, c := range columns {
		put(c.Header, c.Field, exact)
		put(c.English, c.Field, exact)
		for _, a := range c.Aliases {
			put(a, c.Field, alias)
		}
	}
	return x
}

// Match reads the row as a heading, together with the next row if that only divides
// the cells above it. An exact heading has priority over an alias, and a visible
// column over a hidden one.
func Match(rows [][]Cell, at int, columns *Columns) Header {
	one := match(headsOf(rows[at], nil), columns)
	one.First, one.Last = at, at
	if at+1 < len(rows) && divides(rows[at], rows[at+1], one) {
		two := match(headsOf(rows[at], rows[at+1]), columns)
		two.First, two.Last = at, at+1
		if len(two.Fields) >= 2 {
			return two
		}
	}
	return one
}

// head is the heading of a column with its possible meanings, the best first.
type head struct {
	cell  Cell
	texts []string
}

func headsOf(upper, lower []Cell) []head {
	groups := map[int]Cell{}
	var list []head
	for _, c := range upper {
		groups[c.Col] = c
	}
	below := map[int]bool{}
	for _, c := range lower {
		if c.Copied && !c.Across {
			continue // the cell above covers this row too
		}
		below[c.Col] = true
		h := head{cell: c, texts: []string{c.Text}}
		if g, ok := groups[c.Col]; ok {
			h.texts = append(h.texts, g.Text+" "+c.Text)
		}
		list = append(list, h)
	}
	for _, c := range upper {
		if !below[c.Col] && !c.Across {
			list = append(list, head{cell: c, texts: []string{c.Text}})
		}
	}
	slices.SortFunc(list, func(a, b head) int { return cmp.Compare(a.cell.Col, b.cell.Col) })
	return list
}

// divides reports whether the lower row divides a group in the upper row, and is
// not below a heading that is a column itself.
func divides(upper, lower []Cell, one Header) bool {
	across, own := false, 0
	under := map[int]Cell{}
	for _, c := range upper {
		under[c.Col] = c
		across = across || c.Across
	}
	for _, c := range lower {
		if c.Copied {
			continue
		}
		if g, ok := under[c.Col]; ok && !g.Across && one.Fields[c.Col] != "" && !spans(upper, g) {
			return false
		}
		if c.IsNumber {
			return false
		}
		own++
	}
	return own > 0 && across
}

// spans reports whether the cell covers columns to its right.
func spans(row []Cell, c Cell) bool {
	return slices.ContainsFunc(row, func(x Cell) bool { return x.Across && x.Col > c.Col && x.Text == c.Text })
}

func match(heads []head, columns *Columns) Header {
	type candidate struct {
		field, name string
		rank        int
		cell        Cell
	}
	out := Header{Fields: map[int]string{}, Names: map[string]string{}}
	var all []candidate
	for _, h := range heads {
		if Head(h.texts[0]) == "" {
			continue
		}
		best := candidate{name: strings.Join(strings.Fields(Clean(h.texts[len(h.texts)-1])), " "), rank: unknown, cell: h.cell}
		for _, text := range slices.Backward(h.texts) { // with its group it says more than alone
			if found := columns.meaning(text); found.rank < unknown {
				best.field, best.rank = found.field, found.rank
				break
			}
		}
		all = append(all, best)
	}
	hidden := func(c candidate) int {
		if c.cell.Hidden {
			return 1
		}
		return 0
	}
	order := slices.Clone(all)
	slices.SortStableFunc(order, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(hidden(a), hidden(b)), cmp.Compare(a.rank, b.rank), cmp.Compare(a.cell.Col, b.cell.Col))
	})
	for _, c := range order {
		if c.field != "" && out.Names[c.field] == "" {
			out.Fields[c.cell.Col], out.Names[c.field] = c.field, c.name
			if c.cell.Hidden {
				out.Hidden = append(out.Hidden, c.field)
			}
		}
	}
	for _, c := range all {
		if out.Fields[c.cell.Col] == "" {
			out.Unread = append(out.Unread, Unread{Cell: c.cell, Name: c.name, Field: c.field})
		}
	}
	return out
}

// How well a heading matches, the best first.
const (
	exact     = 0
	decorated = 1 // added to the rank of a heading that matches only without additions such as brackets
	alias     = 2
	unknown   = 4
)

// Field returns the field of a heading, "" if it is none of the columns.
func (x *Columns) Field(heading string) string { return x.meaning(heading).field }

// meaning returns the field of a heading.
func (x *Columns) meaning(text string) sense {
	const longest = 40 // characters; no heading is longer
	best := sense{rank: unknown}
	if len(text) > longest*4 {
		return best
	}
	full := strings.ToLower(Head(text))
	if found, ok := x.meanings[full]; ok {
		return found
	}
	if found, ok := x.meanings[plain(full)]; ok {
		best = sense{found.field, found.rank + decorated}
	}
	return best
}

// plain removes additions from a heading: stars, brackets, a second language.
func plain(s string) string {
	s = strings.Trim(s, "*★☆●#:")
	if i := strings.IndexAny(s, "([【〔"); i > 0 {
		s = s[:i]
	}
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		s = strings.Map(func(r rune) rune {
			if r < unicode.MaxASCII && (unicode.IsLetter(r) || strings.ContainsRune("./ '-", r)) {
				return -1
			}
			return r
		}, s)
	}
	return strings.Trim(s, "*★☆●#:/")
}
