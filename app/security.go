package main

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// security reads the settings of passwords, locks and sessions from the rule pack
// in force, so that pages and behaviour agree.
type security struct {
	office string
	rules  *rulepack.Source
	now    func() time.Time
	last   atomic.Pointer[securityNumbers]
}

type securityNumbers struct {
	pack     *rulepack.Pack
	day      evaluation.Date
	settings auth.Settings
}

// current returns the last settings if the storage does not answer.
func (s *security) current(base auth.Settings) auth.Settings {
	last := s.last.Load()
	pack, err := s.rules.Pack(context.Background(), s.office)
	day := evaluation.DateOf(s.now())
	switch {
	case err != nil && last == nil:
		return base
	case err != nil || last != nil && last.pack == pack && last.day == day:
		return last.settings
	}
	n := &securityNumbers{pack: pack, day: day, settings: base}
	if settings, err := securityOf(pack.On(day), base); err == nil {
		n.settings = settings
	}
	s.last.Store(n)
	return n.settings
}

func securityOf(rules rulepack.Frozen, base auth.Settings) (auth.Settings, error) {
	var errs []error
	n := func(key string) int {
		v, err := rules.Int(key)
		errs = append(errs, err)
		return int(v)
	}
	many := func(key string, unit time.Duration) time.Duration { return time.Duration(n(key)) * unit }
	const day = 24 * time.Hour
	base.MinPassword = n("security.password.length")
	base.History = n("security.password.history")
	base.MaxAge = many("security.password.age", day)
	base.OneTime = many("security.password.once", day)
	base.Failures = n("security.lockout.failures")
	base.AddressFailures = n("security.address.failures")
	base.Lock = many("security.lockout.minutes", time.Minute)
	base.Idle = many("security.idle.minutes", time.Minute)
	base.Access = many("security.token.minutes", time.Minute)
	base.Refresh = many("security.session.hours", time.Hour)
	return base, errors.Join(errors.Join(errs...), base.Check())
}
