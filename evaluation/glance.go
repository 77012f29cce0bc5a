package evaluation

import (
	"fmt"
	"slices"
)

// Indicator declares a figure of a measure that tells a leader, the head of a department
// or personnel how the measure stands: how many records of a kind are in some states.
// The figure opens the list of exactly these records, so it is about what the reader
// may list. The text <measure>.glance.<key> says what it is.
type Indicator struct {
	Key    string
	Kind   string
	States []State
	// Of are the states of the whole of which the figure is a share; they contain
	// States. nil: it is a number.
	Of    []State
	Span  Span
	Late  bool   // only records whose deadline has passed; with Present
	Unit  string // of what: UnitPeople and so on
	Until string // kind of the record, such as a cycle, whose deadline is that of the figure
}

// Span says of which time the records of a figure are, and with what it is compared.
type Span string

// The spans.
const (
	// Present: all records, whatever their time; compared with nothing.
	Present Span = ""
	// ThisYear: by their day, from January 1 to today; compared with the same days of
	// last year.
	ThisYear Span = "year"
	// Latest: the last period of which there are records; compared with the one before.
	Latest Span = "latest"
)

// What a figure counts; the text glance.unit.<unit> writes a number of them.
const (
	UnitPeople = "people"
	UnitTimes  = "times"  // talks, turns of learning
	UnitPieces = "pieces" // deeds, concerns, opinions
	UnitIssues = "issues" // of the bulletin
)

// states are the states that a reader must see for the figure to be true.
func (l *Indicator) states() []State {
	if l.Of != nil {
		return l.Of
	}
	return l.States
}

// Split is a number of records by department; "" are those of none.
type Split map[string]int64

// Sum adds up all departments.
func (s Split) Sum() int64 {
	n := int64(0)
	for _, in := range s {
		n += in
	}
	return n
}

// Amount is the value of a figure. Of is nil if it is no share.
type Amount struct{ N, Of Split }

// In returns the value in a department, and the whole of it, 0 if it is no share.
func (a Amount) In(unit string) (n, of int64) { return a.N[unit], a.Of[unit] }

// Sum returns the value in all departments.
func (a Amount) Sum() (n, of int64) { return a.N.Sum(), a.Of.Sum() }

// Figure is a figure of a measure as one reader may see it.
type Figure struct {
	Indicator
	Now    Amount
	Period string  // of Latest; "" if there are no records yet
	Before *Amount // nil: there is nothing to compare with
	// BeforePeriod is the period of Before, the last year of ThisYear.
	BeforePeriod string
	Due          Date // see Indicator.Until
	// Trend are the values of the periods, or of the months of this and the last
	// year, oldest first. Only Service.Glance sets it.
	Trend []Point
}

// Point is the value of a figure in a period or a month.
type Point struct {
	Period string
	N, Of  int64
}

// Shared reports whether the figure is a share of a whole that is not empty.
func (f *Figure) Shared() bool { return f.Now.Of.Sum() > 0 }

// Query finds the records of the figure among those that the reader may see.
func (f *Figure) Query(today Date) Query {
	q := Query{Kinds: []string{f.Kind}, States: f.States}
	if f.Late {
		q.DueTo = today.AddDays(-1)
	}
	switch f.Span {
	case ThisYear:
		q.OnFrom, q.OnTo = NewDate(today.Year(), 1, 1), today
	case Latest:
		q.Periods = []string{f.Period}
	case Present:
	}
	return q
}

// Glance is what a measure tells at a glance.
type Glance struct {
	Measure string
	Number  int
	Figures []Figure
}

// Main is the figure that means most now: the first one, or of shares, which follow
// one another, the first one that is not complete, such as the talks when everybody
// has a grade. nil if there is none.
func (g *Glance) Main() *Figure {
	var main *Figure
	for i := range g.Figures {
		f := &g.Figures[i]
		switch n, of := f.Now.Sum(); {
		case f.Late:
		case f.Shared() && n < of:
			return f
		case main == nil || f.Shared() && main.Shared():
			main = f
		}
	}
	return main
}

// Late is the figure of what is late in a department, nil if nothing is.
func (g *Glance) Late(unit string) *Figure {
	i := slices.IndexFunc(g.Figures, func(f Figure) bool { return f.Late && f.Now.N[unit] > 0 })
	if i < 0 {
		return nil
	}
	return &g.Figures[i]
}

// checkGlance checks the declaration of a measure's figures.
func (s *Service) checkGlance(m *Measure) error {
	for i := range m.Glance {
		l := &m.Glance[i]
		k, ok := s.kinds[l.Kind]
		wrong := ""
		unknown := func(state State) bool { return !slices.Contains(k.States, state) }
		switch {
		case !ok || l.Until != "" && s.kinds[l.Until] == nil:
			wrong = "unknown kind"
		case len(l.States) == 0 || slices.ContainsFunc(l.states(), unknown):
			wrong = "no state, or an unknown one"
		case l.Of != nil && slices.ContainsFunc(l.States, func(state State) bool { return !slices.Contains(l.Of, state) }):
			wrong = "more than the whole"
		case l.Late && (l.Span != Present || l.Of != nil):
			wrong = "what is late is a number of the present"
		case slices.ContainsFunc(m.Glance[:i], func(o Indicator) bool { return o.Key == l.Key }):
			wrong = "stands twice"
		}
		if wrong != "" {
			return fmt.Errorf("figure %s of measure %s: %s", l.Key, m.Name, wrong)
		}
	}
	return nil
}
