package auth

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"kaoji/evaluation"
)

// longestPassword is the maximum length in characters (ASVS 5.0 6.2.9 requires at
// least 64).
const longestPassword = 128

// broken collects the rules that a password breaks.
type broken struct{ m evaluation.Mistakes }

func (b broken) add(rule string, pairs ...any) {
	field := "new"
	if len(b.m) > 0 {
		field += "." + rule
	}
	b.m.Add(field, "auth.password."+rule, pairs...)
}

// checkPassword checks a new password against every rule. Comparing with former
// ones costs a hash each, so this is done last and only if the other rules are met.
func (s *Service) checkPassword(ctx context.Context, a *account, old, fresh string) error {
	b := broken{evaluation.Mistakes{}}
	s.plainRules(b, a, fresh)
	if old == fresh {
		b.add("used", "n", s.settings().History)
	}
	if err := b.m.Err(); err != nil {
		return err
	}
	for _, former := range a.Password.Former {
		used, err := s.matches(ctx, former, fresh)
		if err != nil {
			return err
		}
		if used {
			b.add("used", "n", s.settings().History)
			return b.m.Err()
		}
	}
	return nil
}

func (s *Service) plainRules(b broken, a *account, p string) {
	n := utf8.RuneCountInString(p)
	if n < s.settings().MinPassword {
		b.add("short", "min", s.settings().MinPassword)
	}
	if n > longestPassword || len(p) > maxPassword {
		b.add("long", "max", longestPassword)
		return
	}
	if !utf8.ValidString(p) || strings.ContainsFunc(p, unicode.IsControl) {
		b.add("characters")
	}
	if s.common.has(p) {
		b.add("common")
	}
	if containsName(p, a.Name, 3) || containsName(p, a.Display, 2) {
		b.add("name")
	}
	if s.settings().PasswordProfile == ProfileMLPS && classes(p) < 3 {
		b.add("classes")
	}
}

// containsName ignores case; names shorter than least are ignored, because many
// words contain them.
func containsName(password, name string, least int) bool {
	return utf8.RuneCountInString(name) >= least &&
		strings.Contains(strings.ToLower(password), strings.ToLower(name))
}

// classes returns the number of character classes: upper case, lower case, digits,
// others.
func classes(p string) int {
	var has [4]bool
	for _, r := range p {
		switch {
		case unicode.IsUpper(r):
			has[0] = true
		case unicode.IsLower(r):
			has[1] = true
		case unicode.IsDigit(r):
			has[2] = true
		default:
			has[3] = true
		}
	}
	n := 0
	for _, h := range has {
		if h {
			n++
		}
	}
	return n
}
