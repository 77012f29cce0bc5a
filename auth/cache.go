package auth

import (
	"sync"
	"time"
)

const (
	// cacheAge is how long another process's change may go unseen.
	cacheAge = 5 * time.Second
	// cacheSize bounds memory; a full cache starts anew.
	cacheSize = 20000
)

// cache keeps what was read a moment ago. A change in this process is seen at
// once: forget also spoils readings that began before it.
type cache[V any] struct {
	mu      sync.Mutex
	held    map[string]kept[V]
	changes uint64
}

type kept[V any] struct {
	value V
	at    time.Time
}

// get returns what is held and fresh, or the ticket that put asks for.
func (c *cache[V]) get(id string, now time.Time) (v V, ticket uint64, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.held[id]
	if age := now.Sub(k.at); ok && age >= 0 && age < cacheAge {
		return k.value, 0, true
	}
	return v, c.changes, false
}

// put holds what was read at a time before the ticket's reading.
func (c *cache[V]) put(id string, v V, at time.Time, ticket uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ticket != c.changes {
		return
	}
	if c.held == nil || len(c.held) >= cacheSize {
		c.held = map[string]kept[V]{}
	}
	c.held[id] = kept[V]{v, at}
}

func (c *cache[V]) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	delete(c.held, id)
}
