package site

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
)

// basisOf are the rules behind the numbers on fixed pages. Forms show their rules
// at the field, and deadlines take theirs from the kind.
var basisOf = map[string][]string{
	"/password": {
		"security.password.length", "security.password.history", "security.password.name", "security.password.age",
	},
	"/account":      {"security.idle.minutes", "security.session.hours", "security.password.age"},
	"/accounts":     {"security.lockout.failures", "security.lockout.minutes", "security.officers"},
	"/accounts/new": {"security.password.once", "security.officers"},
	"/accounts/bulk": {
		"security.password.once",
	},
	slipsPath:       {"security.password.once"},
	"/accounts/:id": {"security.lockout.failures", "security.lockout.minutes", "security.password.once", "security.officers"},
	"/audit":        {"security.logs", "security.audit.keep"},
}

const basisLocal = "kaoji.basis"

// Basis records that the page shows numbers of these rules.
func Basis(c *fiber.Ctx, keys ...string) {
	known, _ := c.Locals(basisLocal).([]string)
	for _, key := range keys {
		if !slices.Contains(known, key) {
			known = append(known, key)
		}
	}
	c.Locals(basisLocal, known)
}

// Deadline records the rules of a record's deadline.
func (p *Speaker) Deadline(r *evaluation.Record) {
	if kind, ok := p.Kind(r.Kind); ok && !r.Due.IsZero() {
		Basis(p.C, kind.Clock[r.State]...)
	}
}

// basisNotes returns the rules of the page, if the reader may read rules.
func (s *Site) basisNotes(c *fiber.Ctx) ([]view.RuleNote, error) {
	Basis(c, basisOf[s.asked(c, c.Route().Path)]...)
	keys, _ := c.Locals(basisLocal).([]string)
	if len(keys) == 0 || server.Session(c) == nil || !s.Can(c, auth.AreaRules, auth.Read) {
		return nil, nil
	}
	p, err := s.Speaker(c)
	if err != nil {
		return nil, err
	}
	return s.RuleNotes(c, p, keys)
}
