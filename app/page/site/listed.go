package site

import (
	"encoding/json"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// shown is a column of the table before it is known whether it is needed.
type shown struct {
	name string // in the address
	head view.ListedHead
	cell func(i int) view.ListedCell
	bare func(i int) string // what the cell says without the words around it, such as 2026 of 2026年; nil: the same
}

// listed makes the table of a page of records, of which the first is number first of all.
// The columns are those that the address asks for or, if it asks for none, those that are
// not the same in every row.
func (s *Site) listed(p *Speaker, l listing, found *evaluation.Views, first, n int64) view.Listed {
	rows := p.rowsOf(found.Views)
	table := view.Listed{Heads: []view.ListedHead{p.sortHead(l, p.T("list.subject"), "name")}}
	for i := range rows {
		w := place{listing: l, after: found.Places[i], nth: first + int64(i), of: n}
		rows[i].Href = WithQuery(rows[i].Href, askList, w.String())
		table.Rows = append(table.Rows, view.ListedRow{Row: rows[i], ID: found.Views[i].ID})
	}
	wanted := l.asked[askColumn]
	for _, column := range p.columns(l, found.Views, rows) {
		if slices.Contains(wanted, column.name) || len(wanted) == 0 &&
			(column.head.Sorted != "" || differs(len(rows), func(i int) string { return column.cell(i).Text })) {
			add(&table, column)
		}
	}
	return table
}

// RecordsIn makes the table of records that are part of a page: those of one kind have its
// columns, of several kinds it is said of which. It is nil without records.
func (s *Site) RecordsIn(p *Speaker, views []evaluation.View) *view.Listed {
	if len(views) == 0 {
		return nil
	}
	rows, table := p.rowsOf(views), &view.Listed{Heads: []view.ListedHead{{Label: p.T("list.subject")}}}
	for i := range rows {
		table.Rows = append(table.Rows, view.ListedRow{Row: rows[i], ID: views[i].ID})
	}
	l := listing{kind: s.kindOf(views[0].Kind), asked: url.Values{}}
	if slices.ContainsFunc(views, func(v evaluation.View) bool { return v.Kind != l.kind.Name }) {
		l.kind = &evaluation.Kind{Name: l.kind.Name, Payload: l.kind.Payload} // without the columns of one of them
		add(table, shown{name: "kind", head: view.ListedHead{Label: p.T("list.kind")}, cell: func(i int) view.ListedCell { return view.ListedCell{Text: rows[i].Kind} }})
	}
	for _, column := range p.columns(l, views, rows) {
		if column.head.Href = ""; differs(len(rows), func(i int) string { return column.cell(i).Text }) {
			add(table, column)
		}
	}
	return table
}

// rowsOf are rows whose subjects tell them apart: where all are about the reader, they are
// called by what they are and not by the reader's name.
func (p *Speaker) rowsOf(views []evaluation.View) []view.Row {
	rows := p.Rows(views)
	if p.actor.Person == "" || slices.ContainsFunc(views, func(v evaluation.View) bool { return v.Subject != p.actor.Person || official(&v.Record) }) {
		return rows
	}
	for i := range rows {
		rows[i].Subject = strings.TrimSpace(p.T(views[i].Kind) + " " + p.Period(views[i].Period))
	}
	return rows
}

// add adds a column. On a phone a row has two lines: the subject with the state, and all
// other columns below.
func add(t *view.Listed, column shown) {
	t.Heads = append(t.Heads, column.head)
	for i := range t.Rows {
		cell := column.cell(i)
		t.Rows[i].Cells = append(t.Rows[i].Cells, cell)
		t.Rows[i].Brief = joinNonEmpty(slices.DeleteFunc(strings.Split(t.Rows[i].Brief, " · "), func(s string) bool { return s == cell.Text })...)
		said := cell.Text
		if column.head.Number && said != "" { // a number alone says nothing
			said = column.head.Label + " " + said
		}
		if cell.State == nil {
			t.Rows[i].Note = joinNonEmpty(t.Rows[i].Note, said)
		}
	}
}

// columns are all columns that a list can have besides the subject.
func (p *Speaker) columns(l listing, views []evaluation.View, rows []view.Row) []shown {
	of := func(text func(r *view.Row) string) func(int) view.ListedCell {
		return func(i int) view.ListedCell { return view.ListedCell{Text: text(&rows[i])} }
	}
	columns := []shown{
		{name: "unit", head: p.sortHead(l, p.T("list.unit"), ""), cell: of(func(r *view.Row) string { return r.Unit })},
		{
			name: "period", head: p.sortHead(l, p.T("list.period"), ""), cell: of(func(r *view.Row) string { return r.Period }),
			bare: func(i int) string { return views[i].Period },
		},
	}
	values := make([][]string, len(views))
	for i := range views {
		values[i] = p.columnValues(l.kind, &views[i])
	}
	columns[1].head.Short = true
	for i, column := range l.kind.Columns {
		h := p.sortHead(l, p.T(l.kind.Name+".field."+column.Name), column.Name)
		form := l.kind.ColumnField(column).Form
		h.Number, h.Short = form == evaluation.FormInteger || form == evaluation.FormDecimal, form == evaluation.FormDate
		columns = append(columns, shown{name: column.Name, head: h, cell: func(row int) view.ListedCell { return view.ListedCell{Text: values[row][i]} }})
	}
	if c := p.Pages[l.kind.Name].Column; c != nil {
		columns = append(columns, shown{name: c.Field, head: view.ListedHead{Label: p.T(l.kind.Name + ".field." + c.Field)}, cell: func(i int) view.ListedCell {
			return view.ListedCell{Text: c.Of(p, &views[i])}
		}})
	}
	all := slices.Clone(columns)
	columns = slices.DeleteFunc(columns, func(c shown) bool {
		return !slices.Contains(l.asked[askColumn], c.name) && c.head.Sorted == "" && p.saidBySubject(c, rows)
	})
	columns = slices.DeleteFunc(columns, func(c shown) bool {
		return (c.name == "period" || c.name == "unit") && !slices.Contains(l.asked[askColumn], c.name) && repeated(c, all, len(rows))
	})
	return append(columns,
		shown{name: "state", head: p.sortHead(l, p.T("list.state"), ""), cell: func(i int) view.ListedCell { return view.ListedCell{Text: rows[i].State.Label, State: &rows[i].State} }},
		shown{name: "due", head: p.sortHead(l, p.T("list.due"), "due"), cell: func(i int) view.ListedCell { return view.ListedCell{Text: p.DayOf(rows[i].Due), Due: rows[i].Due} }})
}

// saidBySubject reports whether what stands first in each row says what a column says.
func (p *Speaker) saidBySubject(c shown, rows []view.Row) bool {
	for i := range rows {
		if text := c.cell(i).Text; text == "" || !strings.Contains(rows[i].Subject, text) {
			return false
		}
	}
	return len(rows) > 0
}

// repeated reports whether another column says the same in every row, such as the year of
// a kind and its period.
func repeated(c shown, columns []shown, rows int) bool {
	return slices.ContainsFunc(columns, func(o shown) bool {
		for i := range rows {
			text := o.cell(i).Text
			if o.name == c.name || text != c.cell(i).Text && (c.bare == nil || text != c.bare(i)) {
				return false
			}
		}
		return rows > 0
	})
}

// differs reports whether a column tells something: it is not the same in every row,
// or it has a value in the only one.
func differs(rows int, text func(i int) string) bool {
	if rows == 1 {
		return text(0) != ""
	}
	for i := 1; i < rows; i++ {
		if text(i) != text(0) {
			return true
		}
	}
	return false
}

// columnValues returns the texts of the kind's columns, as far as the reader may
// read them.
func (p *Speaker) columnValues(kind *evaluation.Kind, view *evaluation.View) []string {
	values := make([]string, len(kind.Columns))
	var present map[string]json.RawMessage
	typed := kind.Payload()
	if len(values) == 0 || json.Unmarshal(view.Payload, &present) != nil || json.Unmarshal(view.Payload, typed) != nil {
		return values
	}
	for i, column := range kind.Columns {
		if column.Since != "" && present[column.Since] != nil && payloadField(reflect.ValueOf(typed).Elem(), column.Since).IsZero() {
			values[i] = p.T("list.not_yet")
			continue
		}
		v := payloadField(reflect.ValueOf(typed).Elem(), column.Name)
		if present[column.Name] != nil && v.IsValid() && (v.Kind() != reflect.String || !v.IsZero()) {
			values[i] = p.value(kind.Name+".field."+column.Name, "", v)
		}
	}
	return values
}

// sortHead makes the head of a column that the list can be ordered by. A second
// click reverses the order.
func (p *Speaker) sortHead(l listing, label, sort string) view.ListedHead {
	h := view.ListedHead{Label: label}
	if sort == "" {
		return h
	}
	next := sort
	switch by, desc := strings.CutPrefix(l.asked.Get(askSort), "-"); {
	case by == sort && desc:
		h.Sorted = "descending"
	case by == sort:
		h.Sorted, next = "ascending", "-"+sort
	}
	h.Href = p.At(l.with(askSort, next))
	return h
}

// columnFilters are the form fields that filter by the kind's columns: a choice, or
// the ends of a range. A text, such as a number, is asked for as it stands.
func (p *Speaker) columnFilters(l listing) []view.Field {
	var list []view.Field
	kind := l.kind
	for _, column := range kind.Columns {
		f := kind.ColumnField(column)
		key := kind.Name + ".field." + column.Name
		field := view.Field{Label: p.T(key), Form: f.Form}
		switch f.Form {
		case evaluation.FormTick:
			f.Choices, field.Form = []string{"true", "false"}, evaluation.FormChoice
		case evaluation.FormDate, evaluation.FormInteger, evaluation.FormDecimal:
			from, to := field, field
			from.Name, from.Label = column.Name+evaluation.ColumnFrom, p.T("list.from", "name", field.Label)
			to.Name, to.Label = column.Name+evaluation.ColumnTo, p.T("list.to", "name", field.Label)
			list = append(list, from, to)
			continue
		}
		for _, choice := range f.Choices {
			label := p.Word(key, choice)
			if f.Form == evaluation.FormTick {
				label = p.T("value." + choice)
			}
			field.Choices = append(field.Choices, view.Choice{Value: choice, Label: label})
		}
		field.Name = column.Name
		list = append(list, field)
	}
	for i := range list {
		list[i].ID, list[i].Value = "f-"+list[i].Name, l.asked.Get(list[i].Name)
	}
	return list
}
