package measures

import (
	"context"
	"errors"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// handOver finds records that wait for people who have left the office and passes
// them to the role that hands them over. Measures with a responsible person, such
// as a mentor, have recorded the gap before, so their records do not wait for
// people who have left.
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
