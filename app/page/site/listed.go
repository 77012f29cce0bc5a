package site

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// listed is the table of a list: the subject, and what differs between the records.
type listed struct {
	Heads []listHead
	Rows  []listRow
}

// listHead is the head of one column of the table.
type listHead struct {
	Label  string
	Href   string // the same list in the order of this column; "" if it has none
	Sorted string // ascending or descending if the list is in this order
	Number bool
}

type listRow struct {
	view.Row
	Cells []listCell // of the heads behind the subject
}

// listCell is a text, or the state or deadline of the row.
type listCell struct {
	Text  string
	State *view.Badge
	Due   evaluation.Date
}

// shown is a column of the table before it is known whether it is needed.
type shown struct {
	head listHead
	cell func(i int) listCell
}

// listed makes the table of a page of records. A column that is the same in every
// row is left out, unless the list is in its order.
func (s *Site) listed(c *fiber.Ctx, p *Speaker, kind *evaluation.Kind, views []evaluation.View) listed {
	rows := p.Rows(views)
	head := func(label, sort string) listHead { return sortHead(c, label, sort) }
	of := func(text func(r *view.Row) string) func(int) listCell {
		return func(i int) listCell { return listCell{Text: text(&rows[i])} }
	}
	columns := []shown{
		{head(p.T("list.unit"), ""), of(func(r *view.Row) string { return r.Unit })},
		{head(p.T("list.period"), ""), of(func(r *view.Row) string { return r.Period })},
	}
	values := make([][]string, len(views))
	for i := range views {
		values[i] = p.columnValues(kind, &views[i])
	}
	for i, column := range kind.Columns {
		h := head(p.T(kind.Name+".field."+column.Name), column.Name)
		form := kind.ColumnField(column).Form
		h.Number = form == evaluation.FormInteger || form == evaluation.FormDecimal
		columns = append(columns, shown{h, func(row int) listCell { return listCell{Text: values[row][i]} }})
	}
	columns = append(columns,
		shown{head(p.T("list.state"), ""), func(i int) listCell { return listCell{Text: rows[i].State.Label, State: &rows[i].State} }},
		shown{head(p.T("list.due"), "due"), func(i int) listCell { return listCell{Text: rows[i].Due.String(), Due: rows[i].Due} }})
	table := listed{Heads: []listHead{head(p.T("list.subject"), "name")}}
	for _, r := range rows {
		table.Rows = append(table.Rows, listRow{Row: r})
	}
	for _, column := range columns {
		if column.head.Sorted == "" && !differs(len(rows), func(i int) string { return column.cell(i).Text }) {
			continue
		}
		table.Heads = append(table.Heads, column.head)
		for i := range table.Rows {
			table.Rows[i].Cells = append(table.Rows[i].Cells, column.cell(i))
		}
	}
	return table
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
		v := payloadField(reflect.ValueOf(typed).Elem(), column.Name)
		if present[column.Name] != nil && v.IsValid() && (v.Kind() != reflect.String || !v.IsZero()) {
			values[i] = p.value(kind.Name+".field."+column.Name, "", v)
		}
	}
	return values
}

// sortHead makes the head of a column that the list can be ordered by. A second
// click reverses the order.
func sortHead(c *fiber.Ctx, label, sort string) listHead {
	h := listHead{Label: label}
	if sort == "" {
		return h
	}
	next := sort
	switch by, desc := strings.CutPrefix(c.Query("sort"), "-"); {
	case by == sort && desc:
		h.Sorted = "descending"
	case by == sort:
		h.Sorted, next = "ascending", "-"+sort
	}
	here := WithQuery(string(c.Request().URI().RequestURI()), "cursor", "")
	h.Href = WithQuery(here, "sort", next)
	return h
}

// order applies the order and the filters by columns of the address. Without an
// order, a list that is filtered by a column is in the order of this column, because
// one index gives both.
func order(c *fiber.Ctx, kind *evaluation.Kind, q *evaluation.Query) error {
	by, desc := strings.CutPrefix(c.Query("sort"), "-")
	if by == "name" {
		by = evaluation.SortName
	}
	if by != "" {
		q.Sort, q.Desc = by, desc
	}
	err := kind.ByColumns(q, func(param string) []string {
		var list []string
		for _, v := range c.Context().QueryArgs().PeekMulti(param) {
			list = append(list, strings.TrimSpace(string(v)))
		}
		return list
	})
	if by == "" && len(q.Keys) > 0 && q.Sort != evaluation.SortDue {
		q.Sort, q.Desc = evaluation.SortKey(q.Keys[0].Place), true
	}
	return err
}

// columnFilters are the form fields that filter by the kind's columns: a choice, or
// the ends of a range. A text, such as a number, is asked for as it stands.
func (p *Speaker) columnFilters(c *fiber.Ctx, kind *evaluation.Kind) []view.Field {
	var list []view.Field
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
		list[i].ID, list[i].Value = "f-"+list[i].Name, c.Query(list[i].Name)
	}
	return list
}
