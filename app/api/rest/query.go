package rest

import (
	"slices"
	"strings"

	"kaoji/evaluation"
)

// sorts are the values of ?sort=.
var sorts = []string{"id", "-id", "changed", "-changed", "on", "-on", "due", "-due", "name", "-name"}

func paging() []Param {
	return []Param{
		{Name: "limit", Doc: "How many at most (50)", Max: evaluation.MaxLimit},
		{Name: "cursor", Doc: "next of the page before"},
	}
}

// filters are the envelope fields by which every list of records can be filtered.
func filters() []Param {
	return append(paging(),
		Param{Name: "sort", Doc: "Order; - turns it round", Choices: sorts},
		Param{Name: "subject", Doc: "Person", Many: true}, Param{Name: "unit", Doc: "Department", Many: true},
		Param{Name: "period", Doc: "Such as 2026H1", Many: true}, Param{Name: "parent", Doc: "Record", Many: true},
		Param{Name: "on_from", Doc: "First day", Date: true}, Param{Name: "on_to", Doc: "Last day", Date: true},
		Param{Name: "due_from", Doc: "First deadline", Date: true}, Param{Name: "due_to", Doc: "Last deadline", Date: true},
		Param{Name: "waiting", Doc: "Only what waits for the reader, most urgent first whatever sort says", Choices: []string{"me"}},
	)
}

func kindFilters(k *evaluation.Kind) []Param {
	state := Param{Name: "state", Doc: "State", Many: true}
	for _, s := range k.States {
		state.Choices = append(state.Choices, string(s))
	}
	list := append(filters(), state)
	orders := slices.Clone(sorts)
	for _, column := range k.Columns {
		orders = append(orders, column.Name, "-"+column.Name)
		list = append(list, columnFilters(k.ColumnField(column))...)
	}
	list[slices.IndexFunc(list, func(p Param) bool { return p.Name == "sort" })].Choices = orders
	return list
}

// columnFilters are the parameters that filter by a column: values of a code or a
// text, or the ends of a range.
func columnFilters(f evaluation.Field) []Param {
	doc := "Records whose " + spaced(f.Name) + " the reader may read; "
	switch f.Form {
	case evaluation.FormChoice, evaluation.FormText:
		return []Param{{Name: f.Name, Doc: doc + "one of these values", Many: true, Choices: f.Choices}}
	case evaluation.FormTick:
		return []Param{{Name: f.Name, Doc: doc + "yes or no", Choices: []string{"true", "false"}}}
	}
	date := f.Form == evaluation.FormDate
	return []Param{{Name: f.Name + evaluation.ColumnFrom, Doc: doc + "the smallest", Date: date}, {Name: f.Name + evaluation.ColumnTo, Doc: doc + "the largest", Date: date}}
}

// query returns the request's query for everything that the reader may see.
func (c *Call) query() evaluation.Query {
	order, desc := strings.CutPrefix(c.Query("sort", "id"), "-")
	q := evaluation.Query{
		Kinds: c.Many("kind"), Subjects: c.Many("subject"), Units: c.Many("unit"), Periods: c.Many("period"),
		Parents: c.Many("parent"), OnFrom: c.day("on_from"), OnTo: c.day("on_to"), DueFrom: c.day("due_from"),
		DueTo: c.day("due_to"), Sort: order, Desc: desc, Limit: c.limit(), Cursor: c.Query("cursor"),
	}
	if order == "name" {
		q.Sort = evaluation.SortName
	}
	for _, s := range c.Many("state") {
		q.States = append(q.States, evaluation.State(s))
	}
	return q
}
