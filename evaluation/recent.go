package evaluation

import (
	"slices"
	"sync"
	"time"
)

// MostOffices is how many offices Recent keeps something of.
const MostOffices = 64

// Recent keeps a value for each of the offices that were asked for last, at most
// MostOffices of them. The zero Recent is empty.
type Recent[V any] struct {
	mu     sync.Mutex
	values map[string]recent[V]
	order  []string // the offices, the one that was asked for last at the end
	drops  int      // number of calls of Drop and Clear; a value read during a call is outdated
}

type recent[V any] struct {
	value V
	at    time.Time // when it was read
}

// Of is the value of an office; first makes it where there is none.
func (r *Recent[V]) Of(office string, first func() V) V {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.values[office]
	if !ok {
		v.value = first()
		r.set(office, v)
		return v.value
	}
	r.touch(office)
	return v.value
}

// Recheck is the time after which a change by another process becomes visible.
const Recheck = 2 * time.Second

// Read is the value of an office: the kept one if it was read less than Recheck ago,
// otherwise what read returns. A value that was read while Drop or Clear was called is
// returned and not kept.
func (r *Recent[V]) Read(office string, now time.Time, read func() (V, error)) (V, error) {
	r.mu.Lock()
	kept, ok := r.values[office]
	if ok {
		r.touch(office)
	}
	drops := r.drops
	r.mu.Unlock()
	if age := now.Sub(kept.at); ok && age >= 0 && age < Recheck {
		return kept.value, nil
	}
	v, err := read()
	if err != nil {
		return v, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.drops == drops {
		r.set(office, recent[V]{v, now})
	}
	return v, nil
}

// Drop forgets the value of an office.
func (r *Recent[V]) Drop(office string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.drops++
	delete(r.values, office)
	r.order = slices.DeleteFunc(r.order, func(o string) bool { return o == office })
}

// Clear forgets the values of all offices.
func (r *Recent[V]) Clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.drops++
	r.values, r.order = nil, nil
}

func (r *Recent[V]) set(office string, v recent[V]) {
	if r.values == nil {
		r.values = map[string]recent[V]{}
	}
	r.values[office] = v
	r.touch(office)
	if len(r.order) > MostOffices {
		delete(r.values, r.order[0])
		r.order = r.order[1:]
	}
}

// touch puts an office at the end of the order.
func (r *Recent[V]) touch(office string) {
	if n := len(r.order); n > 0 && r.order[n-1] == office {
		return
	}
	r.order = append(slices.DeleteFunc(r.order, func(o string) bool { return o == office }), office)
}
