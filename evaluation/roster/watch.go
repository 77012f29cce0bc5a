package roster

import (
	"context"
	"errors"

	"kaoji/evaluation"
)

// Watch puts people on personnel's to-do list whose penalties an earlier version
// stored under a combined kind.
func Watch(ctx context.Context, do evaluation.Doer, b *Book) error {
	var errs []error
	for id, p := range b.people {
		if !p.unclassified() || !p.Left.IsZero() {
			continue
		}
		r, err := do.Load(ctx, b.office, id)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if r.State != StatePresent || len(r.Waiting) > 0 {
			continue
		}
		_, err = do.Act(ctx, evaluation.System(b.office), id, evaluation.AnyVersion, "ask_class", evaluation.Change{})
		if evaluation.CodeOf(err) != evaluation.CodeConflict && evaluation.CodeOf(err) != evaluation.CodeState {
			errs = append(errs, err) // a record written meanwhile is checked next time
		}
	}
	return errors.Join(errs...)
}

// askClass is an act that only Kaoji does.
func askClass(s *evaluation.Step, p *Person) (evaluation.State, error) {
	p.askClass(s)
	return StatePresent, nil
}
