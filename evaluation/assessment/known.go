package assessment

import (
	"context"
	"slices"

	"kaoji/evaluation"
)

// Undecided reports whether the grade of a sheet in a state has still to be decided.
func Undecided(state evaluation.State) bool { return slices.Contains(undecided, state) }

var undecided = evaluation.States(SheetReporting, SheetEntered, SheetReported, SheetVerified, SheetProposed)

// Known returns the special cases of sheets as an act would find them today, by sheet: what
// is shown where people decide is what the act checks. A sheet with an open change has those
// with which the grade is kept or revised. Left out are sheets of which the view does not
// show when the special cases were asked.
func (s *Service) Known(ctx context.Context, views []evaluation.View) (map[string][]Finding, error) {
	out, cycles := map[string][]Finding{}, map[string][]*evaluation.View{}
	for i := range views {
		v := &views[i]
		if v.Kind != KindSheet || !v.Shows("asked") {
			continue
		}
		cycles[v.Parent] = append(cycles[v.Parent], v)
	}
	for id, of := range cycles {
		if err := s.knownIn(ctx, of[0].Office, id, of, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// knownIn adds the special cases of sheets of a cycle.
func (s *Service) knownIn(ctx context.Context, office, cycle string, sheets []*evaluation.View, out map[string][]Finding) error {
	r, err := s.Ledger.Get(ctx, office, cycle)
	if err != nil {
		return err
	}
	c, err := evaluation.PayloadOf[Cycle](r)
	if err != nil {
		return err
	}
	today := evaluation.DateOf(s.Now())
	people := make([]string, len(sheets))
	for i, v := range sheets {
		people[i] = v.Subject
	}
	all, err := s.specials(ctx, office, people, c, c.undecidedOn(today))
	if err != nil {
		return err
	}
	for _, v := range sheets {
		sh, err := evaluation.PartOf[Sheet](v.Record, "changes", "asked", "published")
		if err != nil {
			return err
		}
		if sh.OpenChange() != nil {
			if out[v.ID], err = s.special(ctx, office, v.Subject, c, sh.since(c, v.State, today)); err != nil {
				return err
			}
			continue
		}
		list := all[v.Subject]
		if slices.Contains(sheetTold, v.State) { // a departure does not count any more
			list = slices.DeleteFunc(list, func(f Finding) bool { return f.Kind == KindDeparted })
		}
		out[v.ID] = list
	}
	return nil
}
