package evaluation

import (
	"context"
	"slices"
)

// Tally declares a figure of periodic reports: how many records of a kind have their day
// in a period. The text <measure>.tally.<key> is its name, <measure>.tally.<key>.what its
// definition.
type Tally struct {
	Key    string
	Kind   string
	States []State
	// Of are the states of the whole of which the figure is a share; they contain
	// States. nil: it is a number.
	Of []State
	// By is the column of the kind by whose choices it is counted too; "" for none.
	By string
	// Present: all records, whatever their day.
	Present bool
	Unit    string // of what: UnitPeople and so on
}

// Tallied is the value of a figure.
type Tallied struct {
	N, Of int64
	Items []TalliedItem // by Tally.By, those of none left out
}

// TalliedItem is a part of a figure.
type TalliedItem struct {
	Code string `json:"code"`
	N    int64  `json:"n"`
	Of   int64  `json:"of,omitempty"` // the whole of a share, 0 for none
}

// Grouper counts records without asking who may see them.
type Grouper interface {
	Group(ctx context.Context, q Query, fields ...string) ([]Count, error)
}

// Query finds the records that a tally counts between two days, both included.
func (t *Tally) Query(from, to Date) Query {
	q := Query{Kinds: []string{t.Kind}, States: t.States}
	if !t.Present {
		q.OnFrom, q.OnTo = from, to
	}
	return q
}

// Count counts the records of an office; kind is that of the tally, nil to leave out the parts.
func (t *Tally) Count(ctx context.Context, in Grouper, office string, from, to Date, kind *Kind) (out Tallied, err error) {
	q := t.Query(from, to)
	q.Office = office
	if t.Of != nil {
		q.States = t.Of
	}
	counts, err := in.Group(ctx, q, "state")
	if err != nil {
		return out, err
	}
	for _, c := range counts {
		if t.Of != nil {
			out.Of += c.N
		}
		if slices.Contains(t.States, State(c.Keys[0])) {
			out.N += c.N
		}
	}
	if kind == nil {
		return out, nil
	}
	column, _, _ := kind.Column(t.By)
	for _, code := range column.Choices {
		part := t.Query(from, to)
		part.Office = office
		if err := kind.ByColumns(&part, func(param string) []string {
			if param == t.By {
				return []string{code}
			}
			return nil
		}); err != nil {
			return out, err
		}
		counts, err := in.Group(ctx, part, "kind")
		if err != nil {
			return out, err
		}
		for _, c := range counts {
			out.Items = append(out.Items, TalliedItem{Code: code, N: c.N})
		}
	}
	return out, nil
}
