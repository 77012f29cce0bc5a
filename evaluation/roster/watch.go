package roster

import (
	"context"
	"errors"

	"kaoji/evaluation"
)

// Watch asks personnel to classify the penalties that an earlier version
// entered under a kind that stands for several.
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
			errs = append(errs, err) // what was written meanwhile is looked at next time
		}
	}
	return errors.Join(errs...)
}

// askClass is Kaoji's own act.
func askClass(s *evaluation.Step, p *Person) (evaluation.State, error) {
	p.askClass(s)
	return StatePresent, nil
}
