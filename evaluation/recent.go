package evaluation

import (
	"slices"
	"sync"
)

// MostOffices is how many offices Recent keeps something of.
const MostOffices = 64

// Recent keeps a value for each of the offices that were asked for last, at most
// MostOffices of them. The zero Recent is empty.
type Recent[V any] struct {
	mu     sync.Mutex
	values map[string]V
	order  []string // the offices, the one that was asked for last at the end
}

// Of is the value of an office; first makes it where there is none.
func (r *Recent[V]) Of(office string, first func() V) V {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.values[office]
	if !ok {
		v = first()
		r.set(office, v)
		return v
	}
	r.touch(office)
	return v
}

// Get is the value of an office; false where there is none.
func (r *Recent[V]) Get(office string) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.values[office]
	if ok {
		r.touch(office)
	}
	return v, ok
}

// Set keeps a value of an office.
func (r *Recent[V]) Set(office string, v V) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.set(office, v)
}

// Drop forgets the value of an office.
func (r *Recent[V]) Drop(office string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.values, office)
	r.order = slices.DeleteFunc(r.order, func(o string) bool { return o == office })
}

func (r *Recent[V]) set(office string, v V) {
	if r.values == nil {
		r.values = map[string]V{}
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
