package rest

import (
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
	return append(filters(), state)
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
