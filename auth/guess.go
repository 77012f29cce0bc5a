package auth

import (
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"kaoji/evaluation"
)

// knownAddresses is the number of earlier login addresses that an account stores.
const knownAddresses = 8

// knows reports whether the account has logged in from the address before.
func (s *Service) knows(a *account, address string) bool {
	return address != "" && a.id != "" && slices.Contains(a.Known, s.addressMark(address))
}

// remember stores an address from which the account has logged in, newest first.
func (s *Service) remember(a *account, address string) {
	if address == "" {
		return
	}
	mark := s.addressMark(address)
	a.Known = slices.DeleteFunc(slices.Clone(a.Known), func(m string) bool { return m == mark })
	a.Known = slices.Insert(a.Known, 0, mark)
	a.Known = a.Known[:min(len(a.Known), knownAddresses)]
}

func (s *Service) addressMark(address string) string {
	return s.seal.fingerprint("login address", network(address))
}

// attemptKey is the key for counting wrong passwords of a name (see Service.key). Each address from
// which the account has logged in has its own count; all other addresses share one.
// So a stranger can lock the account only for unknown addresses.
func (s *Service) attemptKey(a *account, name, address string) string {
	if s.knows(a, address) {
		return name + "\x00" + s.addressMark(address)
	}
	return name
}

// attemptKeys lists all keys under which an account can be locked.
func (s *Service) attemptKeys(a *account) []string {
	name := s.key(a.Office, a.Name)
	keys := []string{name}
	for _, mark := range a.Known {
		keys = append(keys, name+"\x00"+mark)
	}
	return append(keys, ownAttempts(a))
}

// ownAttempts is the key for wrong old passwords of a person who is logged in.
func ownAttempts(a *account) string { return "own\x00" + a.id }

// network returns the /64 network of an IPv6 address, because a person with one
// address has all of them, and any other address unchanged.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return address
	}
	prefix, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}

// MayGuess returns CodeTooMany if too many wrong guesses (of passwords, receipt
// numbers or slip codes) came from an address. The counts are in memory: a restart
// resets them.
func (s *Service) MayGuess(address string) error {
	if s.guesses.count(network(address), s.now(), s.settings().Lock, 0) < s.settings().AddressFailures {
		return nil
	}
	return evaluation.Fail(evaluation.CodeTooMany, "error.too_many")
}

// GuessedWrong counts a wrong guess from an address.
func (s *Service) GuessedWrong(address string) {
	if address != "" {
		s.guesses.count(network(address), s.now(), s.settings().Lock, 1)
	}
}

// folds counts refusals of a name at an address. silent is true if this one gets no
// line in the trail: the first ones get a line, then every hundredth.
func (s *Service) folds(name, address string) (n int, silent bool) {
	n = s.refusals.count(name+"\x00"+network(address), s.now(), s.settings().Lock, 1)
	return n, n > 2*s.settings().Failures && n%refusalsFolded != 0
}

const refusalsFolded = 100

// tally has counts by key; each count expires some time after its start.
type tally struct {
	mu sync.Mutex
	of map[string]counted
}

type counted struct {
	n     int
	until time.Time
}

// mostTallied limits the memory of a tally, in keys.
const mostTallied = 20_000

func (t *tally) count(key string, now time.Time, window time.Duration, add int) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.of[key]
	if !now.Before(c.until) {
		c = counted{until: now.Add(window)}
	}
	if c.n += add; add == 0 {
		return c.n
	}
	if t.of == nil {
		t.of = map[string]counted{}
	}
	if len(t.of) >= mostTallied {
		t.shrink(now)
	}
	t.of[strings.Clone(key)] = c
	return c.n
}

// shrink removes expired counts and, if that is not enough, the lower ones.
func (t *tally) shrink(now time.Time) {
	for lowest := 0; len(t.of) >= mostTallied/2; lowest = max(1, 2*lowest) {
		for key, c := range t.of {
			if !now.Before(c.until) || c.n <= lowest {
				delete(t.of, key)
			}
		}
	}
}
