package commendation

import (
	"context"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Deps are the dependencies of the measure.
type Deps struct {
	desk.Desk
	Ledger evaluation.Ledger
}

// Service has the acts and queries of the measure.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// CountedDeeds returns how many deeds of a year count for a person's assessment:
// filed or published, not revoked, and counted.
func (s *Service) CountedDeeds(ctx context.Context, office, person string, year int) (int, error) {
	records, err := desk.AllOf[Deed](ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindDeed}, Parties: []string{person},
		Periods: []string{strconv.Itoa(year)}, States: evaluation.States(DeedFiled, DeedPublished),
	})
	n := 0
	for _, r := range records {
		d := r.Payload
		if d.Counted && slices.ContainsFunc(d.People, func(p Person) bool { return p.ID == person }) {
			n++
		}
	}
	return n, err
}

// CountedBetween counts, per person, the deeds in a period that count for an
// assessment.
func (s *Service) CountedBetween(ctx context.Context, office string, from, to evaluation.Date) (map[string]int64, error) {
	records, err := desk.AllOf[Deed](ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindDeed}, States: evaluation.States(DeedFiled, DeedPublished), OnFrom: from, OnTo: to,
	})
	if err != nil {
		return nil, err
	}
	n := map[string]int64{}
	for _, r := range records {
		d := r.Payload
		for _, p := range d.People {
			if d.Counted {
				n[p.ID]++
			}
		}
	}
	return n, nil
}

// impartial refuses an actor who is one of the people or a relative of one. The
// service itself checks this only for a single subject.
func impartial(step *evaluation.Step, book *roster.Book, people []Person) error {
	for _, p := range people {
		_, related := book.Related(step.Actor.Person, p.ID)
		if step.Actor.Person != "" && (p.ID == step.Actor.Person || related) {
			return evaluation.Fail(evaluation.CodeRecused, "error.recused")
		}
	}
	return nil
}
