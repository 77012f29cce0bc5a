package roster

import (
	"slices"

	"kaoji/evaluation/table"
)

// unitColumn decides what a column 单位 says where no column names the department: with
// several values it is the department, with one it is the office.
func (r *reader) unitColumn(g *grid, s Sheet) {
	i := slices.IndexFunc(g.head.Unread, func(u table.Unread) bool {
		return u.Field == "" && !u.Cell.Hidden && g.form.units.Field(u.Cell.Text) != ""
	})
	if g.head.Names["department"] != "" || i < 0 {
		return
	}
	u := g.head.Unread[i]
	values := r.unitsIn(g, s, u.Cell.Col)
	if len(values) == 0 {
		return
	}
	g.head.Unread = slices.Delete(slices.Clone(g.head.Unread), i, i+1)
	if len(values) == 1 {
		at := place{sheet: g.name, headers: map[string]string{"": u.Name}}
		r.verdicts.add(Noted, at, "", "roster.import.unit_office", "name", values[0])
		return
	}
	g.head.Fields[u.Cell.Col], g.head.Names["department"] = "department", u.Name
	r.verdicts.add(Noted, place{sheet: g.name, headers: g.head.Names}, "department", "roster.import.unit_department", "n", len(values))
}

// unitsIn are the different values of a column in the rows that name somebody.
func (r *reader) unitsIn(g *grid, s Sheet, col int) []string {
	var values []string
	for _, cells := range s.Rows[g.head.Last+1:] {
		named, value := false, ""
		for _, c := range cells {
			switch field := g.head.Fields[c.Col]; {
			case c.Fault != "" || c.Hidden && !r.choice.Hidden:
			case c.Col == col:
				value = cleanName(c.Value())
			case field == "name" || field == "no":
				named = named || clean(c.Text) != ""
			}
		}
		if named && value != "" && !isEmptyMark(value) && g.form.units.Field(value) == "" && !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	return values
}
