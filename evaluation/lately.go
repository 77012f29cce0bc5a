package evaluation

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// lately keeps the answers to what every start page asks. A reader who asks the same
// again is given the answer again, at most for Recheck, until an act of this process
// changes a record of the office.
type lately struct {
	offices Recent[*answers]
}

// answers are those of one office since its last change.
type answers struct {
	mu    sync.Mutex
	given map[question]*answer
}

// question is what a reader asks.
type question struct{ who, what string }

// answer is what was read for a reader, and whom it shows.
type answer struct {
	reading sync.Mutex // those who ask the same at the same time wait for the first of them
	at      time.Time  // when it was read
	value   any        // nil: nothing has been read
	looks   *looks
}

// mostAnswers is how many answers of an office are kept; when there are more, all are
// forgotten.
const mostAnswers = 200

func (l *lately) of(office string) *answers {
	return l.offices.Of(office, func() *answers { return &answers{given: map[question]*answer{}} })
}

// Forget makes the next who ask read anew, as after an act. Those who read at this moment
// keep their answers to themselves.
func (s *Service) Forget(office string) {
	a := s.lately.of(office)
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.given)
}

// to is the place for the answer to a question.
func (a *answers) to(q question) *answer {
	a.mu.Lock()
	defer a.mu.Unlock()
	given := a.given[q]
	if given == nil {
		if len(a.given) >= mostAnswers {
			clear(a.given)
		}
		given = &answer{}
		a.given[q] = given
	}
	return given
}

// Lately returns what read returned for the actor and the question lately, or reads it
// now. Whom the answer shows is recorded in the trail each time. The answer is shared: the
// caller does not change it.
func Lately[V any](ctx context.Context, s *Service, actor Actor, what string, read func(context.Context) (V, error)) (V, error) {
	given := s.lately.of(actor.Office).to(question{fmt.Sprint(actor.Account, actor.Person, actor.Roles), what})
	value, shown, err := answered(ctx, given, s.Now(), read)
	if err != nil {
		return value, err
	}
	return value, s.lookedAgain(ctx, actor, shown)
}

// answered returns the answer and whom it shows.
func answered[V any](ctx context.Context, given *answer, now time.Time, read func(context.Context) (V, error)) (V, *looks, error) {
	given.reading.Lock()
	defer given.reading.Unlock()
	if kept, ok := given.value.(V); ok && now.Sub(given.at) >= 0 && now.Sub(given.at) < Recheck {
		return kept, given.looks, nil
	}
	shown := newLooks(OnScreen)
	value, err := read(context.WithValue(ctx, looksKey{}, shown))
	if err != nil {
		return value, nil, err
	}
	given.value, given.looks, given.at = value, shown, now
	return value, shown, nil
}
