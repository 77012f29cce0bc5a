package auth

import (
	"sync"
	"time"
)

const (
	// cacheAge is the time after which a change by another process becomes visible.
	cacheAge = 5 * time.Second
	// cacheSize limits memory; a full cache is emptied.
	cacheSize = 20000
)

// cache stores values that were read recently. A change in this process is visible
// at once: forget also invalidates reads that began before it.
type cache[V any] struct {
	mu      sync.Mutex
	held    map[string]kept[V]
	changes uint64
}

type kept[V any] struct {
	value V
	at    time.Time
}

// get returns the cached value if it is not too old, or the ticket needed by put.
func (c *cache[V]) get(id string, now time.Time) (v V, ticket uint64, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.held[id]
	if age := now.Sub(k.at); ok && age >= 0 && age < cacheAge {
		return k.value, 0, true
	}
	return v, c.changes, false
}

// put stores a value that was read at the time at, unless it was invalidated since
// the ticket.
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
