package evaluation

import (
	"bytes"
	"slices"
	"sync"
)

// shared are payloads of records that acts on other records only read, such as the
// cycle of sheets: decoded once for many acts.
type shared struct {
	mu   sync.Mutex
	last []sharedPayload // that was asked for last at the end
}

// mostShared is how many payloads are kept.
const mostShared = 16

type sharedPayload struct {
	id    string
	raw   []byte
	value any
}

// Shared decodes the payload of a record that the act does not change. Other acts get
// the same value: nobody writes to it.
func Shared[P any](step *Step, r Record) (*P, error) {
	if step.shared == nil {
		return PayloadOf[P](r)
	}
	if p, ok := step.shared.of(r).(*P); ok {
		return p, nil
	}
	p, err := PayloadOf[P](r)
	if err == nil {
		step.shared.keep(sharedPayload{r.ID, r.Payload, p})
	}
	return p, err
}

// ReadShared is a record of the office that the act does not change, and its payload, which
// nobody writes to: see Shared.
func ReadShared[P any](step *Step, id string) (Record, *P, error) {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, id)
	if err != nil {
		return r, nil, err
	}
	p, err := Shared[P](step, r)
	return r, p, err
}

// of is what is kept of a record as it is now, nil if nothing is.
func (s *shared) of(r Record) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.last, func(p sharedPayload) bool { return p.id == r.ID && bytes.Equal(p.raw, r.Payload) })
	if i < 0 {
		return nil
	}
	p := s.last[i]
	s.last = append(slices.Delete(s.last, i, i+1), p)
	return p.value
}

func (s *shared) keep(p sharedPayload) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = slices.DeleteFunc(s.last, func(other sharedPayload) bool { return other.id == p.id })
	if len(s.last) == mostShared {
		s.last = slices.Delete(s.last, 0, 1)
	}
	s.last = append(s.last, p)
}
