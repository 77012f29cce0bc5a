package measures

import (
	"context"
	"errors"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// handOver finds what waits for people who have left the office and lets it wait
// for the role that hands it over. Measures with a person who answers for a task
// over time, such as a mentor, have noted the gap before and wait for nobody who
// has left.
func (s *Services) handOver(ctx context.Context, do evaluation.Doer, office string) error {
	book, err := s.Desk.Book(ctx, office)
	if err != nil {
		return err
	}
	var waiting []string
	for _, id := range book.Gone() {
		waiting = append(waiting, evaluation.WaitPerson(id))
	}
	var errs []error
	const atOnce = 200 // in one query
	for some := range slices.Chunk(waiting, atOnce) {
		records, err := desk.All(ctx, do, evaluation.Query{Office: office, Waiting: some})
		if err != nil {
			return err
		}
		for i := range records {
			for _, person := range evaluation.WaitedFor(&records[i]) {
				if slices.Contains(some, evaluation.WaitPerson(person)) {
					errs = append(errs, do.Readdress(ctx, office, records[i].ID, person))
				}
			}
		}
	}
	return errors.Join(errs...)
}
