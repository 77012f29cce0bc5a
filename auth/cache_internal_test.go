package auth

import (
	"strconv"
	"testing"
	"time"
)

func TestAReadingBegunBeforeAChangeIsNotKept(t *testing.T) {
	var c cache[string]
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	_, ticket, ok := c.get("a", now)
	if ok {
		t.Fatal("knows what nobody put")
	}
	c.forget("a") // somebody changes it while we read
	c.put("a", "old", now, ticket)
	if v, _, ok := c.get("a", now); ok {
		t.Errorf("keeps %q", v)
	}
	_, ticket, _ = c.get("a", now)
	c.put("a", "new", now, ticket)
	if v, _, ok := c.get("a", now.Add(5*time.Second-1)); !ok || v != "new" {
		t.Errorf("%q, %v", v, ok)
	}
	for _, at := range []time.Time{now.Add(5 * time.Second), now.Add(-1)} {
		if _, _, ok := c.get("a", at); ok {
			t.Errorf("still fresh at %v", at)
		}
	}
}

func TestTheCacheIsBounded(t *testing.T) {
	var c cache[int]
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	for i := range cacheSize + 10 {
		_, ticket, _ := c.get(strconv.Itoa(i), now)
		c.put(strconv.Itoa(i), i, now, ticket)
	}
	if len(c.held) > cacheSize {
		t.Errorf("holds %d", len(c.held))
	}
}
