package auth

import (
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"kaoji/evaluation"
)

// knownAddresses is how many addresses of earlier logins an account remembers.
const knownAddresses = 8

// knows reports whether the account has logged in from the address before.
func (s *Service) knows(a *account, address string) bool {
	return address != "" && a.id != "" && slices.Contains(a.Known, s.addressMark(address))
}

// remember notes an address from which the account has logged in, newest first.
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

// attemptKey is under what wrong passwords for a name are counted. Addresses from
// which the account has logged in before count each for itself, all others
// together: who guesses from elsewhere can lock elsewhere alone.
func (s *Service) attemptKey(a *account, name, address string) string {
	if s.knows(a, address) {
		return name + "\x00" + s.addressMark(address)
	}
	return name
}

// attemptKeys are all keys under which an account can be locked.
func attemptKeys(a *account) []string {
	keys := []string{a.Name}
	for _, mark := range a.Known {
		keys = append(keys, a.Name+"\x00"+mark)
	}
	return append(keys, ownAttempts(a))
}

// ownAttempts is the key of wrong old passwords of somebody who is logged in.
func ownAttempts(a *account) string { return "own\x00" + a.id }

// network is an IPv6 address's /64, because whoever has one address has all of
// them, and any other address itself.
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

// MayGuess is CodeTooMany while too many wrong guesses (of passwords, receipt
// numbers or codes of slips) came from an address. They are counted in memory: a
// restart forgets them.
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

// folds says whether the n-th refusal in a row of a name at an address gets a
// line in the trail of its own: the first ones do, and then each hundredth.
func (s *Service) folds(name, address string) (n int, silent bool) {
	n = s.refusals.count(name+"\x00"+network(address), s.now(), s.settings().Lock, 1)
	return n, n > 2*s.settings().Failures && n%refusalsFolded != 0
}

const refusalsFolded = 100

// tally counts by key, each for a while from its first count.
type tally struct {
	mu sync.Mutex
	of map[string]counted
}

type counted struct {
	n     int
	until time.Time
}

// mostTallied bounds the memory of a tally, in keys.
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

// shrink drops what has passed and, if that is not enough, the lower counts.
func (t *tally) shrink(now time.Time) {
	for lowest := 0; len(t.of) >= mostTallied/2; lowest = max(1, 2*lowest) {
		for key, c := range t.of {
			if !now.Before(c.until) || c.n <= lowest {
				delete(t.of, key)
			}
		}
	}
}
