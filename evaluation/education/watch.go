package education

import (
	"context"
	"errors"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Watch finds what waits for somebody who is gone: reflections that lie before
// the head of a department without one go to personnel, and so does a study with
// a measure that nobody in the office answers for, which personnel hands over.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	book, err := s.Book(ctx, office)
	if err != nil {
		return err
	}
	day := book.On(today)
	records, err := desk.All(ctx, do, evaluation.Query{
		Office: office, Kinds: []string{KindReflection, KindStudy}, States: states(ReflectionWithHead, StudyFollowing),
	})
	if err != nil {
		return err
	}
	var errs []error
	for _, r := range records {
		moves := r.Kind == KindReflection && len(readers(day, r.Unit, r.Subject)) == 0
		if r.Kind == KindStudy {
			y, err := evaluation.PayloadOf[Study](r)
			if err != nil {
				return err
			}
			moves = y.orphaned(day) && !slices.Contains(r.Waiting, personnel())
		}
		if moves {
			errs = append(errs, desk.Still(ctx, do, office, r.ID, "address"))
		}
	}
	return errors.Join(errs...)
}

// readers are the heads of a department who may read somebody's reflection.
func readers(day *roster.Snapshot, unit, person string) []string {
	return slices.DeleteFunc(day.Heads(unit), func(h string) bool { return desk.Recused(day, h, person) })
}

// forward lays a reflection before the section.
func forward(st *evaluation.Step, _ *Reflection) (evaluation.State, error) {
	desk.Wait(st.Record, evaluation.Date{}, personnel())
	return ReflectionSubmitted, desk.OnlyKaoji(st)
}

// orphaned reports whether somebody answers for an open measure who is in the
// office no more.
func (y *Study) orphaned(day *roster.Snapshot) bool {
	return slices.ContainsFunc(y.Measures, func(m Measure) bool {
		_, here := day.Member(m.Person)
		return m.State == MeasureOpen && !here
	})
}

// callForHandOver lets a study wait for the section too.
func callForHandOver(st *evaluation.Step, y *Study) (evaluation.State, error) {
	y.wait(st.Record)
	desk.Wait(st.Record, st.Record.Due, append(st.Record.Waiting, personnel())...)
	return StudyFollowing, desk.OnlyKaoji(st)
}
