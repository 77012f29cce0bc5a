package view

import "kaoji/evaluation"

// The models of the shared partials in templates/_show.html, which show states and
// figures.

// Stat is a key figure with a link to its details (partial "stats").
type Stat struct {
	Label string
	Value string
	Note  string
	Href  string
	Tone  string // as of Badge
}

// Step is a stage that a matter goes through (partial "steps").
type Step struct {
	Label string
	Past  bool
	Now   bool
}

// Tab is one of several views of the same thing (partial "tabs").
type Tab struct {
	Label  string
	Href   string
	Count  int
	Active bool
}

// Column is a column of a Grid. Sort is the address that sorts by it, "" if
// none does; Sorted is ascending, descending or "".
type Column struct {
	Label  string
	Sort   string
	Sorted string
	Number bool
}

// Cell is one value of a Grid.
type Cell struct {
	Text  string
	Href  string
	Badge *Badge
	Due   evaluation.Date // a deadline, which says whether it has passed
	Note  string
	Links []Link
}

// Grid is a list of anything (partial "grid"): a table whose rows become cards
// on a phone. The first column names the row.
type Grid struct {
	Caption string
	Columns []Column
	Rows    [][]Cell
}

// Meter shows how much of a whole is done (partial "meter").
type Meter struct {
	Label string
	Done  int
	Of    int
}

// Percent is the filled part.
func (m Meter) Percent() int {
	if m.Of <= 0 {
		return 0
	}
	return min(100, max(0, m.Done*100/m.Of))
}

// Portrait is the photo of a person.
type Portrait struct{ Src, Alt string }

// Copy is a text with a copy button, such as a link (partial "copy").
type Copy struct {
	ID    string // unique on the page
	Label string
	Text  string
}

// Sign is a place for a signature on a printed sheet (partial "signs"): the role of
// the signer, and an existing name and date.
type Sign struct {
	As   string
	Name string
	Day  string
}
