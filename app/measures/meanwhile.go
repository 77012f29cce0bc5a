package measures

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/absence"
)

// Meanwhile returns what falls due while others are away: to their substitute, and to
// the personnel section for everybody who is away. away are these people, those whom
// the reader stands in for first. more reports that more is due, later.
func (c *Core) Meanwhile(ctx context.Context, actor evaluation.Actor) (away []absence.Away, due []evaluation.Meanwhile, more bool, err error) {
	if !c.Service.Reads(actor, absence.KindPeriod) {
		return nil, nil, false, nil
	}
	book, err := c.Desk.Book(ctx, actor.Office)
	if err != nil {
		return nil, nil, false, err
	}
	board, err := c.Absence.Board(ctx, book.On(evaluation.DateOf(c.Now())))
	if err != nil {
		return nil, nil, false, err
	}
	away = board.Entrusted(actor.Person)
	absent := make([]evaluation.Absent, 0, len(away))
	for _, a := range away {
		absent = append(absent, evaluation.Absent{Person: a.Person, Until: a.Until, Entrusted: true})
	}
	if evaluation.Personnel.Include(actor) {
		for _, a := range board.All() {
			if a.Person != actor.Person && (actor.Person == "" || a.Substitute != actor.Person) {
				away, absent = append(away, a), append(absent, evaluation.Absent{Person: a.Person, Until: a.Until})
			}
		}
	}
	due, more, err = c.Service.Meanwhile(ctx, actor, absent)
	return away, due, more, err
}
