package bonus

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Sheet is a period's division as the office sees it: everybody's line, recomputed
// from the stored input.
type Sheet struct {
	Title   string   `json:"title"`
	Pool    int64    `json:"pool" doc:"Fen"`
	Lines   []Line   `json:"lines"`
	Same    bool     `json:"same" doc:"Computing it again from what is stored gives the stored amounts to the fen"`
	Drifted []string `json:"drifted" doc:"People whose entry no longer says what was computed with"`
	Compare Compare  `json:"compare"`
	Totals  []Total  `json:"totals"`
	Plan    Plan     `json:"plan"`
	Adjusts []Paid   `json:"adjustments" doc:"What came after payroll, which the lines do not contain"`
}

// Total is the total of a department.
type Total struct {
	Unit   string `json:"unit"`
	Name   string `json:"name"`
	People int    `json:"people"`
	Taking int    `json:"taking" doc:"Take part"`
	Amount int64  `json:"amount" doc:"Fen"`
}

// computed are the states in which a period has amounts.
func computed() []evaluation.State { return append(Released(), PeriodVerified) }

// load returns the whole period of a view, because views do not contain the lines.
func (s *Service) load(ctx context.Context, v evaluation.View, in []evaluation.State) (*Period, error) {
	if v.Kind != KindPeriod || len(v.Fields) == 0 || !slices.Contains(in, v.State) {
		return nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	r, err := s.Ledger.Get(ctx, v.Office, v.ID)
	if err != nil {
		return nil, err
	}
	return evaluation.PayloadOf[Period](r)
}

// ShowsAll reports whether the reader may see everybody's amount: readers who see
// the progress of its departments.
func ShowsAll(v *evaluation.View) bool { return v.Kind == KindPeriod && v.Shows("units") }

// Sheet returns the whole division to readers who may see everybody's amount.
func (s *Service) Sheet(ctx context.Context, v evaluation.View) (Sheet, error) {
	if err := v.Needs(KindPeriod, "units"); err != nil {
		return Sheet{}, err
	}
	p, err := s.load(ctx, v, computed())
	if err != nil {
		return Sheet{}, err
	}
	out := Sheet{Title: p.Title, Pool: p.Fen, Lines: p.Lines, Plan: p.Plan, Totals: p.totals()}
	if out.Same, err = p.Same(); err != nil {
		return out, err
	}
	if out.Compare, err = p.compare(); err != nil {
		return out, err
	}
	if out.Drifted, err = s.drifted(ctx, v, p); err != nil {
		return out, err
	}
	out.Adjusts, err = s.paid(ctx, v.Office, v.ID, p)
	return out, err
}

// drifted lists people whose entry changed after the computation. The division uses
// what it stored; this shows the difference.
func (s *Service) drifted(ctx context.Context, v evaluation.View, p *Period) ([]string, error) {
	entries, err := desk.AllOf[Entry](ctx, s.Ledger, evaluation.Query{Office: v.Office, Kinds: []string{KindEntry}, Parents: []string{v.ID}})
	if err != nil {
		return nil, err
	}
	out := []string{}
	for _, r := range entries {
		e := r.Payload
		i, ok := p.line(r.Subject)
		if !ok || !slices.Equal(e.Work, p.Lines[i].Work) || !slices.Equal(e.Goals, p.Lines[i].Goals) || e.Quality != p.Lines[i].Quality {
			out = append(out, e.PersonName)
		}
	}
	return out, nil
}

// totals returns the departments in the order in which they first appear.
func (p *Period) totals() []Total {
	list := make([]Total, 0, len(p.Units))
	at := map[string]int{}
	for _, u := range p.Units {
		at[u.ID] = len(list)
		list = append(list, Total{Unit: u.ID, Name: u.Name})
	}
	for _, l := range p.Lines {
		t := &list[at[l.Unit]]
		t.People++
		t.Amount += l.Amount
		if l.Amount > 0 {
			t.Taking++
		}
	}
	return list
}

// Posted returns the totals shown in the notice. Departments with fewer
// participants than the rule bonus.hidden are added together, so that no total is
// the amount of one or two people.
func (s *Service) Posted(ctx context.Context, v evaluation.View) ([]Total, error) {
	p, err := s.load(ctx, v, Released())
	if err != nil {
		return nil, err
	}
	least, err := p.Rules.Int("bonus.hidden")
	if err != nil {
		return nil, err
	}
	list := p.totals()
	slices.SortStableFunc(list, func(a, b Total) int { return b.Taking - a.Taking })
	shown, rest := []Total{}, Total{}
	for i, t := range list {
		if int64(t.Taking) >= least && (rest.Taking == 0 && !leaves(list[i+1:], least)) {
			shown = append(shown, t)
			continue
		}
		rest.People, rest.Taking, rest.Amount = rest.People+t.People, rest.Taking+t.Taking, rest.Amount+t.Amount
	}
	if rest.Taking > 0 {
		shown = append(shown, rest)
	}
	return shown, nil
}

// leaves reports whether the remaining departments would be too few people
// together.
func leaves(rest []Total, least int64) bool {
	taking := 0
	for _, t := range rest {
		if int64(t.Taking) >= least {
			return false
		}
		taking += t.Taking
	}
	return taking > 0 && int64(taking) < least
}
