package survey

import (
	"context"
	"maps"
	"sync"
	"time"
)

// tellers know how many have answered in each group of a wave. Counting reads who has
// answered, so its result is kept for a while, longer the longer it took; what is answered
// here meanwhile is added.
type tellers struct {
	mu    sync.Mutex
	waves map[string]*teller
}

type teller struct {
	groups map[string]int
	until  time.Time
}

// patience is how many times as long as it took to count a count is kept.
const patience = 20

// returned is how many have answered in each group of a wave.
func (s *Service) returned(ctx context.Context, office, wave string, q *Questionnaire) (map[string]int, error) {
	s.tellers.mu.Lock()
	defer s.tellers.mu.Unlock()
	begun := time.Now()
	t := s.tellers.waves[wave]
	if t == nil || begun.After(t.until) {
		boxes := make([]string, len(q.Groups))
		for i, g := range q.Groups {
			boxes[i] = box(wave, g.Code)
		}
		counts, err := s.Boxes.Counts(ctx, office, boxes...)
		if err != nil {
			return nil, err
		}
		t = &teller{groups: map[string]int{}}
		for i, g := range q.Groups {
			t.groups[g.Code] = counts[boxes[i]].Cast
		}
		t.until = time.Now().Add(patience * time.Since(begun))
		if s.tellers.waves == nil {
			s.tellers.waves = map[string]*teller{}
		}
		s.tellers.waves[wave] = t
	}
	return maps.Clone(t.groups), nil
}

// answeredBy adds answers of a group to what was counted.
func (s *Service) answeredBy(wave, group string, n int) {
	s.tellers.mu.Lock()
	defer s.tellers.mu.Unlock()
	if t := s.tellers.waves[wave]; t != nil {
		t.groups[group] += n
	}
}

// countAgain forgets what was counted in a wave.
func (s *Service) countAgain(wave string) {
	s.tellers.mu.Lock()
	defer s.tellers.mu.Unlock()
	delete(s.tellers.waves, wave)
}
