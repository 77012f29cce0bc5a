package education

import (
	"context"
	"errors"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Watch passes reflections that wait for the head of a department without one to
// personnel, and excuses people who have left the office.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	book, err := s.Book(ctx, office)
	if err != nil {
		return err
	}
	day := book.On(today)
	reflections, err := desk.All(ctx, do, evaluation.Query{Office: office, Kinds: []string{KindReflection}, States: evaluation.States(ReflectionWithHead)})
	if err != nil {
		return err
	}
	var errs []error
	for _, r := range reflections {
		if len(readers(day, r.Unit, r.Subject)) == 0 {
			errs = append(errs, desk.ActIfStillInState(ctx, do, office, r.ID, "address", nil))
		}
	}
	return errors.Join(append(errs, letGo(ctx, do, book))...)
}

// letGo excuses people who have left the office from open tasks. Completed
// campaigns stay.
func letGo(ctx context.Context, do evaluation.Doer, book *roster.Book) error {
	var left []string
	for _, id := range book.People() {
		if p, _ := book.Person(id); !p.Left.IsZero() {
			left = append(left, id)
		}
	}
	var errs []error
	const atOnce = 200 // in one query
	for some := range slices.Chunk(left, atOnce) {
		parts, err := desk.All(ctx, do, evaluation.Query{
			Office: book.Office(), Kinds: []string{KindPart}, Subjects: some, States: evaluation.States(PartOpen),
		})
		if err != nil {
			return err
		}
		for _, r := range parts {
			_, err := do.Act(ctx, evaluation.System(r.Office), r.ID, evaluation.AnyVersion, "excuse", evaluation.Change{Reason: "已离开本单位"})
			if code := evaluation.CodeOf(err); code != evaluation.CodeState && code != evaluation.CodeConflict { // after a conflict the next watch handles it
				errs = append(errs, err)
			}
		}
	}
	return errors.Join(errs...)
}

// readers lists the heads of a department who may read a person's reflection.
func readers(day *roster.Snapshot, unit, person string) []string {
	return slices.DeleteFunc(day.Heads(unit), func(h string) bool { return desk.Recused(day, h, person) })
}

// forward passes a reflection to the section.
func forward(step *evaluation.Step, _ *Reflection) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{}, personnel())
	return ReflectionSubmitted, nil
}
