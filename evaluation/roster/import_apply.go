package roster

import (
	"slices"

	"kaoji/evaluation"
)

// apply decides that the plan is carried out. This write is the decision; its
// effect writes the changes and continues after a crash.
func (k keeper) apply(s *evaluation.Step, p *Import, in *Apply) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	if b.Stamp() != p.Plan.Stamp {
		return "", evaluation.Fail(evaluation.CodeConflict, "roster.import.stale")
	}
	if err := p.departing(b, in, s.Today); err != nil {
		return "", err
	}
	return StateApplied, s.Effect(effectApply, struct{}{})
}

// departing adds the departure of the chosen missing people to the plan.
func (p *Import) departing(b *Book, in *Apply, today evaluation.Date) error {
	if err := p.Plan.unpack(); err != nil {
		return err
	}
	m := evaluation.Mistakes{}
	left := in.Left
	if left.IsZero() {
		left = p.AsOf.AddDays(-1)
	}
	if left.After(today) {
		m.Add("left", "roster.date.future")
	}
	for _, id := range in.Depart {
		if !slices.ContainsFunc(p.Plan.Missing, func(x Missing) bool { return x.ID == id }) {
			m.Add("depart", "roster.import.not_missing")
			continue
		}
		old := &b.people[id].Person
		if n := len(old.Appointments); left.Before(old.Joined) || n > 0 && left.Before(old.Appointments[n-1].From) {
			m.Add("left", "roster.date.left_early", "from", old.Appointments[max(n-1, 0)].From)
			continue
		}
		now := old.copy()
		now.Left, now.Leaving = left, in.Leaving
		it := Item{ID: id, Kind: KindPerson, No: old.No, Name: old.Name, Was: b.imports[id], Changes: changed(personFacts(b.Name, old, left), personFacts(b.Name, &now, left))}
		it.Patch, it.Before = difference(*old, now)
		if at := slices.IndexFunc(p.Plan.Items, func(x Item) bool { return x.ID == id }); at >= 0 {
			p.Plan.Items[at].join(it) // a relation changed as well
		} else {
			p.Plan.Items = append(p.Plan.Items, it)
			p.Counts.Changed++
		}
	}
	if err := p.Plan.pack(); err != nil {
		return err
	}
	return m.Err()
}

// join adds the changes of another item of the same record.
func (it *Item) join(other Item) {
	it.Changes = append(it.Changes, other.Changes...)
	for f, v := range other.Patch {
		it.Patch[f], it.Before[f] = v, other.Before[f]
	}
}

func discard(_ *evaluation.Step, _ *Import) (evaluation.State, error) { return StateDiscarded, nil }
