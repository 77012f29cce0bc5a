package reminder

import (
	"context"
	"reflect"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/stats"
)

// Findings is a scan as one reader may see it.
type Findings struct {
	Units   Shown  `json:"units"`
	People  Shown  `json:"people"`
	Same    bool   `json:"same" doc:"Working it out again from the frozen input gives what is stored"`
	Rules   Limits `json:"rules"`
	Warning int64  `json:"warning" doc:"Coverage of the funnel's inner limits, basis points"` // H-18
	Control int64  `json:"control" doc:"Coverage of its outer limits"`
}

// Shown is a family as one reader may see it.
type Shown struct {
	Family
	Withheld bool `json:"withheld" doc:"The reader is compared in it"` // the reader is compared in this family and may see nothing of it (C-28)
}

// Findings returns the lines of a scan that the reader may see. A reader who is
// compared in a family sees nothing of it, with or without a concern about them.
// Evidence without a test is used in no figure and is left out if it is about the
// reader. So the answer is the same with and without a concern about the reader.
func (s *Service) Findings(ctx context.Context, actor evaluation.Actor, today evaluation.Date, scan evaluation.View) (Findings, error) {
	if scan.Kind != KindScan || len(scan.Fields) == 0 {
		return Findings{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	r, err := s.Ledger.Get(ctx, scan.Office, scan.ID) // views do not contain the families
	if err != nil {
		return Findings{}, err
	}
	p, err := evaluation.PayloadOf[Scan](r)
	if err != nil {
		return Findings{}, err
	}
	out := Findings{}
	if out.Rules, err = limits(p); err != nil {
		return out, err
	}
	if out.Warning, err = p.Rules.Number("statistics.funnel", "warning"); err != nil {
		return out, err
	}
	if out.Control, err = p.Rules.Number("statistics.funnel", "control"); err != nil {
		return out, err
	}
	if out.Same, err = same(p); err != nil {
		return out, err
	}
	book, err := s.Book(ctx, scan.Office)
	if err != nil {
		return out, err
	}
	units, people := own(actor.Person, book.On(scan.On), book.On(today))
	out.Units, out.People = shown(p.Units, units), shown(p.People, people)
	return out, nil
}

// own returns the departments and people whose lines a reader must not see: the
// reader's own department, which also counts concerns about the reader, and for a
// head the departments headed and their people, as with concerns.
func own(person string, days ...*roster.Snapshot) (units, people []string) {
	if person == "" {
		return nil, nil
	}
	people = []string{person}
	for _, day := range days {
		if m, here := day.Member(person); here {
			units = append(units, m.Department)
		}
		heads, _ := day.Units(person)
		for _, u := range heads {
			units = append(units, u)
			for _, m := range day.In(u) {
				people = append(people, m.ID)
			}
		}
	}
	return units, people
}

// shown leaves out lines about the reader.
func shown(f Family, own []string) Shown {
	if slices.ContainsFunc(f.Lines, func(l Line) bool { return l.Testable && slices.Contains(own, l.ID) }) {
		return Shown{Family: Family{Lines: []Line{}}, Withheld: true}
	}
	f.Lines = slices.DeleteFunc(slices.Clone(f.Lines), func(l Line) bool { return slices.Contains(own, l.ID) })
	return Shown{Family: f}
}

// same recomputes the scan and compares it, without the links to alarms.
func same(p *Scan) (bool, error) {
	units, people, err := compute(p)
	if err != nil {
		return false, err
	}
	plain := func(f Family) Family {
		f.Lines = slices.Clone(f.Lines)
		for i := range f.Lines {
			f.Lines[i].Alarm, f.Lines[i].Known = "", false
		}
		return f
	}
	return reflect.DeepEqual(units, plain(p.Units)) && reflect.DeepEqual(people, plain(p.People)), nil
}

// Curve is a pair of limits of the funnel for increasing expectations.
type Curve struct{ X, Low, High []float64 }

// Funnel returns the exact limits of a coverage (basis points) for expectations up
// to the largest in the family.
func Funnel(f Family, coverage int64) Curve {
	const steps = 40
	most := 1.0
	for _, l := range f.Lines {
		most = max(most, l.Expected*1.1)
	}
	var c Curve
	for i := range steps + 1 {
		mu := most * float64(i) / steps
		low, high := stats.FunnelLimits(mu, float64(coverage)/10000)
		c.X, c.Low, c.High = append(c.X, mu), append(c.Low, float64(low)), append(c.High, float64(high))
	}
	return c
}
