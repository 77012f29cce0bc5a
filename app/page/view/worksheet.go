package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Worksheet is a table for typing (partial "worksheet"): a row for each record or
// person, with cells to read and fields to fill in. It works without script; script
// adds keys, paste from Excel, and sorting and filtering without loss of what was
// typed.
type Worksheet struct {
	Label   string // for screen readers
	Action  string // where the rows are sent
	Page    string // address of the page itself, for its filter
	Hidden  []Line // fields of the form without a row: name and value
	Columns []WorksheetColumn
	Rows    []WorksheetRow
	Counts  []WorksheetCount
	Filter  *Field // by department, nil for none
	Keep    string // key under which the browser keeps what is typed, for ballots; "" for other forms
	Submit  string // sends all rows
	One     string // sends the row that it stands in; "" if rows are only sent together
	Back    string
	Note    string // says what happens to what is typed
	Draft   *Draft // nil: what is typed is not kept on the server
}

// WorksheetColumn is a column behind the names of the rows.
type WorksheetColumn struct {
	Key    string // for sorting
	Label  string
	Sort   string // address of the same page in the order of this column
	Sorted string // ascending, descending or ""
	Number bool
}

// WorksheetRow is one row. Its fields have names that begin with its ID and a dot.
type WorksheetRow struct {
	ID     string
	Name   string
	Note   string // below the name, such as the post
	Href   string // of the name, "" for none
	Link   *Link  // below the name, such as the self-report
	Unit   string // for the filter
	Group  string // for counts of a part of the rows
	Hidden []Line
	Said   string // what became of the row when it was sent
	Tone   string // of Said: green, yellow, red
	Lost   []Line // what was typed in a row that cannot be sent any more
	Open   bool   // it has fields
	Cells  []WorksheetCell
	More   []Field  // fields that are seldom needed, folded in the last cell
	Opens  []string // values of a field of the row with which they are needed
	Unfold bool     // they are shown from the beginning
}

// WorksheetCell is a value or a field.
type WorksheetCell struct {
	Cell
	Lines []Link // folded; Text says how many
	Field *Field
	Order string // by what the column is sorted, if it is not Text
}

// WorksheetCount is a number that follows what is typed. Its texts contain {n}, {of},
// {left} and {over}.
type WorksheetCount struct {
	Field, Value string // counts rows in which the field has the value; without a field: rows in which nothing is filled in
	Unit, Group  string // only in this department and group; "" for all
	Base, Of     int    // counted already, and the most that is allowed (0: no limit)
	N            int    // at the time of rendering, without Base
	Say, Over    string
}

// Text is the sentence about the present number.
func (c *WorksheetCount) Text() string {
	n, say := c.Base+c.N, c.Say
	if c.Over != "" && n > c.Of {
		say = c.Over
	}
	return strings.NewReplacer("{n}", strconv.Itoa(n), "{of}", strconv.Itoa(c.Of), "{left}", strconv.Itoa(max(0, c.Of-n)), "{over}", strconv.Itoa(max(0, n-c.Of))).Replace(say)
}

// Exceeded reports whether more is counted than allowed.
func (c *WorksheetCount) Exceeded() bool { return c.Over != "" && c.Base+c.N > c.Of }

// Count sets the numbers of all counts from the rows.
func (w *Worksheet) Count() {
	for i := range w.Counts {
		c := &w.Counts[i]
		c.N = 0
		for j := range w.Rows {
			if r := &w.Rows[j]; r.Open && (c.Unit == "" || c.Unit == r.Unit) && (c.Group == "" || c.Group == r.Group) && r.counts(c) {
				c.N++
			}
		}
	}
}

func (r *WorksheetRow) counts(c *WorksheetCount) bool {
	filled := false
	for i := range r.Cells {
		f := r.Cells[i].Field
		if f == nil {
			continue
		}
		if c.Field != "" && f.Name == r.ID+"."+c.Field {
			return f.Value == c.Value
		}
		filled = filled || f.Value != ""
	}
	return c.Field == "" && !filled
}

// key is the value by which a column is sorted.
func (c *WorksheetCell) key() string {
	if c.Field != nil {
		i := slices.IndexFunc(c.Field.Choices, func(ch Choice) bool { return ch.Value == c.Field.Value })
		if i >= 0 {
			return strconv.Itoa(i)
		}
		return c.Field.Value
	}
	return cmp.Or(c.Order, c.Text)
}

// SortBy puts the rows into the order of a column: numbers by size, empty values
// last. An unknown column changes nothing.
func (w *Worksheet) SortBy(column string, desc bool) {
	i := slices.IndexFunc(w.Columns, func(c WorksheetColumn) bool { return c.Key == column })
	if column == "" || i < 0 {
		return
	}
	slices.SortStableFunc(w.Rows, func(a, b WorksheetRow) int { return compareCells(a.at(i), b.at(i), desc) })
}

func (r *WorksheetRow) at(i int) string {
	if i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i].key()
}

func compareCells(a, b string, desc bool) int {
	if a == "" || b == "" {
		return cmp.Compare(b, a) // the empty one last
	}
	x, xerr := strconv.ParseFloat(a, 64)
	y, yerr := strconv.ParseFloat(b, 64)
	by := cmp.Compare(a, b)
	if xerr == nil && yerr == nil {
		by = cmp.Compare(x, y)
	}
	if desc {
		by = -by
	}
	return by
}
